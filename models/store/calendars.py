"""The calendar in effect: the committed table and the notices applied since, in their order.

What a notice says never changes once it is loaded, so a calendar is known by the last notice
applied, and every process may keep those it has read: nothing in it grows stale.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.law.calendar.calendar_notice import (
    CalendarNotice,
    NoticeDay,
    NoticeScope,
    laid_over,
)
from models.law.calendar.table import Calendar
from models.store.query import Query, Value, named

#: Calendars kept in this process, by the last notice applied.
_KNOWN: dict[UUID, Calendar] = {}
_MOST = 32


@dataclass(frozen=True)
class NoticeHead:
    """What a notice says of itself."""

    year: int
    scope: NoticeScope
    official: bool
    number: str
    title: str


_LAST = Value(UUID, named("calendars", "last"))
_HEAD = Value(UUID, named("calendars", "head"))
_HOLD = Value(UUID, named("calendars", "hold"))
_IN_EFFECT = Value(UUID, named("calendars", "in_effect"))
_CORRECTED = Value(UUID, named("calendars", "corrected"))
_NOTICE = Query(NoticeHead, named("calendars", "notice"))
_DAYS = Query(NoticeDay, named("calendars", "days"))


def last(db: Connection) -> UUID | None:
    """The last notice applied, for looking only; another may be applied at any moment."""
    return _LAST.first(db)


def head(db: Connection) -> UUID | None:
    """The last notice applied; None: the committed table alone.

    Until the transaction ends nobody changes the calendar, so that what is counted in it is
    counted by the calendar in effect when it commits. Lock the case first, then ask this.
    """
    return _HEAD.first(db)


def hold(db: Connection) -> UUID | None:
    """The last notice applied, with nobody counting until this transaction ends.

    Not after `head` in one transaction: two who hold it both would wait for each other.
    """
    return _HOLD.first(db)


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
    return [notice(db, one) for one in _IN_EFFECT.all(db, head=last)]


def proposed(db: Connection, notice_id: UUID) -> Calendar:
    """The calendar as it would be with this notice in effect after all others.

    Raises:
        NotFound: No such notice.
        CalendarInvalid: The calendar would contradict itself.
    """
    corrected = _CORRECTED.first(db, id=notice_id)
    ids = _IN_EFFECT.all(db, head=last(db))
    chain = [notice(db, one) for one in ids if one != corrected]
    return laid_over(Calendar.standard(), [*chain, notice(db, notice_id)])


def notice(db: Connection, notice_id: UUID) -> CalendarNotice:
    """Read one notice with its days.

    Raises:
        NotFound: No such notice.
    """
    row = _NOTICE.first(db, id=notice_id)
    if row is None:
        raise NotFound("没有找到这份放假通知。")
    return CalendarNotice(
        year=row.year,
        scope=row.scope,
        official=row.official,
        number=row.number,
        title=row.title,
        days=tuple(_DAYS.all(db, id=notice_id)),
    )
