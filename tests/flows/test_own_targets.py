"""The centre's own targets: set by the director, with a reason, for what is opened from then on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row, text

from flows.desk.law_desk import preview_target, set_target
from models.errors import FormInvalid, NotAllowed
from models.law.calendar.table import Calendar
from models.law.loading import load_pack
from models.store import own_targets
from models.store.acting import as_officer, as_worker
from models.words import Stage
from tasks.law import recounting
from tasks.law.new_law import NewLaw, WorldMoved
from tasks.law.own_targets import Wanted, read_wanted
from tests.flows.practice import Practice
from tests.people_factories import make_staff


def wanted(length: str = "8", rule: str = "C.6", **changes: str) -> Wanted:
    unit = load_pack("national").rule(rule).target
    assert unit is not None
    assert unit.unit is not None
    given = {"length": length, "unit": unit.unit.value, "reason": "人手少", "nonce": "1", **changes}
    return read_wanted(load_pack("national"), rule, **given)


def deadline(practice: Practice, case_id: UUID, key: str) -> Row[Any]:
    [row] = practice.rows(
        "SELECT * FROM deadlines WHERE case_id = :c AND key = :k", c=case_id, k=f"{key}:1"
    )
    return row


def to_triage(practice: Practice) -> UUID:
    """A case that waits for its triage, rule 2.1."""
    step = practice.play_to_step("ask:triage")
    return practice.case_of(step.id)


def test_what_is_opened_afterwards_is_counted_by_it_and_says_whose_it_is(practice: Practice):
    director = practice.staff["director1"]
    first = to_triage(practice)
    set_target(practice.desk, director, wanted("60", rule="2.1", unit="hours"))
    row = deadline(practice, to_triage(practice), "ask:triage")

    assert deadline(practice, first, "ask:triage").receipt["own_target"] is None
    assert row.due_at - row.starts_at == timedelta(hours=60)
    assert row.receipt["own_target"]["by"] == "贾主任"
    assert row.receipt["source"].startswith("本中心自定目标(贾主任2026年")
    assert not row.printable
    assert any("贾主任" in step["text"] for step in row.receipt["steps"])


def test_open_deadlines_stay_unless_the_director_has_read_what_moves(practice: Practice):
    case_id = to_triage(practice)
    director = practice.staff["director1"]
    before = deadline(practice, case_id, "ask:triage").due_at

    set_target(practice.desk, director, wanted("48", rule="2.1", unit="hours"))
    assert deadline(practice, case_id, "ask:triage").due_at == before

    again = wanted("36", rule="2.1", unit="hours", nonce="2")
    seen = preview_target(practice.desk, director, again)
    assert {move.row.rule for move in seen.moves} == {"2.1"}
    moved = set_target(practice.desk, director, again, digest=seen.digest)

    assert moved == len(seen.moves) > 0
    after = deadline(practice, case_id, "ask:triage")
    assert after.due_at - after.starts_at == timedelta(hours=36)
    assert "36小时(贾主任" in practice.one("SELECT why FROM deadline_changes LIMIT 1")[0]


def test_a_recount_for_another_reason_keeps_the_target_it_was_counted_with(practice: Practice):
    director = practice.staff["director1"]
    set_target(practice.desk, director, wanted("60", rule="2.1", unit="hours"))
    case_id = to_triage(practice)
    set_target(practice.desk, director, wanted("48", rule="2.1", unit="hours", nonce="2"))
    law = NewLaw("test:1", "虚构", Calendar.standard(), packs={case_id: "national-2026-12"})

    with as_worker(practice.worker) as db:
        seen = recounting.preview(db, practice.office, law, now=practice.clock.now())

    assert seen.looked_at > 0
    assert seen.moves == ()


def test_a_stale_preview_changes_nothing(practice: Practice):
    to_triage(practice)
    director = practice.staff["director1"]
    with pytest.raises(WorldMoved):
        set_target(practice.desk, director, wanted("48", rule="2.1", unit="hours"), digest="x")
    assert practice.one("SELECT count(*) FROM own_targets") == 0


def test_history_keeps_who_when_old_new_and_why(practice: Practice):
    director = practice.staff["director1"]
    set_target(practice.desk, director, wanted())
    set_target(practice.desk, director, wanted("", nonce="2", reason="恢复"))

    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        newest, first = own_targets.history(db, practice.staff.centre_id)
        assert own_targets.current(db, practice.staff.centre_id) == {}
    assert (str(first.old), str(first.new), first.reason) == ("3个工作日", "8个工作日", "人手少")
    assert (newest.old.length, newest.new, newest.reason) == (8, None, "恢复")
    assert first.by_name == "贾主任"


def test_another_centre_keeps_its_own(practice: Practice):
    other = make_staff(practice.owner, "elsewhere")
    set_target(practice.desk, practice.staff["director1"], wanted())

    with as_officer(practice.portal, other["director1"]) as db:
        assert own_targets.history(db, other.centre_id) == []
    with as_worker(practice.worker) as db:
        assert own_targets.current(db, other.centre_id) == {}
        assert str(own_targets.current(db, practice.staff.centre_id)["C.6"].term) == "8个工作日"


@pytest.mark.parametrize("account", ["worker1", "supervisor1", "legal1"])
def test_only_the_director_may(practice: Practice, account: str):
    with pytest.raises(NotAllowed, match="只有主任"):
        set_target(practice.desk, practice.staff[account], wanted())


def test_the_number_there_is_already_is_no_change(practice: Practice):
    with pytest.raises(FormInvalid) as refused:
        set_target(practice.desk, practice.staff["director1"], wanted("3"))
    assert "没有改动" in refused.value.errors["length"][0]


@contextmanager
def held(practice: Practice, lock: str) -> Iterator[None]:
    """Hold a lock in a connection of another, as somebody slow would."""
    with practice.root.begin() as db:
        db.execute(text(lock))
        yield


@pytest.mark.parametrize("how", ["opened", "reopened"])
def test_a_target_waits_for_a_case_that_is_on_its_way(practice: Practice, how: str):
    """It would lock the open cases without it, and never count its deadlines."""
    case_id = to_triage(practice)
    director = practice.staff["director1"]
    again = wanted("36", rule="2.1", unit="hours", nonce="2")
    seen = preview_target(practice.desk, director, again)

    def come() -> object:
        if how == "opened":
            return practice.desk.open_case(practice.staff["worker1"])
        return practice.desk.reopen(director, case_id, to=Stage.RECEIPT, reason="又有新情况")

    waits = "SELECT 1 FROM counters FOR UPDATE"
    if how == "reopened":
        practice.tell("UPDATE cases SET state = 'closed', closed_at = opened_at")
        practice.tell("UPDATE stages SET state = 'closed', outcome = 'lapsed'")
        practice.tell("UPDATE steps SET state = 'cancelled' WHERE state = 'open'")
        waits = "SELECT 1 FROM cases FOR UPDATE"
    with ThreadPoolExecutor(2) as threads:
        with held(practice, waits):
            coming = threads.submit(come)
            wait([coming], timeout=2)
            setting = threads.submit(set_target, practice.desk, director, again, digest=seen.digest)
            wait([setting], timeout=2)
            assert not coming.done()
            assert not setting.done()
        assert coming.exception() is None
        assert isinstance(setting.exception(), WorldMoved | None)
