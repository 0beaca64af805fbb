"""Opening what is sealed, only as far as a page needs it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from models.forms.catalogue import FORMS
from models.forms.people import ChildIdentity, GuardianEntry
from models.law.dates import shanghai_date
from models.seal import Seal
from models.sealed_places import SealedPlace
from web.typed import Typed, as_typed
from web.wording import _

#: Characters of a name that a list may show.
_SHOWN = 1


def child_of(seal: Seal, child_id: UUID, sealed: bytes) -> ChildIdentity:
    """What is known of a child."""
    return ChildIdentity.model_validate(
        seal.open_json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))
    )


def called(seal: Seal, child_id: UUID, sealed: bytes) -> str:
    """What a list calls a child: the name to be called by, else the surname alone."""
    known = seal.open_json(sealed, SealedPlace.CHILD_IDENTITY.of(child_id))
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


def guardians_of(seal: Seal, rows: list[Row[Any]]) -> list[GuardianEntry]:
    """What is known of the guardians."""
    return [
        GuardianEntry.model_validate(
            seal.open_json(row.identity, SealedPlace.PERSON_IDENTITY.of(row.id))
        )
        for row in rows
    ]


def typed_answer(seal: Seal, form: str, step_id: UUID, sealed: bytes) -> Typed:
    """An answer as it would have been typed."""
    return as_typed(FORMS[form], seal.open_json(sealed, SealedPlace.STEP_ANSWER.of(step_id)))


def draft(seal: Seal, step_id: UUID, sealed: bytes) -> Typed:
    """A draft exactly as it was typed."""
    return seal.open_json(sealed, SealedPlace.STEP_DRAFT.of(step_id))


def return_reason(seal: Seal, step_id: UUID, sealed: bytes | None) -> str:
    """Why a step came back."""
    return seal.open_text(sealed, SealedPlace.STEP_REASON.of(step_id))


def late_reason(seal: Seal, step_id: UUID, sealed: bytes | None) -> str:
    """Why something was done before its step could have begun."""
    return seal.open_text(sealed, SealedPlace.STEP_LATE_REASON.of(step_id))


def opinion(seal: Seal, signature_id: UUID, sealed: bytes | None) -> str:
    """What somebody wrote when signing or returning."""
    return seal.open_text(sealed, SealedPlace.SIGNATURE_OPINION.of(signature_id))


def chase_note(seal: Seal, chaser_id: UUID, sealed: bytes | None) -> str:
    """What was noted of a reminder."""
    return seal.open_text(sealed, SealedPlace.CHASER_NOTE.of(chaser_id))


def stage_reason(seal: Seal, stage_id: UUID, sealed: bytes | None) -> str:
    """Why a stage was opened."""
    return seal.open_text(sealed, SealedPlace.STAGE_REASON.of(stage_id))
