"""Accounts of officers: as an administrator sees them, and what is done with one.

What is done goes through functions of the database, which check who asks and keep a trace: through
the portal an administrator of the same centre, never of their own account. On the machine itself
the owner of the tables asks, and the account of the operating system stands in the trace.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.query import Query, Statement, Value, named
from models.words import Role


@dataclass(frozen=True)
class AccountLine:
    """An account; `wrong` is how often its password was wrong since it was right."""

    id: UUID
    account: str
    name: str
    roles: list[str]
    active: bool
    must_change_password: bool
    wrong: int | None


@dataclass(frozen=True)
class AccountChangeLine:
    """What was done with an account, by an administrator or on the machine itself."""

    at: datetime
    what: str
    detail: dict[str, Any]
    by_name: str | None
    by_machine: str | None


@dataclass(frozen=True)
class By:
    """When something is done with an account, and by which account of the operating system.

    `machine` is None through the portal, where the database knows who speaks.
    """

    now: datetime
    machine: str | None = None


@dataclass(frozen=True)
class LeftOpen:
    """How much an officer has open: forms and signatures, responsible cases, orders to report on."""

    work: int
    led: int
    owed: int


_LISTED = Query(AccountLine, named("accounts", "listed"))
_ONE = Query(AccountLine, named("accounts", "one"))
_CHANGES = Query(AccountChangeLine, named("accounts", "changes"))
_ADD = Value(bool, named("accounts", "add"))
_SET_ROLES = Statement(named("accounts", "set_roles"))
_CLOSE = Statement(named("accounts", "close"))
_GIVE_PASSWORD = Value(bool, named("accounts", "give_password"))
_UNLOCK = Value(int, named("accounts", "unlock"))
_LEFT_OPEN = Query(LeftOpen, named("accounts", "left_open"))
_HAND_ALL_OVER = Statement(named("accounts", "hand_all_over"))


def listed(db: Connection) -> list[AccountLine]:
    """The accounts of the centre, those in use first."""
    return _LISTED.all(db)


def one(db: Connection, officer: UUID) -> AccountLine:
    """One account of the centre.

    Raises:
        NotFound: There is none of that id.
    """
    found = _ONE.first(db, id=officer)
    if found is None:
        raise NotFound("没有找到这位工作人员。")
    return found


def changes(db: Connection, officer: UUID) -> list[AccountChangeLine]:
    """The newest hundred things that were done with an account."""
    return _CHANGES.all(db, officer=officer)


def add(
    db: Connection, officer: UUID, centre: UUID, *, account: str, name: str,
    roles: Collection[Role], password: str, by: By,
) -> bool:  # fmt: skip
    """Add an account with the hash of a first password; False where the name is taken."""
    return _ADD.one(
        db, id=officer, centre=centre, account=account, name=name, roles=_words(roles),
        hash=password, now=by.now, machine=by.machine,
    )  # fmt: skip


def set_roles(
    db: Connection, officer: UUID, roles: Collection[Role], detail: Mapping[str, Any], *, by: By
) -> None:
    """Give an officer these roles and no others; they count from the next request on."""
    told = json.dumps({**detail, "roles": _words(roles)})
    _SET_ROLES.run(
        db, officer=officer, roles=_words(roles), detail=told, now=by.now, machine=by.machine
    )  # fmt: skip


def close(db: Connection, officer: UUID, detail: Mapping[str, Any], *, by: By) -> None:
    """Close an account for good: its sessions, its calendar and its channels end."""
    _CLOSE.run(
        db, officer=officer, detail=json.dumps(dict(detail)), now=by.now, machine=by.machine
    )  # fmt: skip


def give_password(db: Connection, officer: UUID, hashed: str, *, by: By) -> bool:
    """Give a first password; every log-in of the account ends. False: the account has ended."""
    return _GIVE_PASSWORD.one(db, officer=officer, hash=hashed, now=by.now, machine=by.machine)


def unlock(db: Connection, officer: UUID, *, by: By) -> int:
    """Forget wrong passwords of an account, so that it waits nowhere; how many there were."""
    return _UNLOCK.one(db, officer=officer, now=by.now, machine=by.machine)


def left_open(db: Connection, officer: UUID) -> LeftOpen:
    """How much an officer has open in all; asked by an administrator, who sees numbers alone."""
    return _LEFT_OPEN.one(db, officer=officer)


def hand_all_over(db: Connection) -> None:
    """Let an administrator go through all cases of the centre until the transaction ends."""
    _HAND_ALL_OVER.run(db)


def _words(roles: Collection[Role]) -> list[str]:
    return [one.value for one in roles]
