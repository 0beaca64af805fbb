"""The centre's own targets as they are stored: the newest change of a rule counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, text

from models.law.dates import SHANGHAI
from models.law.rule import OwnTarget, Term
from models.tables.centre_law import OwnTargetRow

_CURRENT = text("SELECT hutong_own_targets(:centre) AS own")
_HISTORY = text(
    "SELECT t.rule, t.at, t.old, t.new, t.reason, o.name AS by_name FROM own_targets t "
    "JOIN officers o ON o.id = t.by_id WHERE t.centre_id = :centre ORDER BY t.ordinal DESC"
)


def read(found: Mapping[str, Any] | None) -> dict[str, OwnTarget]:
    """Read what `hutong_own_targets` gave; a rule that went back to the pack's number is not in it."""
    return {
        rule: OwnTarget(
            term=Term.model_validate(one["new"]),
            by=one["by"],
            on=datetime.fromisoformat(one["at"]).astimezone(SHANGHAI).date(),
        )
        for rule, one in (found or {}).items()
        if one["new"]
    }


def current(db: Connection, centre_id: UUID) -> dict[str, OwnTarget]:
    """What a centre has set and not taken back, by rule."""
    return read(db.execute(_CURRENT, {"centre": centre_id}).scalar())


def history(db: Connection, centre_id: UUID) -> Sequence[Row[Any]]:
    """Every change of a centre's targets, the newest first."""
    return db.execute(_HISTORY, {"centre": centre_id}).all()


def record(
    db: Connection,
    *,
    centre_id: UUID,
    rule: str,
    old: Term,
    new: Term | None,
    reason: str,
    by: UUID,
    at: datetime,
) -> None:
    """Write down a change; from then on deadlines are counted by it."""
    row = {
        "id": uuid4(),
        "centre_id": centre_id,
        "rule": rule,
        "at": at,
        "by_id": by,
        "old": old.model_dump(mode="json"),
        "new": new.model_dump(mode="json") if new else None,
        "reason": reason,
    }
    db.execute(insert(OwnTargetRow.__table__), row)  # type: ignore[arg-type]
