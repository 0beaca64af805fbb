"""Date arithmetic of the Civil Code, Shanghai time, and dates as a Chinese reader writes them."""

import calendar as gregorian
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.errors import BadInput

SHANGHAI = ZoneInfo("Asia/Shanghai")

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

#: The last instant written for a day: the law says 24:00 (Civil Code 203), which a clock shows as
#: 00:00 of the next day; 23:59:59 keeps the printed date right. Lateness compares days, not this.
LAST_INSTANT = time(23, 59, 59)


def chinese(day: date) -> str:
    """Write a date as `2026年10月8日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_day(day: date) -> str:
    """Write a date with its weekday, as `2026年10月8日(星期四)`."""
    return f"{day.year}年{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"


def chinese_time(instant: datetime) -> str:
    """Write an instant in Shanghai time, as `2026年10月8日(星期四)9时05分`."""
    local = instant.astimezone(SHANGHAI)
    return f"{chinese_day(local.date())}{local.hour}时{local.minute:02d}分"


def chinese_due(instant: datetime) -> str:
    """The same for the end of a period: the last instant of a day is its `24时` (Civil Code 203)."""
    local = instant.astimezone(SHANGHAI)
    if local.time() == LAST_INSTANT:
        return f"{chinese_day(local.date())}24时"
    return chinese_time(local)


def shanghai_date(moment: date) -> date:
    """Return the Shanghai calendar date of an aware instant; a plain date stays what it is.

    Raises:
        BadInput: A naive datetime, whose day nobody can tell.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise BadInput("时间没有时区,不能确定是哪一天;请使用带时区的时间。")
    return moment.astimezone(SHANGHAI).date()


def day_begins(day: date) -> datetime:
    """Return 00:00 Shanghai of this day as an aware UTC datetime.

    The first day of all, which anybody may type, begins in UTC before there are years: it begins
    with the first instant there is.
    """
    if day == date.min:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return 23:59:59 Shanghai of this day as an aware UTC datetime."""
    return datetime.combine(day, LAST_INSTANT, SHANGHAI).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day `months` later, or that month's last day if there is none.

    Source: Civil Code 202 (rule C3).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """Return the last day of this date's calendar month."""
    return date(day.year, day.month, gregorian.monthrange(day.year, day.month)[1])


def next_full_hour(instant: datetime) -> datetime:
    """Return the beginning of the hour after the one in which `instant` lies.

    At 10:00 sharp the hour of 10 has begun and is not counted, so this is 11:00.

    Source: civil procedure law 85; interpretation 125 (rule C2).
    """
    return instant.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def age_on(birth: date, on: date) -> int:
    """Return full years of age on a day; negative before birth.

    Source: Civil Code 17-20, 202.
    """
    years = on.year - birth.year
    return years if on >= turns_on(birth, years) else years - 1


def turns_on(birth: date, years: int) -> date:
    """Return the day on which someone born on `birth` is `years` old.

    Someone born on 29 February comes of age on 28 February of a common year: the month has no
    corresponding day, so its last day counts (Civil Code 202; reading in ADR-0100).
    """
    return add_months(birth, years * 12)
