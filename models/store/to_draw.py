"""The parts of a case that are drawn in Prefect, and what happened in it: nothing sealed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.tables.case import StageState
from models.tables.step import DeadlineState
from models.words import Holder, Outcome, Role, SignatureState, Stage, StepKind, StepState, Tag


@dataclass(frozen=True)
class StageToDraw:
    """A run through a stage.

    Attributes:
        is_worked_on: A worker has it, or something to do in it: its run's state is the worker's.
        is_urgent: Somebody said that its case is.
        nth: Counts the stages of its name in the case from 1.
    """

    id: UUID
    case_id: UUID
    name: Stage
    is_main: bool
    state: StageState
    outcome: Outcome | None
    opened_at: datetime
    closed_at: datetime | None
    flow_run_id: UUID | None
    fence: int
    is_worked_on: bool
    is_urgent: bool
    nth: int

    @property
    def needs_run(self) -> bool:
        """Whether its run is live: it is open, or left a document behind that is to be made."""
        return self.state is StageState.OPEN or self.is_worked_on


@dataclass(frozen=True)
class StepToDraw:
    """A journal entry, and when its light changes.

    Attributes:
        failed_by: The kind of error in which the last try ended: its class, or `refused` where the
            program said itself why not.
    """

    id: UUID
    case_id: UUID
    stage_id: UUID
    kind: StepKind
    key: str
    round: int
    state: StepState
    owner_role: Role | None
    holder: Holder
    due_at: datetime | None
    opened_at: datetime
    done_at: datetime | None
    attempts: int
    not_yet: bool
    yellow_at: datetime | None
    red_at: datetime | None
    stands_still: bool
    failed_by: str | None = None


@dataclass(frozen=True)
class ClockToDraw:
    """A deadline that no step waits for; `restarts` tells its counts apart."""

    case_id: UUID
    stage_id: UUID
    key: str
    restarts: int
    state: DeadlineState
    holder: Holder
    starts_at: datetime
    due_at: datetime
    ended_at: datetime | None
    met_late: bool | None
    yellow_at: datetime | None
    red_at: datetime | None


@dataclass(frozen=True)
class SignatureToDraw:
    """A signature of a chain."""

    id: UUID
    case_id: UUID
    step_id: UUID
    ordinal: int
    role: Role
    state: SignatureState
    opened_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True)
class EventToTell:
    """What happened, and to which step by its key."""

    case_id: UUID
    seq: int
    tag: Tag
    at: datetime
    stage_id: UUID | None
    key: str | None
