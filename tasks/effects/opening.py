"""Opening steps: a form for somebody, with owner, holder, deadline and receipt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from models.store.deadlines import NewDeadline
from models.store.entries import write_entries
from models.store.notices import tell, tell_each
from models.words import Holder, StepKind, StepState, Tag
from tasks.deadlines import rounds
from tasks.deadlines.counting import Counted
from tasks.deadlines.custody_time import by_child
from tasks.effects.owning import owner_for
from tasks.journal.case_journal import CaseJournal, StoredEntry
from tasks.journal.effect import Effect, OpenStep, OpenSteps

_BEFORE = text(
    """
    SELECT DISTINCT ON (s.key) s.key, s.done_by FROM steps s JOIN officers o ON o.id = s.done_by
    WHERE s.stage_id = :s AND s.key = ANY (:k) AND o.active AND s.owner_role = ANY (o.roles)
    ORDER BY s.key, s.round DESC
    """
)


def _before(journal: CaseJournal, keys: list[str]) -> dict[str, UUID]:
    """Who answered the round before, where there was one."""
    if not keys:
        return {}
    found = journal.db.execute(_BEFORE, {"s": journal.row.id, "k": keys})
    return {row.key: row.done_by for row in found}


def open_steps(journal: CaseJournal, effect: OpenSteps) -> None:
    """Write the steps, their deadlines and the notices to their owners."""
    wanted = [asked for asked in effect.steps if journal.find(asked.key) is None]
    rows = [_row(journal, asked) for asked in wanted]
    position = journal.position_of(effect.beside)
    for row in rows:
        row["round"] = journal.next_round(row["key"])
        row["position"] = position
    owners = {asked.of: owner_for(journal, asked.of) for asked in wanted}
    before = _before(journal, [row["key"] for row in rows if row["round"] > 1])
    started = []
    for row, asked in zip(rows, wanted, strict=True):
        owner = owners[asked.of]
        # Who answered the round before answers again: the return speaks to them.
        row["owner_id"] = before.get(row["key"], owner.officer_id if owner else None)
        if owner and row["owner_id"] == owner.officer_id:
            row["stands_in_for"] = owner.stands_in_for
        counted = _count(journal, asked)
        if isinstance(counted, str):
            row["no_due_reason"] = counted
        else:
            row["due_at"] = counted.due_at
            started.append(deadline_of(journal, row, counted, asked.holder))
    write_steps(journal, rows, started)
    rounds.go_on(journal.db, journal.office, started, now=journal.now)
    tell_each(
        [(row["owner_id"], row["id"], f"work:{row['id']}") for row in rows],
        journal.db,
        kind="returned" if all(row["round"] > 1 for row in rows) else "work",
        case_id=journal.row.case_id,
        centre_id=journal.row.centre_id,
        at=journal.now,
    )


def write_steps(
    journal: CaseJournal, rows: list[dict[str, Any]], deadlines: Sequence[NewDeadline] = ()
) -> None:
    """Insert journal entries with their deadlines and show them to the replay."""
    write_entries(journal.db, rows, deadlines)
    for row in rows:
        journal.put(
            StoredEntry(
                key=row["key"],
                state=row["state"],
                form=row["form"],
                taken_up=row["taken_up_at"] is not None,
                result=row["result"],
                step_id=row["id"],
                sealed=None,
                position=row["position"],
            )
        )
        if row["kind"] is not StepKind.EFFECT:
            journal.note(
                Tag.STEP_OPENED,
                step_id=row["id"],
                key=row["key"],
                round=row["round"],
                holder=row["holder"].value,
                rule=row["rule"],
                due=row["due_at"].isoformat() if row["due_at"] else None,
            )


def blank_row(journal: CaseJournal, *, kind: StepKind, key: str) -> dict[str, Any]:
    """A journal entry with every column at its plainest; what differs is set by the caller."""
    row = journal.row
    return {
        "id": uuid4(),
        "case_id": row.case_id,
        "stage_id": row.id,
        "centre_id": row.centre_id,
        "kind": kind,
        "key": key,
        "about": None,
        "turn": 1,
        "round": 1,
        "position": journal.next_position(),
        "state": StepState.OPEN,
        "form": None,
        "paper": None,
        "owner_role": None,
        "owner_id": None,
        "stands_in_for": None,
        "holder": Holder.CENTRE,
        "rule": None,
        "due_at": None,
        "no_due_reason": None,
        "opened_at": journal.now,
        "done_at": None,
        "taken_up_at": None,
        "result": {},
    }


def done_row(journal: CaseJournal, *, key: str, result: dict[str, Any]) -> dict[str, Any]:
    """An entry for an effect that is already done when it is written."""
    row = blank_row(journal, kind=StepKind.EFFECT, key=key)
    row |= {
        "state": StepState.DONE,
        "done_at": journal.now,
        "taken_up_at": journal.now,
        "result": result,
    }
    return row


def record_done(journal: CaseJournal, effect: Effect, *, key: str, result: dict[str, Any]) -> None:
    """Write an effect's entry as done, and its event."""
    row = done_row(journal, key=key, result=result)
    row["round"] = journal.next_round(key)
    write_steps(journal, [row])
    journal.note(Tag.EFFECT_DONE, step_id=row["id"], effect=type(effect).__name__, key=key)


def deadline_of(
    journal: CaseJournal, step: dict[str, Any], counted: Counted, holder: Holder
) -> NewDeadline:
    """The deadline of a step, once per key and round."""
    bare = counted.starting(key=f"{step['key']}:{step['round']}", **ids_of(journal))
    return replace(bare, step_id=step["id"], holder=holder, owner_id=step["owner_id"])


def ids_of(journal: CaseJournal) -> dict[str, UUID]:
    """Whose a deadline of this stage is."""
    row = journal.row
    return {"case_id": row.case_id, "stage_id": row.id, "centre_id": row.centre_id}


def notify(
    journal: CaseJournal, officer_id: UUID | None, *, kind: str, step_id: UUID, once: str
) -> None:
    """Queue a notice with the fact it tells of."""
    tell(
        journal.db,
        officer_id,
        kind=kind,
        once=once,
        case_id=journal.row.case_id,
        centre_id=journal.row.centre_id,
        step_id=step_id,
        at=journal.now,
    )


def _row(journal: CaseJournal, asked: OpenStep) -> dict[str, Any]:
    row = blank_row(journal, kind=StepKind.ASK, key=asked.key)
    row |= {
        "about": asked.about,
        "turn": asked.turn,
        "form": asked.form,
        "owner_role": asked.of,
        "holder": asked.holder,
        "rule": asked.rule,
    }
    return row


def _count(journal: CaseJournal, asked: OpenStep) -> Counted | str:
    return by_child(journal, asked.rule, asked.since or journal.now, by=asked.by)
