"""Opening what is sealed, only as far as a page needs it.

A value that does not open, damaged or of another key, never takes a page down: it shows as
unreadable in its place, and whoever looks after the installation is told where it stands. What a
form begins with is opened strictly: nobody may hand in the word for unreadable.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from models.errors import BrokenInvariant
from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.dates import shanghai_date
from models.seal import Seal
from models.sealed_places import SealedFor, SealedPlace
from models.store.views_case import Person
from web.typed import Typed, as_typed
from web.wording import _

#: Characters of a name that a list may show.
_SHOWN = 1


class Opener:
    """Opens for one page, and remembers the places of what did not open."""

    def __init__(self, seal: Seal) -> None:
        """Open with this seal."""
        self._seal = seal
        self.unreadable: dict[str, None] = {}

    def json(self, sealed: bytes, place: SealedFor) -> dict[str, Any] | None:
        """Open an object; None when it does not open."""
        try:
            return self._seal.open_json(sealed, place)
        except (BrokenInvariant, ValueError):
            self.unreadable[place] = None
            return None

    def text(self, sealed: bytes | None, place: SealedFor) -> str:
        """Open a text; nothing sealed gives the empty text."""
        try:
            return self._seal.open_text(sealed, place)
        except (BrokenInvariant, ValueError):
            self.unreadable[place] = None
            return unreadable()


def unreadable() -> str:
    """What stands in the place of a value that does not open."""
    return _("无法读取")


def child_of(seal: Seal, child_id: UUID, sealed: bytes) -> ChildIdentity:
    """What is known of a child, for a form."""
    return ChildIdentity.model_validate(
        seal.open_json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))
    )


def child_shown(opener: Opener, child_id: UUID, sealed: bytes) -> ChildIdentity:
    """What is known of a child, for a page."""
    known = opener.json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))
    return ChildIdentity.model_validate({"called": unreadable()} if known is None else known)


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


def guardians_of(seal: Seal, rows: list[Person]) -> list[GuardianEntry]:
    """What is known of the guardians, for a form."""
    return [
        GuardianEntry.model_validate(
            seal.open_json(row.identity, SealedPlace.PERSON_IDENTITY.of(row.id))
        )
        for row in rows
    ]


def guardians_shown(opener: Opener, rows: list[Person]) -> list[GuardianEntry | None]:
    """The guardians, for a page; None in the place of one that cannot be read."""
    known = (opener.json(row.identity, SealedPlace.PERSON_IDENTITY.of(row.id)) for row in rows)
    return [None if one is None else GuardianEntry.model_validate(one) for one in known]


def typed_answer(seal: Seal, form: str, step_id: UUID, sealed: bytes) -> Typed:
    """An answer as it would have been typed, for a form."""
    return as_typed(FORMS[form], seal.open_json(sealed, SealedPlace.STEP_ANSWER.of(step_id)))


def answer_shown(opener: Opener, form: str, step_id: UUID, sealed: bytes) -> Typed | None:
    """An answer as it would have been typed, for a page; None when it cannot be read."""
    given = opener.json(sealed, SealedPlace.STEP_ANSWER.of(step_id))
    return None if given is None else as_typed(FORMS[form], given)


def draft(seal: Seal, step_id: UUID, sealed: bytes) -> Typed:
    """A draft exactly as it was typed."""
    return seal.open_json(sealed, SealedPlace.STEP_DRAFT.of(step_id))


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
