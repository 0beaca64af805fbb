"""An answer put right: its new version, what rests on it, and what becomes of that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.query import Query, Statement, Value, named
from models.store.step import Overtaken
from models.tables.case import StageState
from models.words import Stage


@dataclass(frozen=True)
class StageSeen:
    """A stage that may go another way."""

    id: UUID
    name: Stage
    state: StageState
    is_main: bool
    ordinal: int


@dataclass(frozen=True)
class RunningSeen:
    """A deadline that counts, and the step it is of."""

    id: UUID
    key: str
    stage_id: UUID
    rule: str
    step_key: str | None


@dataclass(frozen=True)
class DueSeen:
    """Until when something is owed."""

    id: UUID
    due_at: datetime
    title: str | None


@dataclass(frozen=True)
class StepSeen:
    """A step that is open."""

    id: UUID
    kind: str
    key: str
    form: str | None
    paper: str | None
    about: str | None
    turn: int
    owner_id: UUID | None


@dataclass(frozen=True)
class SignatureSeen:
    """A signature that was given."""

    id: UUID
    paper: str
    by_name: str | None
    officer_id: UUID | None


@dataclass(frozen=True)
class VersionSeen:
    """A version of a document that stands."""

    id: UUID
    title: str
    full_number: str
    version: int


@dataclass(frozen=True)
class Corrected:
    """What was put right; reason, evidence and values are sealed."""

    id: UUID
    at: datetime
    step_id: UUID | None
    reason: bytes
    evidence: bytes
    changed: bytes
    by_name: str | None
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None


@dataclass(frozen=True)
class PlaceOfStep:
    """Where a step belongs."""

    case_id: UUID
    stage_id: UUID


_PLACE = Query(PlaceOfStep, named("correction", "place"))
_RESTING_ON = Query(VersionSeen, named("correction", "resting_on"))
_SUPERSEDE = Statement(named("correction", "supersede"))
_OPEN_VERSION = Statement(named("correction", "open_version"))
_GIVE = Statement(named("correction", "give"))
_KEEP = Statement(named("correction", "keep"))
_OF_CASE = Query(Corrected, named("correction", "of_case"))
_STAGES = Query(StageSeen, named("correction", "stages"))
_RUNNING = Query(RunningSeen, named("correction", "running"))
_DUES = Query(DueSeen, named("correction", "dues"))
_OPEN_STEPS = Query(StepSeen, named("correction", "open_steps"))
_GIVEN_SIGNATURES = Query(SignatureSeen, named("correction", "given_signatures"))
_STANDING = Query(VersionSeen, named("correction", "standing"))
_RESTING = Query(VersionSeen, named("correction", "resting"))
_FIX = Statement(named("correction", "fix"))
_BEGAN_OTHERWISE = Statement(named("correction", "began_otherwise"))
_ENDED_OTHERWISE = Statement(named("correction", "ended_otherwise"))
_LATER_MAIN = Value(UUID, named("correction", "later_main"))
_GO_BACK = Query(Overtaken, named("correction", "go_back"))
_TEAM = Value(UUID, named("correction", "team"))
_TRY_AGAIN = Value(UUID, named("correction", "try_again"))


def place(db: Connection, step_id: UUID) -> PlaceOfStep:
    """Where a step belongs.

    Raises:
        NotFound: No such step, or not to be seen by this actor.
    """
    found = _PLACE.first(db, step=step_id)
    if found is None:
        raise NotFound("没有找到这个环节。")
    return found


def resting_on(db: Connection, case_id: UUID, step_id: UUID) -> list[VersionSeen]:
    """Documents that stand and were made from this answer; `id` is the document's."""
    return _RESTING_ON.all(db, case=case_id, step=step_id)


def replace(
    db: Connection, step_id: UUID, new: UUID, *, stage_id: UUID, answer: bytes, reason: bytes,
    by: UUID, now: datetime,
) -> None:  # fmt: skip
    """Let a new version of an answer stand in the place of the one so far, which is kept."""
    _SUPERSEDE.run(db, step=step_id, stage=stage_id, reason=reason)
    _OPEN_VERSION.run(db, step=step_id, new=new)
    _GIVE.run(db, new=new, answer=answer, by=by, now=now)


def keep(db: Connection, **entry: Any) -> None:
    """Keep what was put right, by whom, when, why."""
    _KEEP.run(db, **entry)


def of_case(db: Connection, case_id: UUID) -> list[Corrected]:
    """What was put right in a case, the newest first."""
    return _OF_CASE.all(db, case=case_id)


def stages(db: Connection, case_id: UUID, *, besides: UUID) -> list[StageSeen]:
    """Stages that may go another way, or in which something counts, and one of them besides."""
    return _STAGES.all(db, case=case_id, stage=besides)


def running(db: Connection, case_id: UUID) -> list[RunningSeen]:
    """Deadlines that count from what the record tells."""
    return _RUNNING.all(db, case=case_id)


def dues(db: Connection, case_id: UUID) -> list[DueSeen]:
    """Until when what is owed, the next first."""
    return _DUES.all(db, case=case_id)


def open_steps(db: Connection, case_id: UUID) -> list[StepSeen]:
    """What people, time or a worker owe."""
    return _OPEN_STEPS.all(db, case=case_id)


def given_signatures(db: Connection, case_id: UUID) -> list[SignatureSeen]:
    """The signatures that count."""
    return _GIVEN_SIGNATURES.all(db, case=case_id)


def standing(db: Connection, case_id: UUID) -> list[VersionSeen]:
    """The versions of documents that count."""
    return _STANDING.all(db, case=case_id)


def resting(db: Connection, case_id: UUID) -> list[VersionSeen]:
    """Documents that stand on an answer that was put right since; `id` is the document's."""
    return _RESTING.all(db, case=case_id)


def fix(
    db: Connection, deadline_id: UUID, *, starts: datetime, due: datetime, receipt: str
) -> None:
    """Put another fixed day on a deadline that is not counted."""
    _FIX.run(db, id=deadline_id, starts=starts, due=due, receipt=receipt)


def custody_began(db: Connection, stage_id: UUID, at: datetime) -> None:
    """Let the temporary guardianship of a stage have begun at another instant."""
    _BEGAN_OTHERWISE.run(db, stage=stage_id, at=at)


def custody_ended(db: Connection, case_id: UUID, at: datetime) -> None:
    """Let the last temporary guardianship of a case have ended at another instant."""
    _ENDED_OTHERWISE.run(db, case=case_id, at=at)


def later_main(db: Connection, case_id: UUID, stage_id: UUID) -> list[UUID]:
    """The stage of the main line that is open after this one."""
    return _LATER_MAIN.all(db, case=case_id, stage=stage_id)


def go_back(db: Connection, stage_id: UUID, *, position: int, now: datetime) -> list[Overtaken]:
    """Put aside all that a stage did after this position; it goes on from there."""
    return _GO_BACK.all(db, stage=stage_id, position=position, now=now)


def team(db: Connection, case_id: UUID) -> list[UUID]:
    """Who works on a case, the first one first."""
    return _TEAM.all(db, case=case_id)


def try_again(db: Connection, case_id: UUID) -> list[UUID]:
    """Let what failed be tried anew; the stages it is in."""
    return _TRY_AGAIN.all(db, case=case_id)
