"""The case's own row: locked while anything of the case is written, opened, closed, reopened.

Whoever waits for the lock reads what else they need in a statement of their own: the one that
waited still sees the tables it joins as they were when it began to wait.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.approval import CompletedChain
from models.store.custody import CustodySpan
from models.store.paper import NumberedPaper
from models.store.query import Query, Statement, Value, named
from models.tables.case import CaseState


@dataclass(frozen=True)
class LockedCase:
    """A case that nobody else changes until the transaction ends."""

    id: UUID
    centre_id: UUID
    child_id: UUID
    state: CaseState
    pack: str
    locality: str


@dataclass(frozen=True)
class NewCase:
    """A case as it is opened."""

    id: UUID
    centre_id: UUID
    child_id: UUID
    number: str
    locality: str
    pack: str
    opened_at: datetime
    practice: bool


@dataclass(frozen=True)
class CentreOfCase:
    """What a new case takes from its centre: how numbers begin, and where it is for the law."""

    short: str
    locality: str


@dataclass(frozen=True)
class ClockOfCase:
    """A deadline of a case that counts, and whether its day may be stated."""

    rule: str
    due_at: datetime
    printable: bool


@dataclass(frozen=True)
class WholeCase:
    """A case's own facts, for its record; the child's identity is sealed."""

    number: str
    opened_at: datetime
    child_id: UUID
    pack: str
    locality: str
    identity: bytes
    facts: dict[str, Any]
    custody_began_at: datetime | None
    #: The last notice applied, for looking only.
    calendar: UUID | None
    #: The follow-up windows that were laid, by the ordinal of their stage.
    windows: dict[str, Any] | None
    #: Spans of temporary guardianship, the first one first.
    custodies: list[CustodySpan]
    clocks: list[ClockOfCase]
    papers: list[NumberedPaper]
    #: Every chain that is signed through, oldest first.
    signed: list[CompletedChain]


_LOCK = Query(LockedCase, named("case", "lock"))
_LOCK_OF_STAGE = Statement(named("case", "lock_of_stage"))
_HOLD = Statement(named("case", "hold"))
_IS_THERE = Value(bool, named("case", "is_there"))
_CENTRE = Query(CentreOfCase, named("case", "centre"))
_WHOLE = Query(WholeCase, named("case", "whole"))
_CENTRE_CODE = Value(str, named("case", "centre_code"))
_ADD = Statement(named("case", "add"))
_CLOSE = Statement(named("case", "close"))
_REOPEN = Statement(named("case", "reopen"))


def lock(db: Connection, case_id: UUID) -> LockedCase:
    """Lock a case and read its row.

    Raises:
        NotFound: No such case, or not to be seen by this actor.
    """
    locked = _LOCK.first(db, case=case_id)
    if locked is None:
        raise NotFound("没有找到这个案件。")
    return locked


def lock_of_stage(db: Connection, stage_id: UUID) -> None:
    """Lock the case of a stage, where there is one to be seen."""
    _LOCK_OF_STAGE.run(db, stage=stage_id)


def is_there(db: Connection, case_id: UUID) -> bool:
    """Whether a case of this id was opened; waits for whoever is opening it at this moment."""
    _HOLD.run(db, case=case_id)
    return _IS_THERE.one(db, case=case_id)


def centre(db: Connection, centre_id: UUID) -> CentreOfCase:
    """What a new case takes from its centre."""
    return _CENTRE.one(db, centre=centre_id)


def add(db: Connection, new: NewCase) -> None:
    """Write a case that is open."""
    _ADD.run(db, **asdict(new))


def whole(db: Connection, case_id: UUID) -> WholeCase:
    """A case's own facts.

    Raises:
        NotFound: No such case, or not to be seen by this actor.
    """
    found = _WHOLE.first(db, case=case_id)
    if found is None:
        raise NotFound("没有找到这个案件。")
    return found


def centre_code(db: Connection, case_id: UUID) -> str:
    """The code of the centre that has a case."""
    return _CENTRE_CODE.one(db, case=case_id)


def close(db: Connection, case_id: UUID, *, at: datetime) -> None:
    """Close a case."""
    _CLOSE.run(db, case=case_id, at=at)


def reopen(db: Connection, case_id: UUID) -> None:
    """Open a closed case again."""
    _REOPEN.run(db, case=case_id)
