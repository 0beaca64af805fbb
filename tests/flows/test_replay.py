"""Replay is harmless: telling a stage again, by any reader, in any order, changes nothing."""

from uuid import UUID

import pytest
from sqlalchemy import text

from flows.readers.inline import advance
from models.store.acting import as_worker
from models.words import Stage
from tests.flows.at_once import at_once, errors
from tests.flows.practice import Practice
from tests.flows.routes import RETURNED, SHORT
from tests.playing import Changes

#: Two weeks in custody, home, a month of visits, with four procedures beside.
ROUTE: Changes = {
    **RETURNED.changes,
    **SHORT,
    # An order that keeps her away would keep the mother from collecting the child.
    "order-ruling": {"measures": ["no_violence"]},
    # It has lapsed by the time the renewal is answered, and what has lapsed is not renewed.
    "order-renewal": {"renews": "否", "violations": None, "child_safe_reason": "已经迁居"},
    "closing-report": {"ends_side_procedures": "是", "side_reasons": "回访期满,另行办理"},
}
SIDES = (Stage.PROTECTION_ORDER, Stage.EXTENSION, Stage.SUGGESTION_REPLY)

_TABLES = (
    "cases", "children", "case_persons", "case_team", "stages", "custodies", "events", "notices",
    "steps", "signatures", "deadlines", "deadline_changes", "papers", "paper_versions", "counters",
)  # fmt: skip


def everything(practice: Practice) -> dict[str, tuple[int, int]]:
    """Number of rows of each table and a digest of all that is in them."""
    with practice.root.begin() as db:
        found = {}
        for table in _TABLES:
            row = db.execute(
                text(
                    f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t"
                )
            ).one()
            found[table] = (row[0], row[1])
        found["files"] = (db.execute(text("SELECT count(*) FROM files")).scalar_one(), 0)
    return found


def tell_again(practice: Practice, *, outside: bool) -> None:
    """Tell every stage of every case once more."""
    for row in practice.rows("SELECT id FROM stages ORDER BY ordinal"):
        tell_one(practice, row.id, outside=outside)


def tell_one(practice: Practice, stage_id: UUID, *, outside: bool) -> None:
    with as_worker(practice.worker) as db:
        advance(db, practice.office, stage_id, now=practice.clock.now(), outside=outside)


def inline_then_local(practice: Practice) -> None:
    before = everything(practice)
    tell_again(practice, outside=False)
    assert everything(practice) == before
    practice.work_off()
    settled = everything(practice)
    tell_again(practice, outside=False)
    tell_again(practice, outside=True)
    practice.work_off()
    assert everything(practice) == settled


def local_then_inline(practice: Practice) -> None:
    tell_again(practice, outside=True)
    practice.work_off()
    settled = everything(practice)
    tell_again(practice, outside=False)
    assert everything(practice) == settled


def two_at_once(practice: Practice) -> None:
    stages = [row.id for row in practice.rows("SELECT id FROM stages WHERE state = 'open'")]
    works = [
        lambda s=stage, o=outside: tell_one(practice, s, outside=o)
        for stage in stages
        for outside in (True, False)
    ]
    if works:
        assert errors(at_once(*works, practice.work_off)) == []
    practice.work_off()
    settled = everything(practice)
    assert errors(at_once(*works, practice.work_off)) == []
    assert everything(practice) == settled


@pytest.mark.parametrize(
    "again", [inline_then_local, local_then_inline, two_at_once], ids=lambda f: f.__name__
)
def test_every_stage_told_again_after_every_action_changes_nothing(practice: Practice, again):
    practice.player.works = False
    practice.player.after_action = lambda: again(practice)
    practice.player.changes = ROUTE
    case_id = practice.desk.open_case(practice.staff["worker1"])
    practice.work_off()
    practice.player.play(case_id, until=Stage.ASSESSMENT)
    for side in SIDES:
        practice.desk.start_side(practice.staff["worker1"], case_id, side, reason="演练")
    chain = practice.play_to_step("approve:consultation-minutes", case_id=case_id)
    form = practice.current(chain, "ask:party-opinion:school")
    practice.desk.send_back(
        practice.whose_turn(chain), chain.id, to_step=form.id, reason="意见不清"
    )
    again(practice)
    practice.play_to_step("ask:visit:window-1", case_id=case_id)
    practice.player.works, practice.player.after_action = True, lambda: None
    practice.play_out(case_id, ROUTE)
    assert practice.one("SELECT state FROM cases") == "closed"
    assert practice.one("SELECT count(*) FROM stages WHERE name = 'follow_up'") == 1
    assert practice.broken_promises() == {}
