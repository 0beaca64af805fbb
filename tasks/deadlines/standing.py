"""A deadline as it stands, counted again from its ledger, and put on row, step and receipt alike.

Whatever a person does to a deadline goes through `recounted` and `settle`. A new calendar, pack or
target goes through `tasks.law.recounting`, which counts by the same `models.law.recount`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import RuleBroken
from models.law.breaks import Extension
from models.law.dates import chinese_day, shanghai_date
from models.law.deadline import Deadline
from models.law.interruption import GROUND_SOURCES, SuspensionGround
from models.law.ledger import Pause
from models.law.recount import count_again, rule_as_counted
from models.law.rule import Rule
from models.store import calendars, events, ledger
from models.store.events import Happening
from models.store.ledger import DeadlineOfCase
from models.tables.step import DeadlineState
from models.words import Tag
from tasks.office import Office


def rule_of(office: Office, deadline: DeadlineOfCase) -> Rule:
    """The rule a deadline is counted by, in the pack it is tied to and with the target it began by.

    Raises:
        RuleBroken: Its day was fixed by an earlier step, so there is nothing to count.
    """
    if not deadline.receipt.is_counted:
        raise RuleBroken("这个日期由前一环节确定,不是按规则计算的期限,不能中止、延长或者重新起算。")
    rule = office.pack(deadline.pack, deadline.locality).rule(deadline.rule)
    return rule_as_counted(rule, deadline.receipt)


def recounted(
    db: Connection,
    office: Office,
    deadline: DeadlineOfCase,
    *,
    until: date,
    more: Sequence[Extension] = (),
) -> Deadline:
    """Count a deadline again from its own start with all that interrupted it.

    Args:
        db: The transaction at hand; the calendar in effect in it counts.
        office: The packs.
        deadline: As it stands.
        until: Up to here an open suspension is counted, as if lifted the day after.
        more: Extensions about to be recorded.

    Raises:
        BadInput: A suspension or an extension that cannot be; the sentence says why.
    """
    return count_again(
        rule_of(office, deadline), deadline.starts_at, calendars.in_effect(db), deadline.ledger,
        until=until, more=more,
    )  # fmt: skip


def settle(db: Connection, deadline: DeadlineOfCase, counted: Deadline, *, today: date) -> None:
    """Put a new count on a deadline: its row, its receipt, and its step."""
    ledger.move(db, deadline, counted, deadline.receipt.counted_anew(counted.receipt()))
    show(db, deadline, counted.due_at, today=today)


def show(db: Connection, deadline: DeadlineOfCase, due_at: datetime, *, today: date) -> None:
    """Let row and step say whether the deadline runs today, and until when."""
    pause = deadline.ledger.pause_on(today)
    if pause:
        ledger.stand_still(db, deadline.id, because=standing_still(pause, due_at))
    else:
        ledger.run_on(db, deadline.id, due_at=due_at)


def standing_still(pause: Pause, due_at: datetime) -> str:
    """Say why a step shows no deadline while it is suspended."""
    since = f"期限自{chinese_day(pause.first_on)}起中止({pause.ground.label})"
    if pause.last_on is None:
        return f"{since},恢复后重新计算届满日。"
    due = chinese_day(shanghai_date(due_at))
    return f"{since},至{chinese_day(pause.last_on)}止;恢复后至{due}届满。"


def source_of(ground: SuspensionGround) -> str:
    """The source of a ground, as a receipt shows it."""
    return str(GROUND_SOURCES[ground])


def ended_suspensions(db: Connection, *, now: datetime) -> list[UUID]:
    """Deadlines that stand still though their suspension lasted until a day that is past."""
    return ledger.over(db, today=shanghai_date(now))


def resume_ended(db: Connection, office: Office, *, now: datetime, only: UUID | None = None) -> int:
    """Let run again what was suspended until a day that is past; how many there were.

    The calendar may have changed meanwhile, so each is counted again. A case that somebody holds
    at this moment is left for the next pass.
    """
    today = shanghai_date(now)
    ended = ledger.over(db, today=today, only=only)
    for deadline_id in ended:
        deadline = ledger.locked(db, deadline_id)
        if deadline.state is not DeadlineState.SUSPENDED:
            continue
        counted = recounted(db, office, deadline, until=today)
        settle(db, deadline, counted, today=today)
        due = counted.due_at.isoformat()
        told = {"rule": deadline.rule, "deadline": str(deadline.id), "due": due}
        events.append(
            db,
            [Happening(Tag.CLOCK_RESUMED, deadline.stage_id, deadline.step_id, None, told)],
            case_id=deadline.case_id, centre_id=deadline.centre_id, at=now,
        )  # fmt: skip
    return len(ended)
