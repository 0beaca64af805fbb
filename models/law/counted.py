"""What every clock hands back, and what may interrupt a count. Used by the clocks only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.errors import BadInput
from models.law.breaks import Extension, Suspension
from models.law.calendar.table import Calendar, YearStatus
from models.law.dates import chinese_day
from models.law.deadline import CountStep


@dataclass(frozen=True, slots=True)
class Counted:
    """What a clock found. `looked_at`: the days whose status in the calendar mattered."""

    nominal_on: date
    due_on: date
    due_at: datetime
    steps: tuple[CountStep, ...]
    looked_at: tuple[date, ...] = ()

    def provisional_years(self, calendar: Calendar) -> tuple[int, ...]:
        """Return the years without a published arrangement on which the result rests."""
        years = sorted({day.year for day in self.looked_at})
        return tuple(y for y in years if calendar.status(y) is not YearStatus.OFFICIAL)


@dataclass(frozen=True, slots=True)
class Interruptions:
    """What was granted or happened while the term ran."""

    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()


def step(text: str, **data: object) -> CountStep:
    """Write a step; dates in `data` become ISO strings."""
    plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in data.items()}
    return CountStep(text, plain)


def in_order(pauses: Sequence[Suspension], started: date) -> list[Suspension]:
    """Return suspensions by date, those that share days as one; refuse one that cannot be."""
    ordered = sorted(pauses, key=lambda one: (one.first_on, one.last_on))
    for one in ordered:
        if one.last_on < one.first_on:
            raise BadInput(f"中止的结束日早于开始日({one.first_on}至{one.last_on}),请更正。")
        if one.first_on <= started:
            raise BadInput(f"中止开始日{one.first_on}不晚于起算日{started},请更正。")
    merged: list[Suspension] = []
    for one in ordered:
        if merged and one.first_on <= merged[-1].last_on:
            merged[-1] = _together(merged[-1], one)
        else:
            merged.append(one)
    return merged


def _together(before: Suspension, after: Suspension) -> Suspension:
    reasons = before.reason if after.reason in before.reason.split("、") else (
        f"{before.reason}、{after.reason}"
    )  # fmt: skip
    return Suspension(before.first_on, max(before.last_on, after.last_on), reasons)


def must_still_run(pause: Suspension, due: date) -> None:
    """Refuse a suspension that begins after the term has ended."""
    if pause.first_on > due:
        raise BadInput(f"期限已于{chinese_day(due)}届满,不能自{pause.first_on}起中止。")
