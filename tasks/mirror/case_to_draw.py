"""All of a case that a drawing is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from models.store.to_draw import ClockToDraw, SignatureToDraw, StageToDraw, StepToDraw
from models.words import StepState
from tasks.mirror.naming import stage_name


@dataclass(frozen=True)
class CaseToDraw:
    """All of a case that is drawn, in any state; its stages in the order in which they opened."""

    centre_id: UUID
    stages: Sequence[StageToDraw]
    steps: Sequence[StepToDraw]
    signatures: Sequence[SignatureToDraw] = ()
    clocks: Sequence[ClockToDraw] = ()

    @cached_property
    def waiting(self) -> list[StepToDraw]:
        """What is open, the next due first."""
        return next_due(self.steps)

    @cached_property
    def names(self) -> dict[UUID, str]:
        """How each stage is called."""
        return {stage.id: stage_name(stage) for stage in self.stages}


def next_due(steps: Sequence[StepToDraw]) -> list[StepToDraw]:
    """Those of some steps that are open, the next due first."""
    found = [step for step in steps if step.state is StepState.OPEN]
    return sorted(found, key=lambda step: (step.due_at is None, step.due_at, step.opened_at))
