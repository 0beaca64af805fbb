"""Recounting a child's time when it becomes known who the child is: earlier spans may appear.

A child without a known identity begins at zero. Once the identity number is there, spans under the
same number count too, and running clocks move to where they belong; old and new day are kept.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import BadInput
from models.law.dates import shanghai_date
from models.law.deadline import Deadline
from models.store import ledger
from models.store.events import Happening
from models.store.ledger import DeadlineOfCase, KeptChange
from models.words import Tag
from tasks.deadlines.custody_time import with_spans
from tasks.deadlines.standing import recounted
from tasks.office import Office
from tasks.record.custody import time_before


def recount_custody(
    db: Connection, office: Office, case_id: UUID, *, now: datetime
) -> list[Happening]:
    """Count the running clocks of temporary guardianship anew; what moved, for the chain."""
    happened = []
    for clock in ledger.of_custody(db, case_id):
        before = time_before(db, case_id, clock.began_at)
        deadline = replace(ledger.read(db, clock.id), starts_at=before.counted_from)
        try:
            counted = recounted(db, office, deadline, until=shanghai_date(now))
        except BadInput:
            # What was granted does not fit the longer time away: a person must look at it.
            continue
        if counted.due_at != deadline.due_at:
            # Earlier days that no longer count are on the receipt no more.
            old = deadline.receipt.model_copy(update={"custody": None})
            receipt = old.counted_anew(with_spans(counted.receipt(), before))
            ledger.move(db, deadline, counted, receipt)
            happened.append(_keep(db, deadline, counted, now))
    return happened


def _keep(db: Connection, old: DeadlineOfCase, counted: Deadline, now: datetime) -> Happening:
    ledger.keep(db, KeptChange(
        id=uuid4(), case_id=old.case_id, deadline_id=old.id, kind=None, at=now,
        old_due_at=old.due_at, new_due_at=counted.due_at,
    ))  # fmt: skip
    detail = {
        "rule": old.rule,
        "recounted": True,
        "old": old.due_at.isoformat(),
        "due": counted.due_at.isoformat(),
    }
    return Happening(Tag.CLOCK_STARTED, old.stage_id, None, None, detail)
