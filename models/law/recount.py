"""Counting a deadline again, from its start and its ledger, and saying why it moves. Pure.

This is the one recount: whoever suspends, resumes or extends, whoever changes calendar, pack or
target, and whoever learns who a child is, counts by it. A date that people have set (a meeting, a
decided extension) is never counted again.
"""

from collections.abc import Sequence
from datetime import date, datetime

from models.law.breaks import Extension
from models.law.calendar.table import Calendar, YearStatus
from models.law.count import count
from models.law.dates import chinese_day
from models.law.deadline import Deadline
from models.law.ledger import Ledger
from models.law.receipt import Receipt
from models.law.rule import STEP_OPENED, Rule


def rule_as_counted(rule: Rule, receipt: Receipt) -> Rule:
    """The rule with what was the case's own when the deadline was counted.

    The target that the centre had set; and that the count began with the step, where the event of
    the rule was not on record.
    """
    own = rule.with_own(receipt.own_target) if receipt.own_target else rule
    return own.from_opening() if receipt.start_event_code == STEP_OPENED.code else own


def count_again(
    rule: Rule,
    starts_at: datetime,
    calendar: Calendar,
    ledger: Ledger,
    *,
    until: date,
    more: Sequence[Extension] = (),
) -> Deadline:
    """Count a deadline anew with all that interrupted it.

    Args:
        rule: Of the law that shall apply.
        starts_at: The start instant the deadline is counted from.
        calendar: Of the law that shall apply.
        ledger: What interrupted it.
        until: Up to here an open suspension is counted, as if lifted the day after.
        more: Extensions about to be recorded.

    Raises:
        BadInput: The rule has no number, or what is recorded does not fit it.
    """
    return count(
        rule, starts_at, calendar,
        suspensions=ledger.suspensions(until), extensions=[*ledger.extensions(rule), *more],
    )  # fmt: skip


def reasons(
    before: Deadline | None, after: Deadline, old: Calendar, new: Calendar
) -> tuple[str, ...]:
    """Say in Chinese why two counts differ: the rule, the days, the years.

    Args:
        before: The count under the law so far; None when it cannot be counted.
        after: The count under the new law.
        old: The calendar so far.
        new: The new calendar.
    """
    said = [] if before is None else _of_the_rule(before.rule, after.rule)
    looked_at = sorted({*(before.looked_at if before else ()), *after.looked_at})
    said += [
        _day(day, old, new) for day in looked_at if old.is_rest_day(day) != new.is_rest_day(day)
    ]
    for year in sorted({day.year for day in looked_at}):
        was, now = old.status(year), new.status(year)
        if was is not now and now is YearStatus.OFFICIAL:
            said.append(f"{year}年放假安排已录入({new.years[year].notice}),不再是暂定")
        elif was is not now:
            said.append(f"{year}年的放假安排不再作为正式安排")
    return tuple(said)


def _of_the_rule(old: Rule, new: Rule) -> list[str]:
    said = []
    if (old.counted, old.also) != (new.counted, new.also):
        by = new.own or new.pack
        said.append(f"规则{new.id}的期限由{old.counted}改为{new.counted}({by})")
    if old.printable != new.printable:
        said.append(
            f"规则{new.id}的依据由“{old.confirmed.chinese}”改为“{new.confirmed.chinese}”({new.pack})"
        )
    return said


def _day(day: date, old: Calendar, new: Calendar) -> str:
    kinds = {True: "休息日", False: "工作日"}
    return (
        f"{chinese_day(day)}由{kinds[old.is_rest_day(day)]}改为{kinds[new.is_rest_day(day)]}:"
        f"{new.reason(day)}"
    )
