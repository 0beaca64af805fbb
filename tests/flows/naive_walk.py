"""A deadline counted from its ledger day by day, without the engine: what every count must be."""

from collections.abc import Callable
from datetime import date, timedelta

from models.law.ledger import GrantedTime, Ledger
from tests.unit.law.slow_counter import nominal

ONE = timedelta(days=1)


def spans(ledger: Ledger, until: date) -> list[tuple[date, date]]:
    """Suspensions with their ends, those that share days as one; an open one up to today."""
    told = sorted((one.first_on, one.last_on or max(until, one.first_on)) for one in ledger.pauses)
    made: list[tuple[date, date]] = []
    for first, last in told:
        if made and first <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return made


def days_of(pauses: list[tuple[date, date]]) -> set[date]:
    """Every single day that stands still."""
    return {
        first + n * ONE for first, last in pauses for n in range((last - first).days + 1)
    }  # fmt: skip


def legal_period(
    start: date, length: int, unit: str, ledger: Ledger, rests: Callable[[date], bool],
    *, until: date,
) -> date:  # fmt: skip
    """Months or days from a start; what interrupted it in the order it came."""
    pauses = spans(ledger, until)
    day, is_decided = nominal(start, length, unit), False
    for _, _, what in sorted(_events(ledger, pauses), key=lambda one: one[:2]):
        if isinstance(what, GrantedTime):
            is_decided = what.until_on is not None
            day = what.until_on or nominal(day, what.length or 0, str(what.unit))
        else:
            day, is_decided = day + what, False
    still = days_of(pauses)
    while not is_decided and (rests(day) or day in still):
        day += ONE
    return day


def _events(
    ledger: Ledger, pauses: list[tuple[date, date]]
) -> list[tuple[date, tuple[int, int], GrantedTime | timedelta]]:
    granted = [
        (one.decided_on or date.min, (0, place), one) for place, one in enumerate(ledger.grants)
    ]
    stood = [
        (first, (1, place), last - first + ONE) for place, (first, last) in enumerate(pauses)
    ]  # fmt: skip
    return [*granted, *stood]


def working_days(
    start: date, length: int, ledger: Ledger, rests: Callable[[date], bool], *, until: date
) -> date:
    """Office days one by one; an extension by a length adds to them, one to a day replaces all."""
    decided = [one.until_on for one in ledger.grants if one.until_on]
    if decided:
        return decided[-1]
    still = days_of(spans(ledger, until))
    day, left = start, length + sum(one.length or 0 for one in ledger.grants)
    while left:
        day += ONE
        left -= not rests(day) and day not in still
    return day
