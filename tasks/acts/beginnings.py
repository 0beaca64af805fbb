"""From when what counts would be counted now: asked before and after a fact is put right."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from models.errors import BadInput
from models.law.dates import shanghai_date
from models.store import correction, ledger
from models.store.correction import RunningSeen
from models.store.ledger import KeptChange
from models.tables.step import ChangeKind
from tasks.act import Act
from tasks.deadlines import law_clocks
from tasks.deadlines.counting import Counted
from tasks.deadlines.custody_time import by_child
from tasks.deadlines.standing import recounted, settle, show
from tasks.effects.opening import beginning
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import Effect, OpenStep, StartClock


@dataclass(frozen=True)
class Told:
    """A stage as it is looked at, and what it asks and does by its answers, by key."""

    journal: CaseJournal
    effects: Mapping[str, Effect | OpenStep]


def expected(act: Act, case_id: UUID, told: Mapping[UUID, Told]) -> dict[UUID, Counted]:
    """What the record says now of every deadline that counts, as if it began now."""
    found = {}
    for row in correction.running(act.db, case_id):
        if row.stage_id in told:
            counted = _one(act, row, told[row.stage_id])
            if isinstance(counted, Counted):
                found[row.id] = counted
    return found


def _one(act: Act, row: RunningSeen, told: Told) -> Counted | str | None:
    journal = told.journal
    if row.step_key is not None:
        asked = told.effects.get(row.step_key.partition("#")[0])
        if not isinstance(asked, OpenStep) or "#" in row.step_key:
            return None  # A day that somebody said is theirs.
        return by_child(journal, asked.rule, beginning(journal, asked), by=asked.by)
    effect = told.effects.get(row.key)
    if isinstance(effect, StartClock):
        return by_child(journal, effect.rule, effect.since)
    since = law_clocks.began(_where(act, journal), row.rule)
    return by_child(journal, row.rule, since) if since else None


def _where(act: Act, journal: CaseJournal) -> law_clocks.Where:
    row = journal.row
    return law_clocks.Where(
        act.db, act.office, row.case_id, row.centre_id, row.id, row.pack, row.locality, act.now
    )


def move(
    act: Act, before: Mapping[UUID, Counted], after: Mapping[UUID, Counted], *, because: UUID
) -> None:
    """Count anew what would begin otherwise now; `because` is the answer that was put right."""
    for deadline_id, now in after.items():
        was = before.get(deadline_id)
        if was is None or (was.starts_at, was.due_at) == (now.starts_at, now.due_at):
            continue
        _move(act, deadline_id, now, because)


def _move(act: Act, deadline_id: UUID, counted: Counted, because: UUID) -> None:
    old = ledger.read(act.db, deadline_id)
    today = shanghai_date(act.now)
    if old.receipt.is_counted and counted.receipt.is_counted:
        goes_on = replace(old, starts_at=counted.starts_at)
        try:
            anew = recounted(act.db, act.office, goes_on, until=today)
        except BadInput:
            return  # What was granted does not fit the other start: a person must look at it.
        settle(act.db, goes_on, anew, today=today)
        due_at: datetime = anew.due_at
    else:
        receipt = json.dumps(counted.receipt.dump())
        due_at = counted.due_at
        correction.fix(act.db, old.id, starts=counted.starts_at, due=due_at, receipt=receipt)
        show(act.db, old, due_at, today=today)
    if due_at != old.due_at:
        ledger.keep(act.db, KeptChange(
            id=uuid4(), case_id=old.case_id, deadline_id=old.id, kind=ChangeKind.CORRECTION,
            at=act.now, old_due_at=old.due_at, new_due_at=due_at, evidence_id=because,
            by_id=act.actor.officer_id,
        ))  # fmt: skip
