"""The legal period: calendar days, months, years; the first day is out, the last day rolls."""

from collections.abc import Sequence
from datetime import date, timedelta

from models.law.calendar.table import Calendar
from models.law.counted import Counted, Interruptions, in_order, must_still_run, step
from models.law.dates import add_months, chinese_day, end_of_day
from models.law.deadline import CountStep, Suspension
from models.law.rule import Term
from models.law.vocabulary import Unit

_DAY = timedelta(days=1)
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def legal_period(
    term: Term, started: date, calendar: Calendar, breaks: Interruptions, *, weekends: bool
) -> Counted:
    """Count calendar days, months or years; the first day is out, the last day rolls.

    Args:
        term: On the legal-period clock.
        started: Shanghai date of the start event, itself not counted.
        calendar: Decides on which days the last day rolls.
        breaks: Applied in this order: extensions, then suspensions by date.
        weekends: Whether 法定休假日 includes plain weekends (C12).

    Raises:
        BadInput: A suspension that starts before the count or after its end.

    Source: Civil Code 201-203; civil procedure law 85.
    """
    first, nominal = started + _DAY, add(started, term)
    clipped = "" if term.unit is Unit.DAYS or nominal.day == started.day else _clipped(started)
    steps = [
        step(
            f"开始当日不计入,自{chinese_day(first)}起算(《民法典》第201条)。",
            kind="first_day",
            date=first,
        ),
        step(
            f"加{term.length}{term.unit.chinese if term.unit else ''}:{clipped}"
            f"名义届满日为{chinese_day(nominal)}。",
            kind="nominal",
            date=nominal,
        ),
    ]
    for one in breaks.extensions:
        before, nominal = nominal, add(nominal, one.term)
        steps.append(
            step(
                f"经{one.granted_by}批准延长{one.term}({one.reason}):"
                f"由{chinese_day(before)}延至{chinese_day(nominal)}。",
                kind="extension",
                before=before,
                date=nominal,
            )
        )
    for pause in in_order(breaks.suspensions, started):
        must_still_run(pause, _rolled(nominal, calendar, weekends=weekends, rolls=term.rolls)[-1])
        before, nominal = nominal, nominal + timedelta(days=pause.days)
        steps.append(_suspended(pause, before, nominal))
    looked_at = _rolled(nominal, calendar, weekends=weekends, rolls=term.rolls)
    due = looked_at[-1]
    steps += _rolling_steps(looked_at, calendar, term)
    return Counted(
        nominal, due, end_of_day(due), tuple(steps), tuple(looked_at) if term.rolls else ()
    )


def add(day: date, term: Term) -> date:
    """Return the corresponding day of a length in days, months or years.

    Source: Civil Code 201, 202 (C1, C3).
    """
    length = term.length or 0
    if term.unit in _MONTHS:
        return add_months(day, length * _MONTHS[term.unit])
    return day + timedelta(days=length)


def _rolled(nominal: date, calendar: Calendar, *, weekends: bool, rolls: bool) -> list[date]:
    """Return the nominal day and each following one, up to the day on which the term ends."""
    off = calendar.is_rest_day if weekends else calendar.is_holiday
    days = [nominal]
    while rolls and off(days[-1]):
        days.append(days[-1] + _DAY)
    return days


def _rolling_steps(days: Sequence[date], calendar: Calendar, term: Term) -> list[CountStep]:
    if term.earliest:
        return [step(f"{chinese_day(days[-1])}期满,次日起方可办理。", kind="opens", date=days[-1])]
    if not term.rolls:
        text = "这是效力期间,到期即止,不因休假日顺延。"
        return [step(text, kind="not_rolled"), _ends(days[-1])]
    steps = []
    for day in days[:-1]:
        reason = calendar.reason(day)
        steps.append(
            step(
                f"最后一日{chinese_day(day)}是休假日,顺延(《民法典》第203条):{reason}。",
                kind="rolled",
                date=day,
                reason=reason,
            )
        )
    return [*steps, _ends(days[-1])]


def _ends(day: date) -> CountStep:
    return step(f"期限于{chinese_day(day)}24时届满。", kind="due", date=day)


def _clipped(started: date) -> str:
    return f"到期月没有{started.day}日,以月末日为届满日(《民法典》第202条),"


def _suspended(pause: Suspension, before: date, after: date) -> CountStep:
    return step(
        f"自{chinese_day(pause.first_on)}至{chinese_day(pause.last_on)}中止{pause.days}日"
        f"({pause.reason}):由{chinese_day(before)}推至{chinese_day(after)}。",
        kind="suspension",
        before=before,
        date=after,
        days=pause.days,
    )
