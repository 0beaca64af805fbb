"""A case as Prefect shows it: one run a stage, one task run a step, and the lines of its table.

Pure, over `models.store.mirror`: ids, keys, roles, holders, instants and words of the vocabulary,
so that nothing of a child can be in it. What differs from the last drawing is told by
`tasks.mirror.sending`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.law.dates import shanghai_date
from models.store.to_draw import ClockToDraw, SignatureToDraw, StageToDraw, StepToDraw
from models.tables.case import StageState
from models.tables.step import DeadlineState
from models.words import Holder, SignatureState, StepKind, StepState
from tasks.engine.queues import STAGES
from tasks.journal.entry import TRIES
from tasks.mirror.case_to_draw import CaseToDraw, next_due
from tasks.mirror.naming import mark_of, short, stage_name, until, who
from tasks.mirror.standing import Still, standing
from tasks.mirror.task_drawn import LightShown, Shown, TaskDrawn, clock_task, light

#: A case in which nothing was done for so long is told of as stalled; automations ask for it.
STALLED_AFTER = timedelta(days=7)
#: The watch has still to say from when a light is yellow; it says so in this time.
LOOK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class RunDrawn:
    """A stage as a run; of one that is worked on the worker tells the state, not the mirror."""

    stage: StageToDraw
    name: str
    shown: Shown
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line of the case's table: what is open."""

    stage: str
    step: str
    role: str
    holder: str
    due: str
    light: LightShown
    since: str


@dataclass(frozen=True)
class CaseDrawn:
    """All that Prefect shows of a case.

    Attributes:
        moved_at: When anything was last done or begun in it.
        still: What stands still in it, and why.
        look_at: When the next light changes, or it has stood still for long; None: never by itself.
    """

    runs: tuple[RunDrawn, ...]
    tasks: tuple[TaskDrawn, ...]
    lines: tuple[Line, ...]
    moved_at: datetime
    still: tuple[Still, ...]
    look_at: datetime | None

    def is_stalled(self, now: datetime) -> bool:
        """Whether nothing was done in it for long, and something is to be done."""
        return bool(self.lines) and _stalled_since(self.moved_at, now) is not None


def draw(case: CaseToDraw, *, now: datetime) -> CaseDrawn:
    """Draw a case as it stands, with the lights of an instant."""
    of_stage: dict[UUID, list[StepToDraw]] = defaultdict(list)
    for step in case.steps:
        of_stage[step.stage_id].append(step)
    of_step: dict[UUID, list[SignatureToDraw]] = defaultdict(list)
    for signature in case.signatures:
        of_step[signature.step_id].append(signature)
    runs = [_run(stage, of_stage[stage.id], case.centre_id, now) for stage in case.stages]
    tasks = [task for step in case.steps for task in _tasks(step, of_step[step.id], now)]
    tasks += [clock_task(clock, now) for clock in case.clocks]
    lines = [_line(case.names[step.stage_id], step, now) for step in case.waiting]
    parts: list[StageToDraw | StepToDraw] = [*case.stages, *case.steps]
    moved_at = max(at for part in parts for at in _moves(part))
    return CaseDrawn(
        runs=tuple(runs),
        tasks=tuple(tasks),
        lines=tuple(lines),
        moved_at=moved_at,
        still=standing(case, _stalled_since(moved_at, now), now),
        look_at=_look_at(case, moved_at, now),
    )


def _stalled_since(moved_at: datetime, now: datetime) -> datetime | None:
    return moved_at if moved_at + STALLED_AFTER <= now else None


def _look_at(case: CaseToDraw, moved_at: datetime, now: datetime) -> datetime | None:
    """When a light turns on next, or the case has stood still for long."""
    waiting = case.waiting
    counted = [
        step for step in waiting if step.kind is not StepKind.TIMER and not step.stands_still
    ]
    running = [clock for clock in case.clocks if clock.state is DeadlineState.RUNNING]
    timed: list[StepToDraw | ClockToDraw] = [*counted, *running]
    changes = [at for one in timed for at in (one.yellow_at, one.red_at, one.due_at) if at]
    changes += [moved_at + STALLED_AFTER] if waiting else []
    if any(one.due_at and one.yellow_at is None for one in timed):
        changes.append(now + LOOK_AGAIN)
    return min((at for at in changes if at > now), default=None)


def _moves(part: StageToDraw | StepToDraw) -> list[datetime]:
    ended = part.closed_at if isinstance(part, StageToDraw) else part.done_at
    return [part.opened_at] + ([ended] if ended else [])


def _run(
    stage: StageToDraw, steps: Sequence[StepToDraw], centre_id: UUID, now: datetime
) -> RunDrawn:
    tags = [f"case:{stage.case_id}", f"centre:{centre_id}", f"stage:{stage.name}", STAGES]
    if not stage.is_main:
        tags.append("side")
    if stage.is_urgent:
        tags.append("urgent")
    waiting = next_due(steps)
    if any(light(step, now) is LightShown.OVERDUE for step in waiting):
        tags.append("overdue")
    tags += _due_tag(waiting[0], is_open=True) if waiting else ()
    tags += sorted({f"waiting:{step.holder}" for step in waiting if step.holder is not Holder.TIME})
    name = f"{stage_name(stage)} · case {short(stage.case_id)}"
    return RunDrawn(stage, name, _shown(stage, waiting), tuple(tags))


