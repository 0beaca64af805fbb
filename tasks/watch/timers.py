"""Timers of the procedure: what is due is fired once, in order, also after days of silence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from models.store import events
from models.store.events import Happening
from models.words import Tag

_DUE = text(
    """
    SELECT s.id, s.stage_id, s.case_id, s.centre_id, s.due_at FROM steps s
    WHERE s.kind = 'timer' AND s.state = 'open' AND s.due_at <= :now
    ORDER BY s.due_at, s.id LIMIT :most FOR UPDATE SKIP LOCKED
    """
)
_FIRE = text("UPDATE steps SET state = 'done', done_at = :now WHERE id = ANY (:ids)")


def fire(db: Connection, *, now: datetime, most: int = 100) -> list[UUID]:
    """Fire the timers that are due; the stages to go on with, earliest first."""
    due = db.execute(_DUE, {"now": now, "most": most}).all()
    if not due:
        return []
    db.execute(_FIRE, {"now": now, "ids": [row.id for row in due]})
    for row in due:
        events.append(
            db,
            [
                Happening(
                    Tag.TIMER_FIRED, row.stage_id, row.id, None, {"due": row.due_at.isoformat()}
                )
            ],
            case_id=row.case_id,
            centre_id=row.centre_id,
            at=now,
        )
    return list(dict.fromkeys(row.stage_id for row in due))


def next_due(db: Connection) -> datetime | None:
    """When the next open timer is due; None when there is none."""
    found: datetime | None = db.execute(
        text("SELECT min(due_at) FROM steps WHERE kind = 'timer' AND state = 'open'")
    ).scalar()
    return found
