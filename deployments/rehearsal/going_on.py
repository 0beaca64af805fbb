"""The usual way on: one line in the file, each step in the middle taken by whoever has it."""

from datetime import timedelta

from deployments.rehearsal.doing import Doing, placed
from deployments.rehearsal.marked import BadCase
from deployments.rehearsal.script import Answer, Approve, GoOn, StepName
from deployments.rehearsal.sight import named
from deployments.rehearsal.time_passing import TimePassing
from models.store.acting import as_worker
from models.store.played import PlayedStep, steps
from models.words import StepKind

#: Steps after which a way on leads nowhere: a whole case takes fewer.
_MOST = 300


def go_on(asked: GoOn, case: str, doing: Doing, passing: TimePassing) -> None:
    """Answer and sign with what is usual, oldest step first, until the step asked for is open.

    Raises:
        BadCase: A step is refused, nothing is left to do, or it never comes.
    """
    for _ in range(_MOST):
        with as_worker(doing.scene.worker) as db:
            found = steps(db, doing.case(case))
        if named(found, asked.until):
            return
        with placed(asked.place, doing):
            _take(_next(asked, found), asked, case, doing)
            passing.work()
            passing.go_to(doing.scene.clock.now() + timedelta(hours=asked.hours))
    raise BadCase(asked.place, f"照常办理 {_MOST} 步,“{asked.until.shown}”还没有打开。")


def _next(asked: GoOn, found: list[PlayedStep]) -> PlayedStep:
    able = [
        row
        for row in found
        if row.state == "open"
        and row.stage_state == "open"
        and row.kind in (StepKind.ASK, StepKind.APPROVE)
    ]
    if not able:
        raise BadCase(asked.place, f"没有可以办的环节,“{asked.until.shown}”没有打开。")
    return min(able, key=lambda row: (not row.is_main, row.opened_at, row.position))


def _take(step: PlayedStep, asked: GoOn, case: str, doing: Doing) -> None:
    case_id = doing.case(case)
    if step.kind is StepKind.APPROVE:
        name = StepName(step.key, step.key.replace(":", " ", 1), step.stage)
        doing.do(Approve(asked.place, None, name, (), "同意。", expects_void=False), case)
        return
    answer = Answer(
        place=asked.place, by=None, form=str(step.form), about=step.about, stage=step.stage,
        filled=None, usual=True, done_on=None,
    )  # fmt: skip
    doing.answer(answer, case_id)
