"""Logging in: accounts found, sessions kept by the hash of their secret.

Nobody is logged in yet when most of this is asked, so it runs without an actor; officers are found
through `hutong_find_officer` alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, Statement, Value, named
from models.words import Role

#: Without a request for so long a session ends.
IDLE = timedelta(minutes=30)
#: However busy, a session ends after this.
LONGEST = timedelta(hours=10)


@dataclass(frozen=True)
class Account:
    """An officer as the log-in needs it."""

    actor: Actor
    account: str
    password: str
    active: bool
    must_change_password: bool


@dataclass(frozen=True)
class Session:
    """A live log-in."""

    account: Account
    csrf: str


@dataclass(frozen=True)
class AccountFound:
    """An account as it is kept."""

    id: UUID
    centre_id: UUID
    name: str
    roles: list[str]
    account: str
    password: str
    active: bool
    must_change_password: bool


@dataclass(frozen=True)
class SessionFound(AccountFound):
    """A live session with the account it is of."""

    csrf: str


_ACCOUNT = Query(AccountFound, named("logins", "account"))
_FORGET_SESSIONS = Statement(named("logins", "forget_sessions"))
_OPEN_SESSION = Statement(named("logins", "open_session"))
_LIVE_SESSION = Query(SessionFound, named("logins", "live_session"))
_SESSION_SEEN = Statement(named("logins", "session_seen"))
_WHOSE_SESSION = Value(UUID, named("logins", "whose_session"))
_END_SESSION = Statement(named("logins", "end_session"))
_END_OTHER_SESSIONS = Statement(named("logins", "end_other_sessions"))
_SET_PASSWORD = Statement(named("logins", "set_password"))
_REHASH = Statement(named("logins", "rehash"))


def find_account(db: Connection, account: str) -> Account | None:
    """Find an officer by log-in name, active or not."""
    found = _ACCOUNT.first(db, account=account)
    return _account(found) if found else None


def open_session(
    db: Connection, officer_id: UUID, *, key: bytes, csrf: str, address: str, now: datetime
) -> None:
    """Keep a new log-in under `key`, the SHA-256 of the cookie's secret.

    Every form of this session carries the token `csrf`.
    """
    _FORGET_SESSIONS.run(db, old=now - 3 * LONGEST)
    _OPEN_SESSION.run(db, id=key, officer=officer_id, csrf=csrf, now=now, address=address)


def live_session(db: Connection, key: bytes, *, now: datetime) -> Session | None:
    """Find a session that has not ended, and note that it was used."""
    found = _LIVE_SESSION.first(db, id=key, idle=now - IDLE, oldest=now - LONGEST)
    if found is None:
        return None
    _SESSION_SEEN.run(db, id=key, now=now)
    return Session(account=_account(found), csrf=found.csrf)


def whose_session(db: Connection, key: bytes) -> UUID | None:
    """Whose session this is or was, also after it ended."""
    return _WHOSE_SESSION.first(db, id=key)


def end_session(db: Connection, key: bytes, *, now: datetime) -> None:
    """Log out."""
    _END_SESSION.run(db, id=key, now=now)


def set_password(db: Connection, actor: Actor, hashed: str, *, keep: bytes, now: datetime) -> None:
    """Store an officer's own new password and end their other sessions."""
    _SET_PASSWORD.run(db, id=actor.officer_id, hash=hashed)
    _END_OTHER_SESSIONS.run(db, officer=actor.officer_id, keep=keep, now=now)


def rehash(db: Connection, actor: Actor, hashed: str) -> None:
    """Store the same password hashed with today's parameters."""
    _REHASH.run(db, id=actor.officer_id, hash=hashed)


def _account(found: AccountFound) -> Account:
    roles = frozenset(Role(role) for role in found.roles)
    return Account(
        actor=Actor(found.id, found.centre_id, found.name, roles),
        account=found.account,
        password=found.password,
        active=found.active,
        must_change_password=found.must_change_password,
    )
