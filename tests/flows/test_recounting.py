"""The law changes while deadlines run: a preview first, then all at once, once."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection

from models.law.calendar.calendar_notice import (
    CalendarNotice,
    NoticeDay,
    NoticeDayKind,
    NoticeScope,
    laid_over,
)
from models.law.calendar.table import Calendar
from models.store import calendars
from models.store.acting import Actor, as_officer, as_worker
from models.words import Role
from tasks.law import recounting
from tasks.law.new_law import NewLaw, Preview, WorldMoved
from tests.flows.notices import put_in_effect, running
from tests.flows.positions import Positions
from tests.flows.practice import Practice

REST = NoticeDayKind.REST


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """A case with a child in care since 9 March 2026, its five working days for the police."""
    with positions.at("ask:police-statement") as practice:
        yield practice


def law(day: date, identity: str = "test:1") -> NewLaw:
    """A notice that gives one day off."""
    notice = CalendarNotice(
        year=day.year, scope=NoticeScope.SOME, official=False, number="示例〔2099〕2号",
        title="示例放假通知", days=(NoticeDay(day, REST, "示例日"),),
    )  # fmt: skip
    return NewLaw(identity, "示例放假通知", laid_over(Calendar.standard(), [notice]))


@pytest.fixture
def keeper(practice: Practice) -> Actor:
    """An administrator of the centre."""
    return practice.hire("keeper1", "甄管理", Role.ADMINISTRATOR)


def seen(db: Connection, practice: Practice, new: NewLaw) -> Preview:
    return recounting.preview(db, practice.office, new, now=practice.clock.now())


def statement(practice: Practice) -> date:
    day: date = practice.one(
        "SELECT due_at FROM deadlines WHERE key = 'ask:police-statement:1'"
    ).date()
    return day


def test_a_preview_tells_what_would_move_and_changes_nothing(practice: Practice, keeper: Actor):
    before = practice.counts(), running(practice)
    day = statement(practice)
    with as_officer(practice.portal, keeper) as db:
        preview = seen(db, practice, law(day))

    assert "1.7" in {move.row.rule for move in preview.moves}
    for move in preview.moves:
        assert move.due_at > move.row.due_at
        assert any("示例日" in why for why in move.why)
    assert (practice.counts(), running(practice)) == before


def test_what_was_previewed_is_applied_with_receipts_events_and_notices(
    practice: Practice, keeper: Actor
):
    new = law(statement(practice))
    with as_officer(practice.portal, keeper) as db:
        preview = seen(db, practice, new)
    with as_officer(practice.portal, keeper) as db:
        done = recounting.apply(
            db, practice.office, new, digest=preview.digest, by=keeper.officer_id,
            now=practice.clock.now(),
        )  # fmt: skip

    assert done.moved == len(preview.moves) > 0
    for move in preview.moves:
        [row] = practice.rows("SELECT * FROM deadlines WHERE id = :id", id=move.row.id)
        assert row.due_at == move.due_at
        assert row.receipt["due_utc"] == move.due_at.isoformat()
        assert row.receipt["recounted"][0]["law"] == "示例放假通知"
        [change] = practice.rows(
            "SELECT * FROM deadline_changes WHERE deadline_id = :id", id=move.row.id
        )
        assert (change.old_due_at, change.new_due_at) == (move.row.due_at, move.due_at)
        assert change.old_receipt == move.row.receipt.dump()
        [event] = practice.rows(
            "SELECT * FROM events WHERE tag = 'clock:recounted' AND detail->>'deadline' = :id",
            id=str(move.row.id),
        )
        assert event.actor_id == keeper.officer_id
        told = practice.rows(
            "SELECT officer_id FROM notices WHERE kind = 'recounted' AND dedup LIKE :d",
            d=f"%:{move.row.id}:%",
        )
        assert len(told) == len({one.officer_id for one in told}) > 0
        if move.row.step_id:
            [step] = practice.rows("SELECT due_at FROM steps WHERE id = :id", id=move.row.step_id)
            assert step.due_at == move.due_at
    # The notice itself is put in effect by who confirms it, and here by nobody.
    assert set(practice.broken_promises()) <= {
        "每个按规则计算的期限,重新计算的届满时间与登记的一致"
    }


def test_applied_twice_it_happens_once(practice: Practice, keeper: Actor):
    new = law(statement(practice))
    with as_officer(practice.portal, keeper) as db:
        digest = seen(db, practice, new).digest
    done = []
    for _ in range(2):
        with as_officer(practice.portal, keeper) as db:
            one = recounting.apply(
                db, practice.office, new, digest=digest, by=keeper.officer_id,
                now=practice.clock.now(),
            )  # fmt: skip
            done.append(one)

    assert [one.again for one in done] == [False, True]
    assert done[0].recount_id == done[1].recount_id
    assert practice.one("SELECT count(*) FROM recounts") == 1


def test_when_the_world_has_moved_nothing_is_applied(practice: Practice, keeper: Actor):
    new = law(statement(practice))
    with as_officer(practice.portal, keeper) as db:
        digest = seen(db, practice, new).digest
    practice.player.answer(practice.player.find(practice.case(), "ask:police-statement"))
    before = practice.counts(), running(practice)

    with pytest.raises(WorldMoved), as_officer(practice.portal, keeper) as db:
        recounting.apply(
            db, practice.office, new, digest=digest, by=keeper.officer_id,
            now=practice.clock.now(),
        )  # fmt: skip
    assert (practice.counts(), running(practice)) == before


def test_another_notice_in_between_asks_for_a_new_preview(practice: Practice, keeper: Actor):
    new = law(statement(practice))
    with as_officer(practice.portal, keeper) as db:
        digest = seen(db, practice, new).digest
    with as_worker(practice.worker) as db:
        put_in_effect(db, keeper.officer_id, [(date(2026, 12, 30), REST, "示例日")], year=2026)

    with pytest.raises(WorldMoved), as_officer(practice.portal, keeper) as db:
        recounting.apply(
            db, practice.office, new, digest=digest, by=keeper.officer_id,
            now=practice.clock.now(),
        )  # fmt: skip


def test_a_day_that_is_past_when_it_comes_is_shown_and_supervisors_are_told(
    practice: Practice, keeper: Actor
):
    # The deadline was counted with a day off that is taken back when it is already over.
    day = statement(practice)
    later = law(day, "test:later")
    with as_officer(practice.portal, keeper) as db:
        recounting.apply(
            db, practice.office, later, digest=seen(db, practice, later).digest,
            by=keeper.officer_id, now=practice.clock.now(),
        )  # fmt: skip
        put_in_effect(db, keeper.officer_id, [(day, REST, "示例日")], year=day.year)
    [due] = practice.rows("SELECT due_at FROM deadlines WHERE key = 'ask:police-statement:1'")
    practice.clock.advance_to(due.due_at.replace(hour=1))
    back = NewLaw("test:back", "示例更正", Calendar.standard())
    with as_officer(practice.portal, keeper) as db:
        preview = seen(db, practice, back)
        [move] = [one for one in preview.moves if one.row.key == "ask:police-statement:1"]
        assert move.is_past
        recounting.apply(
            db, practice.office, back, digest=preview.digest, by=keeper.officer_id,
            now=practice.clock.now(),
        )  # fmt: skip

    told = practice.rows(
        "SELECT o.roles FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.kind = 'recounted_past' AND n.step_id = :step", step=move.row.step_id,
    )  # fmt: skip
    assert "supervisor" in {role for one in told for role in one.roles}


@pytest.mark.parametrize("account", ["worker1", "supervisor1", "legal1"])
def test_who_keeps_no_law_is_shown_no_deadlines(practice: Practice, account: str):
    with as_officer(practice.portal, practice.staff[account]) as db:
        preview = seen(db, practice, law(statement(practice)))

    assert preview.looked_at == 0


def test_what_is_opened_afterwards_is_counted_by_the_notice_in_every_process(
    practice: Practice, keeper: Actor
):
    with as_worker(practice.worker) as db:
        put_in_effect(db, keeper.officer_id, [(date(2026, 3, 13), REST, "示例日")], year=2026)
    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        assert calendars.in_effect(db).is_rest_day(date(2026, 3, 13))
    with as_worker(practice.worker) as db:
        assert calendars.in_effect(db).is_rest_day(date(2026, 3, 13))
