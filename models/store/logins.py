"""Logging in: sessions opened by a password, known by the hash of their secret.

Nobody is logged in yet when most of this is asked. The portal reads neither accounts with their
hashes nor sessions: each question is a function of the database with checks of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, Statement, Value, named
from models.words import Role


@dataclass(frozen=True)
class Session:
    """A live log-in."""

    actor: Actor
    account: str
    must_change_password: bool
    csrf: str


@dataclass(frozen=True)
class SessionFound:
    """A live session as it is kept, with the account it is of."""

    id: UUID
    centre_id: UUID
    name: str
    roles: list[str]
    account: str
    must_change_password: bool
    csrf: str


_LOG_IN = Query(SessionFound, named("logins", "log_in"))
_LIVE_SESSION = Query(SessionFound, named("logins", "live_session"))
_WHOSE_SESSION = Value(UUID, named("logins", "whose_session"))
_END_SESSION = Statement(named("logins", "end_session"))
_PROVE_PASSWORD = Value(bool, named("logins", "prove_password"))
_SET_PASSWORD = Value(bool, named("logins", "set_password"))
_PLAY = Statement(named("logins", "play"))
_GO_BY_ANY_CLOCK = Statement(named("logins", "go_by_any_clock"))


def log_in(
    db: Connection, attempt: UUID, hashed: str, *, secret: str, csrf: str, address: str,
    now: datetime,
) -> Session | None:  # fmt: skip
    """Open a session, when the password that was tried is right and the account open.

    Args:
        db: As the portal.
        attempt: Of `models.store.attempts.begin`; it is compared once.
        hashed: The password, hashed as the attempt showed.
        secret: What the browser keeps; the database keeps its hash.
        csrf: What every form of this session carries.
        address: Where it comes from.
        now: When.
    """
    found = _LOG_IN.first(
        db, attempt=attempt, hashed=hashed, secret=secret.encode(), csrf=csrf, address=address,
        now=now,
    )  # fmt: skip
    return _session(found, secret) if found else None


def live_session(db: Connection, secret: str, *, now: datetime) -> Session | None:
    """Find a session that has not ended, and note that it was used."""
    found = _LIVE_SESSION.first(db, secret=secret.encode(), now=now)
    return _session(found, secret) if found else None


def whose_session(db: Connection, secret: str) -> UUID | None:
    """Whose session this is or was, also after it ended."""
    return _WHOSE_SESSION.first(db, secret=secret.encode())


def end_session(db: Connection, secret: str, *, now: datetime) -> None:
    """Log out."""
    _END_SESSION.run(db, secret=secret.encode(), now=now)


def prove_password(
    db: Connection, attempt: UUID, hashed: str, *, secret: str, now: datetime
) -> bool:
    """Whether who is logged in has typed their own password, hashed as the attempt showed."""
    return _PROVE_PASSWORD.one(db, attempt=attempt, hashed=hashed, secret=secret.encode(), now=now)


def set_password(
    db: Connection, attempt: UUID, *, old: str, new: str, secret: str, now: datetime
) -> bool:
    """Keep an officer's own new password and end their other sessions, after the old was proved."""
    return _SET_PASSWORD.one(
        db, attempt=attempt, old=old, new=new, is_other=True, secret=secret.encode(), now=now
    )


def rehash(
    db: Connection, attempt: UUID, *, old: str, new: str, secret: str, now: datetime
) -> bool:
    """Keep the same password hashed with today's parameters."""
    return _SET_PASSWORD.one(
        db, attempt=attempt, old=old, new=new, is_other=False, secret=secret.encode(), now=now
    )


def played(db: Connection, actor: Actor) -> Actor:
    """The officer with a session in a database that is played with; as the owner of its tables."""
    speaking = replace(actor, secret=f"played by {actor.officer_id}")
    _PLAY.run(db, secret=speaking.secret.encode(), officer=actor.officer_id)
    return speaking


def go_by_any_clock(db: Connection) -> None:
    """Let a database that is played with believe any instant; as the owner of its tables."""
    _GO_BY_ANY_CLOCK.run(db)


def _session(found: SessionFound, secret: str) -> Session:
    roles = frozenset(Role(role) for role in found.roles)
    return Session(
        actor=Actor(found.id, found.centre_id, found.name, roles, secret),
        account=found.account,
        must_change_password=found.must_change_password,
        csrf=found.csrf,
    )
