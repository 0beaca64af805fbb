"""A step, a signature or a deadline as a task run, and its light."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from models.law.dates import shanghai_date
from models.store.to_draw import ClockToDraw, StepToDraw
from models.tables.step import DeadlineState
from models.words import StepKind

#: Ids of what is drawn follow from what it shows, so that drawing it again changes nothing.
_DRAWN = UUID("2f0f1a53-3f0b-4c62-9d6c-7f0a6f3b8a11")


class LightShown(StrEnum):
    """How near something is to its end; the words of Prefect's page, not of the portal's."""

    NONE = "none"
    GREEN = "green"
    YELLOW = "due-soon"
    RED = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Shown:
    """A state as Prefect has it: its type, its name, and one line of ids and words."""

    type: str
    name: str
    message: str


@dataclass(frozen=True)
class TaskDrawn:
    """A step as a task run.

    Attributes:
        stage_id: The run it belongs to, by its stage.
        kind: The verb; with `mark` the natural key of the task run in its run.
        name: The key of the step, or of the signature in its chain.
        mark: The name and the round: unique in the stage.
        at: When it came into this state.
    """

    stage_id: UUID
    kind: str
    name: str
    mark: str
    shown: Shown
    tags: tuple[str, ...]
    opened_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    light: LightShown = LightShown.NONE

    @property
    def at(self) -> datetime | None:
        """When it came into this state; None: not yet begun."""
        return self.ended_at or self.opened_at

    def id_in(self, run_id: UUID) -> UUID:
        """The id of its task run in a run; the worker that does the step uses the same."""
        return task_run_id(run_id, self.mark)


def task_run_id(run_id: UUID, mark: str) -> UUID:
    """The id of the task run that shows a step in a run."""
    return uuid5(_DRAWN, f"{run_id}/{mark}")


def light_of(one: StepToDraw | ClockToDraw, now: datetime) -> LightShown:
    """The light of what runs, at an instant."""
    if one.due_at is None:
        return LightShown.NONE
    if one.due_at < now:
        return LightShown.OVERDUE
    if one.red_at and one.red_at <= now:
        return LightShown.RED
    return LightShown.YELLOW if one.yellow_at and one.yellow_at <= now else LightShown.GREEN


def light(step: StepToDraw, now: datetime) -> LightShown:
    """The light of an open step at an instant."""
    if step.stands_still or step.kind is StepKind.TIMER:
        return LightShown.NONE
    return light_of(step, now)


def clock_task(clock: ClockToDraw, now: datetime) -> TaskDrawn:
    """Draw a deadline that no step waits for."""
    is_running = clock.state is DeadlineState.RUNNING
    return TaskDrawn(
        stage_id=clock.stage_id,
        kind="deadline",
        name=f"deadline:{clock.key}",
        mark=f"deadline:{clock.key}#{clock.restarts}",
        shown=_counted(clock, now),
        tags=(
            *((f"due:{shanghai_date(clock.due_at)}",) if is_running else ()),
            f"holder:{clock.holder}",
        ),
        opened_at=clock.starts_at,
        due_at=clock.due_at,
        ended_at=clock.ended_at,
        light=light_of(clock, now) if is_running else LightShown.NONE,
    )


def _counted(clock: ClockToDraw, now: datetime) -> Shown:
    due = f"due {shanghai_date(clock.due_at)}"
    match clock.state:
        case DeadlineState.RUNNING:
            is_over = light_of(clock, now) is LightShown.OVERDUE
            return Shown("SCHEDULED", "Overdue" if is_over else "Running", due)
        case DeadlineState.SUSPENDED:
            return Shown("PAUSED", "Paused", due)
        case DeadlineState.MET:
            return Shown("COMPLETED", "MetLate" if clock.met_late else "Met", due)
        case DeadlineState.STOPPED:
            return Shown("CANCELLED", "Stopped", due)
