"""A case of the running procedure, walked in memory with the examples of the forms.

The stage functions are the real ones; only database and Prefect are absent (`flows.readers.memory`). A test
says what it answers differently and looks at what the procedure asked, of whom, in which order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.words import Outcome, Role, Stage, StepKind, StepState
from tasks.journal.effect import IssuePaper, OpenApproval, OpenStep, OpenSteps, StartClock
from tests.factories_forms import raw_example
from tests.law import LAW

START = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
_MOST = 400


@dataclass
class Walk:
    """One case on its way.

    Attributes:
        changes: Form name, or journal key, to what is answered differently.
        asked: Every step that was done, in order: `(stage, key)`.
    """

    case: MemoryCase
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    asked: list[tuple[Stage, str]] = field(default_factory=list)

    @staticmethod
    def of(*stages: Stage, **changes: Mapping[str, Any]) -> "Walk":
        """Begin at these stages; changes are by form name, underscores for hyphens."""
        named = {name.replace("_", "-"): value for name, value in changes.items()}
        return Walk(MemoryCase(START, *(stages or (Stage.RECEIPT,)), law=LAW), named)

    def to(self, key: str) -> "Walk":
        """Do everything in order until a step with this key is open."""
        for _ in range(_MOST):
            if any(step.key == key for _, step in self.case.open_steps()):
                return self
            assert self.once(), f"nothing left to do before {key}"
        raise AssertionError(f"never came to {key}")

    def to_the_end(self, of: Stage) -> Outcome:
        """Do everything until the newest run of a stage has ended; how it ended."""
        for _ in range(_MOST):
            found = self.stage(of)
            if found is not None and found.outcome is not None:
                return found.outcome
            assert self.once(), f"nothing left to do before {of} ended"
        raise AssertionError(f"{of} never ended")

    def once(self) -> bool:
        """Do the first thing that waits; timers last."""
        waiting = self.case.open_steps()
        if not waiting:
            return False
        waiting.sort(key=lambda one: one[1].kind is StepKind.TIMER)
        stage, step = waiting[0]
        self.asked.append((stage.stage, step.key))
        if step.kind is StepKind.TIMER:
            self.case.fire(stage, step.key)
        elif step.kind is StepKind.APPROVE:
            self.case.sign(stage, step.key)
        else:
            assert step.form is not None
            self.case.answer(stage, step.key, self.example(step.form, step.key))
        return True

    def example(self, form: str, key: str) -> Form:
        """The example of a form, with what this walk answers differently."""
        told = {**self.changes.get(form, {}), **self.changes.get(key, {})}
        return FORMS[form].parse(raw_example(FORMS[form], **told), LAW)

    def stage(self, name: Stage) -> MemoryStage | None:
        """The newest run through a stage."""
        return next((one for one in reversed(self.case.stages) if one.stage is name), None)

    def step(self, key: str) -> MemoryStep:
        """A step by its key, whether done or open."""
        return next(one.steps[key] for one in reversed(self.case.stages) if key in one.steps)

    def ask(self, key: str) -> OpenStep:
        """How a form was asked: of whom, under which rule, since when, who has the ball."""
        effect = self.step(key).effect
        assert isinstance(effect, OpenSteps)
        return next(one for one in effect.steps if one.key == key)

    def signers(self, key: str) -> tuple[Role, ...]:
        """Who signs, in order."""
        effect = self.step(key).effect
        assert isinstance(effect, OpenApproval)
        return effect.by

    def until(self, key: str) -> datetime | None:
        """The instant by which a chain is to sign, where somebody set one."""
        effect = self.step(key).effect
        assert isinstance(effect, OpenApproval)
        return effect.until

    def issued(self) -> list[str]:
        """Keys of the documents made, in order."""
        return [
            step.key
            for stage in self.case.stages
            for step in stage.steps.values()
            if isinstance(step.effect, IssuePaper)
        ]

    def clocks(self) -> dict[str, datetime]:
        """Deadlines of the case that were started: rule and start."""
        return {
            step.effect.rule: step.effect.since
            for stage in self.case.stages
            for step in stage.steps.values()
            if isinstance(step.effect, StartClock)
        }

    def done(self) -> list[str]:
        """Keys of the steps done, in order."""
        return [key for _, key in self.asked]

    def opened(self) -> list[Stage]:
        """Stages in the order they were opened."""
        return [one.stage for one in self.case.stages]

    def is_open(self, key: str) -> bool:
        """Whether a step waits."""
        return any(
            step.key == key and step.state is StepState.OPEN for _, step in self.case.open_steps()
        )
