"""Windows of a recurring duty: first day, last day, and which visits fall in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from models.law.dates import add_months, day_begins, end_of_day, month_end
from models.law.rule import Frequency
from models.law.vocabulary import Every

_DAY = timedelta(days=1)
#: Days of a week, and of a month as it is divided: two visits are to the 15th, and from the 16th.
_WEEK, _MONTH = 7, 30
#: First and last day, both included.
_Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Window:
    """One window, both days included. `rule` is the rule that asks for the visit."""

    number: int
    first_on: date
    last_on: date
    rule: str

    @property
    def days(self) -> int:
        """How many days the window has: seven, or fewer in the last one."""
        return (self.last_on - self.first_on).days + 1

    @property
    def opens_at(self) -> datetime:
        """00:00 Shanghai of the first day, as aware UTC."""
        return day_begins(self.first_on)

    @property
    def closes_at(self) -> datetime:
        """23:59:59 Shanghai of the last day, as aware UTC."""
        return end_of_day(self.last_on)

    def holds(self, day: date) -> bool:
        """Say whether a visit on this day counts for this window."""
        return self.first_on <= day <= self.last_on


def windows_until(start: date, until: date, frequency: Frequency, rule: str) -> tuple[Window, ...]:
    """Return the windows of a recurring duty, as often as its frequency says, to the last day.

    Weeks are days 7k-6 to 7k after the start; a last one that is cut short counts. Months are
    calendar months, whole ones only; the one in which the duty begins counts whole when it begins
    on the first, for one visit when it begins in the first half, else not (the centre's own
    reading, ADR-0134). Longer ones run to the corresponding day. Nothing rolls over a holiday
    (C10).

    Args:
        start: The day on which the duty begins, itself not counted.
        until: The last day on which it is owed.
        frequency: How often; several times in a week or month divide it.
        rule: Written on each window.

    Source: outline art. 78-81; Civil Code 201, 202.
    """
    if frequency.every is Every.WEEK:
        spans = _weeks(start, until, frequency.times)
    elif frequency.every is Every.MONTH:
        spans = _months(start, until, frequency.times)
    else:
        spans = _long(start, until, frequency.every.months)
    return tuple(Window(number, first, last, rule) for number, (first, last) in enumerate(spans, 1))


def _weeks(start: date, until: date, times: int) -> Iterator[_Span]:
    first = start + _DAY
    while first <= until:
        last = min(first + _DAY * (_WEEK - 1), until)
        yield from _divided(first, last, times, of=_WEEK)
        first = last + _DAY


def _months(start: date, until: date, times: int) -> Iterator[_Span]:
    yield from (span for span in _begun(start, times) if span[1] <= until)
    for n in count(1):
        first = add_months(start.replace(day=1), n)
        if first > until:
            return
        parts = _divided(first, month_end(first), times, of=_MONTH)
        yield from ((begins, ends) for begins, ends in parts if ends <= until)


def _begun(start: date, times: int) -> list[_Span]:
    """The windows of the month in which the duty begins: whole parts, or what is left of it."""
    whole = list(_divided(start.replace(day=1), month_end(start), times, of=_MONTH))
    ahead = [(first, last) for first, last in whole if first >= start]
    if ahead or start.day > _MONTH // 2:
        return ahead
    return [(start + _DAY, month_end(start))]


def first_window(start: date, frequency: Frequency, rule: str) -> Window:
    """Return the first window of a duty that has no end."""
    return windows_until(start, add_months(start, 2 * frequency.every.months + 1), frequency, rule)[
        0
    ]


def _long(start: date, until: date, months: int) -> Iterator[_Span]:
    for n in count(1):
        first = add_months(start, months * (n - 1)) + _DAY
        if first > until:
            return
        yield first, min(add_months(start, months * n), until)


def _divided(first: date, last: date, times: int, *, of: int) -> Iterator[_Span]:
    """Divide a span; all parts but the last have the same days, and none is empty."""
    length = _DAY * max(1, of // times)
    for _ in range(times - 1):
        if first + length > last:
            break
        yield first, first + length - _DAY
        first += length
    yield first, last