def _shown(stage: StageToDraw, waiting: Sequence[StepToDraw]) -> Shown:
    if stage.needs_run:
        return Shown("PAUSED", "Suspended", _waits_for(waiting))
    if stage.state is StageState.CLOSED:
        return Shown("COMPLETED", "Completed", str(stage.outcome))
    return Shown("CANCELLED", "Interrupted", "ended from outside")


def _waits_for(waiting: Sequence[StepToDraw]) -> str:
    if not waiting:
        return "waiting for a worker"
    first, others = waiting[0], len(waiting) - 1
    beside = f", and {others} more" if others else ""
    what = first.key.partition(":")[2] or first.key
    return f"waiting for {what}, {who(first)}{until(first)}{beside}"


def _line(stage: str, step: StepToDraw, now: datetime) -> Line:
    return Line(
        stage=stage,
        step=step.key,
        role=step.owner_role.value if step.owner_role else "",
        holder=step.holder.value,
        due=f"{shanghai_date(step.due_at)}" if step.due_at else "",
        light=light(step, now),
        since=f"{shanghai_date(step.opened_at)}",
    )


def _tasks(
    step: StepToDraw, signatures: Sequence[SignatureToDraw], now: datetime
) -> Iterable[TaskDrawn]:
    mark = mark_of(step.key, step.round)
    for signature in signatures:
        yield TaskDrawn(
            stage_id=step.stage_id,
            kind="sign",
            name=f"sign:{step.key.partition(':')[2]}:{signature.ordinal}:{signature.role}",
            mark=f"{mark}:{signature.ordinal}:{signature.role}",
            shown=_signed(signature, step, now),
            tags=(
                *_due_tag(step, is_open=signature.state is SignatureState.OPEN),
                f"role:{signature.role}",
            ),
            opened_at=signature.opened_at or step.opened_at,
            due_at=step.due_at,
            ended_at=signature.decided_at or _ended(signature, step),
            light=light(step, now) if signature.state is SignatureState.OPEN else LightShown.NONE,
        )
    if step.kind is StepKind.APPROVE and signatures:
        return
    yield TaskDrawn(
        stage_id=step.stage_id,
        kind=step.kind.value,
        name=step.key,
        mark=mark,
        shown=_stands(step, now),
        tags=_step_tags(step),
        opened_at=step.opened_at,
        due_at=step.due_at,
        ended_at=None if step.state is StepState.OPEN else step.done_at or step.opened_at,
        light=light(step, now) if step.state is StepState.OPEN else LightShown.NONE,
    )


def _ended(signature: SignatureToDraw, step: StepToDraw) -> datetime | None:
    """When a signature that nobody decided fell with its chain."""
    return (step.done_at or step.opened_at) if signature.state is SignatureState.VOID else None


def _step_tags(step: StepToDraw) -> tuple[str, ...]:
    role = (f"role:{step.owner_role}",) if step.owner_role else ()
    due = _due_tag(step, is_open=step.state is StepState.OPEN)
    return (*due, *role, f"holder:{step.holder}")


def _due_tag(step: StepToDraw, *, is_open: bool) -> tuple[str, ...]:
    """Until when, where Prefect's page shows it: it shows no message of a state."""
    return (f"due:{shanghai_date(step.due_at)}",) if is_open and step.due_at else ()


def _signed(signature: SignatureToDraw, step: StepToDraw, now: datetime) -> Shown:
    match signature.state:
        case SignatureState.PENDING:
            return Shown("PENDING", "Pending", f"{signature.role}, when it is their turn")
        case SignatureState.OPEN:
            return _waiting(f"{signature.role}{until(step)}", light(step, now))
        case SignatureState.APPROVED:
            return Shown("COMPLETED", "Signed", signature.role.value)
        case SignatureState.RETURNED:
            return Shown("CANCELLED", "Returned", signature.role.value)
        case SignatureState.VOID:
            return Shown("CANCELLED", "Voided", signature.role.value)


def _stands(step: StepToDraw, now: datetime) -> Shown:
    match step.state:
        case StepState.DONE:
            return Shown("COMPLETED", _DONE[step.kind], "not yet" if step.not_yet else who(step))
        case StepState.SUPERSEDED:
            return Shown("CANCELLED", "Returned", "another round takes its place")
        case StepState.CANCELLED:
            return Shown("CANCELLED", "Cancelled", "its stage ended without it")
        case StepState.OPEN if step.kind in (StepKind.ISSUE, StepKind.EFFECT):
            return _owed(step)
        case StepState.OPEN if step.kind is StepKind.TIMER:
            return Shown("SCHEDULED", "Timer", f"until {step.due_at:%Y-%m-%dT%H:%MZ}")
        case StepState.OPEN:
            return _waiting(f"{who(step)}{until(step)}", light(step, now))


def _owed(step: StepToDraw) -> Shown:
    if step.attempts >= TRIES:
        said = f"{step.failed_by}, {step.attempts} tries; a person must look at it"
        return Shown("FAILED", "Failed", said)
    if step.attempts:
        return Shown("SCHEDULED", "Failing", f"{step.failed_by}, try {step.attempts} of {TRIES}")
    return Shown("SCHEDULED", "Owed", "waiting for a worker")


def _waiting(message: str, light_: LightShown) -> Shown:
    return Shown("PAUSED", "Overdue" if light_ is LightShown.OVERDUE else "Waiting", message)


_DONE = {
    StepKind.ASK: "Answered",
    StepKind.APPROVE: "Signed",
    StepKind.ISSUE: "Issued",
    StepKind.TIMER: "Fired",
    StepKind.EFFECT: "Done",
}
