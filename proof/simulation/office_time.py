"""Virtual time of the simulator: minutes since the first midnight, and when offices are open.

Minutes are whole numbers, so that nothing depends on rounding.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

from models.law.calendar.table import Calendar
from models.law.dates import SHANGHAI, shanghai_date

DAY = 24 * 60
HOUR = 60
#: Offices are open from nine to five.
OPENS, CLOSES = 9 * HOUR, 17 * HOUR
#: Midnight in Shanghai of the Monday on which every simulation begins.
START = datetime(2026, 1, 5, tzinfo=SHANGHAI)
#: Further than any simulation goes: an officer without a day left never finishes.
NEVER = 10**9


def instant(minute: int) -> datetime:
    """The instant of a virtual minute, aware."""
    return START + timedelta(minutes=minute)


def minute_of(at: datetime) -> int:
    """The virtual minute of an instant, rounded up: what is due at 23:59:59 is due by midnight."""
    seconds = (at - START).total_seconds()
    return int(-(-seconds // 60))


def working_days(days: int, calendar: Calendar) -> list[int]:
    """Numbers of the days on which offices work, make-up workdays included."""
    first = shanghai_date(START)
    return [n for n in range(days) if not calendar.is_rest_day(first + timedelta(days=n))]


def work_until(days: Sequence[int], since: int, minutes: int) -> tuple[int, int]:
    """Work so many minutes in office hours.

    Args:
        days: Numbers of the days on which the officer works, ascending.
        since: Earliest minute to begin.
        minutes: How long the work takes, at least 1.

    Returns:
        When it begins and when it is finished; NEVER, when no day is left.
    """
    began = NEVER
    for at in range(bisect_left(days, since // DAY), len(days)):
        day = days[at]
        start = max(since, day * DAY + OPENS)
        left = day * DAY + CLOSES - start
        if left <= 0:
            continue
        began = min(began, start)
        if minutes <= left:
            return began, start + minutes
        minutes -= left
    return began, NEVER
