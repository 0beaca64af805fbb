"""Who is there at this moment: officers at work or away, teams of cases, whose turn it is to sign."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Value, named


@dataclass(frozen=True)
class OfficerAtWork:
    """An officer whose account is open."""

    id: UUID
    centre_id: UUID
    roles: list[str]


@dataclass(frozen=True)
class OnTeam:
    """One officer of one case's team."""

    case_id: UUID
    officer_id: UUID


@dataclass(frozen=True)
class TurnToSign:
    """One officer whose turn it is in one chain."""

    step_id: UUID
    officer_id: UUID


_OFFICERS = Query(OfficerAtWork, named("presence", "officers"))
_AWAY = Value(UUID, named("presence", "away"))
_TEAMS = Query(OnTeam, named("presence", "teams"))
_SIGNERS = Query(TurnToSign, named("presence", "signers"))


def officers(db: Connection, centres: Collection[UUID]) -> list[OfficerAtWork]:
    """The officers of these centres."""
    return _OFFICERS.all(db, centres=list(centres))


def away(db: Connection, centres: Collection[UUID], *, at: datetime) -> frozenset[UUID]:
    """Those of them who are absent at an instant."""
    return frozenset(_AWAY.all(db, centres=list(centres), at=at))


def teams(db: Connection, cases: Collection[UUID]) -> list[OnTeam]:
    """The teams of these cases, each with its lead first."""
    return _TEAMS.all(db, cases=list(cases))


def signers(db: Connection, steps: Collection[UUID]) -> list[TurnToSign]:
    """Whose turn it is in the chains of these steps."""
    return _SIGNERS.all(db, steps=list(steps))
