"""Opening steps: a form for somebody, with owner, holder, deadline and receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from models.facts.events import EVENTS, EventKind
from models.law.rule import STEP_OPENED
from models.store import journal as entries
from models.store.deadlines import GoingOn, NewDeadline
from models.store.journal import NewStep
from models.store.notices import to_tell
from models.store.officers import Owner
from models.words import StepKind, StepState, Tag
from tasks.deadlines import rounds
from tasks.deadlines.counting import Counted, Opening
from tasks.deadlines.custody_time import by_child
from tasks.effects import going_on
from tasks.effects.going_on import STANDS_STILL
from tasks.effects.owning import owner_for
from tasks.journal.case_journal import CaseJournal, StoredEntry
from tasks.journal.effect import Effect, OpenStep, OpenSteps
from tasks.journal.task_settings import effect_task
from tasks.record.given import happened_last


@effect_task("open-steps")
def open_steps(journal: CaseJournal, effect: OpenSteps) -> None:
    """Write the steps, their deadlines and the notices to their owners."""
    wanted = [asked for asked in effect.steps if journal.find(asked.key) is None]
    position = journal.position_of(effect.beside)
    steps = [replace(_new(journal, asked), position=position) for asked in wanted]
    owners = {asked.of: owner_for(journal, asked.of) for asked in wanted}
    again = [step.key for step in steps if step.round > 1]
    after = [one.after for one in wanted if one.after]
    before = entries.answered_before(journal.db, journal.row.id, [*again, *after])
    steps = [
        _owned(step, owners[asked.of], before.get(step.key) or before.get(asked.after or ""))
        for step, asked in zip(steps, wanted, strict=True)
    ]
    counted = [
        (going_on.counted_again(journal, one) if one.after else None)
        or by_child(journal, one.rule, beginning(journal, one), by=one.by)
        for one in wanted
    ]
    steps = [due(step, told) for step, told in zip(steps, counted, strict=True)]
    started = [
        deadline_of(journal, step, told)
        for step, told in zip(steps, counted, strict=True)
        if isinstance(told, Counted)
    ]
    write_steps(journal, steps, started)
    kind = "returned" if len(again) == len(steps) else "work"
    for step in steps:
        notify(journal, step.owner_id, kind=kind, step_id=step.id, once=f"work:{step.id}")
    if again:
        journal.settle()
        rounds.go_on(journal.db, journal.office, started, now=journal.now)
    if after:
        going_on.carry(journal, wanted)


def beginning(journal: CaseJournal, asked: OpenStep) -> datetime | Opening:
    """From when the deadline of a step runs: from the event its rule names, as the record tells it.

    A return opens a step again and is no event of the law. Where the record tells nothing of the
    event, the count runs from the opening, and its receipt says so.

    What had happened when the case came to a stage of this name the last time started the deadline
    of that time, and starts none now; and a later turn runs from what came of the turn before.
    """
    if asked.since is not None or asked.by is not None or asked.rule is None:
        return asked.since or journal.now
    row = journal.row
    starts = journal.office.pack(row.pack, row.locality).rule(asked.rule).starts
    if starts is None or starts.code == STEP_OPENED.code:
        return journal.now
    kind = EVENTS.get(starts.code)
    at = _happened(journal, starts.code, kind) if kind else None
    past = row.opened_before if asked.turn == 1 else row.opened_at
    if at is None or (past is not None and at <= past):
        return Opening(journal.now)
    return at


def _happened(journal: CaseJournal, event: str, kind: EventKind) -> datetime | None:
    """When an event happened last; None where the record tells nothing of it."""
    if kind.signed is not None:
        return next((one.at for one in journal.row.signed if one.paper is kind.signed), None)
    return happened_last(journal.db, journal.office, journal.row.case_id, event)


def _new(journal: CaseJournal, asked: OpenStep) -> NewStep:
    return replace(
        new_step(journal, StepKind.ASK, asked.key),
        about=asked.about,
        turn=asked.turn,
        form=asked.form,
        owner_role=asked.of,
        holder=asked.holder,
        rule=asked.rule,
    )


def _owned(step: NewStep, owner: Owner | None, before: UUID | None) -> NewStep:
    """Who answered the round before answers again: the return speaks to them."""
    whose = before or (owner.officer_id if owner else None)
    covered = owner.stands_in_for if owner and whose == owner.officer_id else None
    return replace(step, owner_id=whose, stands_in_for=covered)


def new_step(journal: CaseJournal, kind: StepKind, key: str) -> NewStep:
    """A journal entry at its plainest; what differs, the caller replaces."""
    row = journal.row
    return NewStep(
        id=uuid4(),
        case_id=row.case_id,
        stage_id=row.id,
        centre_id=row.centre_id,
        kind=kind,
        key=key,
        position=journal.next_position(),
        opened_at=journal.now,
        round=journal.next_round(key),
    )


def done_at_once(journal: CaseJournal, step: NewStep, result: Mapping[str, Any]) -> NewStep:
    """The same entry, already done when it is written."""
    now = journal.now
    return replace(step, state=StepState.DONE, done_at=now, taken_up_at=now, result=result)


def due(step: NewStep, counted: Counted | GoingOn | str) -> NewStep:
    """The same entry with its due date, or with the reason why there is none."""
    if isinstance(counted, str):
        return replace(step, no_due_reason=counted)
    if isinstance(counted, GoingOn) and counted.stands_still:
        return replace(step, no_due_reason=STANDS_STILL)
    return replace(step, due_at=counted.due_at)


def write_steps(
    journal: CaseJournal, steps: Sequence[NewStep], deadlines: Sequence[NewDeadline] = ()
) -> None:
    """Gather journal entries with their deadlines, and show them to the replay."""
    journal.unwritten.steps += steps
    journal.unwritten.deadlines += deadlines
    for step in steps:
        journal.put(
            StoredEntry(
                key=step.key,
                state=step.state,
                form=step.form,
                taken_up=step.taken_up_at is not None,
                result=step.result or {},
                step_id=step.id,
                sealed=None,
                position=step.position,
            )
        )
        if step.kind is not StepKind.EFFECT:
            journal.note(
                Tag.STEP_OPENED,
                step_id=step.id,
                key=step.key,
                round=step.round,
                holder=step.holder.value,
                rule=step.rule,
                due=step.due_at.isoformat() if step.due_at else None,
            )


def record_done(journal: CaseJournal, effect: Effect, *, result: dict[str, Any]) -> None:
    """Write an effect's entry as done, and its event."""
    step = done_at_once(journal, new_step(journal, StepKind.EFFECT, effect.key), result)
    write_steps(journal, [step])
    journal.note(Tag.EFFECT_DONE, step_id=step.id, effect=type(effect).__name__, key=effect.key)


def deadline_of(journal: CaseJournal, step: NewStep, counted: Counted) -> NewDeadline:
    """The deadline of a step, once per key and round."""
    bare = counted.starting(key=f"{step.key}:{step.round}", **ids_of(journal))
    return replace(bare, step_id=step.id, holder=step.holder, owner_id=step.owner_id)


def ids_of(journal: CaseJournal) -> dict[str, UUID]:
    """Whose a deadline of this stage is."""
    row = journal.row
    return {"case_id": row.case_id, "stage_id": row.id, "centre_id": row.centre_id}


def notify(
    journal: CaseJournal, officer_id: UUID | None, *, kind: str, step_id: UUID, once: str
) -> None:
    """Queue a notice with the fact it tells of."""
    journal.unwritten.notices += to_tell(officer_id, step_id, once, kind=kind)
