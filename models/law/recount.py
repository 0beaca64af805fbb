"""Counting a running deadline again under new law, and saying why it moves. Pure.

A receipt holds what a count needs besides its start: rule, suspensions, extensions. A date that
people set (a meeting, a decided extension) is never counted again.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models.law.calendar.table import Calendar, YearStatus
from models.law.count import count
from models.law.dates import chinese_day
from models.law.deadline import Deadline, Extension, Suspension
from models.law.rule import Rule, Term


def is_counted(receipt: Mapping[str, Any]) -> bool:
    """Say whether the date was counted; false where a step before has fixed it."""
    return "clock" in receipt


def count_again(
    receipt: Mapping[str, Any], rule: Rule, starts_at: datetime, calendar: Calendar
) -> Deadline:
    """Count a deadline anew from what its receipt says of it.

    Args:
        receipt: As `Deadline.receipt()` wrote it; `suspensions` and `extensions` may be absent.
        rule: Of the law that shall apply.
        starts_at: The start instant the deadline was counted from.
        calendar: Of the law that shall apply.

    Raises:
        BadInput: The rule has no number, or what was granted does not fit it.
    """
    return count(
        rule,
        starts_at,
        calendar,
        suspensions=[
            Suspension(
                date.fromisoformat(one["first_on"]),
                date.fromisoformat(one["last_on"]),
                one["reason"],
            )
            for one in receipt.get("suspensions", ())
        ],
        extensions=[_extension(one) for one in receipt.get("extensions", ())],
    )


def _extension(one: Mapping[str, Any]) -> Extension:
    until, granted_on = one.get("until"), one.get("granted_on")
    return Extension(
        Term.model_validate(one["term"]) if one["term"] else None,
        one["granted_by"],
        one["reason"],
        until=date.fromisoformat(until) if until else None,
        granted_on=date.fromisoformat(granted_on) if granted_on else None,
    )


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
