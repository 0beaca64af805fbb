"""An officer who leaves, or loses a role: what they have open.

Asked by who sees every case of the centre: `models.store.accounts.hand_all_over`, or the owner.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, named
from models.words import Role


@dataclass(frozen=True)
class OpenWork:
    """An open form, or a signature to be given, of somebody who may not do it any more.

    `is_shown`: the step stands in their name. `barred`: who may not take it over.
    """

    case_id: UUID
    centre_id: UUID
    stage_id: UUID
    step_id: UUID
    signature_id: UUID | None
    role: Role
    is_shown: bool
    barred: list[UUID]


@dataclass(frozen=True)
class LedCase:
    """An open case they are responsible for."""

    case_id: UUID
    centre_id: UUID


@dataclass(frozen=True)
class OwedOrder:
    """A supervision order they have to report on."""

    id: UUID
    case_id: UUID
    centre_id: UUID


_OPEN_WORK = Query(OpenWork, named("leaving", "open_work"))
_LED = Query(LedCase, named("leaving", "led"))
_OWED = Query(OwedOrder, named("leaving", "owed"))
_OWE = Statement(named("leaving", "owe"))
_NOTHING_COMES_BACK = Statement(named("leaving", "nothing_comes_back"))


def open_work(db: Connection, officer: UUID, left: Collection[Role]) -> list[OpenWork]:
    """What an officer has open and may not do with the roles that are left."""
    return _OPEN_WORK.all(db, officer=officer, left=[one.value for one in left])


def led(db: Connection, officer: UUID) -> list[LedCase]:
    """Open cases an officer is responsible for."""
    return _LED.all(db, officer=officer)


def owed(db: Connection, officer: UUID) -> list[OwedOrder]:
    """Orders an officer has to report on."""
    return _OWED.all(db, officer=officer)


def owe(db: Connection, order: UUID, *, to: UUID) -> None:
    """Let somebody else report on an order."""
    _OWE.run(db, order=order, to=to)


def nothing_comes_back(db: Connection, officer: UUID, *, now: datetime) -> None:
    """End the absences of an officer, and those they stand in for; what others do for them stays."""
    _NOTHING_COMES_BACK.run(db, officer=officer, now=now)
