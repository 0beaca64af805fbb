"""How a case, a stage and whoever has a step are called in Prefect: ids and words."""

from uuid import UUID

from models.law.dates import shanghai_date
from models.store.to_draw import StageToDraw, StepToDraw
from models.words import Holder, StepKind


def mark_of(key: str, round_: int) -> str:
    """What tells the rounds of a step apart."""
    return key if round_ == 1 else f"{key}~{round_}"


def short(case_id: UUID) -> str:
    """How a case is called where a person reads: the beginning of its id."""
    return case_id.hex[:6]


def stage_name(stage: StageToDraw) -> str:
    """A stage, and which one of its name it is."""
    return stage.name.value if stage.nth == 1 else f"{stage.name.value} {stage.nth}"


def who(step: StepToDraw) -> str:
    """Who has the ball: somebody outside, an officer by role, a worker, or time."""
    if step.kind in (StepKind.ISSUE, StepKind.EFFECT):
        return "worker"
    if step.holder is not Holder.CENTRE:
        return step.holder.value
    return step.owner_role.value if step.owner_role else step.holder.value


def until(step: StepToDraw) -> str:
    """Until when, as the end of a sentence."""
    return f", due {shanghai_date(step.due_at)}" if step.due_at else ""
