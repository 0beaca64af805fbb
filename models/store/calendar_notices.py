"""Calendar notices as they were loaded: writing them, listing them, putting one in effect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, text

from models.errors import NotFound
from models.law.calendar.calendar_notice import CalendarNotice
from models.tables.law import CalendarNoticeDay, CalendarNoticeRow

_COLUMNS = """
    n.*, l.name AS loaded_by_name, a.name AS applied_by_name, o.number AS corrects,
    c.number AS corrected_by, r.moved,
    (SELECT count(*) FROM calendar_notice_days d WHERE d.notice_id = n.id) AS days
    FROM calendar_notices n
    LEFT JOIN officers l ON l.id = n.loaded_by LEFT JOIN officers a ON a.id = n.applied_by
    LEFT JOIN calendar_notices o ON o.id = n.supersedes
    LEFT JOIN calendar_notices c ON c.supersedes = n.id AND c.ordinal IS NOT NULL
    LEFT JOIN recounts r ON r.identity = 'calendar:' || n.id
"""
_ALL = text(f"SELECT {_COLUMNS} ORDER BY n.ordinal DESC NULLS FIRST, n.loaded_at DESC")
_ONE = text(f"SELECT {_COLUMNS} WHERE n.id = :id")
_LOCK = text("SELECT ordinal, dropped_at FROM calendar_notices WHERE id = :id FOR UPDATE")
_APPLY = text(
    "UPDATE calendar_notices SET applied_at = :at, applied_by = :by, "
    "ordinal = (SELECT coalesce(max(ordinal), 0) + 1 FROM calendar_notices) WHERE id = :id"
)
_DROP = text(
    "UPDATE calendar_notices SET dropped_at = :at WHERE id = :id AND ordinal IS NULL "
    "AND dropped_at IS NULL"
)
#: Whole years arranged by a notice that nobody has corrected yet.
_WHOLE = text(
    """
    SELECT n.id, n.number FROM calendar_notices n
    WHERE n.year = :year AND n.scope = 'whole' AND n.ordinal IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM calendar_notices c WHERE c.supersedes = n.id AND c.ordinal IS NOT NULL)
    """
)


def everything(db: Connection) -> Sequence[Row[Any]]:
    """All notices: those not in effect first, then the newest."""
    return db.execute(_ALL).all()


def one(db: Connection, notice_id: UUID) -> Row[Any]:
    """A notice with its course.

    Raises:
        NotFound: No such notice.
    """
    row = db.execute(_ONE, {"id": notice_id}).first()
    if row is None:
        raise NotFound("没有找到这份放假通知。")
    return row


def locked(db: Connection, notice_id: UUID) -> Row[Any]:
    """A notice nobody else puts in effect meanwhile.

    Raises:
        NotFound: No such notice.
    """
    row = db.execute(_LOCK, {"id": notice_id}).first()
    if row is None:
        raise NotFound("没有找到这份放假通知。")
    return row


def whole_year(db: Connection, year: int) -> Row[Any] | None:
    """The notice in effect that arranges this whole year."""
    return db.execute(_WHOLE, {"year": year}).first()


def write(
    db: Connection,
    notice: CalendarNotice,
    *,
    supersedes: UUID | None,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write a notice that is not in effect yet."""
    notice_id = uuid4()
    db.execute(
        insert(CalendarNoticeRow.__table__),  # type: ignore[arg-type]
        {
            "id": notice_id,
            "year": notice.year,
            "scope": notice.scope,
            "official": notice.official,
            "number": notice.number,
            "title": notice.title,
            "published_on": notice.published_on,
            "supersedes": supersedes,
            "loaded_at": at,
            "loaded_by": by,
        },
    )
    db.execute(
        insert(CalendarNoticeDay.__table__),  # type: ignore[arg-type]
        [
            {
                "id": uuid4(),
                "notice_id": notice_id,
                "day": day.day,
                "kind": day.kind,
                "name": day.name,
            }
            for day in notice.days
        ],
    )
    return notice_id


def put_in_effect(db: Connection, notice_id: UUID, *, by: UUID, at: datetime) -> None:
    """Make a notice the newest in effect; the calendar must be held."""
    db.execute(_APPLY, {"id": notice_id, "by": by, "at": at})


def drop(db: Connection, notice_id: UUID, *, at: datetime) -> bool:
    """Lay a notice aside; false where it is in effect or was laid aside before."""
    return db.execute(_DROP, {"id": notice_id, "at": at}).rowcount > 0
