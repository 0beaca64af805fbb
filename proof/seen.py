"""What one move did: the steps, stages and effects that are new in the case after it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.forms.transfer import TransferRequest
from models.words import MAIN_STAGES, Outcome, Paper, Stage, StepKind, StepState
from proof.answers_side import ELSEWHERE
from proof.state import Past
from tasks.journal.effect import (
    BeginCustody,
    Divert,
    Effect,
    IssuePaper,
    OpenApproval,
    OpenStep,
    OpenSteps,
)
from tasks.stage_run import key_of

E = TypeVar("E", bound=Effect)


@dataclass(frozen=True)
class Seen:
    """One move: the case before it (None: the case was opened by it) and after it."""

    before: MemoryCase | None
    after: MemoryCase
    past: Past

    @cached_property
    def fresh(self) -> tuple[tuple[MemoryStage, MemoryStep], ...]:
        """Steps written by this move, in order."""
        old = self.before.stages if self.before else []
        found = []
        for at, stage in enumerate(self.after.stages):
            known = old[at].steps if at < len(old) else {}
            for key, step in stage.steps.items():
                had = known.get(key)
                if had is None or had.position != step.position or had.round != step.round:
                    found.append((stage, step))
        return tuple(found)

    @cached_property
    def asked(self) -> tuple[tuple[MemoryStage, OpenStep], ...]:
        """Forms asked by this move."""
        return tuple(
            (stage, one)
            for stage, step in self.fresh
            if isinstance(step.effect, OpenSteps)
            for one in step.effect.steps
            if one.key == step.key
        )

    def done(self, kind: type[E]) -> Iterator[tuple[MemoryStage, E]]:
        """Effects of this kind done by this move."""
        for stage, step in self.fresh:
            if isinstance(step.effect, kind):
                yield stage, step.effect

    @cached_property
    def opened(self) -> tuple[MemoryStage, ...]:
        """Stages opened by this move, also those that ended with it."""
        return tuple(self.after.stages[len(self.before.stages) if self.before else 0 :])

    @cached_property
    def ended(self) -> tuple[MemoryStage, ...]:
        """Stages ended by this move, by themselves or from outside."""
        return tuple(stage for stage in self.after.stages if not stage.is_open)

    def ended_as(self, outcome: Outcome) -> MemoryStage | None:
        """The stage that this move ended with this outcome."""
        return next((stage for stage in self.ended if stage.outcome is outcome), None)

    @property
    def main(self) -> tuple[MemoryStage, ...]:
        """Open stages of the main line."""
        return tuple(s for s in self.after.stages if s.is_open and s.stage in MAIN_STAGES)

    @property
    def closed_now(self) -> bool:
        """Whether this move closed the case."""
        return not self.after.is_open

    @property
    def custody_was_on(self) -> bool:
        """Whether the child was in temporary guardianship before the move."""
        return self.before is not None and self.before.custody_began_at is not None

    @cached_property
    def now_past(self) -> Past:
        """What to remember after this move."""
        past = self.past
        for stage in self.ended:
            past = _after_ending(past, stage)
        if any(stage.stage is Stage.DEATH for stage, _ in self.done(Divert)):
            past = replace(past, owes_visits=False)
        if any(self.done(BeginCustody)):
            past = replace(past, owes_visits=False)
        if any(stage.stage in ASSESSED_ANEW for stage in self.opened):
            past = replace(past, assessed=False)
        return past


#: Where these begin, an earlier assessment no longer carries a petition.
ASSESSED_ANEW = frozenset({Stage.RECEIPT, Stage.INVESTIGATION, Stage.ASSESSMENT})


def _after_ending(past: Past, stage: MemoryStage) -> Past:
    if stage.stage in MAIN_STAGES:
        # A conclusion leads to one stage; what comes after that stage has another ground.
        past = replace(past, conclusion=None)
    if stage.stage is Stage.ASSESSMENT and is_signed(stage, Paper.ASSESSMENT_REPORT):
        return replace(past, assessed=True)
    if stage.stage is Stage.CONSULTATION and is_signed(stage, Paper.CONSULTATION_MINUTES):
        return replace(past, conclusion=stage.outcome)
    if stage.outcome in HANDED_OVER or _was_restored(stage):
        return replace(past, owes_visits=True)
    if stage.stage is Stage.FOLLOW_UP and stage.outcome is not Outcome.INTERRUPTED:
        return replace(past, owes_visits=stage.outcome is Outcome.REINTERVENE)
    if _ends_our_care(stage):
        return replace(past, owes_visits=False)
    return past


#: Outcomes with which the child went to somebody, so that visits are owed.
HANDED_OVER = frozenset({Outcome.RETURNED, Outcome.IN_RELATIVE_CARE, Outcome.PLACED})


def _was_restored(stage: MemoryStage) -> bool:
    return stage.stage is Stage.RESTORATION and stage.outcome is Outcome.DONE


def _ends_our_care(stage: MemoryStage) -> bool:
    """Whether the child came of age, or the case went to a centre elsewhere."""
    if stage.outcome is not Outcome.DONE:
        return False
    step = answer_to(stage, "transfer-request")
    request = step.answered if step else None
    if isinstance(request, TransferRequest):
        return request.to_centre == ELSEWHERE
    return stage.stage is Stage.MAJORITY


def is_signed(stage: MemoryStage, paper: Paper, *, about: str | None = None, turn: int = 1) -> bool:
    """Whether the stage has this paper signed."""
    step = stage.steps.get(key_of("approve", paper, about, turn))
    return step is not None and step.state is StepState.DONE


def signed_turns(stage: MemoryStage, paper: Paper) -> Iterator[OpenApproval]:
    """Approvals of this paper that were completed, of any turn and subject."""
    for step in stage.steps.values():
        effect = step.effect
        signed = isinstance(effect, OpenApproval) and step.state is StepState.DONE
        if isinstance(effect, OpenApproval) and signed and effect.paper is paper:
            yield effect


def issued(stage: MemoryStage) -> frozenset[Paper]:
    """Papers the stage has issued and not put aside."""
    return frozenset(
        step.effect.paper for step in stage.steps.values() if isinstance(step.effect, IssuePaper)
    )


def answer_to(stage: MemoryStage, form: str) -> MemoryStep | None:
    """The newest answered step of this form in the stage."""
    found = [
        step
        for step in stage.steps.values()
        if step.kind is StepKind.ASK and step.form == form and step.answered is not None
    ]
    return found[-1] if found else None
