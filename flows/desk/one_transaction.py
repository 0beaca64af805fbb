"""An act of an officer is one transaction; what the database refused because of another is redone."""

from collections.abc import Callable
from typing import TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from models.clock import Clock
from models.errors import OutsideFailure
from models.store.acting import Actor, as_officer
from tasks.act import Act
from tasks.office import Office

T = TypeVar("T")
#: A transaction the database refused because of another one is simply done again.
_TRIES = 4
_COLLISIONS = (DeadlockDetected, SerializationFailure)
_AWAY = "数据库暂时不可用;请稍后再试,已填写的内容没有丢失。"


class OneTransaction:
    """Does an act of an officer in one transaction."""

    def __init__(self, engine: Engine, office: Office, clock: Clock) -> None:
        """Work as the portal's role.

        Args:
            engine: Of the portal's role; row-level security binds it.
            office: Seal and packs.
            clock: The program's clock, or a virtual one.
        """
        self._engine, self._office, self._clock = engine, office, clock

    def act(self, actor: Actor, work: Callable[[Act], T]) -> T:
        """Do what is no step of a case (`flows.desk.law_desk`), in one transaction."""
        return self._do(actor, work)

    def _do(self, actor: Actor, work: Callable[[Act], T]) -> T:
        for tried in range(1, _TRIES + 1):
            try:
                with as_officer(self._engine, actor) as db:
                    return work(Act(db, self._office, actor, self._clock.now()))
            except (DBAPIError, NoConnection) as failed:
                if _is_away(failed):
                    raise OutsideFailure(_AWAY) from failed
                again = isinstance(failed, DBAPIError) and isinstance(failed.orig, _COLLISIONS)
                if not again or tried == _TRIES:
                    raise
        raise AssertionError("unreachable")


def _is_away(failed: DBAPIError | NoConnection) -> bool:
    """Whether the database could not be reached, or was lost on the way."""
    if isinstance(failed, NoConnection) or failed.connection_invalidated:
        return True
    # A connection that was never made has no SQLSTATE; 57P: shutting down or starting up.
    state = failed.orig.sqlstate if isinstance(failed.orig, psycopg.OperationalError) else ""
    return state is None or state.startswith(("08", "53", "57P"))
