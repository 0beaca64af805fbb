"""What can happen next in a case: every answer, signature, return and instant that is possible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from documents.titles import TITLES, subject_of
from flows.readers.memory import MemoryCase, MemoryStage, MemoryStep
from models.forms.base import Form
from models.forms.catalogue import form_named
from models.labels import STAGES
from models.words import Stage, StepKind, StepState
from proof.answers import VARIANTS
from tasks.journal.effect import OpenApproval, OpenStep, OpenSteps

#: When every answer of the proof is given, and the moment just before. Time stands still, so that
#: a wait for an instant is always met open first, and then ends.
GIVEN_AT = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
BEFORE = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Move:
    """One thing that can happen; `at` is the place of its stage among the open ones.

    Exactly one of answer, returns_to and starts is set; none of them means that it is signed, or
    that its instant comes.
    """

    stage: Stage
    key: str
    says: str
    at: int
    kind: StepKind | None = None
    answer: Form | None = field(default=None, compare=False)
    returns_to: str | None = None
    starts: Stage | None = None

    def make(self, case: MemoryCase) -> None:
        """Let it happen in this case."""
        if self.starts is not None:
            case.start(self.starts)
            return
        stage = case.stages[self.at]
        if self.answer is not None:
            case.answer(stage, self.key, self.answer)
        elif self.returns_to is not None:
            case.send_back(stage, self.returns_to)
        elif self.kind is StepKind.TIMER:
            case.fire(stage, self.key)
            case.now = BEFORE
        else:
            case.sign(stage, self.key)

    def __str__(self) -> str:
        """Read as one line of a path."""
        return f"{STAGES[self.stage]}:{self.says}"


def moves(
    case: MemoryCase, *, every_order: bool, returns: bool, asks_again: bool = True
) -> Iterator[Move]:
    """Give everything that can happen next, the main line and all that runs beside it.

    Args:
        case: Where things stand.
        every_order: Whether forms asked side by side may be answered in any order, or one by one.
        returns: Whether an approval may also be returned to an earlier form, once.
        asks_again: Whether a form may also be answered with what ends nothing and is asked again.
    """
    for at, stage in enumerate(case.stages):
        next_of: dict[int, str] = {}
        for step in stage.steps.values():
            if step.state is not StepState.OPEN:
                continue
            is_next = next_of.setdefault(id(step.effect), step.key) == step.key
            if every_order or is_next:
                for move in _of_step(at, stage, step):
                    if asks_again or move.answer is None or move.answer.not_yet is None:
                        yield move
            if returns and step.kind is StepKind.APPROVE and step.key not in stage.rounds:
                yield from _returns(at, stage, step)


def start(side: Stage) -> Move:
    """Let a person start a side procedure."""
    return Move(side, "", "由工作人员启动", at=-1, starts=side)


def _of_step(at: int, stage: MemoryStage, step: MemoryStep) -> Iterator[Move]:
    if step.kind is StepKind.TIMER:
        says = f"等待的日期到来({step.key})"
        yield Move(stage.stage, step.key, says, at, kind=step.kind)
    elif step.kind is StepKind.APPROVE:
        says = f"审批“{_paper(step)}”,同意"
        yield Move(stage.stage, step.key, says, at, kind=step.kind)
    else:
        for says, answer in _answers(step.form or ""):
            told = f"填写“{_title(step)}”——{says}"
            yield Move(stage.stage, step.key, told, at, step.kind, answer=answer)


def _returns(at: int, stage: MemoryStage, approval: MemoryStep) -> Iterator[Move]:
    """Every earlier form of the stage is one the approval may be returned to."""
    for step in stage.steps.values():
        done = step.kind is StepKind.ASK and step.state is StepState.DONE
        if done and step.position < approval.position:
            says = f"审批“{_paper(approval)}”,退回到“{_title(step)}”"
            yield Move(stage.stage, approval.key, says, at, approval.kind, returns_to=step.key)


@cache
def _answers(form: str) -> tuple[tuple[str, Form], ...]:
    """Answers are made once: the same decision is the same object in every state."""
    return tuple((one.says, one.answer(GIVEN_AT)) for one in VARIANTS.get(form, ()))


def asked(step: MemoryStep) -> OpenStep:
    """Give what a form step was opened with."""
    return _asked(step.effect)[step.key] if isinstance(step.effect, OpenSteps) else _no_form(step)


def _asked(effect: OpenSteps) -> Mapping[str, OpenStep]:
    return {one.key: one for one in effect.steps}


def _no_form(step: MemoryStep) -> OpenStep:
    raise LookupError(step.key)


def _title(step: MemoryStep) -> str:
    subject = asked(step).about
    turn = asked(step).turn
    told = f"{form_named(step.form or '').title}"
    told += f"·{subject}" if subject else ""
    return told + (f"·第{turn}次" if turn > 1 else "")


def _paper(step: MemoryStep) -> str:
    effect = step.effect
    if not isinstance(effect, OpenApproval):
        return step.key
    subject = subject_of(effect.paper, effect.about)
    return TITLES[effect.paper] + (f"·{subject}" if subject else "")
