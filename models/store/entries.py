"""Writing journal entries: one statement for what belongs together, however many there are."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from models.store.deadlines import NewDeadline, as_json
from models.store.events import APPEND, Happening, columns
from models.store.query import named

_STEP = (
    "id, case_id, stage_id, centre_id, kind, key, about, turn, round, position, state, form, "
    "paper, owner_role, owner_id, stands_in_for, holder, rule, due_at, no_due_reason, opened_at, "
    "done_at, "
    "taken_up_at, result"
)
#: A round trip costs as much as the work in it, and a person waits for each.
_WRITE = text(
    f"""
    WITH written AS (
        INSERT INTO steps ({_STEP}, attempts)
        SELECT {_STEP}, 0 FROM jsonb_populate_recordset(CAST(NULL AS steps), CAST(:steps AS jsonb))
    )
    {named("fragments", "start_deadlines")}
    """  # noqa: S608 - our own column names
)
_TAKEN = (
    "WITH taken AS (UPDATE steps SET taken_up_at = :at "
    "WHERE id = ANY (:taken) AND taken_up_at IS NULL)"
)
_SETTLE = text(_TAKEN + APPEND)


def write_entries(
    db: Connection,
    steps: Sequence[Mapping[str, Any]],
    deadlines: Sequence[NewDeadline] = (),
) -> None:
    """Insert steps, every column but those of an answer given, and start their deadlines."""
    rows = {"steps": _json(steps), "deadlines": as_json(deadlines)}
    db.execute(_WRITE, rows)


def settle_entries(
    db: Connection,
    taken: Sequence[UUID],
    happenings: Sequence[Happening],
    *,
    case_id: UUID,
    centre_id: UUID,
    at: datetime,
) -> None:
    """Note which done steps the procedure went past, and append what happened."""
    if taken or happenings:
        row = columns(happenings, case_id=case_id, centre_id=centre_id, at=at)
        db.execute(_SETTLE, row | {"taken": list(taken)})


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps([dict(row) for row in rows], default=str)
