"""The other clocks: working days, hours, windows. Each counts one way and writes its steps down.

No clock reads the time; all are handed the start, the calendar and what interrupted the count.
"""

from datetime import UTC, date, datetime, timedelta

from models.errors import BadInput
from models.law.breaks import Extension
from models.law.calendar.table import Calendar
from models.law.counted import Counted, Interruptions, in_order, must_still_run, step
from models.law.dates import (
    SHANGHAI,
    add_months,
    chinese_day,
    chinese_time,
    end_of_day,
    next_full_hour,
)
from models.law.deadline import CountStep
from models.law.legal_period import add, decided_step
from models.law.rule import Term
from models.law.vocabulary import ClockKind, Every, Unit
from models.law.windows import first_window

_DAY = timedelta(days=1)


def working_days(term: Term, started: date, calendar: Calendar, breaks: Interruptions) -> Counted:
    """Count office days one by one; rest days and suspended days are passed over.

    Source: 1995 working-hours measures 3; holiday rules 2, 6, 7 (C7); first day out by C1.
    """
    pauses = in_order(breaks.suspensions, started)
    wanted = (term.length or 0) + sum(_length(one) for one in breaks.extensions)
    steps = [step("开始当日不计入,自次日起逐个工作日计算,调休上班的周末计入。", kind="first_day")]
    steps += [
        step(
            f"经{one.granted_by}批准延长{one}({one.reason}),合计{wanted}个工作日。",
            kind="extension",
        )
        for one in breaks.extensions
        if not one.until
    ]
    day, counted = started, 0
    while counted < wanted:
        day += _DAY
        pause = next((one for one in pauses if one.first_on <= day <= one.last_on), None)
        if pause:
            text = f"{chinese_day(day)}中止({pause.reason}),不计。"
            steps.append(step(text, kind="suspended", date=day))
        elif calendar.is_rest_day(day):
            reason, basis = calendar.reason(day), calendar.basis(day)
            text = f"{chinese_day(day)}不计:{reason}。"
            steps.append(step(text, kind="skipped", date=day, reason=reason, notice=basis))
        else:
            counted += 1
            steps.append(_counted(day, counted, calendar))
    for one in pauses:
        must_still_run(one, day)
    if decided := next((one for one in reversed(breaks.extensions) if one.until), None):
        before, day = day, decided.until or day
        steps.append(decided_step(decided, before))
    looked_at = tuple(started + timedelta(days=n) for n in range(1, (day - started).days + 1))
    return Counted(day, day, end_of_day(day), tuple(steps), looked_at)


def _counted(day: date, number: int, calendar: Calendar) -> CountStep:
    """One office day; a weekend on which offices work says by which notice."""
    text = f"第{number}个工作日:{chinese_day(day)}"
    if day not in calendar.days:
        return step(f"{text}。", kind="counted", date=day)
    reason = calendar.reason(day)
    return step(
        f"{text},{reason}。", kind="counted", date=day, reason=reason, notice=calendar.basis(day)
    )


def hours(term: Term, started: datetime, breaks: Interruptions) -> Counted:
    """Count hours or minutes through nights and holidays; nothing rolls, nothing suspends.

    Source: Civil Code 201 para. 2 (at once); procedure interpretation 125 (next full hour); C2, C9.
    """
    if breaks.suspensions:
        raise BadInput("按小时计算的期限连续计算,不能中止。")
    if any(one.until for one in breaks.extensions):
        raise BadInput("按小时计算的期限,延长要写明小时数,不能只写日期。")
    local = started.astimezone(SHANGHAI)
    begin, why = local, "即时起算(《民法典》第201条第2款)"
    if term.clock is ClockKind.HOURS_NEXT_FULL_HOUR:
        begin, why = next_full_hour(local), "自次时起算(民诉法解释第125条)"
    total = _span(term) + sum(
        (_span(one.term) for one in breaks.extensions if one.term), timedelta()
    )
    due = (begin.astimezone(UTC) + total).astimezone(SHANGHAI)
    steps = [step(f"{why}:{chinese_time(begin)}。", kind="first_hour", date=begin)]
    steps += [
        step(f"经{one.granted_by}批准延长{one}({one.reason})。", kind="extension")
        for one in breaks.extensions
    ]
    text = f"连续加{term},夜间和休假日不扣除、不顺延:{chinese_time(due)}。"
    steps.append(step(text, kind="nominal", date=due))
    return Counted(due.date(), due.date(), due.astimezone(UTC), tuple(steps))


def windows(term: Term, started: date, breaks: Interruptions) -> Counted:
    """Return the end of the whole duty, or of its first window if it has no end. Never rolls.

    Source: C10; calendar months by outline 80.
    """
    if breaks.suspensions or breaks.extensions:
        raise BadInput("周期性的走访、评估不适用中止和延长;确实不能走访的,请登记免访及理由。")
    every = term.frequency.every if term.frequency else Every.WEEK
    if term.length is not None:
        end = add(started, term)
        what = f"持续{term.length}{term.unit.chinese if term.unit else ''}"
    elif every is Every.WEEK:
        end, what = started + timedelta(days=7), "第一个窗口为次日起7天"
    elif every is Every.MONTH and term.frequency:
        first = first_window(started, term.frequency, "")
        end, what = first.last_on, f"第一个窗口自{chinese_day(first.first_on)}起"
    else:
        end, what = add_months(started, every.months), f"{every.chinese}一次,取对应日"
    steps = (
        step(f"{term.frequency}。自起算日的次日起算;这是频次义务,不因休假日顺延。", kind="windows"),
        step(f"{what}:至{chinese_day(end)}。", kind="nominal", date=end),
    )
    return Counted(end, end, end_of_day(end), steps)


def _length(one: Extension) -> int:
    return (one.term.length or 0) if one.term else 0


def _span(term: Term) -> timedelta:
    length = term.length or 0
    return timedelta(minutes=length) if term.unit is Unit.MINUTES else timedelta(hours=length)
