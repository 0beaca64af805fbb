"""Journal entries: gathered and written, taken up; timers and what waits for a worker.

What people do to a step is in `models.store.step`.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from models.store import deadlines as starting
from models.store import notices, stage
from models.store.deadlines import NewDeadline
from models.store.events import Happening, columns
from models.store.notices import NewNotice
from models.store.query import Query, Statement, Value, named
from models.store.stage import NewStage
from models.words import Holder, Role, StepKind, StepState


@dataclass(frozen=True)
class NewStep:
    """A journal entry as it is written; the fields that have a plainest value begin with it."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    centre_id: UUID
    kind: StepKind
    key: str
    position: int
    opened_at: datetime
    round: int = 1
    state: StepState = StepState.OPEN
    about: str | None = None
    turn: int = 1
    form: str | None = None
    paper: str | None = None
    owner_role: Role | None = None
    owner_id: UUID | None = None
    stands_in_for: UUID | None = None
    holder: Holder = Holder.CENTRE
    rule: str | None = None
    due_at: datetime | None = None
    no_due_reason: str | None = None
    done_at: datetime | None = None
    done_by: UUID | None = None
    taken_up_at: datetime | None = None
    #: Ids and words of what an effect made.
    result: Mapping[str, Any] | None = None


@dataclass
class Unwritten:
    """What was done and does not stand in the record yet."""

    stages: list[NewStage] = field(default_factory=list)
    steps: list[NewStep] = field(default_factory=list)
    deadlines: list[NewDeadline] = field(default_factory=list)
    notices: list[NewNotice] = field(default_factory=list)
    #: Stages whose workers are woken when the transaction commits.
    woken: list[UUID] = field(default_factory=list)
    #: Done steps that the procedure went past.
    taken: list[UUID] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    @property
    def is_more_than_events(self) -> bool:
        """Whether anything but events and taken-up marks was gathered."""
        return bool(self.stages or self.steps or self.deadlines or self.notices or self.woken)

    @property
    def is_owed(self) -> bool:
        """Whether somebody, or time, owes a step that the record does not show yet.

        A document that is left to a worker is nobody's: no effect asks for it.
        """
        nobodys = StepKind.ISSUE
        return any(one.state is StepState.OPEN and one.kind is not nobodys for one in self.steps)


@dataclass(frozen=True)
class DueTimer:
    """A timer whose instant has come."""

    id: UUID
    stage_id: UUID
    case_id: UUID
    centre_id: UUID
    due_at: datetime


@dataclass(frozen=True)
class AnsweredBefore:
    """Who answered the newest round of a key, and may do so still."""

    key: str
    officer_id: UUID


_WRITE = Statement(named("journal", "write"))
_SETTLE = Statement(named("journal", "settle"))
_SETTLE_EVENTS = Statement(named("journal", "settle_events"))
_FINISH = Statement(named("journal", "finish"))
_FAIL = Value(int, named("journal", "fail"))
_DUE_STAGES = Value(UUID, named("journal", "due_stages"))
_DUE_TIMERS = Query(DueTimer, named("journal", "due_timers"))
_FIRE = Statement(named("journal", "fire"))
_NEXT_DUE = Value(datetime, named("journal", "next_due"))
_LEFT_TO_WORKER = Value(UUID, named("journal", "left_to_worker"))
_ANSWERED_BEFORE = Query(AnsweredBefore, named("journal", "answered_before"))


def write(db: Connection, steps: Sequence[NewStep], deadlines: Sequence[NewDeadline] = ()) -> None:
    """Write journal entries, and let their deadlines run."""
    _WRITE.run(db, written=_as_json(steps), deadlines=starting.as_json(deadlines))


def _as_json(steps: Sequence[NewStep]) -> str:
    return json.dumps([vars(one) | {"result": one.result or {}} for one in steps], default=str)


def settle(
    db: Connection, unwritten: Unwritten, *, case_id: UUID, centre_id: UUID, at: datetime
) -> None:
    """Write all that was gathered, in one statement; nothing where there is nothing."""
    events = columns(unwritten.happenings, case_id=case_id, centre_id=centre_id, at=at)
    if unwritten.is_more_than_events:
        _SETTLE.run(
            db,
            **events,
            taken=unwritten.taken,
            opened=stage.as_json(unwritten.stages),
            written=_as_json(unwritten.steps),
            deadlines=starting.as_json(unwritten.deadlines),
            notices=notices.as_json(unwritten.notices),
            woken=unwritten.woken,
        )
    elif unwritten.taken or unwritten.happenings:
        _SETTLE_EVENTS.run(db, **events, taken=unwritten.taken)


def finish(db: Connection, step_id: UUID, result: Mapping[str, Any], *, at: datetime) -> None:
    """An effect that was left to a worker is done, and taken up with it."""
    _FINISH.run(db, step=step_id, result=Jsonb(dict(result)), at=at)


def fail(db: Connection, stage_id: UUID, key: str, *, fence: int, failure: str) -> int | None:
    """Count a failed try; how many there were, or None where another run has the stage by now."""
    return _FAIL.first(db, stage=stage_id, key=key, fence=fence, failure=failure)


def due_stages(db: Connection, *, at: datetime, without: Collection[UUID], most: int) -> list[UUID]:
    """Stages in which a timer is due, the earliest first."""
    return _DUE_STAGES.all(db, at=at, without=list(without), most=most)


def due_timers(db: Connection, stage_id: UUID, *, at: datetime) -> list[DueTimer]:
    """Timers of a stage that are due; those somebody else is at are left out."""
    return _DUE_TIMERS.all(db, stage=stage_id, at=at)


def fire(db: Connection, steps: Sequence[UUID], *, at: datetime) -> None:
    """Let timers go off."""
    _FIRE.run(db, steps=list(steps), at=at)


def next_due(db: Connection) -> datetime | None:
    """When the next open timer is due; None when there is none."""
    return _NEXT_DUE.first(db)


def left_to_worker(db: Connection) -> list[UUID]:
    """Stages in which something waits for a worker."""
    return _LEFT_TO_WORKER.all(db)


def answered_before(db: Connection, stage_id: UUID, keys: Sequence[str]) -> dict[str, UUID]:
    """Who answered the round before, where there was one."""
    if not keys:
        return {}
    found = _ANSWERED_BEFORE.all(db, stage=stage_id, keys=list(keys))
    return {one.key: one.officer_id for one in found}
