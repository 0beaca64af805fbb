"""An officer who leaves, or loses a role: what they have open, and what ends with the account.

Asked as the owner of the tables: it goes through every case of the centre.
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
_CLOSE = Statement(named("leaving", "close"))
_SET_ROLES = Statement(named("leaving", "set_roles"))
_FORGET_WRONG = Statement(named("leaving", "forget_wrong"))


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


def close(db: Connection, officer: UUID, *, now: datetime) -> None:
    """Close an account: its sessions, its calendar and its channels end; its name stays."""
    _CLOSE.run(db, officer=officer, now=now)


def set_roles(db: Connection, officer: UUID, roles: Collection[Role]) -> None:
    """Give an officer these roles and no others; they count from the next request on."""
    _SET_ROLES.run(db, officer=officer, roles=[one.value for one in roles])


def forget_wrong(db: Connection, account: str) -> int:
    """Forget wrong passwords of an account, so that it waits nowhere; how many there were."""
    return _FORGET_WRONG.run(db, account=account)
