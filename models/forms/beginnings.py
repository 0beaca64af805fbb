"""Facts from which a deadline runs: none of them can lie ahead of the moment it is recorded.

A typing error in a year here would move a legal period by that year, and nobody would be reminded.
Nor is anybody born ahead of it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from models.forms.base import Form
from models.law.dates import chinese_day, chinese_time, shanghai_date

#: Name in the catalogue to the fields whose instant starts a clock in some stage.
STARTS: Mapping[str, tuple[str, ...]] = {
    "registration": ("received_at",),
    "reception-handover": ("taken_over_at",),
    "notice-served": ("served_at",),
    "protection-filing": ("filed_at", "accepted_at"),
    "order-ruling": ("made_at",),
    "injunction-filing": ("applied_at",),
    "injunction-ruling": ("ruled_at", "executed_on"),
    "filing": ("filed_at",),
    "court-acceptance": ("decided_on",),
    "suggestion-received": ("received_at",),
}


def ahead(name: str, form: Form, now: datetime) -> dict[str, list[str]]:
    """What has not happened yet, by field, with a sentence; empty when all has.

    Args:
        name: Of the form in the catalogue.
        form: The answer.
        now: When it is recorded.
    """
    wrong: dict[str, list[str]] = {}
    for path in STARTS.get(name, ()):
        told: Any = getattr(form, path)
        if told is not None and _is_ahead(told, now):
            said = chinese_time(told) if isinstance(told, datetime) else chinese_day(told)
            wrong[path] = [f"{said}还没有到,期限不能从将来起算;请核对日期和年份。"]
    return wrong | born_ahead(form, now)


def born_ahead(part: BaseModel, now: datetime, path: str = "") -> dict[str, list[str]]:
    """Who is said to be born in the future, by field, in every group and row of an answer."""
    wrong: dict[str, list[str]] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "birth_date" and isinstance(value, date) and _is_ahead(value, now):
            wrong[path + name] = [f"{chinese_day(value)}还没有到,不能是出生日期;请核对年份。"]
        for at, one in enumerate(value) if isinstance(value, tuple) else [(None, value)]:
            if isinstance(one, BaseModel):
                row = "" if at is None else f"{at}."
                wrong |= born_ahead(one, now, f"{path}{name}.{row}")
    return wrong


def _is_ahead(told: date, now: datetime) -> bool:
    if isinstance(told, datetime):
        return told > now
    return told > shanghai_date(now)
