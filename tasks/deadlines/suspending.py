"""Suspending a deadline (中止) and letting it run again (恢复), with a ledger of every span.

A suspension moves a deadline by exactly its days; days that two share are taken out once. While it
lasts the deadline is neither due nor overdue.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, text

from models.errors import AlreadyDecided, BadInput, FormInvalid, RuleBroken
from models.law import deadline as law
from models.law.dates import chinese_day, shanghai_date
from models.law.interruption import SuspensionGround, refuse_suspension
from models.sealed_places import SealedPlace
from models.tables.step import ChangeKind
from models.tables.suspension import DeadlineSuspension
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.changes import (
    announce,
    record_change,
    refuse_names,
    refuse_others,
)
from tasks.deadlines.standing import (
    Breaks,
    breaks_of,
    lock_deadline,
    recounted,
    rule_of,
    show,
    write,
)

_THERE = text("SELECT 1 FROM deadline_suspensions WHERE id = :id")
_LIFT = text(
    "UPDATE deadline_suspensions SET last_on = :last, lifted_by = :by, lifted_at = :now "
    "WHERE deadline_id = :id AND (last_on IS NULL OR last_on > :last)"
)


@dataclass(frozen=True)
class Suspending:
    """A suspension to be recorded.

    Attributes:
        id: Made by the page, so that pressing twice records once.
        first_on: First day that does not count.
        last_on: Last such day; None until it is lifted.
        ground: Why, with its source in `models.law.interruption`.
        document: Number of the ruling or notice; None where there is none.
        reason: Free words; sealed.
    """

    id: UUID
    first_on: date
    last_on: date | None
    ground: SuspensionGround
    document: str | None
    reason: str


def suspend(act: Act, deadline_id: UUID, asked: Suspending) -> None:
    """Record a suspension; the deadline moves, or stands still until it is lifted.

    Raises:
        NotAllowed: Only supervisors and the director may.
        RuleBroken: The rule's clock or the ground does not allow it, or the deadline has ended.
        AlreadyDecided: It is suspended without an end already.
        FormInvalid: Days that cannot be.
    """
    row = lock_deadline(act.db, deadline_id)
    if act.db.execute(_THERE, {"id": asked.id}).first():
        return
    refuse_others(act, row)
    refuse_suspension(rule_of(act.office, row), asked.ground)
    refuse_names(act, row, reason=asked.reason, document=asked.document)
    _refuse_days(act, asked)
    before = breaks_of(act.db, row.id)
    open_pause = before.open_pause()
    if open_pause and asked.last_on is None:
        since = chinese_day(open_pause.first_on)
        raise AlreadyDecided(f"这个期限自{since}起已经中止,尚未恢复,不需要再次登记。")
    _insert(act, row, asked)
    _settle(act, row, field="first_on")
    announce(
        act, row, Tag.CLOCK_SUSPENDED, f"suspended:{asked.id}",
        first_on=asked.first_on.isoformat(), ground=asked.ground.value,
        last_on=asked.last_on.isoformat() if asked.last_on else None,
    )  # fmt: skip


def resume(act: Act, deadline_id: UUID, *, resumed_on: date) -> None:
    """End every suspension in force: from `resumed_on` days count again.

    Raises:
        NotAllowed: Only supervisors and the director may.
        RuleBroken: The deadline has ended or is not suspended.
        AlreadyDecided: It was let run again before.
        FormInvalid: A day that cannot be.
    """
    row = lock_deadline(act.db, deadline_id)
    last_on = resumed_on - timedelta(days=1)
    book = breaks_of(act.db, row.id)
    if _lifted_before(act, row, book, last_on):
        return
    refuse_others(act, row)
    pause = book.pause_on(shanghai_date(act.now))
    if pause is None:
        raise RuleBroken("这个期限现在没有中止,不需要恢复。")
    if resumed_on > shanghai_date(act.now):
        raise FormInvalid({"resumed_on": ["恢复计算的日期不能晚于今天。"]})
    if last_on < max(one.first_on for one in book.pauses):
        raise FormInvalid({"resumed_on": ["恢复计算的日期必须晚于中止开始日。"]})
    lifted = {"id": row.id, "last": last_on, "by": act.actor.officer_id, "now": act.now}
    act.db.execute(_LIFT, lifted)
    _settle(act, row, field="resumed_on")
    announce(
        act, row, Tag.CLOCK_RESUMED, f"resumed:{pause.id}:{last_on}",
        resumed_on=resumed_on.isoformat(),
    )  # fmt: skip


def _lifted_before(act: Act, row: Row[Any], book: Breaks, last_on: date) -> bool:
    """The same person pressing twice is told nothing; another is told who was first."""
    if row.state != "running":
        return False
    lifted = [one for one in book.pauses if one.lifted_at is not None]
    if not lifted:
        return False
    newest = max(lifted, key=lambda one: one.lifted_at)
    if newest.last_on == last_on and newest.lifted_by == act.actor.officer_id:
        return True
    resumed = chinese_day(newest.last_on + timedelta(days=1))
    raise AlreadyDecided(f"这个期限已经登记自{resumed}起恢复计算。")


def _refuse_days(act: Act, asked: Suspending) -> None:
    wrong: dict[str, list[str]] = {}
    if asked.first_on > shanghai_date(act.now):
        wrong["first_on"] = ["中止的开始日不能晚于今天。"]
    if asked.last_on and asked.last_on < asked.first_on:
        wrong["last_on"] = ["中止的结束日不能早于开始日。"]
    if wrong:
        raise FormInvalid(wrong)


def _insert(act: Act, row: Row[Any], asked: Suspending) -> None:
    sealed = act.office.seal.close_text(asked.reason, SealedPlace.DEADLINE_REASON.of(asked.id))
    act.db.execute(
        insert(DeadlineSuspension.__table__),  # type: ignore[arg-type]
        {
            "id": asked.id,
            "case_id": row.case_id,
            "deadline_id": row.id,
            "first_on": asked.first_on,
            "last_on": asked.last_on,
            "ground": asked.ground,
            "document": asked.document,
            "reason": sealed,
            "by_id": act.actor.officer_id,
            "recorded_at": act.now,
        },
    )


def _settle(act: Act, row: Row[Any], *, field: str) -> None:
    """Count again; a deadline that stands still without an end moves only when it is lifted."""
    today, book = shanghai_date(act.now), breaks_of(act.db, row.id)
    try:
        counted: law.Deadline = recounted(act.db, act.office, row, book, until=today)
    except BadInput as wrong:
        raise FormInvalid({field: [wrong.message]}) from wrong
    due_at = row.due_at
    if book.open_pause() is None:
        write(act.db, row, counted)
        due_at = counted.due_at
        if due_at != row.due_at:
            record_change(
                act.db, row, kind=ChangeKind.SUSPENSION, new_due_at=due_at, at=act.now,
                by_id=act.actor.officer_id,
            )  # fmt: skip
    show(act.db, row, due_at, book, today=today)
