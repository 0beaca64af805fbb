"""A case as the proof sees it: copied before every move, and recognised when it comes again.

Two cases are the same state when the journals of their open stages hold the same keys, states and
answers in the same order, and the case stands alike (custody, conclusion, history). Nothing a stage
can ask tells them apart, so what follows is the same, and is walked once.
"""

from collections.abc import Hashable
from copy import copy
from dataclasses import dataclass
from functools import cache

from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.forms.catalogue import FORMS
from models.words import Outcome, Stage, StepKind, StepState


@dataclass(frozen=True)
class Past:
    """What a path must remember of where it came from, for the properties alone.

    Attributes:
        conclusion: Of the consultation whose signed minutes led to the present stage.
        assessed: An assessment report was signed since the last one was asked for.
        owes_visits: The child was handed to somebody, or visits were broken off by a finding, and
            follow-up has not run its course since, nor was the child taken in again.
        started: Side procedures a person started on this path.
    """

    conclusion: Outcome | None = None
    assessed: bool = False
    owes_visits: bool = False
    started: tuple[Stage, ...] = ()


def fork(case: MemoryCase) -> MemoryCase:
    """Copy a case so that the copy can go on alone; stages that are over are left behind."""
    copied = copy(case)
    copied.stages = [
        MemoryStage(copied, stage.stage, stage.opened_at, stage.steps.copy(), stage.rounds.copy())
        for stage in case.stages
        if stage.is_open
    ]
    return copied


def signature(case: MemoryCase, past: Past) -> Hashable:
    """Give what makes this state itself; time is left out, as every wait may end at any time."""
    return (
        case.is_open,
        case.custody_began_at is not None,
        case.conclusion,
        case.owes_visits,
        past,
        tuple(_journal(stage) for stage in case.stages if stage.is_open),
    )


def _journal(stage: MemoryStage) -> Hashable:
    """Keys, states, answers and order; and which approvals were returned already.

    What was answered "not yet" and is asked again stands where it stood before it was answered.
    """
    rank = position = 0
    entries: dict[str, Hashable] = {}
    for step in stage.steps.values():
        if step.position != position:
            rank, position = rank + 1, step.position
        key = asked_as(step)
        entries[key] = (key, rank, step.state is StepState.DONE, id(step.answered))
    returned = tuple(sorted(key for key in stage.rounds if key.startswith(StepKind.APPROVE.value)))
    return (stage.stage, tuple(entries.values()), returned)


def asked_as(step: MemoryStep) -> str:
    """The key of a step; all turns of a form that is asked until it is done share the first."""
    return _first_key(step.key, step.form)


@cache
def _first_key(key: str, form: str | None) -> str:
    again = form and form in FORMS and FORMS[form].may_be_asked_again()
    return key.partition("#")[0] if again else key
