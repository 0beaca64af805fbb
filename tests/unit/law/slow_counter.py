"""A second counter: slow, stupid, day by day. Shares nothing with the engine, not even the table.

It asks the calendar libraries, walks one day at a time and looks at month ends with its own eyes.
"""

from datetime import date, datetime, timedelta
from functools import cache

import chinese_calendar
import holidays

ONE = timedelta(days=1)
_STATUTORY = {
    day for day, name in holidays.country_holidays("CN", years=range(2027, 2031)).items()
    if "observed" not in name
}  # fmt: skip


@cache
def rests(day: date) -> bool:
    if day.year <= 2026:
        return bool(chinese_calendar.is_holiday(day))
    return day.weekday() in (5, 6) or day in _STATUTORY


def _months_later(start: date, months: int) -> date:
    day, crossed = start, 0
    while crossed < months:
        day += ONE
        if day.day == 1:
            crossed += 1
    while day.day != start.day and (day + ONE).day != 1:
        day += ONE
    return day


def nominal(start: date, length: int, unit: str) -> date:
    if unit == "years":
        return _months_later(start, 12 * length)
    if unit == "months":
        return _months_later(start, length)
    day = start
    for _ in range(length):
        day += ONE
    return day


def legal_period(start: date, length: int, unit: str, *, rolls: bool) -> date:
    day = nominal(start, length, unit)
    while rolls and rests(day):
        day += ONE
    return day


def suspended_period(start: date, length: int, unit: str, still: set[date]) -> date:
    """One day later for each day that stood still; it ends on no such day and no rest day."""
    day = nominal(start, length, unit)
    for _ in still:
        day += ONE
    while rests(day) or day in still:
        day += ONE
    return day


def suspended_working_days(start: date, length: int, still: set[date]) -> date:
    day, left = start, length
    while left:
        day += ONE
        if not rests(day) and day not in still:
            left -= 1
    return day


def working_days(start: date, length: int) -> date:
    day, left = start, length
    while left:
        day += ONE
        if not rests(day):
            left -= 1
    return day


def hours(start: datetime, minutes: int, *, next_full_hour: bool) -> datetime:
    moment = start
    if next_full_hour:
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        while moment.minute:
            moment += timedelta(minutes=1)
    for _ in range(minutes // 60):
        moment += timedelta(hours=1)
    for _ in range(minutes % 60):
        moment += timedelta(minutes=1)
    return moment


def end_of_first_visit(start: date, times: int) -> date:
    """The last day for the first visit: looked for day by day.

    Begun on the first day of a part of the month, that part; begun in the first half, what is left
    of the month; else the first part of the next month.
    """
    if start.day == 1 or (times == 2 and start.day == 16):
        day = start
    elif start.day <= 15:
        day = start.replace(day=16) if times == 2 else start
    else:
        day = start
        while day.day != 1:
            day += ONE
    while (day + ONE).day != 1 and not (times == 2 and day.day == 15):
        day += ONE
    return day
