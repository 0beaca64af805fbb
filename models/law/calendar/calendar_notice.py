"""A calendar notice as a value: what the State Council arranged, laid over the calendar so far.

A notice is either a whole year's arrangement, which replaces all that was listed for the year, or
an adjustment of some days (the extended holiday of January 2020), which leaves the rest as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.law.calendar.table import Calendar, DayKind, DayRow, YearRow, YearStatus


class NoticeScope(StrEnum):
    """How much of its year a notice arranges."""

    #: 全年安排: replaces everything listed for the year.
    WHOLE = "whole"
    #: 个别日期调整: the days it names, nothing else.
    SOME = "some"


class NoticeDayKind(StrEnum):
    """What a notice makes of a day."""

    REST = "rest"
    WORK = "work"
    #: 按平日: what was arranged for the day is taken back; its weekday decides.
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day a notice names."""

    day: date
    kind: NoticeDayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class CalendarNotice:
    """One notice. `official`: the year's arrangement is published; only for a whole year."""

    year: int
    scope: NoticeScope
    official: bool
    number: str
    title: str
    days: tuple[NoticeDay, ...]
    published_on: date | None = None

    @property
    def cited(self) -> str:
        """How the notice is named in the steps of a count."""
        return f"《{self.title}》{self.number}" if self.title else self.number


def laid_over(calendar: Calendar, notices: Iterable[CalendarNotice]) -> Calendar:
    """Return the calendar with these notices applied, the first one first.

    Raises:
        CalendarInvalid: The result contradicts itself; all problems are told at once.
    """
    years, days = dict(calendar.years), dict(calendar.days)
    for notice in notices:
        if notice.scope is NoticeScope.WHOLE:
            days = {day: row for day, row in days.items() if day.year != notice.year}
            status = YearStatus.OFFICIAL if notice.official else YearStatus.PROVISIONAL
            years[notice.year] = YearRow(notice.year, status, notice.cited, notice.title)
        for one in notice.days:
            days.pop(one.day, None)
            if one.kind is not NoticeDayKind.PLAIN:
                days[one.day] = DayRow(one.day, DayKind(one.kind.value), one.name, notice.cited)
    return Calendar.from_rows(years.values(), days.values())
