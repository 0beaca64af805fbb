"""Effects on stages, clocks, custody and the case itself."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from models.errors import BrokenInvariant
from models.law.stages import SIDE_OUTCOMES, after
from models.store import case, deadlines, stage
from models.store.deadlines import Ended
from models.store.stage import NewStage
from models.words import Outcome, Stage, Tag
from tasks.deadlines.obliging import called, is_obligation
from tasks.effects.opening import record_done
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import (
    CloseCase,
    CloseStage,
    Divert,
    StartSide,
)
from tasks.journal.task_settings import effect_task


def open_stage(journal: CaseJournal, name: Stage, *, key: str | None) -> UUID:
    """Open a stage of the same case; the reader goes on with it."""
    row = journal.row
    new = NewStage(
        uuid4(), row.case_id, row.centre_id, name, journal.now,
        opened_by_key=key, opened_by_stage=row.id,
    )  # fmt: skip
    journal.unwritten.stages.append(new)
    journal.note(Tag.STAGE_OPENED, stage_id=new.id, stage=name.value, after=row.name.value)
    journal.opened.append(new.id)
    return new.id


@effect_task("close-stage")
def close_stage(journal: CaseJournal, effect: CloseStage) -> None:
    """End this stage; on the main line open what the table says follows."""
    name, outcome = journal.facts.stage, effect.outcome
    cancelled = stage.close(journal.db, journal.row.id, outcome, now=journal.now)
    _note_cancelled(journal, journal.row.id, cancelled, because=outcome.value)
    journal.note(Tag.STAGE_CLOSED, stage=name.value, outcome=outcome.value)
    if not journal.row.is_main:
        if outcome not in SIDE_OUTCOMES:
            raise BrokenInvariant("旁支程序以不允许的结果结束。")
        return
    following = after(name, outcome)
    if following.to is not None:
        open_stage(journal, following.to, key=None)


def interrupt_stage(journal: CaseJournal, stage_id: UUID, *, because: str) -> None:
    """End a stage from outside: open steps are cancelled, kept, and seen in the chain."""
    cancelled = stage.interrupt(journal.db, stage_id, now=journal.now)
    _note_cancelled(journal, stage_id, cancelled, because=because)
    journal.note(
        Tag.STAGE_CLOSED, stage_id=stage_id, outcome=Outcome.INTERRUPTED.value, because=because
    )


def _note_cancelled(
    journal: CaseJournal, stage_id: UUID, cancelled: Sequence[UUID], *, because: str
) -> None:
    """What a stage left open is kept, and seen in the chain."""
    for step_id in cancelled:
        journal.note(Tag.STEP_CANCELLED, step_id=step_id, stage_id=stage_id, because=because)


@effect_task("start-side")
def start_side(journal: CaseJournal, effect: StartSide) -> None:
    """Open a side procedure; one of its kind already open in the case serves as well.

    A reception whose child has left does not: it ends with what it still waited for, which the new
    one asks anew.
    """
    found = stage.open_side(journal.db, journal.row.case_id, effect.stage)
    if found and stage.child_left(journal.db, found):
        interrupt_stage(journal, found, because="received anew")
        found = None
    started = found or open_stage(journal, effect.stage, key=effect.key)
    record_done(journal, effect, result={"stage": str(started), "was_open": bool(found)})


@effect_task("divert")
def divert(journal: CaseJournal, effect: Divert) -> None:
    """End the main line's open stage and go on elsewhere."""
    for other in stage.open_others(journal.db, journal.row.case_id, journal.row.id):
        if other.is_main or other.name in effect.ends:
            interrupt_stage(journal, other.id, because=journal.facts.stage.value)
    if effect.ends:
        _stop_clocks(journal)
    opened = open_stage(journal, effect.to, key=effect.key)
    record_done(journal, effect, result={"stage": str(opened)})


def _stop_clocks(journal: CaseJournal) -> None:
    """The clocks of the case stop with what was promised for the child; the chain says why."""
    whose = deadlines.nothing_for_the_child(journal.row.case_id)
    for ended in deadlines.stop(journal.db, whose, now=journal.now):
        _note_stopped(journal, ended, because=journal.facts.stage.value)


def _note_stopped(journal: CaseJournal, ended: Ended, *, because: str) -> None:
    detail: dict[str, Any] = {**called(ended), "because": because}
    journal.note(Tag.CLOCK_STOPPED, **detail)


@effect_task("close-case")
def close_case(journal: CaseJournal, effect: CloseCase) -> None:
    """Close the case; what still runs beside it ends with it, and the chain says so."""
    case_id = journal.row.case_id
    for other in stage.open_others(journal.db, case_id, journal.row.id):
        interrupt_stage(journal, other.id, because="case closed")
    for ended in deadlines.stop(journal.db, deadlines.of_case(case_id), now=journal.now):
        if is_obligation(ended.key):
            _note_stopped(journal, ended, because="case closed")
    case.close(journal.db, case_id, at=journal.now)
    journal.note(Tag.CASE_CLOSED)
    record_done(journal, effect, result={})
