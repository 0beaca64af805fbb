"""Count a deadline: `count(rule, start, calendar)`. Each result can show how it was reached.

How counting works is told in `docs/law.md`; the readings taken are in `docs/adr/0100-…`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from models.errors import BadInput
from models.law import clocks
from models.law.breaks import Extension, Suspension
from models.law.calendar.table import Calendar, YearStatus
from models.law.counted import Counted, Interruptions, step
from models.law.dates import chinese_day, chinese_time, shanghai_date
from models.law.deadline import CountStep, Deadline
from models.law.legal_period import add, legal_period
from models.law.rule import ExtensionRule, Rule, Term
from models.law.vocabulary import ClockKind

_HOURS = (ClockKind.HOURS_AT_ONCE, ClockKind.HOURS_NEXT_FULL_HOUR)
_FIRST_YEAR, _LAST_YEAR = 1949, 2200


class NotCountable(BadInput):
    """这条规则没有可以计算的期限。"""


class ClocksMixed(BadInput):
    """不同的历不能混用。"""


def count(
    rule: Rule,
    start: date,
    calendar: Calendar,
    *,
    suspensions: Iterable[Suspension] = (),
    extensions: Iterable[Extension] = (),
    weekends_roll: bool = True,
) -> Deadline:
    """Count the deadline of a rule from the event that starts it.

    Args:
        rule: With a term, or else the centre's own target.
        start: When the event happened: an aware datetime, or a date for counts in days.
        calendar: Usually `Calendar.standard()`.
        suspensions: In any order; days that two share are taken out once. Counts in days only.
        extensions: In the order granted, on the rule's own clock, within its cap.
        weekends_roll: Whether 法定休假日 includes plain weekends (C12, ADR-0100).

    Raises:
        NotCountable: The rule has no number.
        ClocksMixed: Hours from a date, or an extension on another clock.
        BadInput: A start, suspension or extension that cannot be.

    Source: Civil Code 200-204; civil procedure law 85-86; law by rule.
    """
    term = _term_of(rule)
    _check_start(rule, term, start)
    granted = tuple(extensions)
    _check_extensions(rule, term, granted, start)
    breaks = Interruptions(tuple(suspensions), granted)
    main = _run(term, start, calendar, breaks, weekends=weekends_roll)
    second = _run(rule.also, start, calendar, breaks, weekends=weekends_roll) if rule.also else None
    looked_at = main.looked_at + (second.looked_at if second else ())
    provisional = Counted(
        main.nominal_on, main.due_on, main.due_at, (), looked_at
    ).provisional_years(calendar)
    return Deadline(
        rule=rule,
        start=start,
        due_at=main.due_at,
        due_on=main.due_on,
        nominal_on=main.nominal_on,
        expected_on=min(main.due_on, second.due_on) if second else main.due_on,
        provisional=bool(provisional),
        printable=rule.printable and not provisional,
        opens=term.earliest,
        steps=(
            _start_step(rule, term, start),
            *main.steps,
            *_second_steps(rule, main, second),
            *_doubt_steps(rule, provisional, calendar),
        ),
        looked_at=looked_at,
        suspensions=breaks.suspensions,
        extensions=granted,
    )


def _term_of(rule: Rule) -> Term:
    if rule.counted is None:
        hint = "法源没有给出数字,本中心也未设目标"
        if rule.variants:
            hint = f"请选择其中一种情形:{'、'.join(f'{rule.id}-{v}' for v in rule.variants)}"
        raise NotCountable(f"规则 {rule.id}({rule.title})没有可以计算的期限:{hint}。")
    return rule.counted


def _check_start(rule: Rule, term: Term, start: date) -> None:
    if term.clock in _HOURS and not isinstance(start, datetime):
        raise ClocksMixed(
            f"规则 {rule.id} 按小时计算,起算要写到分钟,例如 2026-09-29T10:00,不能只写日期。"
        )
    day = shanghai_date(start)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadInput(f"起算日{day}超出可以计算的范围({_FIRST_YEAR}年至{_LAST_YEAR}年)。")


def _check_extensions(rule: Rule, term: Term, extensions: Sequence[Extension], start: date) -> None:
    if not extensions:
        return
    if rule.extension is None and not rule.is_target:
        raise BadInput(f"规则 {rule.id} 的期限不允许延长。")
    lengths = [one.term for one in extensions if one.term]
    for one in lengths:
        if one.clock is not term.clock:
            raise ClocksMixed(
                f"规则 {rule.id} 按“{term.clock.chinese}”计算,不能用“{one.clock.chinese}”延长。"
            )
    cap = rule.extension
    if cap is None or cap.cap_length is None or cap.cap_unit is None:
        return
    if any(one.unit is not cap.cap_unit for one in lengths):
        raise ClocksMixed(f"规则 {rule.id} 的延长与其上限的单位不同,无法比较。")
    beyond = f"规则 {rule.id} 的延长合计超过上限{cap.cap_length}{cap.cap_unit.chinese}。"
    if sum(one.length or 0 for one in lengths) > cap.cap_length:
        raise BadInput(beyond)
    decided = [one.until for one in extensions if one.until]
    if decided and max(decided) > _latest(rule, term, cap, shanghai_date(start)):
        raise BadInput(beyond)


def _latest(rule: Rule, term: Term, cap: ExtensionRule, started: date) -> date:
    """The last day to which all extensions together may lead."""
    if cap.cap_unit not in ClockKind.LEGAL_PERIOD.units or term.clock is not ClockKind.LEGAL_PERIOD:
        raise ClocksMixed(f"规则 {rule.id} 的延长有上限,要写明长度,不能只写日期。")
    most = Term(clock=term.clock, length=cap.cap_length, unit=cap.cap_unit)
    return add(add(started, term), most)


def _run(
    term: Term, start: date, calendar: Calendar, breaks: Interruptions, *, weekends: bool
) -> Counted:
    if term.clock in _HOURS and isinstance(start, datetime):
        return clocks.hours(term, start, breaks)
    day = shanghai_date(start)
    if term.clock is ClockKind.WORKING_DAYS:
        return clocks.working_days(term, day, calendar, breaks)
    if term.clock is ClockKind.WINDOWS:
        return clocks.windows(term, day, breaks)
    return legal_period(term, day, calendar, breaks, weekends=weekends)


def _start_step(rule: Rule, term: Term, start: date) -> CountStep:
    event = rule.starts.text if rule.starts else ""
    if term.clock in _HOURS and isinstance(start, datetime):
        when = chinese_time(start)
    else:
        when = chinese_day(shanghai_date(start))
    return step(f"起算事件:{event}\uff0c{when}。期限:{term}。", kind="start", date=start)


def _second_steps(rule: Rule, main: Counted, second: Counted | None) -> list[CountStep]:
    if second is None:
        return []
    text = f"另按{rule.also}计算,至{chinese_day(second.due_on)}届满;"
    earlier = min(main.due_on, second.due_on)
    return [
        step(
            f"{text}两者并存,以较早的{chinese_day(earlier)}为预期。",
            kind="also",
            date=second.due_on,
            length=str(rule.also),
        )
    ]


def _doubt_steps(rule: Rule, years: Sequence[int], calendar: Calendar) -> list[CountStep]:
    steps = []
    for year in years:
        known = "仅按法定节假日和周末"
        if calendar.status(year) is YearStatus.UNKNOWN:
            known = "日历中没有这一年,仅按周六、周日"
        steps.append(
            step(
                f"暂定:{year}年的放假调休安排不在日历中,{known}推算;"
                "录入通知后重算,对外文书不写此日期。",
                kind="provisional",
                year=year,
            )
        )
    if rule.is_target:
        set_by = f"({rule.own})" if rule.own else ""
        text = f"法源没有数字,这是本中心自定目标{set_by},不是法定期限。"
        steps.append(step(text, kind="target"))
    elif not rule.confirmed.is_confirmed:
        text = f"{rule.confirmed.chinese}:只用于提醒,不作为法定期限写入对外文书。"
        steps.append(step(text, kind="unconfirmed"))
    return steps
