"""What the watch looks at and leaves on record: deadlines whose instant has come, rungs, children."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.law.lights import Turns
from models.law.vocabulary import Tell
from models.store.query import Query, Statement, Value, named
from models.tables.step import DeadlineState
from models.words import Holder, StepKind


@dataclass(frozen=True)
class WatchedDeadline:
    """A deadline that is to be looked at now, with the step it belongs to."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    step_id: UUID | None
    rule: str
    pack: str
    holder: Holder
    starts_at: datetime
    due_at: datetime
    state: DeadlineState
    ended_at: datetime | None
    yellow_at: datetime | None
    red_at: datetime | None
    centre_id: UUID
    locality: str
    owner_id: UUID | None
    kind: StepKind | None
    opened_at: datetime | None
    done_on: date | None
    #: The first day of the suspension in which it ended.
    stood_still_from: date | None


@dataclass(frozen=True)
class RungTold:
    """A rung that was reached before."""

    deadline_id: UUID
    hours: int
    tell: Tell


@dataclass(frozen=True)
class NobodysStep:
    """A step that nobody owns, and who is to hear of it by now."""

    step_id: UUID
    case_id: UUID
    centre_id: UUID
    kind: StepKind
    owner_id: UUID | None
    hours: int
    tell: Tell


@dataclass(frozen=True)
class NewRung:
    """A rung that was reached, and who heard; `notice_id` may be of a digest."""

    case_id: UUID
    centre_id: UUID
    deadline_id: UUID | None
    step_id: UUID | None
    due_at: datetime | None
    hours: int
    tell: Tell
    officer_id: UUID | None
    notice_id: UUID | None
    at: datetime


@dataclass(frozen=True)
class WatchedChild:
    """The child of a case whose coming of age is to be looked at."""

    case_id: UUID
    child_id: UUID
    centre_id: UUID
    pack: str
    locality: str
    #: The procedure for it was opened already.
    opened: bool


_LOOK = Query(WatchedDeadline, named("watch", "look"))
_WAITING = Value(UUID, named("watch", "waiting"))
_LOOK_AGAIN = Statement(named("watch", "look_again"))
_TOLD = Query(RungTold, named("watch", "told"))
_SET_NEXT = Statement(named("watch", "set_next"))
_NOBODYS = Query(NobodysStep, named("watch", "nobodys"))
_WRITE_RUNGS = Statement(named("watch", "write_rungs"))
_CHILDREN = Query(WatchedChild, named("watch", "children"))
_LOOK_AT_CHILD = Statement(named("watch", "look_at_child"))


def waiting(db: Connection, *, now: datetime, most: int) -> list[UUID]:
    """Deadlines whose instant has come, longest waiting first; nothing is locked."""
    return _WAITING.all(db, now=now, most=most)


def look(
    db: Connection, *, now: datetime, most: int, only: UUID | None = None
) -> list[WatchedDeadline]:
    """Deadlines whose instant has come, longest waiting first, with their cases locked."""
    return _LOOK.all(db, now=now, most=most, only=only)


def look_again(db: Connection, deadline_id: UUID, *, at: datetime) -> None:
    """Note when a deadline that could not be looked at is tried again."""
    _LOOK_AGAIN.run(db, deadline=deadline_id, at=at)


def told(db: Connection, deadlines: Collection[UUID]) -> list[RungTold]:
    """Rungs of these deadlines that were told, of the due instant they have now."""
    return _TOLD.all(db, deadlines=list(deadlines))


def set_next(db: Connection, following: Sequence[tuple[UUID, datetime | None, Turns]]) -> None:
    """Note when each deadline is to be looked at next, and when its light turns."""
    _SET_NEXT.run(
        db,
        ids=[deadline_id for deadline_id, _, _ in following],
        ats=[at for _, at, _ in following],
        yellows=[turning.yellow_at for _, _, turning in following],
        reds=[turning.red_at for _, _, turning in following],
    )


def nobodys(db: Connection, *, now: datetime, most: int) -> list[NobodysStep]:
    """Steps that nobody owns, or whose owner's account is closed, untold."""
    return _NOBODYS.all(db, now=now, most=most)


def write_rungs(db: Connection, rungs: Sequence[NewRung]) -> None:
    """Write down which rungs were reached."""
    if rungs:
        _WRITE_RUNGS.run(db, rungs=json.dumps([asdict(one) for one in rungs], default=str))


def children(db: Connection, *, now: datetime, seen: Collection[UUID]) -> list[WatchedChild]:
    """Children to be looked at whom this pass has not seen, with their cases locked."""
    return _CHILDREN.all(db, now=now, seen=list(seen))


def look_at_child(db: Connection, case_id: UUID, *, at: datetime | None) -> None:
    """Note when the child of a case is to be looked at next; None: never again."""
    _LOOK_AT_CHILD.run(db, case=case_id, at=at)
