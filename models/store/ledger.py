"""What moves a deadline or lets it stand still, and the ledgers that keep how it came.

Suspended, extended, counted again, started anew: each is one function here, and each leaves a row
in `deadline_suspensions` or `deadline_changes`. What ends one is in `models.store.deadlines`.
"""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.law.deadline import Deadline
from models.law.interruption import SuspensionGround
from models.law.ledger import Ledger
from models.law.receipt import Receipt
from models.law.vocabulary import Unit
from models.store import deadlines
from models.store.deadlines import NewDeadline
from models.store.query import Query, Statement, Value, named
from models.tables.case import CaseState
from models.tables.step import ChangeKind, DeadlineState
from models.words import Holder, Reach

#: Deadlines that still count, whether they run at this moment or stand still.
LIVE = frozenset({DeadlineState.RUNNING, DeadlineState.SUSPENDED})


@dataclass(frozen=True)
class DeadlineOfCase:
    """A deadline with its ledger, and what its case says. `lead_id`: who is responsible."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    centre_id: UUID
    step_id: UUID | None
    key: str
    restarts: int
    obliged_by: UUID | None
    reach: Reach | None
    rule: str
    pack: str
    holder: Holder
    owner_id: UUID | None
    starts_at: datetime
    due_at: datetime
    provisional: bool
    printable: bool
    receipt: Receipt
    state: DeadlineState
    ledger: Ledger
    locality: str
    case_state: CaseState
    lead_id: UUID | None

    @property
    def counts(self) -> bool:
        """Whether it still counts, in a case that is still open."""
        return self.state in LIVE and self.case_state is CaseState.OPEN


@dataclass(frozen=True)
class Suspended:
    """A suspension as it was recorded; `reason` is sealed."""

    id: UUID
    case_id: UUID
    deadline_id: UUID
    first_on: date
    last_on: date | None
    ground: SuspensionGround
    document: str | None
    reason: bytes | None
    by_id: UUID
    recorded_at: datetime
    lifted_by: UUID | None = None
    lifted_at: datetime | None = None
    by_name: str | None = None
    lifted_by_name: str | None = None


@dataclass(frozen=True)
class KeptChange:
    """A move of a deadline as it was recorded; `reason` is sealed. `kind` null: by a recount."""

    id: UUID
    case_id: UUID
    deadline_id: UUID
    kind: ChangeKind | None
    at: datetime
    old_due_at: datetime
    new_due_at: datetime
    step_id: UUID | None = None
    length: int | None = None
    unit: Unit | None = None
    until_on: date | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    document: str | None = None
    evidence_id: UUID | None = None
    reason: bytes | None = None
    by_id: UUID | None = None
    old_provisional: bool | None = None
    new_provisional: bool | None = None
    why: list[str] | None = None
    by_name: str | None = None


@dataclass(frozen=True)
class ClockOfCustody:
    """A clock of temporary guardianship, and when its own span began."""

    id: UUID
    began_at: datetime


@dataclass(frozen=True)
class RoundBefore:
    """The deadline of the round before, and by what it was first counted."""

    id: UUID
    first_rule: str
    first_start: datetime


_LOCK = Statement(named("ledger", "lock"))
_READ = Query(DeadlineOfCase, named("ledger", "read"))
_OF_CUSTODY = Query(ClockOfCustody, named("ledger", "of_custody"))
_ROUND_BEFORE = Query(RoundBefore, named("ledger", "round_before"))
_MOVE = Statement(named("ledger", "move"))
_PUT_OFF = Statement(named("ledger", "put_off"))
_SHOW = Statement(named("ledger", "show"))
_LEAVE = Statement(named("ledger", "leave"))
_OVER = Value(UUID, named("ledger", "over"))
_IS_KNOWN = Value(bool, named("ledger", "is_known"))
_SUSPEND = Statement(named("ledger", "suspend"))
_LIFT = Statement(named("ledger", "lift"))
_SUSPENSIONS = Query(Suspended, named("ledger", "suspensions"))
_KEEP = Statement(named("ledger", "keep"))
_CHANGES = Query(KeptChange, named("ledger", "changes"))


def read(db: Connection, deadline_id: UUID) -> DeadlineOfCase:
    """A deadline as it stands.

    Raises:
        NotFound: No such deadline, or not to be seen by this actor.
    """
    found = _READ.first(db, id=deadline_id)
    if found is None:
        raise NotFound("没有找到这个期限。")
    return found


def locked(db: Connection, deadline_id: UUID) -> DeadlineOfCase:
    """The same, with its case locked first.

    Raises:
        NotFound: No such deadline, or not to be seen by this actor.
    """
    _LOCK.run(db, id=deadline_id)
    return read(db, deadline_id)


def of_custody(db: Connection, case_id: UUID) -> list[ClockOfCustody]:
    """The running clocks of temporary guardianship of a case, locked."""
    return _OF_CUSTODY.all(db, case=case_id)


def round_before(db: Connection, stage_id: UUID, key: str) -> RoundBefore | None:
    """The newest count under this key of a stage."""
    return _ROUND_BEFORE.first(db, stage=stage_id, key=key)


def over(db: Connection, *, today: date, only: UUID | None = None) -> list[UUID]:
    """Deadlines suspended until a day that is past, or one of them, their cases locked."""
    return _OVER.all(db, today=today, only=only)


def is_known(db: Connection, entry_id: UUID) -> bool:
    """Whether an entry of this id was recorded before: the same was pressed twice."""
    return _IS_KNOWN.one(db, id=entry_id)


def move(db: Connection, deadline: DeadlineOfCase, counted: Deadline, receipt: Receipt) -> None:
    """Put a new count on a deadline.

    Args:
        db: The transaction at hand.
        deadline: With the start from which it was counted now.
        counted: The new count; its rule is the deadline's from now on.
        receipt: Of that count, with what the one so far knew besides.
    """
    _MOVE.run(
        db, id=deadline.id, rule=counted.rule_id, starts=deadline.starts_at, due=counted.due_at,
        provisional=counted.provisional, printable=counted.printable,
        receipt=json.dumps(receipt.dump()),
    )  # fmt: skip


def put_off(db: Connection, deadline_id: UUID, *, due_at: datetime, receipt: Receipt) -> None:
    """Let an obligation be due another day; no step shows it."""
    _PUT_OFF.run(db, id=deadline_id, due=due_at, receipt=json.dumps(receipt.dump()))


def run_on(db: Connection, deadline_id: UUID, *, due_at: datetime) -> None:
    """Let a deadline run, and its step say until when."""
    _SHOW.run(db, id=deadline_id, state=DeadlineState.RUNNING, due=due_at, reason=None)


def stand_still(db: Connection, deadline_id: UUID, *, because: str) -> None:
    """Let a deadline stand still, and its step say why it shows no day."""
    _SHOW.run(db, id=deadline_id, state=DeadlineState.SUSPENDED, due=None, reason=because)


def restart(db: Connection, old: DeadlineOfCase, new: NewDeadline, *, now: datetime) -> None:
    """End a count and let another take its place, at the step too."""
    _LEAVE.run(db, id=old.id, now=now)
    deadlines.start(db, new)


def suspend(db: Connection, entry: Suspended) -> None:
    """Record a suspension."""
    _SUSPEND.run(db, **_given(entry))


def lift(db: Connection, deadline_id: UUID, *, last_on: date, by: UUID, now: datetime) -> None:
    """End every suspension that reaches beyond this day on it."""
    _LIFT.run(db, id=deadline_id, last=last_on, by=by, now=now)


def suspensions(db: Connection, deadline_id: UUID) -> list[Suspended]:
    """Every suspension of a deadline, the oldest first."""
    return _SUSPENSIONS.all(db, id=deadline_id)


def keep(db: Connection, change: KeptChange) -> None:
    """Keep the old and the new instant of a deadline that moved."""
    _KEEP.run(db, **_given(change))


def changes(db: Connection, deadline_id: UUID) -> list[KeptChange]:
    """Everything that moved a deadline, the oldest first."""
    return _CHANGES.all(db, id=deadline_id)


def _given(entry: Suspended | KeptChange) -> dict[str, Any]:
    return {one.name: getattr(entry, one.name) for one in dataclasses.fields(entry)}
