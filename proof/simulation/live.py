"""A simulated case while it runs: the memory case, its officers, its deadlines, what is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.words import Outcome, Role, StepState
from proof.simulation.deadlines import Due
from proof.simulation.staff import SimulatedOfficer


@dataclass(frozen=True)
class Job:
    """One wait of a case: a step in the round in which it was opened."""

    live: "Live"
    stage: MemoryStage
    key: str
    round: int

    @property
    def step(self) -> MemoryStep | None:
        """The step, if it is still the one that waits."""
        step = self.stage.steps.get(self.key)
        waits = step is not None and step.state is StepState.OPEN and step.round == self.round
        return step if waits and self.stage.is_open else None


@dataclass
class Live:
    """A case that runs."""

    number: int
    memory: MemoryCase
    officers: dict[Role, SimulatedOfficer]
    #: Stages by the order in which they were opened.
    ordinals: dict[int, int] = field(default_factory=dict)
    opened: int = 0
    #: Running deadlines by stage and key; clocks of the case by rule.
    dues: dict[tuple[int, str], Due] = field(default_factory=dict)
    #: How the last stage of the main line ended.
    last: Outcome | None = None

    def __post_init__(self) -> None:
        """Nothing of the case was looked at yet."""
        self._known: dict[int, dict[str, int]] = {}

    def ordinal(self, stage: MemoryStage) -> int:
        """The number of a stage; a new one gets the next."""
        return self.ordinals[id(stage)]

    def meet(self, stage: MemoryStage) -> bool:
        """Give a stage its number; whether it is new."""
        if id(stage) in self.ordinals:
            return False
        self.opened += 1
        self.ordinals[id(stage)] = self.opened
        self._known[id(stage)] = {}
        return True

    def fresh(self, stage: MemoryStage) -> Iterator[MemoryStep]:
        """Steps written since the last look, in order: they always stand at the end."""
        known = self._known[id(stage)]
        found = []
        for key in reversed(stage.steps):
            step = stage.steps[key]
            if known.get(key) == step.round:
                break
            found.append(step)
        for step in reversed(found):
            known[step.key] = step.round
            yield step

    def forget(self, stage: MemoryStage) -> None:
        """Let go of a stage that is over."""
        del self.ordinals[id(stage)], self._known[id(stage)]
