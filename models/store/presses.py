"""Presses of buttons: one key, made with a form on its page, is one act and one answer.

The key is claimed in the transaction of its act: an act that is undone leaves no press, and one
that stands has one, also after a restart. Who presses at the same instant waits at the claim for
how the first one ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from models.errors import PageTooOld, SentOtherwise
from models.store.query import Query, Statement, named

T = TypeVar("T")
#: After so long a page cannot be sent any more.
OLDEST_PAGE = timedelta(days=7)
#: A day longer than its page a press is kept: none is forgotten that could come again.
_KEPT = OLDEST_PAGE + timedelta(days=1)


class PressedBefore(Exception):
    """The act of this key stands already; nothing was done."""

    def __init__(self, answer: str) -> None:
        """Carry the address to which the answer of the first press led."""
        super().__init__()
        self.answer = answer


@dataclass(frozen=True)
class _Found:
    digest: bytes
    answer: str


_CLAIM = Statement(named("presses", "claim"))
_ANSWERED = Statement(named("presses", "answered"))
_PRESSED = Query(_Found, named("presses", "pressed"))
_FORGET = Statement(named("presses", "forget"))


@dataclass(frozen=True)
class SentForm:
    """A form as it was sent: a press, which is claimed before its act."""

    key: UUID
    officer_id: UUID
    route: str
    """Where it was sent to, with names in place of ids."""
    digest: bytes
    """Of all that was sent, and where to."""
    at: datetime
    made_with: str = ""
    """The data key under which its page was made."""

    def claim(self, db: Connection, answer: str = "") -> None:
        """Go on with the act, unless its key has been used; the first thing in its transaction.

        Args:
            db: Acting for the officer.
            answer: The address to which the answer will lead, where it is known already.

        Raises:
            PressedBefore: The same was sent before, and done.
            SentOtherwise: The key was used with something else.
            PageTooOld: The key was used so long ago that it is forgotten.
        """
        claimed = _CLAIM.run(
            db, id=self.key, officer=self.officer_id, route=self.route, digest=self.digest,
            at=self.at, answer=answer,
        )  # fmt: skip
        if claimed:
            return
        # A statement of its own: it sees what was committed while the claim waited.
        before = _PRESSED.first(db, id=self.key)
        if before is None:
            raise PageTooOld
        if before.digest != self.digest:
            raise SentOtherwise
        raise PressedBefore(before.answer)

    def answered(self, db: Connection, answer: str) -> None:
        """Keep the address to which the answer leads; once."""
        _ANSWERED.run(db, id=self.key, answer=answer)

    def answer_before(self, db: Connection) -> str | None:
        """The answer of the same form, where it was sent and done before."""
        before = _PRESSED.first(db, id=self.key)
        return before.answer if before is not None and before.digest == self.digest else None


@dataclass(frozen=True)
class Once(Generic[T]):
    """An act to be done once for a press."""

    press: SentForm
    where: str | Callable[[T], str]
    """The address to which its answer leads, or what tells it of what came of the act."""

    def claim(self, db: Connection) -> None:
        """Begin; raises as `SentForm.claim`."""
        self.press.claim(db, self.where if isinstance(self.where, str) else "")

    def end(self, db: Connection, came_of_it: Any) -> None:
        """Keep the answer, where it could not be told before."""
        if not isinstance(self.where, str):
            self.press.answered(db, self.where(came_of_it))


def forget(db: Connection, *, now: datetime) -> int:
    """Take away presses whose pages are too old to be sent; how many."""
    return _FORGET.run(db, old=now - _KEPT)
