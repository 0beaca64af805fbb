"""One step: its form, its signatures, its reminders, its documents; and the log of who looked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.acting import Actor
from models.store.query import Query, Statement, Value, named
from models.store.views_work import StepLine
from models.words import Look


@dataclass(frozen=True)
class StepDetail(StepLine):
    """A step as its own page shows it; answer, draft and reasons are sealed."""

    answer: bytes | None
    draft: bytes | None
    reason: bytes | None
    result: dict[str, Any]
    done_at: datetime | None
    done_on: date | None
    late_reason: bytes | None
    stage_state: str
    pack: str
    locality: str
    done_by_name: str | None
    deadline_id: UUID | None
    met_late: bool | None


@dataclass(frozen=True)
class Earlier:
    """The round before: what was answered, and why it came back; both sealed."""

    id: UUID
    answer: bytes | None
    reason: bytes | None


@dataclass(frozen=True)
class SignatureLine:
    """A signature of a chain; the opinion is sealed."""

    id: UUID
    ordinal: int
    role: str
    mode: str
    officer_id: UUID | None
    stands_in_for: UUID | None
    state: str
    viewed_at: datetime | None
    decided_at: datetime | None
    decided_by: UUID | None
    opinion: bytes | None
    version_id: UUID
    officer: str | None
    decided_by_name: str | None
    absent: str | None
    authors: list[UUID]


@dataclass(frozen=True)
class ChaserLine:
    """A reminder; the note is sealed."""

    id: UUID
    at: datetime
    means: str
    note: bytes | None
    holder: str | None
    by_name: str | None
    to_name: str | None


@dataclass(frozen=True)
class VersionDetail:
    """A version of a document, without its bytes."""

    id: UUID
    case_id: UUID
    version: int
    issued_on: date
    made_at: datetime
    file_name: str
    sha256: str
    size: int
    void: bool
    title: str
    full_number: str


@dataclass(frozen=True)
class OfficerLine:
    """Somebody who works at the officer's centre."""

    id: UUID
    account: str
    name: str
    roles: list[str]


@dataclass(frozen=True)
class AbsenceLine:
    """Who stands in for whom."""

    id: UUID
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    officer: str
    cover: str


_STEP = Query(StepDetail, named("views_step", "step"))
_EARLIER = Query(Earlier, named("views_step", "earlier"))
_SIGNATURES = Query(SignatureLine, named("views_step", "signatures"))
_DEADLINE_OF = Value(UUID, named("views_step", "deadline_of"))
_CHASERS = Query(ChaserLine, named("views_step", "chasers"))
_VERSION = Query(VersionDetail, named("views_step", "version"))
_FILE = Value(bytes, named("views_step", "file"))
_OFFICERS = Query(OfficerLine, named("views_step", "officers"))
_ABSENCES = Query(AbsenceLine, named("views_step", "absences"))
_NEXT = Query(StepLine, named("views_step", "next"))
_VIEWED = Statement(named("views_step", "viewed"))


def step(db: Connection, step_id: UUID, *, now: datetime) -> StepDetail:
    """One step with its case and stage.

    Raises:
        NotFound: No such step, or not to be seen by this officer.
    """
    row = _STEP.first(db, step=step_id, now=now)
    if row is None:
        raise NotFound("没有找到这个环节。")
    return row


def earlier_round(db: Connection, step_id: UUID) -> Earlier | None:
    """What was answered the round before, and why it came back; both sealed."""
    return _EARLIER.first(db, step=step_id)


def signatures(db: Connection, step_id: UUID) -> list[SignatureLine]:
    """The chain of an approval, in order."""
    return _SIGNATURES.all(db, step=step_id)


def chasers(db: Connection, step_id: UUID) -> list[ChaserLine]:
    """Reminders, newest first; notes sealed."""
    return _CHASERS.all(db, step=step_id)


def version(db: Connection, version_id: UUID) -> VersionDetail:
    """A version of a document, without its bytes.

    Raises:
        NotFound: No such document, or not to be seen by this officer.
    """
    row = _VERSION.first(db, id=version_id)
    if row is None:
        raise NotFound("没有找到这份文书。")
    return row


def file(db: Connection, version_id: UUID) -> bytes:
    """The sealed bytes of a version that `version` has found."""
    return _FILE.one(db, id=version_id)


def officers(db: Connection) -> list[OfficerLine]:
    """Everybody who works at the officer's centre."""
    return _OFFICERS.all(db)


def absences(db: Connection, *, since: datetime) -> list[AbsenceLine]:
    """Who stands in for whom, from an instant on; newest first."""
    return _ABSENCES.all(db, since=since)


def next_after(db: Connection, case_id: UUID, step_id: UUID, *, now: datetime) -> list[StepLine]:
    """Who is next after something was done at a step: the step's next signer, or what it opened."""
    return _NEXT.all(db, case=case_id, step=step_id, now=now)


def deadline_of(db: Connection, step_id: UUID) -> UUID | None:
    """The newest deadline of a step."""
    return _DEADLINE_OF.first(db, step=step_id)


def note_view(
    db: Connection, actor: Actor, what: Look, *, case_id: UUID | None, ref: UUID | None,
    now: datetime,
) -> None:  # fmt: skip
    """Write down who looked at what."""
    _VIEWED.run(
        db, centre=actor.centre_id, case=case_id, officer=actor.officer_id, at=now, what=what,
        ref=str(ref) if ref else None,
    )  # fmt: skip
