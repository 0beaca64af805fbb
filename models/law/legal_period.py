"""The legal period: calendar days, months, years; the first day is out, the last day rolls."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from models.law.breaks import Extension, Suspension
from models.law.calendar.table import Calendar
from models.law.counted import Counted, Interruptions, in_order, must_still_run, step
from models.law.dates import add_months, chinese_day, end_of_day
from models.law.deadline import CountStep
from models.law.rule import Term
from models.law.vocabulary import Unit

_DAY = timedelta(days=1)
#: Terms up to this many days are told day by day.
_FINGERS = 10
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def legal_period(
    term: Term, started: date, calendar: Calendar, breaks: Interruptions, *, weekends: bool
) -> Counted:
    """Count calendar days, months or years; the first day is out, the last day rolls.

    Args:
        term: On the legal-period clock.
        started: Shanghai date of the start event, itself not counted.
        calendar: Decides on which days the last day rolls.
        breaks: Applied in the order they came; an extension without a day first.
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
            f"加{term.length}{term.unit.chinese if term.unit else ''}:{_day_by_day(term, started)}"
            f"{clipped}名义届满日为{chinese_day(nominal)}。",
            kind="nominal",
            date=nominal,
        ),
    ]
    pauses, fixed = in_order(breaks.suspensions, started), False
    off = _off_days(calendar, pauses, weekends=weekends)
    for one in _by_time(breaks.extensions, pauses):
        before = nominal
        if isinstance(one, Suspension):
            must_still_run(one, _rolled(nominal, off, rolls=term.rolls and not fixed)[-1])
            nominal, fixed = nominal + timedelta(days=one.days), False
            steps.append(_suspended(one, before, nominal))
        elif one.until:
            nominal, fixed = one.until, True
            steps.append(decided_step(one, before))
        elif one.term:
            nominal, fixed = add(nominal, one.term), False
            steps.append(_extended(one, before, nominal))
    looked_at = _rolled(nominal, off, rolls=term.rolls and not fixed)
    due = looked_at[-1]
    steps += [_ends(due)] if fixed else _rolling_steps(looked_at, calendar, term, pauses)
    rests = tuple(looked_at) if term.rolls and not fixed else ()
    return Counted(nominal, due, end_of_day(due), tuple(steps), rests)


def _by_time(
    extensions: Sequence[Extension], pauses: Sequence[Suspension]
) -> list[Extension | Suspension]:
    """What interrupted the count in the order it came; what has no day comes first, as granted."""
    events: list[tuple[date, Extension | Suspension]] = [
        *((one.granted_on or date.min, one) for one in extensions),
        *((one.first_on, one) for one in pauses),
    ]
    return [one for _, one in sorted(events, key=lambda event: event[0])]


def _extended(one: Extension, before: date, after: date) -> CountStep:
    return step(
        f"经{one.granted_by}批准延长{one}({one.reason}):"
        f"由{chinese_day(before)}延至{chinese_day(after)}。",
        kind="extension",
        before=before,
        date=after,
    )


def decided_step(one: Extension, before: date) -> CountStep:
    """Tell an extension to a day that was decided."""
    return step(
        f"经{one.granted_by}批准延长({one.reason}):由{chinese_day(before)}{one}。"
        "这是批准文书写明的日期,不再顺延。",
        kind="extension",
        before=before,
        date=one.until,
    )


def _day_by_day(term: Term, started: date) -> str:
    """Each day of a short term with its number, as a finger on a wall calendar finds them."""
    length = term.length or 0
    if term.unit is not Unit.DAYS or length > _FINGERS:
        return ""
    days = (started + timedelta(days=n) for n in range(1, length + 1))
    return "、".join(f"第{n}日{chinese_day(day)}" for n, day in enumerate(days, 1)) + ","


def add(day: date, term: Term) -> date:
    """Return the corresponding day of a length in days, months or years.

    Source: Civil Code 201, 202 (C1, C3).
    """
    length = term.length or 0
    if term.unit in _MONTHS:
        return add_months(day, length * _MONTHS[term.unit])
    return day + timedelta(days=length)


def _off_days(
    calendar: Calendar, pauses: Sequence[Suspension], *, weekends: bool
) -> Callable[[date], bool]:
    """Whether a term cannot end on a day: a rest day, or a day that is suspended."""
    rests = calendar.is_rest_day if weekends else calendar.is_holiday
    return lambda day: rests(day) or _pause_on(day, pauses) is not None


def _pause_on(day: date, pauses: Sequence[Suspension]) -> Suspension | None:
    return next((one for one in pauses if one.first_on <= day <= one.last_on), None)


def _rolled(nominal: date, off: Callable[[date], bool], *, rolls: bool) -> list[date]:
    """Return the nominal day and each following one, up to the day on which the term ends."""
    days = [nominal]
    while rolls and off(days[-1]):
        days.append(days[-1] + _DAY)
    return days


def _rolling_steps(
    days: Sequence[date], calendar: Calendar, term: Term, pauses: Sequence[Suspension]
) -> list[CountStep]:
    if term.earliest:
        return [step(f"{chinese_day(days[-1])}期满,次日起方可办理。", kind="opens", date=days[-1])]
    if not term.rolls:
        text = "这是效力期间,到期即止,不因休假日顺延。"
        return [step(text, kind="not_rolled"), _ends(days[-1])]
    return [*(_rolled_step(day, calendar, pauses) for day in days[:-1]), _ends(days[-1])]


def _rolled_step(day: date, calendar: Calendar, pauses: Sequence[Suspension]) -> CountStep:
    if pause := _pause_on(day, pauses):
        text = f"最后一日{chinese_day(day)}在中止期间({pause.reason}),顺延。"
        return step(text, kind="suspended", date=day)
    reason = calendar.reason(day)
    return step(
        f"最后一日{chinese_day(day)}是休假日,顺延(《民法典》第203条):{reason}。",
        kind="rolled",
        date=day,
        reason=reason,
        notice=calendar.basis(day),
    )


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
