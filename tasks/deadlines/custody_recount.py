"""Recounting a child's time when it becomes known who the child is: earlier spans may appear.

A child without a known identity begins at zero. Once the identity number is there, spans under the
same number count too, and running clocks move to where they belong; old and new day are kept.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Row, insert, text

from models.store import calendars
from models.store.events import Happening
from models.tables.step import DeadlineChange
from models.words import Tag
from tasks.deadlines.counting import Counted, deadline
from tasks.deadlines.custody_time import with_spans
from tasks.office import Office
from tasks.record.custody import time_before

#: Clocks of the case that run from T0 and were not extended: an extension has its own day.
_RUNNING = text(
    """
    SELECT d.id, d.rule, d.pack, d.due_at, d.stage_id, c.locality, k.began_at
    FROM deadlines d JOIN cases c ON c.id = d.case_id
    JOIN custodies k ON k.stage_id = d.stage_id AND k.ended_at IS NULL
    WHERE d.case_id = :case AND d.state = 'running' AND d.key LIKE 'clock:3.%'
      AND NOT EXISTS (SELECT 1 FROM deadline_changes x WHERE x.deadline_id = d.id)
    FOR UPDATE OF d
    """
)
_MOVE = text(
    "UPDATE deadlines SET starts_at = :starts, due_at = :due, provisional = :provisional, "
    "printable = :printable, receipt = :receipt WHERE id = :id"
)


def recount_custody(
    db: Connection, office: Office, case_id: UUID, *, now: datetime
) -> list[Happening]:
    """Count the running clocks of temporary guardianship anew; what moved, for the chain."""
    happened = []
    calendar = calendars.in_effect(db)
    for row in db.execute(_RUNNING, {"case": case_id}).all():
        before = time_before(db, case_id, row.began_at)
        counted = deadline(
            office, calendar, pack=row.pack, locality=row.locality, rule=row.rule,
            since=before.counted_from, by=None,
        )  # fmt: skip
        if isinstance(counted, Counted) and counted.due_at != row.due_at:
            _move(db, case_id, row, with_spans(counted, before), now)
            detail = {
                "rule": row.rule,
                "recounted": True,
                "old": row.due_at.isoformat(),
                "due": counted.due_at.isoformat(),
            }
            happened.append(Happening(Tag.CLOCK_STARTED, row.stage_id, None, None, detail))
    return happened


def _move(db: Connection, case_id: UUID, row: Row[Any], counted: Counted, now: datetime) -> None:
    db.execute(
        insert(DeadlineChange.__table__),  # type: ignore[arg-type]
        {
            "id": uuid4(),
            "case_id": case_id,
            "deadline_id": row.id,
            "at": now,
            "old_due_at": row.due_at,
            "new_due_at": counted.due_at,
        },
    )
    db.execute(
        _MOVE,
        {
            "id": row.id,
            "starts": counted.starts_at,
            "due": counted.due_at,
            "provisional": counted.provisional,
            "printable": counted.printable,
            "receipt": Jsonb(counted.receipt),
        },
    )
