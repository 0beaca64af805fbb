"""Effects on stages, clocks, custody and the case itself."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from models.errors import BrokenInvariant
from models.law.stages import SIDE_OUTCOMES, after
from models.store import deadlines
from models.tables.case import StageRow, StageState
from models.words import MAIN_STAGES, Outcome, Stage, Tag
from tasks.effects.opening import record_done
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import (
    CloseCase,
    CloseStage,
    Divert,
    StartSide,
)

#: Raised whenever a flow changes its meaning under open cases.
PROCEDURE_VERSION = 1

_OPEN_SIDE = text(
    "SELECT id FROM stages WHERE case_id = :case AND name = :name AND state = 'open' LIMIT 1"
)
_OPEN_STAGES = text(
    "SELECT id, name, is_main FROM stages WHERE case_id = :case AND state = 'open' "
    "AND id <> :this ORDER BY ordinal FOR UPDATE"
)
_NEXT_ORDINAL = text("SELECT coalesce(max(ordinal), 0) + 1 FROM stages WHERE case_id = :case")
_INTERRUPT = text(
    "UPDATE stages SET state = 'interrupted', outcome = 'interrupted', closed_at = :now, "
    "leased_until = NULL WHERE id = :stage"
)
CANCEL_STEPS = text(
    "UPDATE steps SET state = 'cancelled', done_at = :now WHERE stage_id = :stage "
    "AND state = 'open' RETURNING id"
)
_VOID_SIGNATURES = text(
    "UPDATE signatures SET state = 'void' WHERE step_id IN "
    "(SELECT id FROM steps WHERE stage_id = :stage) AND state IN ('open', 'pending')"
)


def open_stage(
    journal: CaseJournal, stage: Stage, *, key: str | None, reason: str | None = None
) -> UUID:
    """Open a stage of the same case; the reader goes on with it."""
    row = journal.row
    stage_id = uuid4()
    ordinal = journal.db.execute(_NEXT_ORDINAL, {"case": row.case_id}).scalar_one()
    journal.db.execute(
        insert(StageRow.__table__),  # type: ignore[arg-type]
        {
            "id": stage_id,
            "case_id": row.case_id,
            "centre_id": row.centre_id,
            "name": stage,
            "ordinal": ordinal,
            "is_main": stage in MAIN_STAGES,
            "state": StageState.OPEN,
            "procedure": PROCEDURE_VERSION,
            "opened_at": journal.now,
            "opened_by_key": key,
            "opened_by_stage": row.id,
            "reason": journal.office.seal.close_text(reason, f"stages.reason:{stage_id}")
            if reason
            else None,
            "fence": 0,
        },
    )
    journal.note(Tag.STAGE_OPENED, stage_id=stage_id, stage=stage.value, after=row.name)
    journal.touched.append(stage_id)
    journal.opened.append(stage_id)
    return stage_id


def close_stage(journal: CaseJournal, effect: CloseStage) -> None:
    """End this stage; on the main line open what the table says follows."""
    stage = journal.facts.stage
    journal.db.execute(
        text(
            "UPDATE stages SET state = 'closed', outcome = :outcome, closed_at = :now, "
            "leased_until = NULL WHERE id = :stage AND state = 'open'"
        ),
        {"outcome": effect.outcome.value, "now": journal.now, "stage": journal.row.id},
    )
    _cancel_open(journal, journal.row.id, because=effect.outcome.value)
    journal.note(Tag.STAGE_CLOSED, stage=stage.value, outcome=effect.outcome.value)
    journal.touched.append(journal.row.id)
    if not journal.row.is_main:
        if effect.outcome not in SIDE_OUTCOMES:
            raise BrokenInvariant("旁支程序以不允许的结果结束。")
        return
    following = after(stage, effect.outcome)
    if following.to is not None:
        open_stage(journal, following.to, key=None)


def interrupt_stage(journal: CaseJournal, stage_id: UUID, *, because: str) -> None:
    """End a stage from outside: open steps are cancelled, kept, and seen in the chain."""
    journal.db.execute(_INTERRUPT, {"stage": stage_id, "now": journal.now})
    _cancel_open(journal, stage_id, because=because)
    journal.note(
        Tag.STAGE_CLOSED, stage_id=stage_id, outcome=Outcome.INTERRUPTED.value, because=because
    )
    journal.touched.append(stage_id)


def _cancel_open(journal: CaseJournal, stage_id: UUID, *, because: str) -> None:
    """Cancel what a stage leaves open: kept, and seen in the chain; its own clocks run on."""
    at = {"stage": stage_id, "now": journal.now}
    cancelled = journal.db.execute(CANCEL_STEPS, at).scalars().all()
    if not cancelled:
        return
    journal.db.execute(_VOID_SIGNATURES, {"stage": stage_id})
    deadlines.stop(journal.db, deadlines.of_stage(stage_id), now=journal.now)
    for step_id in cancelled:
        journal.note(Tag.STEP_CANCELLED, step_id=step_id, stage_id=stage_id, because=because)


def start_side(journal: CaseJournal, effect: StartSide) -> None:
    """Open a side procedure; one of its kind already open in the case serves as well."""
    found = journal.db.execute(
        _OPEN_SIDE, {"case": journal.row.case_id, "name": effect.stage.value}
    ).scalar()
    started = found or open_stage(journal, effect.stage, key=effect.key)
    record_done(
        journal, effect, key=effect.key, result={"stage": str(started), "was_open": bool(found)}
    )


def divert(journal: CaseJournal, effect: Divert) -> None:
    """End the main line's open stage and go on elsewhere."""
    for other in _open_others(journal):
        if other.is_main:
            interrupt_stage(journal, other.id, because=journal.facts.stage.value)
    opened = open_stage(journal, effect.to, key=effect.key)
    record_done(journal, effect, key=effect.key, result={"stage": str(opened)})


def close_case(journal: CaseJournal, effect: CloseCase) -> None:
    """Close the case; what still runs beside it ends with it, and the chain says so."""
    for other in _open_others(journal):
        interrupt_stage(journal, other.id, because="case closed")
    deadlines.stop(journal.db, deadlines.of_case(journal.row.case_id), now=journal.now)
    journal.db.execute(
        text("UPDATE cases SET state = 'closed', closed_at = :now WHERE id = :case"),
        {"now": journal.now, "case": journal.row.case_id},
    )
    journal.note(Tag.CASE_CLOSED)
    record_done(journal, effect, key=effect.key, result={})


def _open_others(journal: CaseJournal) -> list[Any]:
    return list(
        journal.db.execute(_OPEN_STAGES, {"case": journal.row.case_id, "this": journal.row.id})
    )
