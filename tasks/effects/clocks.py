"""Effects on time: timers that open what comes later, clocks that alarm and never decide."""

from dataclasses import replace
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.law.breaks import Extension
from models.law.dates import shanghai_date
from models.law.ledger import NO_DOCUMENT
from models.store import deadlines, ledger, paper
from models.store.ledger import DeadlineOfCase, KeptChange
from models.tables.step import ChangeKind
from models.words import Holder, Paper, StepKind, Tag
from tasks.deadlines.counting import Counted
from tasks.deadlines.custody_time import by_child
from tasks.deadlines.extending import approver_of, extended
from tasks.deadlines.standing import rule_of
from tasks.effects.issuing import AUTOMATIC
from tasks.effects.opening import (
    done_at_once,
    ids_of,
    new_step,
    record_done,
    write_steps,
)
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import ExtendClock, SetTimer, StartClock
from tasks.journal.task_settings import effect_task


@effect_task("set-timer")
def set_timer(journal: CaseJournal, effect: SetTimer) -> None:
    """Open a timer, or note it as fired where its instant is past."""
    step = replace(
        new_step(journal, StepKind.TIMER, effect.key),
        holder=Holder.TIME,
        due_at=effect.at,
        no_due_reason=AUTOMATIC,
    )
    if effect.at <= journal.now:
        step = done_at_once(journal, step, {"fired": "at once"})
    write_steps(journal, [step])


@effect_task("start-clock")
def start_clock(journal: CaseJournal, effect: StartClock) -> None:
    """Start a deadline of the case; a rule without a number leaves its reason instead.

    A clock of the case that runs already runs on.
    """
    counted = by_child(journal, effect.rule, effect.since)
    running = deadlines.clock_of_case(journal.db, journal.row.case_id, effect.key)
    if isinstance(counted, Counted) and running is None:
        started = counted.starting(key=effect.key, **ids_of(journal))
        journal.unwritten.deadlines.append(started)
        journal.note(
            Tag.CLOCK_STARTED,
            rule=effect.rule,
            since=effect.since.isoformat(),
            due=counted.due_at.isoformat(),
        )
    record_done(journal, effect, result={"rule": effect.rule})


@effect_task("extend-clock")
def extend_clock(journal: CaseJournal, effect: ExtendClock) -> None:
    """Move a clock of the case to the day that was decided.

    Raises:
        RuleBroken: Not later than before, or beyond the rule's cap.
    """
    clock = deadlines.clock_of_case(journal.db, journal.row.case_id, f"clock:{effect.rule}")
    step = done_at_once(
        journal, new_step(journal, StepKind.EFFECT, effect.key), {"rule": effect.rule}
    )
    if clock:
        _extend(journal, ledger.locked(journal.db, clock), effect, step.id)
    write_steps(journal, [step])


def _extend(
    journal: CaseJournal, deadline: DeadlineOfCase, effect: ExtendClock, step_id: UUID
) -> None:
    # On it the extension was approved.
    form = paper.number_of(journal.db, journal.row.id, Paper.EXTENSION_FORM)
    today = shanghai_date(journal.now)
    rule = rule_of(journal.office, deadline)
    granted = Extension(
        None, approver_of(rule) or "", form or NO_DOCUMENT,
        until=shanghai_date(effect.until), granted_on=today,
    )  # fmt: skip
    try:
        new_due_at = extended(journal.db, journal.office, deadline, granted, now=journal.now)
    except FormInvalid as wrong:
        told = [one for each in wrong.errors.values() for one in each]
        raise RuleBroken("".join(told)) from wrong
    ledger.keep(journal.db, KeptChange(
        id=uuid4(), case_id=deadline.case_id, deadline_id=deadline.id, kind=ChangeKind.EXTENSION,
        at=journal.now, old_due_at=deadline.due_at, new_due_at=new_due_at, step_id=step_id,
        until_on=granted.until, decided_on=today, decided_by=granted.granted_by, document=form,
        by_id=journal.actor_id,
    ))  # fmt: skip
    journal.note(
        Tag.CLOCK_EXTENDED,
        rule=effect.rule,
        old=deadline.due_at.isoformat(),
        new=new_due_at.isoformat(),
    )
