"""Writing journal entries: one statement for what belongs together, however many there are."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from models.store.events import APPEND, Happening, columns

_STEP = (
    "id, case_id, stage_id, centre_id, kind, key, about, turn, round, position, state, form, "
    "paper, owner_role, owner_id, stands_in_for, holder, rule, due_at, no_due_reason, opened_at, "
    "done_at, "
    "taken_up_at, result"
)
_DEADLINE = (
    "id, case_id, stage_id, centre_id, step_id, key, rule, pack, holder, owner_id, starts_at, "
    "due_at, yellow_at, red_at, provisional, printable, receipt, state"
)
#: A round trip costs as much as the work in it, and a person waits for each.
_WRITE = text(
    f"""
    WITH written AS (
        INSERT INTO steps ({_STEP}, attempts)
        SELECT {_STEP}, 0 FROM jsonb_populate_recordset(CAST(NULL AS steps), CAST(:steps AS jsonb))
    )
    INSERT INTO deadlines ({_DEADLINE})
    SELECT {_DEADLINE}
    FROM jsonb_populate_recordset(CAST(NULL AS deadlines), CAST(:deadlines AS jsonb))
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
    deadlines: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Insert rows of `steps` and of `deadlines`; every column but those of an answer is given."""
    rows = {"steps": _json(steps), "deadlines": _json(deadlines)}
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
