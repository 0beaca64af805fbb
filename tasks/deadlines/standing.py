"""A deadline as it stands, counted again: with its suspensions, its extensions, its calendar.

Whatever a person does to a deadline goes through `recounted`, `write` and `show`, so that row,
step and receipt say the same. A new calendar or pack goes through `tasks.law.recounting`, which
reads from the receipt what interrupted the count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.errors import NotFound, RuleBroken
from models.law import deadline as law
from models.law.count import count
from models.law.dates import chinese_day, shanghai_date
from models.law.interruption import GROUND_SOURCES, ground_of
from models.law.rule import OwnTarget, Rule, Term
from models.law.vocabulary import Unit
from models.store import calendars, events
from models.store.events import Happening
from models.tables.step import DeadlineState
from models.words import Tag
from tasks.office import Office

#: Deadlines that still count, whether they run at this moment or stand still.
LIVE = frozenset({DeadlineState.RUNNING, DeadlineState.SUSPENDED})
#: What a receipt says where a decision has no number.
NO_DOCUMENT = "理由记录在案"

_LOCK = text(
    "SELECT 1 FROM cases WHERE id = (SELECT case_id FROM deadlines WHERE id = :id) "
    "FOR NO KEY UPDATE"
)
_DEADLINE = text(
    """
    SELECT d.*, c.locality, c.state AS case_state,
        (SELECT t.officer_id FROM case_team t WHERE t.case_id = d.case_id AND t.lead
            AND t.left_at IS NULL ORDER BY t.joined_at LIMIT 1) AS lead_id
    FROM deadlines d JOIN cases c ON c.id = d.case_id WHERE d.id = :id
    """
)
_PAUSES = text(
    "SELECT * FROM deadline_suspensions WHERE deadline_id = :id ORDER BY first_on, recorded_at"
)
_GRANTS = text(
    "SELECT * FROM deadline_changes WHERE deadline_id = :id AND kind = 'extension' ORDER BY at, id"
)
_WRITE = text(
    "UPDATE deadlines SET due_at = :due, provisional = :provisional, printable = :printable, "
    "receipt = :receipt WHERE id = :id"
).bindparams(bindparam("receipt", type_=JSONB))
_STATE = text("UPDATE deadlines SET state = :state WHERE id = :id")
_STEP = text(
    "UPDATE steps SET due_at = :due, no_due_reason = :reason WHERE id = :step AND state = 'open'"
)
_ENDED = text(
    """
    SELECT d.id FROM deadlines d JOIN cases c ON c.id = d.case_id
    WHERE d.state = 'suspended' AND NOT EXISTS (
        SELECT 1 FROM deadline_suspensions p WHERE p.deadline_id = d.id
          AND (p.last_on IS NULL OR p.last_on >= :today)
    ) ORDER BY d.case_id, d.id FOR NO KEY UPDATE OF c SKIP LOCKED
    """
)


def lock_deadline(db: Connection, deadline_id: UUID) -> Row[Any]:
    """Lock a deadline's case and read the deadline.

    Raises:
        NotFound: No such deadline, or not to be seen by this actor.
    """
    db.execute(_LOCK, {"id": deadline_id})
    row = db.execute(_DEADLINE, {"id": deadline_id}).first()
    if row is None:
        raise NotFound("没有找到这个期限。")
    return row


def rule_of(office: Office, row: Row[Any]) -> Rule:
    """The rule a deadline is counted by, in the pack it is tied to and with the target it began by.

    Raises:
        RuleBroken: Its day was fixed by an earlier step, so there is nothing to count.
    """
    if is_fixed(row):
        raise RuleBroken("这个日期由前一环节确定,不是按规则计算的期限,不能中止、延长或者重新起算。")
    rule = office.pack(row.pack, row.locality).rule(row.rule)
    own = row.receipt.get("own_target")
    return rule.with_own(OwnTarget.model_validate(own)) if own else rule


def is_fixed(row: Row[Any]) -> bool:
    """Whether the day was fixed otherwise (a meeting, the end of a window), not counted."""
    return "clock" not in row.receipt


@dataclass(frozen=True)
class Breaks:
    """What interrupted a deadline: rows of suspensions and of extensions, oldest first."""

    pauses: Sequence[Row[Any]]
    grants: Sequence[Row[Any]]

    def open_pause(self) -> Row[Any] | None:
        """The suspension that nobody has lifted yet."""
        return next((one for one in self.pauses if one.last_on is None), None)

    def pause_on(self, day: date) -> Row[Any] | None:
        """A suspension in force on a day; the open one first."""
        covering = [
            one for one in self.pauses
            if one.first_on <= day and (one.last_on is None or one.last_on >= day)
        ]  # fmt: skip
        return next((one for one in covering if one.last_on is None), next(iter(covering), None))


def breaks_of(db: Connection, deadline_id: UUID) -> Breaks:
    """Read what interrupted a deadline."""
    given = {"id": deadline_id}
    return Breaks(db.execute(_PAUSES, given).all(), db.execute(_GRANTS, given).all())


def recounted(
    db: Connection,
    office: Office,
    row: Row[Any],
    book: Breaks,
    *,
    until: date,
    more: Sequence[law.Extension] = (),
) -> law.Deadline:
    """Count a deadline again from its own start with all that interrupted it.

    Args:
        db: The transaction at hand; the calendar in effect in it counts.
        office: The packs.
        row: From `lock_deadline`.
        book: From `breaks_of`.
        until: Up to here an open suspension is counted, as if lifted the day after.
        more: Extensions about to be recorded.

    Raises:
        BadInput: A suspension or an extension that cannot be; the sentence says why.
    """
    pauses = [
        law.Suspension(
            one.first_on,
            max(until, one.first_on) if one.last_on is None else one.last_on,
            ground_of(one.ground).label,
        )
        for one in book.pauses
    ]
    granted = [_extension(office, row, one) for one in book.grants]
    return count(
        rule_of(office, row), row.starts_at, calendars.in_effect(db),
        suspensions=pauses, extensions=[*granted, *more],
    )  # fmt: skip


def _extension(office: Office, row: Row[Any], grant: Row[Any]) -> law.Extension:
    clock = rule_of(office, row).clock
    return law.Extension(
        Term(clock=clock, length=grant.length, unit=Unit(grant.unit)) if grant.length else None,
        grant.decided_by or "",
        grant.document or NO_DOCUMENT,
        until=grant.until_on,
        granted_on=grant.decided_on,
    )


def write(db: Connection, row: Row[Any], counted: law.Deadline) -> None:
    """Put a new count on its row."""
    db.execute(
        _WRITE,
        {
            "id": row.id,
            "due": counted.due_at,
            "provisional": counted.provisional,
            "printable": counted.printable,
            "receipt": counted.receipt() | {"recounted": row.receipt.get("recounted", [])},
        },
    )


def show(db: Connection, row: Row[Any], due_at: datetime, book: Breaks, *, today: date) -> bool:
    """Let row and step say whether the deadline runs; returns whether it stands still."""
    pause = book.pause_on(today)
    state = DeadlineState.SUSPENDED if pause else DeadlineState.RUNNING
    db.execute(_STATE, {"id": row.id, "state": state})
    if row.step_id:
        told = {"step": row.step_id, "due": None if pause else due_at}
        db.execute(_STEP, told | {"reason": standing_still(pause, due_at) if pause else None})
    return pause is not None


def standing_still(pause: Row[Any], due_at: datetime) -> str:
    """Say why a step shows no deadline while it is suspended."""
    since = f"期限自{chinese_day(pause.first_on)}起中止({ground_of(pause.ground).label})"
    if pause.last_on is None:
        return f"{since},恢复后重新计算届满日。"
    due = chinese_day(shanghai_date(due_at))
    return f"{since},至{chinese_day(pause.last_on)}止;恢复后至{due}届满。"


def source_of(ground: str) -> str:
    """The source of a ground, as a receipt shows it."""
    return str(GROUND_SOURCES[ground_of(ground)])


def resume_ended(db: Connection, office: Office, *, now: datetime) -> int:
    """Let run again what was suspended until a day that is past; how many there were.

    The calendar may have changed meanwhile, so each is counted again. A case that somebody holds
    at this moment is left for the next pass.
    """
    today = shanghai_date(now)
    ids = db.execute(_ENDED, {"today": today}).scalars().all()
    for deadline_id in ids:
        row, book = lock_deadline(db, deadline_id), breaks_of(db, deadline_id)
        if row.state != DeadlineState.SUSPENDED:
            continue
        counted = recounted(db, office, row, book, until=today)
        write(db, row, counted)
        show(db, row, counted.due_at, book, today=today)
        told = {"rule": row.rule, "deadline": str(row.id), "due": counted.due_at.isoformat()}
        events.append(
            db, [Happening(Tag.CLOCK_RESUMED, row.stage_id, row.step_id, None, told)],
            case_id=row.case_id, centre_id=row.centre_id, at=now,
        )  # fmt: skip
    return len(ids)
