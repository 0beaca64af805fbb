"""Stages: opened, closed, interrupted, each with the wake of its workers in the same statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator
from sqlalchemy import Connection

from models.errors import NotFound
from models.store.query import Query, Statement, Value, named
from models.tables.case import CaseState, StageState
from models.words import MAIN_STAGES, Outcome, Paper, Stage, StepKind, StepState

#: What a listening worker hears; the payload is the stage's id.
CHANNEL = "hutong_stage"
#: Raised whenever a flow changes its meaning under open cases.
PROCEDURE_VERSION = 1


def _from_hex(written: str | None) -> bytes | None:
    """Bytes as JSON has them from PostgreSQL."""
    return bytes.fromhex(written.removeprefix("\\x")) if written else None


@dataclass(frozen=True)
class EntryRow:
    """A journal entry as a replay reads it; a superseded one for its round alone."""

    id: UUID
    kind: StepKind
    key: str
    paper: Paper | None
    about: str | None
    turn: int
    round: int
    position: int
    state: StepState
    form: str | None
    taken_up: bool
    result: dict[str, Any]
    attempts: int
    #: Sealed.
    answer: Annotated[bytes | None, BeforeValidator(_from_hex)]


@dataclass(frozen=True)
class LastSigned:
    """When the last signature was put under a paper, the newest of its kind."""

    paper: Paper
    at: datetime


@dataclass(frozen=True)
class StageInCase:
    """A stage with its entries, and what it may know of its case: one question, at each replay.

    `flows.readers.memory` keeps the same without a database.
    """

    id: UUID
    case_id: UUID
    centre_id: UUID
    name: Stage
    ordinal: int
    is_main: bool
    state: StageState
    opened_at: datetime
    fence: int
    #: The last notice applied; nobody changes the calendar until the transaction ends.
    calendar: UUID | None
    #: The centre's own targets, as `models.store.own_targets.read` reads them.
    own: dict[str, Any] | None
    pack: str
    locality: str
    child_id: UUID
    custody_began_at: datetime | None
    #: Outcome of the last consultation that was closed (gate G1).
    conclusion: Outcome | None
    owes_visits: bool
    #: When the stage of the same name before this one was opened; None where this is the first.
    opened_before: datetime | None
    #: Each paper of the case whose signatures are complete, once.
    signed: list[LastSigned]
    #: In order.
    entries: list[EntryRow]


@dataclass(frozen=True)
class NewStage:
    """A stage as it is opened: by a person with a sealed reason, or by a stage under a key."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    name: Stage
    opened_at: datetime
    reason: bytes | None = None
    opened_by_key: str | None = None
    opened_by_stage: UUID | None = None


@dataclass(frozen=True)
class OtherStage:
    """A stage that is open beside the one at hand."""

    id: UUID
    name: Stage
    is_main: bool


@dataclass(frozen=True)
class EndedStage:
    """A stage of the main line that is over."""

    name: Stage
    outcome: Outcome | None


