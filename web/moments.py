"""Instants and deadlines in the words of an office, always in Shanghai time."""

from datetime import date, datetime, timedelta

from models.law.dates import LAST_INSTANT, SHANGHAI, WEEKDAYS
from web.wording import _, word

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def day(moment: date, now: datetime) -> str:
    """Write a day as `11月24日`, with its year when that is not this year's."""
    local = moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment
    short = _("%(month)s月%(day)s日", month=local.month, day=local.day)
    this_year = local.year == now.astimezone(SHANGHAI).year
    return short if this_year else _("%(year)s年%(short)s", year=local.year, short=short)


def moment(instant: datetime, now: datetime) -> str:
    """Write an instant as `11月24日 17:30`; the law's end of a day as 24:00."""
    local = instant.astimezone(SHANGHAI)
    clock = "24:00" if local.time() == LAST_INSTANT else f"{local:%H:%M}"
    return f"{day(instant, now)} {clock}"


def weekday(instant: datetime) -> str:
    """The day of the week, which people plan by."""
    return word(WEEKDAYS[instant.astimezone(SHANGHAI).weekday()])


def length(span: timedelta) -> str:
    """Write a length in the one unit that says enough: minutes, hours or days."""
    if span < _HOUR:
        return _("%(n)s分钟", n=max(int(span / _MINUTE), 0))
    if span < 2 * _DAY:
        return _("%(n)s小时", n=int(span / _HOUR))
    return _("%(n)s天", n=int(span / _DAY))


def left(due: datetime, now: datetime) -> str:
    """Say how long is left, or how long it is over."""
    if due < now:
        return _("已超期%(length)s", length=length(now - due))
    return _("剩余%(length)s", length=length(due - now))


def due_words(due: datetime | None, now: datetime, reason: str | None) -> str:
    """Say until when, or why there is no deadline."""
    if due is None:
        return word(reason or "本环节没有期限。")
    return _("%(when)s 前", when=moment(due, now))
