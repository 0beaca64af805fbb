"""What waits for a document: the walk of each stage while nobody makes any.

A document is made by a worker, and a worker may hang. So every state is compared with the same one
when all its documents are made: what that brings may only be their signing and their handing over.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from documents.titles import TITLES
from flows.readers.memory import After, MemoryCase, MemoryStep, Tell
from models.forms.catalogue import FORMS
from models.labels import STAGES
from models.words import Paper, Stage, StepKind, StepState
from proof.moves import moves
from proof.state import Past, fork, signature
from proof.steps import begun, goes_round
from tasks.journal.effect import IssuePaper, OpenApproval


@dataclass(frozen=True)
class Held:
    """Something that waits for a document and need not, and the way there."""

    says: str
    path: tuple[str, ...]


def held_up(tell: Tell, after: After) -> Iterator[Held]:
    """Walk every stage with its documents standing still."""
    for stage in Stage:
        seen: set[Hashable] = set()
        for _conclusion, case in begun(stage, tell=tell, after=after, papers_wait=True):
            yield from _walk(stage, case, seen)


def _walk(stage: Stage, case: MemoryCase, seen: set[Hashable]) -> Iterator[Held]:
    waiting = deque([(case, tuple[str, ...]())])
    while waiting:
        came, path = waiting.popleft()
        here = fork(came)  # Without the stages that are over: moves are told by place.
        state = signature(here, Past())
        mine = next((one for one in here.stages if one.stage is stage), None)
        if state in seen or mine is None or goes_round(mine):
            continue
        seen.add(state)
        made = _made(here)
        if made is not here:
            for says in _brought(here, made):
                yield Held(says, path)
            waiting.append((made, (*path, "文书生成")))
        for move in moves(here, every_order=False, returns=False):
            if move.stage is stage:
                there = fork(here)
                move.make(there)
                waiting.append((there, (*path, str(move))))


def _made(case: MemoryCase) -> MemoryCase:
    """The same with every document made that is owed; itself where none is."""
    made = case
    for at, stage in enumerate(case.stages):
        for key, step in stage.steps.items():
            if _is_owed(step) and stage.is_open:
                made = fork(case) if made is case else made
                made.make(made.stages[at], key)
    return made


def _brought(here: MemoryCase, made: MemoryCase) -> Iterator[str]:
    """What came of the documents beside their signing and their handing over."""
    before = {(one.stage, key) for one in here.stages for key in one.steps}
    owed = {
        step.effect.paper
        for one in here.stages
        for step in one.steps.values()
        if _is_owed(step) and isinstance(step.effect, IssuePaper)
    }
    for stage in made.stages:
        for step in stage.steps.values():
            if (stage.stage, step.key) not in before and _rests_on(step) not in owed:
                papers = "、".join(f"“{TITLES[paper]}”" for paper in sorted(owed))
                yield f"“{STAGES[stage.stage]}”的{step.key}要等{papers}生成,却不签署、不交付它"


def _rests_on(step: MemoryStep) -> Paper | None:
    """The document that a step signs or hands over."""
    if isinstance(step.effect, OpenApproval):
        return step.effect.paper
    return FORMS[step.form].hands_over if step.form in FORMS else None


def _is_owed(step: MemoryStep) -> bool:
    return step.kind is StepKind.ISSUE and step.state is StepState.OPEN
