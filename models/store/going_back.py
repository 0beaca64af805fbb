"""Going back on an answer: what came of it, and putting that aside."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.store.step import Overtaken
from models.tables.case import CaseState, StageState
from models.words import StepKind, StepState


@dataclass(frozen=True)
class Since:
    """An entry that a stage made after an answer."""

    id: UUID
    kind: StepKind
    key: str
    form: str | None
    paper: str | None
    about: str | None
    turn: int
    state: StepState
    result: dict[str, Any]


@dataclass(frozen=True)
class AnswerNow:
    """An answer, and where it stands."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    position: int
    kind: StepKind
    state: StepState
    done_by: UUID | None
    stage_state: StageState
    case_state: CaseState


_GIVEN = Query(AnswerNow, named("going_back", "given"))
_SINCE = Query(Since, named("going_back", "since"))
_SIGNED_OF = Value(bool, named("going_back", "signed_of"))
_LEFT_THE_HOUSE = Value(str, named("going_back", "left_the_house"))
_FOLLOWER = Value(UUID, named("going_back", "follower"))
_PUT_ASIDE = Query(Overtaken, named("going_back", "put_aside"))
_CLOCKS_BEGUN = Value(UUID, named("going_back", "clocks_begun"))
_STOP_ONE = Statement(named("going_back", "stop_one"))
_CLOCKS_MET = Value(UUID, named("going_back", "clocks_met"))
_OWED_AGAIN = Statement(named("going_back", "owed_again"))


def given(db: Connection, step_id: UUID) -> AnswerNow:
    """An answer that somebody looks at, and where it stands."""
    return _GIVEN.one(db, step=step_id)


def since(db: Connection, stage_id: UUID, *, position: int) -> list[Since]:
    """What a stage did after this position, in order."""
    return _SINCE.all(db, stage=stage_id, position=position)


def has_decision(db: Connection, step_id: UUID) -> bool:
    """Whether somebody signed or returned in this chain."""
    return _SIGNED_OF.one(db, step=step_id)


def left_the_house(
    db: Connection, case_id: UUID, step_id: UUID, *, made_by: Collection[UUID]
) -> str | None:
    """A document made from an answer, or by these steps, that was signed or taken away."""
    return _LEFT_THE_HOUSE.first(db, case=case_id, step=step_id, steps=list(made_by))


def follower(db: Connection, stage_id: UUID) -> UUID | None:
    """The stage of the main line that opened when this one ended; None where none did."""
    return _FOLLOWER.first(db, stage=stage_id)


def put_aside(
    db: Connection, stage_id: UUID, target: UUID, *, position: int, reason: bytes, now: datetime
) -> list[Overtaken]:
    """Put an answer aside with all that its stage did after it; the stage is open again."""
    return _PUT_ASIDE.all(
        db, stage=stage_id, target=target, position=position, reason=reason, now=now
    )


def clocks_begun(db: Connection, case_id: UUID, step_id: UUID) -> list[UUID]:
    """Clocks of the case that this answer began."""
    return _CLOCKS_BEGUN.all(db, case=case_id, step=step_id)


def stop(db: Connection, deadline_id: UUID, *, now: datetime) -> None:
    """Stop a clock that has nothing to run from any more."""
    _STOP_ONE.run(db, id=deadline_id, now=now)


def clocks_met(db: Connection, case_id: UUID, step_id: UUID) -> list[UUID]:
    """Clocks of the case that this answer met."""
    return _CLOCKS_MET.all(db, case=case_id, step=step_id)


def owed_again(db: Connection, deadline_id: UUID) -> UUID:
    """Let the same clock run once more from where it ran; the new one."""
    new = uuid4()
    _OWED_AGAIN.run(db, id=deadline_id, new=new)
    return new
