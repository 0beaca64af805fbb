"""Effects on stages, clocks, custody and the case itself."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from models.errors import BrokenInvariant, RuleBroken
from models.law.stages import SIDE_OUTCOMES, after
from models.tables.case import Custody, StageRow, StageState
from models.tables.step import Deadline, DeadlineChange
from models.words import MAIN_STAGES, Holder, Outcome, Stage, StepKind, Tag
from tasks.case_journal import CaseJournal
from tasks.counting import Counted, deadline
from tasks.effects import (
    BeginCustody,
    CloseCase,
    CloseStage,
    Divert,
    Effect,
    EndCustody,
    ExtendClock,
    SetTimer,
    StartClock,
    StartSide,
)
from tasks.opening import bare_deadline, blank_row, done_row, rounds, write_steps

#: Raised whenever a flow changes its meaning under open cases.
PROCEDURE_VERSION = 1

AUTOMATIC = "系统自动办理,无需人工期限。"

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
_CANCEL_STEPS = text(
    "UPDATE steps SET state = 'cancelled', done_at = :now WHERE stage_id = :stage "
    "AND state = 'open' RETURNING id"
)
_VOID_SIGNATURES = text(
    "UPDATE signatures SET state = 'void' WHERE step_id IN "
    "(SELECT id FROM steps WHERE stage_id = :stage) AND state IN ('open', 'pending')"
)
_STOP_DEADLINES = text(
    "UPDATE deadlines SET state = 'stopped', ended_at = :now WHERE stage_id = :stage "
    "AND state = 'running' AND (step_id IS NOT NULL OR :clocks)"
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
            "id": stage_id, "case_id": row.case_id, "centre_id": row.centre_id, "name": stage,
            "ordinal": ordinal, "is_main": stage in MAIN_STAGES, "state": StageState.OPEN,
            "procedure": PROCEDURE_VERSION, "opened_at": journal.now, "opened_by_key": key,
            "opened_by_stage": row.id,
            "reason": journal.office.seal.close_text(reason, f"stages.reason:{stage_id}")
            if reason else None,
            "fence": 0,
        },
    )  # fmt: skip
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
    at = {"stage": stage_id, "now": journal.now}
    journal.db.execute(_VOID_SIGNATURES, {"stage": stage_id})
    cancelled = journal.db.execute(_CANCEL_STEPS, at).scalars().all()
    journal.db.execute(_STOP_DEADLINES, {**at, "clocks": False})
    journal.db.execute(_INTERRUPT, at)
    for step_id in cancelled:
        journal.note(Tag.STEP_CANCELLED, step_id=step_id, stage_id=stage_id, because=because)
    journal.note(
        Tag.STAGE_CLOSED, stage_id=stage_id, outcome=Outcome.INTERRUPTED.value, because=because
    )
    journal.touched.append(stage_id)


def start_side(journal: CaseJournal, effect: StartSide) -> None:
    """Open a side procedure; one of its kind already open in the case serves as well."""
    found = journal.db.execute(
        _OPEN_SIDE, {"case": journal.row.case_id, "name": effect.stage.value}
    ).scalar()
    started = found or open_stage(journal, effect.stage, key=effect.key)
    _done(journal, effect, key=effect.key, result={"stage": str(started), "was_open": bool(found)})


def divert(journal: CaseJournal, effect: Divert) -> None:
    """End the main line's open stage and go on elsewhere."""
    for other in _open_others(journal):
        if other.is_main:
            interrupt_stage(journal, other.id, because=journal.facts.stage.value)
    opened = open_stage(journal, effect.to, key=effect.key)
    _done(journal, effect, key=effect.key, result={"stage": str(opened)})


def close_case(journal: CaseJournal, effect: CloseCase) -> None:
    """Close the case; what still runs beside it ends with it, and the chain says so."""
    for other in _open_others(journal):
        interrupt_stage(journal, other.id, because="case closed")
    journal.db.execute(
        text(
            "UPDATE deadlines SET state = 'stopped', ended_at = :now "
            "WHERE case_id = :case AND state = 'running'"
        ),
        {"now": journal.now, "case": journal.row.case_id},
    )
    journal.db.execute(
        text("UPDATE cases SET state = 'closed', closed_at = :now WHERE id = :case"),
        {"now": journal.now, "case": journal.row.case_id},
    )
    journal.note(Tag.CASE_CLOSED)
    _done(journal, effect, key=effect.key, result={})


