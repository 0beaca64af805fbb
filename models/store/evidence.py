"""What shows from when a deadline is counted: steps that were done, papers that were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Value, named
from models.words import Paper, Stage, StepKind


@dataclass(frozen=True)
class DoneStep:
    """A step that was done; `done_on` only where it was entered later than it happened."""

    id: UUID
    kind: StepKind
    form: str | None
    paper: str | None
    done_at: datetime | None
    done_on: date | None
    by_name: str | None


@dataclass(frozen=True)
class ShownPaper:
    """A paper by title and number."""

    title: str
    full_number: str


@dataclass(frozen=True)
class ToldOf:
    """What a sheet tells of a deadline besides its count."""

    number: str
    stage: Stage
    owner_name: str | None
    ended_at: datetime | None
    met_late: bool | None
    done_on: date | None
    done_at: datetime | None
    entered_later: bool
    opened_at: datetime


_IS_DONE = Value(bool, named("evidence", "is_done"))
_NEWEST = Query(DoneStep, named("evidence", "newest"))
_ONE = Query(DoneStep, named("evidence", "one"))
_BY_FORM = Query(DoneStep, named("evidence", "by_form"))
_LAST_BEFORE = Query(DoneStep, named("evidence", "last_before"))
_PAPER = Query(ShownPaper, named("evidence", "paper"))
_ANSWERED_LAST = Value(datetime, named("evidence", "answered_last"))
_GUARDIANSHIP_BEGAN = Value(datetime, named("evidence", "guardianship_began"))
_GUARDIANSHIP_ENDED = Value(datetime, named("evidence", "guardianship_ended"))
_TOLD_OF = Query(ToldOf, named("evidence", "told_of"))


def is_done(db: Connection, step_id: UUID, *, case_id: UUID) -> bool:
    """Whether this is a done step of this case."""
    return _IS_DONE.one(db, step=step_id, case=case_id)


def newest(db: Connection, case_id: UUID, *, most: int) -> list[DoneStep]:
    """The newest answered forms of a case."""
    return _NEWEST.all(db, case=case_id, most=most)


def step(db: Connection, step_id: UUID) -> DoneStep:
    """One step."""
    return _ONE.one(db, id=step_id)


def by_form(
    db: Connection, case_id: UUID, forms: Sequence[str], *, until: datetime
) -> DoneStep | None:  # fmt: skip
    """The newest of these forms that was answered until then."""
    return _BY_FORM.first(db, case=case_id, forms=list(forms), opened=until)


def last_before(db: Connection, case_id: UUID, *, until: datetime) -> DoneStep | None:
    """What was answered or approved last until then."""
    return _LAST_BEFORE.first(db, case=case_id, opened=until)


def paper(db: Connection, case_id: UUID, kind: Paper) -> ShownPaper | None:
    """The newest paper of this kind that counts."""
    return _PAPER.first(db, case=case_id, paper=kind)


def told_of(db: Connection, deadline_id: UUID) -> ToldOf:
    """What a sheet tells of a deadline besides its count."""
    return _TOLD_OF.one(db, id=deadline_id)


def answered_last(db: Connection, case_id: UUID, forms: Sequence[str]) -> datetime | None:
    """When one of these forms was answered last; None where none was."""
    return _ANSWERED_LAST.first(db, case=case_id, forms=list(forms))


def guardianship_began(db: Connection, case_id: UUID) -> datetime | None:
    """When temporary guardianship began that still runs."""
    return _GUARDIANSHIP_BEGAN.first(db, case=case_id)


def guardianship_ended(db: Connection, case_id: UUID) -> datetime | None:
    """When temporary guardianship ended last."""
    return _GUARDIANSHIP_ENDED.first(db, case=case_id)
