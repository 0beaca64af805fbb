"""Where a centre is, for the law: its locality among its facts, each change beside it with why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, text

from models.tables.centre_law import CentrePlace

_NOW = "SELECT coalesce(facts->>'locality_pack', '') FROM centres WHERE id = :id"
_CURRENT = text(_NOW)
_LOCKED = text(f"{_NOW} FOR UPDATE")
_SET = text(
    "UPDATE centres SET facts = facts || jsonb_build_object('locality_pack', CAST(:local AS text)) "
    "WHERE id = :id"
)
_HISTORY = text(
    "SELECT p.at, p.old_local, p.new_local, p.reason, o.name AS by_name FROM centre_places p "
    "LEFT JOIN officers o ON o.id = p.by_id WHERE p.centre_id = :id ORDER BY p.ordinal DESC"
)


def current(db: Connection, centre_id: UUID) -> str:
    """The locality of a centre, such as `wuhan`; empty for none."""
    return str(db.execute(_CURRENT, {"id": centre_id}).scalar_one())


def locked(db: Connection, centre_id: UUID) -> str:
    """The same, with nobody changing it until the transaction ends."""
    return str(db.execute(_LOCKED, {"id": centre_id}).scalar_one())


def history(db: Connection, centre_id: UUID) -> Sequence[Row[Any]]:
    """Every change, the newest first."""
    return db.execute(_HISTORY, {"id": centre_id}).all()


def write(
    db: Connection, centre_id: UUID, *, old: str, new: str, reason: str, by: UUID | None,
    at: datetime,
) -> None:  # fmt: skip
    """Change it, and write down that it was changed. `by` None: from the command line."""
    db.execute(_SET, {"id": centre_id, "local": new})
    row = {
        "id": uuid4(), "centre_id": centre_id, "at": at, "by_id": by, "old_local": old,
        "new_local": new, "reason": reason,
    }  # fmt: skip
    db.execute(insert(CentrePlace.__table__), row)  # type: ignore[arg-type]
