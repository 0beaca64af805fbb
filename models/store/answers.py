"""What has been answered: of a case, for its record; of a stage, for a return or a withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, named
from models.words import Stage, StepKind


@dataclass(frozen=True)
class AnswerOfCase:
    """An answer that counts, with where and by whom it was given."""

    id: UUID
    form: str
    about: str | None
    turn: int
    answer: bytes
    done_at: datetime
    done_on: date | None
    stage: Stage
    ordinal: int
    officer: str


@dataclass(frozen=True)
class SealedAnswer:
    """An answer with the form it was given to."""

    id: UUID
    form: str
    answer: bytes


@dataclass(frozen=True)
class EarlierForm:
    """An answered form to which an approval may be returned."""

    id: UUID
    key: str
    round: int
    position: int
    form: str
    about: str | None
    done_by: UUID | None


@dataclass(frozen=True)
class Beginning:
    """Since when a step could be done."""

    starts_at: datetime | None
    opened_at: datetime
    #: The day of the fact it followed upon; the first of a case has none.
    followed: date | None


@dataclass(frozen=True)
class DoneByPeople:
    """A form that was answered, or a chain that was signed."""

    kind: StepKind
    form: str | None


_OF_CASE = Query(AnswerOfCase, named("answers", "of_case"))
_TO_FORMS = Query(AnswerOfCase, named("answers", "to_forms"))
_GRADED = Query(SealedAnswer, named("answers", "graded"))
_EARLIER_FORMS = Query(EarlierForm, named("answers", "earlier_forms"))
_BEGINNING = Query(Beginning, named("answers", "beginning"))
_DONE_BY_PEOPLE = Query(DoneByPeople, named("answers", "done_by_people"))


def of_case(db: Connection, case_id: UUID) -> list[AnswerOfCase]:
    """Every answer of a case that counts, oldest first."""
    return _OF_CASE.all(db, case=case_id)


def to_forms(db: Connection, case_id: UUID, forms: Sequence[str]) -> list[AnswerOfCase]:
    """The answers to these forms that count, the newest first; nobody's name with them."""
    return _TO_FORMS.all(db, case=case_id, forms=list(forms))


def graded(db: Connection, case_id: UUID) -> list[SealedAnswer]:
    """Answers that may hold a level, newest first."""
    return _GRADED.all(db, case=case_id)


def earlier_forms(db: Connection, step_id: UUID) -> list[EarlierForm]:
    """Answered forms of the stage before an approval: where it may be returned to, newest last."""
    return _EARLIER_FORMS.all(db, step=step_id)


def beginning(db: Connection, step_id: UUID) -> Beginning:
    """Since when a step could be done."""
    return _BEGINNING.one(db, step=step_id)


def done_by_people(db: Connection, stage_id: UUID) -> list[DoneByPeople]:
    """What people have answered or signed in a stage, newest first."""
    return _DONE_BY_PEOPLE.all(db, stage=stage_id)
