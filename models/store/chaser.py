"""Reminders to whoever has the ball (催办), written down."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.words import Holder


@dataclass(frozen=True)
class NewChaser:
    """One reminder; the note is sealed."""

    id: UUID
    case_id: UUID
    step_id: UUID
    at: datetime
    by_id: UUID
    means: str
    note: bytes | None
    holder: Holder
    to_id: UUID | None
    version_id: UUID | None


@dataclass(frozen=True)
class ChasedStep:
    """What a letter says of the step it is about."""

    due_at: datetime | None
    #: The day may be stated outward.
    is_certain: bool
    #: How often somebody was reminded so far.
    times: int


_WRITE = Statement(named("chaser", "write"))
_FACTS_OF = Query(ChasedStep, named("chaser", "facts_of"))
_POLICE_WERE_CHASED = Value(bool, named("chaser", "police_were_chased"))


def write(db: Connection, new: NewChaser) -> None:
    """Write a reminder down."""
    _WRITE.run(db, **asdict(new))


def facts_of(db: Connection, step_id: UUID) -> ChasedStep:
    """What a letter says of the step it is about."""
    return _FACTS_OF.one(db, step=step_id)


def police_were_chased(db: Connection, case_id: UUID) -> bool:
    """Whether the police were ever reminded in a case (gate G2)."""
    return _POLICE_WERE_CHASED.one(db, case=case_id)
