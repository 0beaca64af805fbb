"""What a form of a case can be filled with: its facts, its people, its numbers, its centre."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from uuid import UUID

from sqlalchemy import Connection

from documents.titles import TITLES
from models.facts.case import CaseFacts
from models.facts.given import Signed
from models.facts.known.table import known_of, may_come_from_the_record
from models.facts.known.told import Asked, KnownValue, NumberedDocument
from models.forms.base import Form
from models.forms.people import ChildIdentity
from models.law.dates import shanghai_date
from models.printable import kept
from models.sealed_places import SealedPlace
from models.store import case as cases
from models.store.case import WholeCase
from models.words import Paper
from tasks.office import Office
from tasks.record.reading import answers_of, guardians_of


@dataclass(frozen=True)
class Before:
    """An answer that was given: its step, and when."""

    step_id: UUID
    at: datetime


#: The clock of temporary guardianship.
_CUSTODY = "3.2"


def known_in(
    db: Connection, office: Office, form: type[Form], case_id: UUID, *,
    about: str | None = None, before: Before | None = None,
) -> dict[str, KnownValue]:  # fmt: skip
    """What the record knows of what a form asks, by dotted path.

    It is read as the officer: what they do not see is not in it.

    Args:
        db: Acting for the officer.
        office: The office.
        form: The form.
        case_id: The case.
        about: The party, voice or window that it is about.
        before: Only what was known before this answer; None: all.

    Raises:
        Unreadable: Something of the case does not open: then what it says is unsure.
    """
    if not may_come_from_the_record(form):
        return {}
    asked = _asked(db, office, case_id, about)
    return known_of(form, asked if before is None else _as_known(asked, before))


def _as_known(asked: Asked, before: Before) -> Asked:
    """What answers told before another one; what stands only as it is now is not compared with."""
    known = asked.facts.as_known_on(before.at)
    earlier = takewhile(lambda one: one.step_id != str(before.step_id), known.given)
    facts = replace(known, given=tuple(earlier))
    return Asked(facts, centre=asked.centre, about=asked.about)


def _asked(db: Connection, office: Office, case_id: UUID, about: str | None) -> Asked:
    case = cases.whole(db, case_id)
    facts = CaseFacts.of(
        answers_of(db, office, case_id),
        (Signed(one.paper, one.stage, one.ordinal, one.turn, one.at) for one in case.signed),
        guardians_of(db, office, case_id),
    )
    return Asked(
        facts=facts,
        child=ChildIdentity.model_validate(
            kept(office.seal.open_json(case.identity, SealedPlace.CHILD_IDENTITY.of(case.child_id)))
        ),
        centre={name: str(value) for name, value in case.facts.items()},
        numbered=tuple(
            NumberedDocument(Paper(one.paper), TITLES[Paper(one.paper)], one.full_number)
            for one in case.papers
        ),
        custody_since=_day(case.custody_began_at),
        custody_limit=_limit(case),
        about=about,
    )


def _day(instant: datetime | None) -> date | None:
    return shanghai_date(instant) if instant else None


def _limit(case: WholeCase) -> date | None:
    """Until when temporary guardianship lasts, by the newest clock, while it runs."""
    due = [one.due_at for one in case.clocks if one.rule == _CUSTODY]
    return _day(due[-1]) if due and case.custody_began_at else None
