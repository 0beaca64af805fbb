"""Windows of a recurring duty: first day, last day, and which visits fall in it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from models.law.dates import SHANGHAI, add_months, end_of_day, month_end

WEEK = 7
_MID_MONTH = 15


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
        return datetime.combine(self.first_on, time(), SHANGHAI).astimezone(UTC)

    @property
    def closes_at(self) -> datetime:
        """23:59:59 Shanghai of the last day, as aware UTC."""
        return end_of_day(self.last_on)

    def holds(self, day: date) -> bool:
        """Say whether a visit on this day counts for this window."""
        return self.first_on <= day <= self.last_on


def visit_windows(start: date, months: int, rule: str = "6.1") -> tuple[Window, ...]:
    """Return the weekly windows of a follow-up: days 7k-6 to 7k after the start day.

    The period ends on the corresponding day `months` later; a last window shorter than a week
    counts. Nothing rolls over a holiday (C10).

    Args:
        start: The day from which follow-up is owed, itself not counted.
        months: Length of the period, at least 1.
        rule: Written on each window.

    Source: outline art. 78, 79; Civil Code 201, 202.
    """
    end = add_months(start, months)
    opens = range(1, (end - start).days + 1, WEEK)
    return tuple(
        Window(
            number,
            start + timedelta(days=first),
            min(start + timedelta(days=first + WEEK - 1), end),
            rule,
        )
        for number, first in enumerate(opens, 1)
    )


def monthly_windows(start: date, months: int, times: int, rule: str) -> tuple[Window, ...]:
    """Return windows of calendar months after the start month: whole, or in two halves.

    The month in which the duty begins is not counted (C1 by analogy, the centre's own reading).

    Args:
        start: The day on which the duty begins.
        months: How many calendar months to lay out.
        times: 1 (the whole month) or 2 (to the 15th, and from the 16th).
        rule: Written on each window.

    Source: outline art. 80.
    """
    spans = []
    for n in range(1, months + 1):
        first = add_months(start.replace(day=1), n)
        middle, last = first.replace(day=_MID_MONTH), month_end(first)
        halves = [(first, middle), (middle + timedelta(days=1), last)]
        spans += halves if times > 1 else [(first, last)]
    return tuple(Window(k, first, last, rule) for k, (first, last) in enumerate(spans, 1))
