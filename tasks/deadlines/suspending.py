"""Suspending a deadline (中止) and letting it run again (恢复), with a ledger of every span.

A suspension moves a deadline by exactly its days; days that two share are taken out once. While it
lasts the deadline is neither due nor overdue.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from models.errors import AlreadyDecided, BadInput, FormInvalid, RuleBroken
from models.law.dates import chinese_day, shanghai_date
from models.law.interruption import SuspensionGround, refuse_suspension
from models.sealed_places import SealedPlace
from models.store import ledger
from models.store.ledger import DeadlineOfCase, KeptChange, Suspended
from models.tables.step import ChangeKind, DeadlineState
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.changes import announce, refuse_names, refuse_others
from tasks.deadlines.standing import recounted, rule_of, settle, show


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
    deadline = ledger.locked(act.db, deadline_id)
    if ledger.is_known(act.db, asked.id):
        return
    refuse_others(act, deadline)
    refuse_suspension(rule_of(act.office, deadline), asked.ground)
    refuse_names(act, deadline.case_id, reason=asked.reason, document=asked.document)
    _refuse_days(act, asked)
    open_pause = deadline.ledger.open_pause()
    if open_pause and asked.last_on is None:
        since = chinese_day(open_pause.first_on)
        raise AlreadyDecided(f"这个期限自{since}起已经中止,尚未恢复,不需要再次登记。")
    ledger.suspend(act.db, Suspended(
        id=asked.id, case_id=deadline.case_id, deadline_id=deadline.id, first_on=asked.first_on,
        last_on=asked.last_on, ground=asked.ground, document=asked.document,
        reason=act.office.seal.close_text(asked.reason, SealedPlace.DEADLINE_REASON.of(asked.id)),
        by_id=act.actor.officer_id, recorded_at=act.now,
    ))  # fmt: skip
    _count_anew(act, deadline, field="first_on")
    announce(
        act, deadline, Tag.CLOCK_SUSPENDED, f"suspended:{asked.id}",
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
    deadline = ledger.locked(act.db, deadline_id)
    last_on, today = resumed_on - timedelta(days=1), shanghai_date(act.now)
    recorded = ledger.suspensions(act.db, deadline.id)
    if _lifted_before(act, deadline, recorded, last_on):
        return
    refuse_others(act, deadline)
    if deadline.ledger.pause_on(today) is None:
        raise RuleBroken("这个期限现在没有中止,不需要恢复。")
    if resumed_on > today:
        raise FormInvalid({"resumed_on": ["恢复计算的日期不能晚于今天。"]})
    if last_on < max(one.first_on for one in recorded):
        raise FormInvalid({"resumed_on": ["恢复计算的日期必须晚于中止开始日。"]})
    ledger.lift(act.db, deadline.id, last_on=last_on, by=act.actor.officer_id, now=act.now)
    _count_anew(act, deadline, field="resumed_on")
    announce(
        act, deadline, Tag.CLOCK_RESUMED, f"resumed:{recorded[-1].id}:{last_on}",
        resumed_on=resumed_on.isoformat(),
    )  # fmt: skip


def _lifted_before(
    act: Act, deadline: DeadlineOfCase, recorded: list[Suspended], last_on: date
) -> bool:
    """The same person pressing twice is told nothing; another is told who was first."""
    if deadline.state is not DeadlineState.RUNNING:
        return False
    lifted = [(one.lifted_at, one) for one in recorded if one.lifted_at and one.last_on]
    if not lifted:
        return False
    _, newest = max(lifted, key=lambda one: one[0])
    if newest.last_on == last_on and newest.lifted_by == act.actor.officer_id:
        return True
    resumed = chinese_day((newest.last_on or last_on) + timedelta(days=1))
    raise AlreadyDecided(f"这个期限已经登记自{resumed}起恢复计算。")


def _refuse_days(act: Act, asked: Suspending) -> None:
    wrong: dict[str, list[str]] = {}
    if asked.first_on > shanghai_date(act.now):
        wrong["first_on"] = ["中止的开始日不能晚于今天。"]
    if asked.last_on and asked.last_on < asked.first_on:
        wrong["last_on"] = ["中止的结束日不能早于开始日。"]
    if wrong:
        raise FormInvalid(wrong)


def _count_anew(act: Act, before: DeadlineOfCase, *, field: str) -> None:
    """Count again; a deadline that stands still without an end moves only when it is lifted."""
    today, deadline = shanghai_date(act.now), ledger.read(act.db, before.id)
    try:
        counted = recounted(act.db, act.office, deadline, until=today)
    except BadInput as wrong:
        raise FormInvalid({field: [wrong.message]}) from wrong
    if deadline.ledger.open_pause():
        show(act.db, deadline, deadline.due_at, today=today)
        return
    settle(act.db, deadline, counted, today=today)
    if counted.due_at != deadline.due_at:
        ledger.keep(act.db, KeptChange(
            id=uuid4(), case_id=deadline.case_id, deadline_id=deadline.id,
            kind=ChangeKind.SUSPENSION, at=act.now, old_due_at=deadline.due_at,
            new_due_at=counted.due_at, by_id=act.actor.officer_id,
        ))  # fmt: skip
