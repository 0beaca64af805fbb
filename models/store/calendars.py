"""The calendar in effect: the committed table and the notices applied since, in their order.

What a notice says never changes once it is loaded, so a calendar is known by the last notice
applied, and every process may keep those it has read: nothing in it grows stale.
"""

from uuid import UUID

from sqlalchemy import Connection, text

from models.errors import NotFound
from models.law.calendar.calendar_notice import (
    CalendarNotice,
    NoticeDay,
    NoticeDayKind,
    NoticeScope,
    laid_over,
)
from models.law.calendar.table import Calendar

#: Calendars kept in this process, by the last notice applied.
_KNOWN: dict[UUID, Calendar] = {}
_MOST = 32
_HEAD = text("SELECT hutong_calendar_head()")
_LAST = text(
    "SELECT id FROM calendar_notices WHERE ordinal IS NOT NULL ORDER BY ordinal DESC LIMIT 1"
)
_HOLD = text("SELECT hutong_hold_calendar()")
#: A notice that was corrected stands aside for the one that corrects it.
_IN_EFFECT = text(
    """
    SELECT n.id FROM calendar_notices n
    WHERE n.ordinal <= (SELECT h.ordinal FROM calendar_notices h WHERE h.id = :head)
      AND NOT EXISTS (
        SELECT 1 FROM calendar_notices c WHERE c.supersedes = n.id
          AND c.ordinal <= (SELECT h.ordinal FROM calendar_notices h WHERE h.id = :head))
    ORDER BY n.ordinal
    """
)
_CORRECTED = text("SELECT supersedes FROM calendar_notices WHERE id = :id")
_NOTICE = text("SELECT * FROM calendar_notices WHERE id = :id")
_DAYS = text("SELECT day, kind, name FROM calendar_notice_days WHERE notice_id = :id ORDER BY day")


def last(db: Connection) -> UUID | None:
    """The last notice applied, for looking only; another may be applied at any moment."""
    found: UUID | None = db.execute(_LAST).scalar()
    return found


def head(db: Connection) -> UUID | None:
    """The last notice applied; None: the committed table alone.

    Until the transaction ends nobody changes the calendar, so that what is counted in it is
    counted by the calendar in effect when it commits. Lock the case first, then ask this.
    """
    found: UUID | None = db.execute(_HEAD).scalar()
    return found


def hold(db: Connection) -> UUID | None:
    """The last notice applied, with nobody counting until this transaction ends.

    Not after `head` in one transaction: two who hold it both would wait for each other.
    """
    found: UUID | None = db.execute(_HOLD).scalar()
    return found


def in_effect(db: Connection) -> Calendar:
    """The calendar by which a deadline is counted now."""
    return calendar_of(db, head(db))


def calendar_of(db: Connection, last: UUID | None) -> Calendar:
    """The calendar as it is when this notice was the last one applied."""
    if last is None:
        return Calendar.standard()
    known = _KNOWN.get(last)
    if known is None:
        known = laid_over(Calendar.standard(), notices_of(db, last))
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[last] = known
    return known


def notices_of(db: Connection, last: UUID | None) -> list[CalendarNotice]:
    """The notices in effect when this one was the last one applied, the first one first."""
    if last is None:
        return []
    ids = db.execute(_IN_EFFECT, {"head": last}).scalars().all()
    return [notice(db, one) for one in ids]


def proposed(db: Connection, notice_id: UUID) -> Calendar:
    """The calendar as it would be with this notice in effect after all others.

    Raises:
        NotFound: No such notice.
        CalendarInvalid: The calendar would contradict itself.
    """
    corrected = db.execute(_CORRECTED, {"id": notice_id}).scalar()
    ids = db.execute(_IN_EFFECT, {"head": last(db)}).scalars().all()
    chain = [notice(db, one) for one in ids if one != corrected]
    return laid_over(Calendar.standard(), [*chain, notice(db, notice_id)])


def notice(db: Connection, notice_id: UUID) -> CalendarNotice:
    """Read one notice with its days.

    Raises:
        NotFound: No such notice.
    """
    row = db.execute(_NOTICE, {"id": notice_id}).first()
    if row is None:
        raise NotFound("没有找到这份放假通知。")
    return CalendarNotice(
        year=row.year,
        scope=NoticeScope(row.scope),
        official=row.official,
        number=row.number,
        title=row.title,
        days=tuple(
            NoticeDay(one.day, NoticeDayKind(one.kind), one.name)
            for one in db.execute(_DAYS, {"id": notice_id})
        ),
    )