def set_timer(journal: CaseJournal, effect: SetTimer) -> None:
    """Open a timer, or note it as fired where its instant is past."""
    row = blank_row(journal, kind=StepKind.TIMER, key=effect.key)
    row |= {
        "holder": Holder.TIME, "due_at": effect.at, "no_due_reason": AUTOMATIC,
        "round": rounds(journal, [effect.key]).get(effect.key, 1),
    }  # fmt: skip
    if effect.at <= journal.now:
        row |= done_row(journal, key=effect.key, result={"fired": "at once"}) | {
            "id": row["id"], "kind": StepKind.TIMER, "holder": Holder.TIME, "due_at": effect.at,
            "round": row["round"],
        }  # fmt: skip
    write_steps(journal, [row])


def start_clock(journal: CaseJournal, effect: StartClock) -> None:
    """Start a deadline of the case; a rule without a number leaves its reason instead."""
    counted = deadline(
        journal.office, pack=journal.row.pack, locality=journal.row.locality, rule=effect.rule,
        since=effect.since, by=None,
    )  # fmt: skip
    if isinstance(counted, Counted):
        row = bare_deadline(journal, counted, key=effect.key)
        journal.db.execute(insert(Deadline.__table__), row)  # type: ignore[arg-type]
        journal.note(
            Tag.CLOCK_STARTED, rule=effect.rule, since=effect.since.isoformat(),
            due=counted.due_at.isoformat(),
        )  # fmt: skip
    _done(journal, effect, key=effect.key, result={"rule": effect.rule})


def extend_clock(journal: CaseJournal, effect: ExtendClock) -> None:
    """Move a running clock of the case to a later instant."""
    row = journal.db.execute(
        text(
            "SELECT id, due_at FROM deadlines WHERE case_id = :case AND key = :key "
            "AND state = 'running' FOR UPDATE"
        ),
        {"case": journal.row.case_id, "key": f"clock:{effect.rule}"},
    ).first()
    if row and effect.until <= row.due_at:
        raise RuleBroken("延长后的日期必须晚于原期限。")
    step = done_row(journal, key=effect.key, result={"rule": effect.rule})
    if row:
        change: dict[str, Any] = {
            "id": uuid4(), "case_id": journal.row.case_id, "deadline_id": row.id,
            "step_id": step["id"], "at": journal.now, "old_due_at": row.due_at,
            "new_due_at": effect.until,
        }  # fmt: skip
        journal.db.execute(insert(DeadlineChange.__table__), change)  # type: ignore[arg-type]
        journal.db.execute(
            text("UPDATE deadlines SET due_at = :until WHERE id = :id"),
            {"until": effect.until, "id": row.id},
        )
        journal.note(
            Tag.CLOCK_EXTENDED, rule=effect.rule, old=row.due_at.isoformat(),
            new=effect.until.isoformat(),
        )  # fmt: skip
    write_steps(journal, [step])


def begin_custody(journal: CaseJournal, effect: BeginCustody) -> None:
    """Temporary guardianship begins; counted per child."""
    row = journal.row
    journal.db.execute(
        insert(Custody.__table__),  # type: ignore[arg-type]
        {
            "id": uuid4(), "case_id": row.case_id, "child_id": row.child_id, "stage_id": row.id,
            "began_at": effect.at,
        },
    )  # fmt: skip
    journal.note(Tag.CUSTODY_STARTED, t0=effect.at.isoformat())
    _done(journal, effect, key=effect.key, result={"t0": effect.at.isoformat()})


def end_custody(journal: CaseJournal, effect: EndCustody) -> None:
    """The child left: custody ends and its clocks are met."""
    ended = journal.db.execute(
        text(
            "UPDATE custodies SET ended_at = :at WHERE case_id = :case AND ended_at IS NULL "
            "RETURNING id"
        ),
        {"at": effect.at, "case": journal.row.case_id},
    ).all()
    if ended:
        journal.db.execute(
            text(
                "UPDATE deadlines SET state = 'met', ended_at = :at, met_late = (:at > due_at) "
                "WHERE case_id = :case AND state = 'running' AND key LIKE 'clock:3.%'"
            ),
            {"at": effect.at, "case": journal.row.case_id},
        )
        journal.note(Tag.CUSTODY_ENDED, at=effect.at.isoformat())
    _done(journal, effect, key=effect.key, result={"was_in_custody": bool(ended)})


def _open_others(journal: CaseJournal) -> list[Any]:
    return list(
        journal.db.execute(_OPEN_STAGES, {"case": journal.row.case_id, "this": journal.row.id})
    )


def _done(journal: CaseJournal, effect: Effect, *, key: str, result: dict[str, Any]) -> None:
    row = done_row(journal, key=key, result=result)
    row["round"] = rounds(journal, [key]).get(key, 1)
    write_steps(journal, [row])
    journal.note(Tag.EFFECT_DONE, step_id=row["id"], effect=type(effect).__name__, key=key)
