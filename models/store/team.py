"""Who works on a case and may therefore see it (办案小组): joined, leading, left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class Member:
    """Somebody who is on the team now."""

    id: UUID
    lead: bool


_JOIN = Statement(named("team", "join"))
_MEMBER = Query(Member, named("team", "member"))
_LEAD = Value(UUID, named("team", "lead"))
_SET_LEAD = Statement(named("team", "set_lead"))
_LEAVE = Statement(named("team", "leave"))
_LEAVE_ALL = Statement(named("team", "leave_all"))
_HAS_WORK = Value(bool, named("team", "has_work"))


def join(
    db: Connection, *, case_id: UUID, centre_id: UUID, officer_id: UUID, at: datetime,
    lead: bool = False,
) -> None:  # fmt: skip
    """Put an officer on the case team; who is on it already stays as is."""
    _JOIN.run(db, case=case_id, centre=centre_id, officer=officer_id, lead=lead, at=at)


def member(db: Connection, case_id: UUID, officer_id: UUID) -> Member | None:
    """An officer as member of the team; None where they are not on it now."""
    return _MEMBER.first(db, case=case_id, officer=officer_id)


def lead(db: Connection, case_id: UUID) -> UUID | None:
    """The responsible caseworker."""
    return _LEAD.first(db, case=case_id)


def set_lead(db: Connection, case_id: UUID, officer_id: UUID) -> None:
    """Let one member of the team lead, and no other."""
    _SET_LEAD.run(db, case=case_id, officer=officer_id)


def leave(db: Connection, case_id: UUID, officer_id: UUID, *, at: datetime) -> None:
    """End an officer's sight of the case."""
    _LEAVE.run(db, case=case_id, officer=officer_id, at=at)


def leave_all(db: Connection, case_id: UUID, *, at: datetime) -> None:
    """End everybody's sight of the case: it moves to another centre."""
    _LEAVE_ALL.run(db, case=case_id, at=at)


def has_work(db: Connection, case_id: UUID, officer_id: UUID) -> bool:
    """Whether an officer has an open step or a signature to give in the case."""
    return _HAS_WORK.one(db, case=case_id, officer=officer_id)
