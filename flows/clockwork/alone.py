"""One bad case stays one: what a pass cannot do for one of many is noted, and the pass goes on.

What is noted stands in `hutong check` until the same thing is done without a failure. Nothing is
given up: each pass, or the next day's, tries again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from flows.readers.workplace import Workplace
from models.errors import HutongError, OrchestratorUnreachable, Unreadable
from models.store import setbacks, unreadable
from models.store.acting import as_worker

#: The server shuts down, or the connection to it is gone: nobody's own failure.
_AWAY = ("57P", "08")


class Setbacks:
    """What one pass could not do.

    Attributes:
        failed: Of what it failed, in this pass.
    """

    def __init__(self, at: Workplace, work: str) -> None:
        """Begin a pass.

        Args:
            at: Where it works.
            work: Which work, a key of `tasks.check.statement.WORKS`.
        """
        self._at, self._work = at, work
        self.failed: set[UUID] = set()
        with as_worker(at.engine) as db:
            standing = setbacks.standing(db, now=at.clock.now())
        self._standing = {one.name for one in standing if one.name.startswith(f"{work}:")}

    @property
    def are_standing(self) -> bool:
        """Whether an earlier pass left anything: then each is tried by itself."""
        return bool(self._standing)

    @contextmanager
    def alone(self, of: UUID) -> Iterator[None]:
        """Do something for one; begin the transaction inside, so that it is rolled back.

        Raises:
            OrchestratorUnreachable: Prefect is away, which is no failure of this one.
            DBAPIError: The database is away.
        """
        try:
            yield
        except Exception as failed:
            if is_away(failed):
                raise
            self.failed.add(of)
            if isinstance(failed, Unreadable):
                self._report(of, failed.place)
            self._note(of, why(failed))
        else:
            if f"{self._work}:{of}" in self._standing:
                self._note(of, "")
                self._standing.discard(f"{self._work}:{of}")

    def _report(self, of: UUID, place: str) -> None:
        with as_worker(self._at.engine) as db:
            unreadable.report_of(db, of, [place], now=self._at.clock.now())

    def _note(self, of: UUID, why: str) -> None:
        with as_worker(self._at.engine) as db:
            setbacks.note(db, f"{self._work}:{of}", why, at=self._at.clock.now())


def is_away(failed: Exception) -> bool:
    """Whether what everything needs is gone, so that going on has no sense."""
    if isinstance(failed, DBAPIError):
        state = getattr(failed.orig, "sqlstate", None)
        return failed.connection_invalidated or state is None or state.startswith(_AWAY)
    return isinstance(failed, OrchestratorUnreachable | NoConnectionFree)


def why(failed: Exception) -> str:
    """Why something failed, without a word of what it was about: ours are written so."""
    return failed.message if isinstance(failed, HutongError) else type(failed).__name__
