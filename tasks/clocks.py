"""Effects on time: timers that open what comes later, clocks that alarm and never decide."""

from typing import Any
from uuid import uuid4

from sqlalchemy import insert, text

from models.errors import RuleBroken
from models.store import own_targets
from models.tables.step import Deadline, DeadlineChange
from models.words import Holder, StepKind, Tag
from tasks.case_journal import CaseJournal
from tasks.counting import Counted, deadline
from tasks.effects import ExtendClock, SetTimer, StartClock
from tasks.opening import bare_deadline, blank_row, done_row, record_done, write_steps

AUTOMATIC = "系统自动办理,无需人工期限。"

_RUNS = text(
    "SELECT 1 FROM deadlines WHERE case_id = :case AND key = :key AND state = 'running' LIMIT 1"
)


def set_timer(journal: CaseJournal, effect: SetTimer) -> None:
    """Open a timer, or note it as fired where its instant is past."""
    row = blank_row(journal, kind=StepKind.TIMER, key=effect.key)
    row |= {
        "holder": Holder.TIME,
        "due_at": effect.at,
        "no_due_reason": AUTOMATIC,
        "round": journal.next_round(effect.key),
    }
    if effect.at <= journal.now:
        row |= done_row(journal, key=effect.key, result={"fired": "at once"}) | {
            "id": row["id"],
            "kind": StepKind.TIMER,
            "holder": Holder.TIME,
            "due_at": effect.at,
            "round": row["round"],
        }
    write_steps(journal, [row])


def start_clock(journal: CaseJournal, effect: StartClock) -> None:
    """Start a deadline of the case; a rule without a number leaves its reason instead.

    A clock of the case that runs already runs on.
    """
    counted = deadline(
        journal.office,
        journal.calendar,
        pack=journal.row.pack,
        locality=journal.row.locality,
        rule=effect.rule,
        since=effect.since,
        by=None,
        own=own_targets.read(journal.row.own),
    )
    if (
        isinstance(counted, Counted)
        and not journal.db.execute(_RUNS, {"case": journal.row.case_id, "key": effect.key}).first()
    ):
        row = bare_deadline(journal, counted, key=effect.key)
        journal.db.execute(insert(Deadline.__table__), row)  # type: ignore[arg-type]
        journal.note(
            Tag.CLOCK_STARTED,
            rule=effect.rule,
            since=effect.since.isoformat(),
            due=counted.due_at.isoformat(),
        )
    record_done(journal, effect, key=effect.key, result={"rule": effect.rule})


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
            "id": uuid4(),
            "case_id": journal.row.case_id,
            "deadline_id": row.id,
            "step_id": step["id"],
            "at": journal.now,
            "old_due_at": row.due_at,
            "new_due_at": effect.until,
        }
        journal.db.execute(insert(DeadlineChange.__table__), change)  # type: ignore[arg-type]
        journal.db.execute(
            text("UPDATE deadlines SET due_at = :until WHERE id = :id"),
            {"until": effect.until, "id": row.id},
        )
        journal.note(
            Tag.CLOCK_EXTENDED,
            rule=effect.rule,
            old=row.due_at.isoformat(),
            new=effect.until.isoformat(),
        )
    write_steps(journal, [step])
