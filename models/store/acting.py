"""Connections on whose behalf: a person through the portal's role, or the procedure's worker.

Row-level security asks who speaks in a transaction. An officer proves it by the secret of a live
session; the database writes it down under its own seal, until the transaction ends.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DisconnectionError

from models.errors import NotAllowed
from models.permissions import Circumstance, Permission, Refusal, fits, why_not
from models.store.driver import engine_to
from models.words import Role

#: Seconds after which a connection at rest is asked whether it lives.
RESTED_SECONDS = 1.0
_ENTER = text("SELECT hutong_enter(:secret, :plans)")
_ENDED = "登录已经结束,请重新登录。"
#: What an act asks goes by keys; row-level security costs more to plan anew than to run.
_BY_KEY = "force_generic_plan"
#: A list is planned for whose it is and where it begins.
_BY_VALUE = "force_custom_plan"


@dataclass(frozen=True)
class Actor:
    """The officer on whose behalf something is done."""

    officer_id: UUID
    centre_id: UUID
    name: str
    roles: frozenset[Role]
    #: Of the session they speak in: with it the database is entered, without it nothing is seen.
    secret: str = field(default="", repr=False, compare=False)

    @property
    def scope(self) -> str:
        """`centre` or `team`: how far this officer sees."""
        return "centre" if self.may(Permission.SEE_CENTRE) else "team"

    def why_not(self, permission: Permission, *circumstances: Circumstance) -> Refusal | None:
        """Why the officer may not do something; None where they may."""
        return why_not(self.roles, permission, circumstances)

    def may(self, permission: Permission, *circumstances: Circumstance) -> bool:
        """Whether the officer may do something."""
        return self.why_not(permission, *circumstances) is None

    def being(self, circumstance: Circumstance, officer_id: UUID | None) -> list[Circumstance]:
        """The circumstance, where it is this officer who is meant."""
        return [circumstance] if officer_id == self.officer_id else []

    def toward(self, owner_id: UUID | None, role: str | None) -> frozenset[Circumstance]:
        """What the officer is to a step or signature: whose it is, and of which role."""
        found = self.being(Circumstance.OWNER, owner_id)
        if fits(self.roles, role):
            found.append(Circumstance.OF_ROLE)
        return frozenset(found)


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """Make an engine for a `postgresql://` address; psycopg 3.

    Args:
        url: Address with role and password.
        pool_size: Connections kept; up to ten more while busy.
    """
    engine = engine_to(
        url,
        pool_size=pool_size,
        max_overflow=10,
        # The one used last has its statements prepared and its caches warm.
        pool_use_lifo=True,
        # What was sent never stands in an error or a log.
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC", "prepare_threshold": 2},
    )
    event.listen(engine, "checkout", _ask_after_a_rest)
    event.listen(engine, "checkin", _note_use)
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask_after_a_rest(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that rested whether it still lives; one just used is not asked."""
    if time.monotonic() - record.info.get("used", time.monotonic()) < RESTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as dead:
        raise DisconnectionError from dead


@contextmanager
def as_officer(engine: Engine, actor: Actor) -> Iterator[Connection]:
    """One transaction as the portal, seeing what the officer may see."""
    with engine.begin() as db:
        set_actor(db, actor)
        yield db


@contextmanager
def as_reader(engine: Engine, actor: Actor) -> Iterator[Connection]:
    """The same for what a page shows, whose lists are planned for their values."""
    with engine.begin() as db:
        set_reader(db, actor)
        yield db


def set_actor(db: Connection, actor: Actor) -> None:
    """Let an officer speak until the end of the transaction.

    Raises:
        NotAllowed: Their session has ended, or their account.
    """
    _set(db, actor, _BY_KEY)


def set_reader(db: Connection, actor: Actor) -> None:
    """The same, for lists."""
    _set(db, actor, _BY_VALUE)


def _set(db: Connection, actor: Actor, plans: str) -> None:
    if not db.execute(_ENTER, {"secret": actor.secret.encode(), "plans": plans}).scalar_one():
        raise NotAllowed(_ENDED)


@contextmanager
def as_worker(engine: Engine) -> Iterator[Connection]:
    """One transaction as the worker, who serves every case."""
    with engine.begin() as db:
        yield db
