"""Journal entries: read for a replay, written, taken up; timers and what waits for a worker.

What people do to a step is in `models.store.step`.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from models.store.deadlines import NewDeadline, as_json
from models.store.events import Happening, columns
from models.store.query import Query, Statement, Value, named
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


@dataclass(frozen=True)
class EntryRow:
    """A journal entry as a replay reads it; a superseded one for its round alone."""

    id: UUID
    key: str
    round: int
    position: int
    state: StepState
    form: str | None
    taken_up: bool
    result: dict[str, Any]
    attempts: int
    answer: bytes | None


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


_ENTRIES = Query(EntryRow, named("journal", "entries"))
_WRITE = Statement(named("journal", "write"))
_SETTLE = Statement(named("journal", "settle"))
_FINISH = Statement(named("journal", "finish"))
_FAIL = Statement(named("journal", "fail"))
_DUE_STAGES = Value(UUID, named("journal", "due_stages"))
_DUE_TIMERS = Query(DueTimer, named("journal", "due_timers"))
_FIRE = Statement(named("journal", "fire"))
_NEXT_DUE = Value(datetime, named("journal", "next_due"))
_LEFT_TO_WORKER = Value(UUID, named("journal", "left_to_worker"))
_ANSWERED_BEFORE = Query(AnsweredBefore, named("journal", "answered_before"))


def entries(db: Connection, stage_id: UUID) -> list[EntryRow]:
    """All entries of a stage, in order."""
    return _ENTRIES.all(db, stage=stage_id)


def write(db: Connection, steps: Sequence[NewStep], deadlines: Sequence[NewDeadline] = ()) -> None:
    """Write journal entries, and let their deadlines run."""
    rows = [asdict(one) | {"result": dict(one.result or {})} for one in steps]
    _WRITE.run(db, steps=json.dumps(rows, default=str), deadlines=as_json(deadlines))


def settle(
    db: Connection,
    taken: Sequence[UUID],
    happenings: Sequence[Happening],
    *,
    case_id: UUID,
    centre_id: UUID,
    at: datetime,
) -> None:
    """Note which done steps the procedure went past, and append what happened."""
    if taken or happenings:
        row = columns(happenings, case_id=case_id, centre_id=centre_id, at=at)
        _SETTLE.run(db, **row, taken=list(taken))


def finish(db: Connection, step_id: UUID, result: Mapping[str, Any], *, at: datetime) -> None:
    """An effect that was left to a worker is done, and taken up with it."""
    _FINISH.run(db, step=step_id, result=Jsonb(dict(result)), at=at)


def fail(db: Connection, stage_id: UUID, key: str, *, fence: int, failure: str) -> None:
    """Count a failed try, unless another run has the stage by now."""
    _FAIL.run(db, stage=stage_id, key=key, fence=fence, failure=failure)


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
