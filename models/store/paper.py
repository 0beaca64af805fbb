"""Documents (文书): numbered once, kept version by version with their bytes, never made again."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.words import Paper


@dataclass(frozen=True)
class NewPaper:
    """A document that got its number."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    centre_id: UUID
    paper: Paper
    about: str | None
    series: str
    year: int
    number: int
    full_number: str
    title: str


@dataclass(frozen=True)
class NewVersion:
    """What was rendered, with its sealed bytes and the sealed context they were made from."""

    id: UUID
    paper_id: UUID
    case_id: UUID
    step_id: UUID
    version: int
    issued_on: date
    made_at: datetime
    file_name: str
    sha256: str
    size: int
    data_digest: str
    template: str
    program: str
    context: bytes
    facts: bytes
    authors: list[UUID]
    #: Steps it was made from.
    sources: list[str]
    content: bytes


@dataclass(frozen=True)
class PaperOfStage:
    """A document of a stage, and its last version so far."""

    id: UUID
    full_number: str
    title: str
    version: int


@dataclass(frozen=True)
class NewestVersion:
    """The version that counts now."""

    id: UUID
    sha256: str
    data_digest: str
    authors: list[UUID]


@dataclass(frozen=True)
class VersionToSign:
    """A version that somebody is about to sign, with the step that made it."""

    id: UUID
    sha256: str
    data_digest: str
    authors: list[UUID]
    made_at: datetime
    step_id: UUID
    position: int
    paper: Paper
    about: str | None
    #: The program that made it, and the sealed facts it was made from; None where neither was kept.
    program: str | None
    facts: bytes | None
    content: bytes


@dataclass(frozen=True)
class NumberedPaper:
    """A document by its number."""

    paper: Paper
    full_number: str


@dataclass(frozen=True)
class OwedPaper:
    """A document that was asked for and is not made yet."""

    paper: Paper
    about: str | None


@dataclass(frozen=True)
class StandingPaper:
    """A document of which a version counts, and when that was made."""

    id: UUID
    case_id: UUID
    paper: Paper
    about: str | None
    title: str
    full_number: str
    made_at: datetime


@dataclass(frozen=True)
class MovedDay:
    """A deadline that moved after somebody may have printed its day."""

    at: datetime
    old_due_at: datetime
    new_due_at: datetime
    deadline_id: UUID
    rule: str
    step_id: UUID | None
    was_certain: bool


@dataclass(frozen=True)
class SealedFile:
    """The bytes of a version, and the hash they must have."""

    id: UUID
    sha256: str
    content: bytes
    number: str | None
    """Of its case."""


_WRITE = Statement(named("paper", "write"))
_KEEP = Statement(named("paper", "keep"))
_OF_STAGE = Query(PaperOfStage, named("paper", "of_stage"))
_NEWEST = Query(NewestVersion, named("paper", "newest"))
_TO_SIGN = Query(VersionToSign, named("paper", "to_sign"))
_SOURCES_CHANGED: Value[bool] = Value(bool, named("paper", "sources_changed"))
_AUTHORS_OF: Value[list[UUID]] = Value(list, named("paper", "authors_of"))
_WHO_WROTE = Value(UUID, named("paper", "who_wrote"))
_NUMBER_OF = Value(str, named("paper", "number_of"))
_OWED = Query(OwedPaper, named("paper", "owed"))
_COUNT_LETTERS = Value(int, named("paper", "count_letters"))
_STANDING = Query(StandingPaper, named("paper", "standing"))
_STANDING_FOR_LAW = Query(StandingPaper, named("paper", "standing_for_law"))
_MOVED_DAYS = Query(MovedDay, named("paper", "moved_days"))
_EVERY_FILE = Query(SealedFile, named("paper", "every_file"))


def write(db: Connection, new: NewPaper) -> None:
    """Write a document that has no version yet."""
    _WRITE.run(db, **asdict(new))


def keep(db: Connection, new: NewVersion) -> None:
    """Keep a version with its bytes."""
    _KEEP.run(db, **asdict(new) | {"sources": json.dumps(new.sources)})


def of_stage(
    db: Connection, stage_id: UUID, paper: Paper, about: str | None
) -> PaperOfStage | None:
    """A document of a stage; None before it has a number."""
    return _OF_STAGE.first(db, stage=stage_id, paper=paper.value, about=about)


def newest(db: Connection, stage_id: UUID, paper: Paper, about: str | None) -> NewestVersion | None:
    """The version of a document that counts now; None where there is none."""
    return _NEWEST.first(db, stage=stage_id, paper=paper.value, about=about)


def to_sign(db: Connection, version_id: UUID) -> VersionToSign:
    """A version with its sealed bytes."""
    return _TO_SIGN.one(db, version=version_id)


def sources_changed(db: Connection, version_id: UUID) -> bool:
    """Whether an answer it was made from was overtaken, or the child was put right since."""
    return _SOURCES_CHANGED.one(db, version=version_id)


def authors_of(db: Connection, version_id: UUID) -> list[UUID]:
    """Who wrote a version, and therefore never signs it."""
    return _AUTHORS_OF.one(db, version=version_id)


def who_wrote(db: Connection, stage_id: UUID, steps: Sequence[UUID]) -> list[UUID]:
    """Who answered these steps of a stage, for whom, and who drafted; earlier rounds too."""
    return _WHO_WROTE.all(db, stage=stage_id, steps=list(steps))


def number_of(db: Connection, stage_id: UUID, paper: Paper) -> str | None:
    """The number of a document of a stage."""
    return _NUMBER_OF.first(db, stage=stage_id, paper=paper.value)


def owed(db: Connection, case_id: UUID) -> list[OwedPaper]:
    """The documents of a case that are still to be made, in the order they were asked for."""
    return _OWED.all(db, case=case_id)


def count_letters(db: Connection, case_id: UUID, about: str) -> int:
    """How many chaser letters went about a thing."""
    return _COUNT_LETTERS.one(db, case=case_id, about=about)


def standing(db: Connection, case_id: UUID) -> list[StandingPaper]:
    """The documents of a case that count, the oldest first."""
    return _STANDING.all(db, case=case_id)


def standing_for_law(db: Connection, cases: Collection[UUID]) -> list[StandingPaper]:
    """The documents of cases, for whoever changes the law: kinds and numbers only."""
    return _STANDING_FOR_LAW.all(db, cases=sorted(cases))


def moved_days(db: Connection, case_id: UUID) -> list[MovedDay]:
    """Every move of a deadline of a case."""
    return _MOVED_DAYS.all(db, case=case_id)


def every_file(db: Connection) -> Iterator[SealedFile]:
    """The bytes of every version of this installation, some at a time."""
    after = UUID(int=0)
    while some := _EVERY_FILE.all(db, after=after):
        yield from some
        after = some[-1].id