@dataclass(frozen=True)
class StageToWithdraw:
    """A stage somebody would take back."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    state: StageState
    is_main: bool
    by_person: bool
    case_state: CaseState


_IN_CASE = Query(StageInCase, named("stage", "in_case"))
_ADD = Statement(named("stage", "add"))
_CLOSE = Value(UUID, named("stage", "close"))
_INTERRUPT = Value(UUID, named("stage", "interrupt"))
_WAKE = Statement(named("stage", "wake"))
_OPEN_OTHERS = Query(OtherStage, named("stage", "open_others"))
_OPEN_SIDE = Value(UUID, named("stage", "open_side"))
_CHILD_LEFT = Value(bool, named("stage", "child_left"))
_EVER_OPENED = Value(bool, named("stage", "ever_opened"))
_CHILD_DIED = Value(bool, named("stage", "child_died"))
_UNTOUCHED_SINCE = Value(datetime, named("stage", "untouched_since"))
_LAST_MAIN = Query(EndedStage, named("stage", "last_main"))
_OPEN_MAIN = Value(str, named("stage", "open_main"))
_OPEN_SIDES = Value(int, named("stage", "open_sides"))
_TO_WITHDRAW = Query(StageToWithdraw, named("stage", "to_withdraw"))


def in_case(db: Connection, stage_id: UUID) -> StageInCase:
    """Read a stage with what it may know of its case.

    Raises:
        NotFound: No such stage, or not to be seen by this actor.
    """
    found = _IN_CASE.first(db, stage=stage_id)
    if found is None:
        raise NotFound("没有找到这个阶段。")
    return found


def as_json(rows: Sequence[NewStage]) -> str:
    """Rows for `open_stages`, which other statements may take in."""
    return json.dumps([_columns(row) for row in rows], default=str)


def _columns(row: NewStage) -> dict[str, Any]:
    more = {"is_main": row.name in MAIN_STAGES, "procedure": PROCEDURE_VERSION}
    return vars(row) | more | {"reason": row.reason and rf"\x{row.reason.hex()}"}


def add(db: Connection, new: NewStage) -> None:
    """Open a stage after all others of its case, and wake the workers."""
    _ADD.run(db, opened=as_json([new]))


def close(db: Connection, stage_id: UUID, outcome: Outcome, *, now: datetime) -> list[UUID]:
    """End a stage by its own procedure, and wake the workers: its run ends too.

    Documents that are still to be made are made after it.

    Returns:
        The other steps it left open: cancelled, kept.
    """
    given = {"stage": stage_id, "outcome": outcome.value, "now": now, "papers_too": False}
    return _some(_CLOSE.all(db, **given))


def interrupt(db: Connection, stage_id: UUID, *, now: datetime) -> list[UUID]:
    """End a stage from outside, and wake the workers; whoever holds its lease holds it no more.

    Returns:
        The steps that were open: cancelled, kept.
    """
    return _some(_INTERRUPT.all(db, stage=stage_id, now=now, papers_too=True))


def _some(steps: list[UUID]) -> list[UUID]:
    """Without the null of a stage that left nothing open."""
    return [one for one in steps if one]


def wake(db: Connection, stages: Sequence[UUID]) -> None:
    """Tell the workers, when the transaction commits, that these stages have work."""
    if stages:
        _WAKE.run(db, stages=list(stages))


def open_others(db: Connection, case_id: UUID, this: UUID) -> list[OtherStage]:
    """The open stages of a case beside this one, oldest first, locked."""
    return _OPEN_OTHERS.all(db, case=case_id, this=this)


def open_side(db: Connection, case_id: UUID, name: Stage) -> UUID | None:
    """A side procedure of this kind that is open in the case."""
    return _OPEN_SIDE.first(db, case=case_id, name=name.value)


def child_left(db: Connection, stage_id: UUID) -> bool:
    """Whether a child was received in this stage and is in temporary guardianship no more."""
    return _CHILD_LEFT.one(db, stage=stage_id)


def ever_opened(db: Connection, case_id: UUID, name: Stage) -> bool:
    """Whether the case ever had such a stage."""
    return _EVER_OPENED.one(db, case=case_id, name=name.value)


def child_died(db: Connection, case_id: UUID) -> bool:
    """Whether the child's death was recorded in this case."""
    return _CHILD_DIED.one(db, case=case_id)


def untouched_since(db: Connection, case_id: UUID, name: Stage) -> datetime | None:
    """When such a stage was opened in which nobody has answered anything yet."""
    return _UNTOUCHED_SINCE.first(db, case=case_id, name=name.value)


def last_main(db: Connection, case_id: UUID) -> EndedStage | None:
    """The last stage of the main line that is over."""
    return _LAST_MAIN.first(db, case=case_id)


def open_main(db: Connection, case_id: UUID) -> Stage | None:
    """The stage in which the main line stands; None in a closed case."""
    found = _OPEN_MAIN.first(db, case=case_id)
    return Stage(found) if found else None


def open_sides(db: Connection, case_id: UUID) -> int:
    """How many side procedures are open in a case."""
    return _OPEN_SIDES.one(db, case=case_id)


def to_withdraw(db: Connection, stage_id: UUID) -> StageToWithdraw:
    """A stage as far as taking it back asks.

    Raises:
        NotFound: No such stage, or not to be seen by this actor.
    """
    found = _TO_WITHDRAW.first(db, stage=stage_id)
    if found is None:
        raise NotFound("没有找到这项程序。")
    return found
