"""Opening what is sealed, only as far as a page needs it.

A value that does not open, damaged or of another key, never takes a page down: it shows as
unreadable in its place, and whoever looks after the installation is told where it stands. A form
begins without what does not open: nobody may hand in the word for unreadable. An act that needs
it is refused (`models.errors.Unreadable`).
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from models.errors import Unreadable
from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.dates import shanghai_date
from models.seal import Seal
from models.sealed_places import SealedFor, SealedPlace
from models.store.views_case import Person
from web.typed import Typed, as_typed
from web.wording import _

logger = logging.getLogger("hutong.web")

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R")
V = TypeVar("V")

#: Characters of a name that a list may show.
_SHOWN = 1


class Opener:
    """Opens for one page, and remembers the places of what did not open."""

    def __init__(self, seal: Seal) -> None:
        """Open with this seal."""
        self._seal = seal
        self.unreadable: dict[str, None] = {}
        #: Rows that could not be drawn, as their lists call them.
        self.torn: dict[str, None] = {}

    def json(self, sealed: bytes, place: SealedFor) -> dict[str, Any] | None:
        """Open an object; None when it does not open."""
        return self.tried(lambda: self._seal.open_json(sealed, place))

    def text(self, sealed: bytes | None, place: SealedFor) -> str:
        """Open a text; nothing sealed gives the empty text."""
        read = self.tried(lambda: self._seal.open_text(sealed, place))
        return unreadable() if read is None else read

    def model(self, kind: type[M], sealed: bytes, place: SealedFor) -> M | None:
        """Open an object of a kind; None when it does not open, or is none of that kind."""
        read = self.json(sealed, place)
        try:
            return None if read is None else kind.model_validate(read)
        except ValidationError:
            self.unreadable[place] = None
            return None

    def tried(self, read: Callable[[], V]) -> V | None:
        """Do something that opens what is sealed; None when something does not open."""
        try:
            return read()
        except Unreadable as closed:
            self.unreadable[closed.place] = None
            return None

    def each(self, rows: Iterable[R], draw: Callable[[R], V], place: Callable[[R], str]) -> list[V]:
        """Draw every row of a list; one that cannot be drawn is named above it, the rest stands.

        Args:
            rows: As they were read.
            draw: Puts one in words.
            place: Where it stands, such as `steps:<id>`.
        """
        drawn = []
        for row in rows:
            try:
                drawn.append(draw(row))
            except Exception:
                logger.exception("A row was not drawn")
                self.torn[place(row)] = None
        return drawn

    @property
    def places(self) -> list[str]:
        """What is to be told of: values that did not open, rows that were not drawn."""
        return [*self.unreadable, *self.torn]


def unreadable() -> str:
    """What stands in the place of a value that does not open."""
    return _("无法读取")


def child_of(opener: Opener, child_id: UUID, sealed: bytes) -> ChildIdentity | None:
    """What is known of a child, for a form; None when it cannot be read."""
    return opener.model(ChildIdentity, sealed, SealedPlace.CHILD_IDENTITY.of(child_id))


def child_shown(opener: Opener, child_id: UUID, sealed: bytes) -> ChildIdentity:
    """What is known of a child, for a page."""
    known = child_of(opener, child_id, sealed)
    return ChildIdentity(called=unreadable()) if known is None else known


def called(opener: Opener, child_id: UUID, sealed: bytes) -> str:
    """What a list calls a child: the name to be called by, else the surname alone."""
    known = opener.json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))
    if known is None:
        return unreadable()
    if known.get("called"):
        return str(known["called"])
    name = str(known.get("name") or "")
    return f"{name[:_SHOWN]}某某" if name else _("身份待查明")


def age_words(child: ChildIdentity, now: datetime) -> str:
    """How old a child is, as far as that is known."""
    age = child.age_on(shanghai_date(now))
    if age is None:
        return _("年龄不详")
    return _("约%(n)s岁", n=age) if child.birth_date_estimated else _("%(n)s岁", n=age)


def guardians_shown(opener: Opener, rows: list[Person]) -> list[GuardianEntry | None]:
    """The guardians; None in the place of one that cannot be read."""
    place = SealedPlace.PERSON_IDENTITY
    return [opener.model(GuardianEntry, row.identity, place.of(row.id)) for row in rows]


def answer_shown(opener: Opener, form: str, step_id: UUID, sealed: bytes) -> Typed | None:
    """An answer as it would have been typed; None when it cannot be read."""
    given = opener.json(sealed, SealedPlace.STEP_ANSWER.of(step_id))
    return None if given is None else as_typed(FORMS[form], given)


def draft(opener: Opener, step_id: UUID, sealed: bytes) -> Typed | None:
    """A draft exactly as it was typed; None when it cannot be read."""
    return opener.json(sealed, SealedPlace.STEP_DRAFT.of(step_id))


def return_reason(opener: Opener, step_id: UUID | None, sealed: bytes | None) -> str:
    """Why a step came back."""
    return opener.text(sealed, SealedPlace.STEP_REASON.of(step_id)) if step_id else ""


def late_reason(opener: Opener, step_id: UUID, sealed: bytes | None) -> str:
    """Why something was done before its step could have begun."""
    return opener.text(sealed, SealedPlace.STEP_LATE_REASON.of(step_id))


def opinion(opener: Opener, signature_id: UUID, sealed: bytes | None) -> str:
    """What somebody wrote when signing or returning."""
    return opener.text(sealed, SealedPlace.SIGNATURE_OPINION.of(signature_id))


def chase_note(opener: Opener, chaser_id: UUID, sealed: bytes | None) -> str:
    """What was noted of a reminder."""
    return opener.text(sealed, SealedPlace.CHASER_NOTE.of(chaser_id))


def stage_reason(opener: Opener, stage_id: UUID, sealed: bytes | None) -> str:
    """Why a stage was opened."""
    return opener.text(sealed, SealedPlace.STAGE_REASON.of(stage_id))


def voiding_reason(opener: Opener, entry_id: UUID, sealed: bytes) -> str:
    """Why a case is void."""
    return opener.text(sealed, SealedPlace.VOIDING_REASON.of(entry_id))
