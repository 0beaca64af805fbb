"""The door of the desk: an act of an officer is one transaction, and the procedure goes on in it.

What the database refused because of another transaction is done again.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from flows.readers.inline import advance
from models.errors import OutsideFailure
from models.store.acting import Actor, as_officer
from models.store.presses import Once
from models.time_source import TimeSource
from tasks.act import Act, Done
from tasks.office import Office

T = TypeVar("T")
#: A transaction the database refused because of another one is simply done again.
_TRIES = 4
_COLLISIONS = (DeadlockDetected, SerializationFailure)
_AWAY = "数据库暂时不可用;请稍后再试,已填写的内容没有丢失。"


def beside(work: Callable[[Act], T]) -> Callable[[Act], Done[T]]:
    """An act beside the procedure, which moves a date, a person or a note: nothing goes on."""
    return lambda act: Done(work(act))


class OneTransaction:
    """Does an act of an officer in one transaction, and goes on with the stages it names.

    That an act says where the procedure goes on is its type: `Done`, or plainly `beside`.
    """

    def __init__(
        self, engine: Engine, office: Office, clock: TimeSource, once: Once[Any] | None = None
    ) -> None:
        """Work as the portal's role.

        Args:
            engine: Of the portal's role; row-level security binds it.
            office: Seal and packs.
            clock: The program's clock, or a virtual one.
            once: For which press the one act is; see `once`.
        """
        self._engine, self._office, self._clock, self._once = engine, office, clock, once

    def once(self, once: Once[Any]) -> Self:
        """The same desk for one act, which is done once for a press.

        The act raises `PressedBefore` where it was done before.
        """
        return type(self)(self._engine, self._office, self._clock, once)

    def act(self, actor: Actor, work: Callable[[Act], T]) -> T:
        """Do what is no step of a case (`flows.desk.law_desk`), in one transaction."""
        return self._do(actor, beside(work))

    def _do(self, actor: Actor, work: Callable[[Act], Done[T]]) -> T:
        for tried in range(1, _TRIES + 1):
            try:
                with as_officer(self._engine, actor) as db:
                    if self._once:
                        self._once.claim(db)
                    act = Act(db, self._office, actor, self._clock.now())
                    done = work(act)
                    go_on(act, done)
                    if self._once:
                        self._once.end(db, done.came_of_it)
                    return done.came_of_it
            except (DBAPIError, NoConnection) as failed:
                if _is_away(failed):
                    raise OutsideFailure(_AWAY) from failed
                again = isinstance(failed, DBAPIError) and isinstance(failed.orig, _COLLISIONS)
                if not again or tried == _TRIES:
                    raise
        raise AssertionError("unreachable")


def go_on(act: Act, done: Done[Any]) -> None:
    """Tell the stages that an act names, in the order it names them."""
    happened = done.happened
    for stage_id in done.goes_on:
        advance(
            act.db,
            act.office,
            stage_id,
            now=act.now,
            actor_id=act.actor.officer_id,
            happened=happened,
            locked=True,
        )
        happened = ()


def _is_away(failed: DBAPIError | NoConnection) -> bool:
    """Whether the database could not be reached, or was lost on the way."""
    if isinstance(failed, NoConnection) or failed.connection_invalidated:
        return True
    # A connection that was never made has no SQLSTATE; 57P: shutting down or starting up.
    state = failed.orig.sqlstate if isinstance(failed.orig, psycopg.OperationalError) else ""
    return state is None or state.startswith(("08", "53", "57P"))
