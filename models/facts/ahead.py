"""What an answer tells as past lies in no future: a mistyped year is refused at its field.

And what it plans or promises lies not behind it, the other way round: a meeting convened for last
week, an examination planned for last year, a reply asked for before the letter.

Every instant that proves an event, every day of an act, and every day that a document prints as a
date of the past. Which those are follows from `models.facts.events`, `models.forms.acts` and
`models.facts.days`, so that a new form has it without being asked.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import BaseModel

from models.facts.days import DAYS, Use
from models.facts.events import EVENTS
from models.facts.obligations import KINDS
from models.forms.acts import DONE_WHEN
from models.forms.base import Form
from models.forms.catalogue import name_of
from models.law.dates import chinese_day, chinese_time, shanghai_date

#: Days of events that a form may lay down before they come.
_PLANNED = frozenset({"follow-up-plan:starts_on"})
#: Days that a rule compares with others, and that are past all the same.
_PAST = frozenset(
    {
        "assessment:comparison.education.on",
        "assessment:comparison.refused_since",
        "assessment:comparison.criticisms.on",
        "petition-draft:respondents.grounds35.education.on",
        "petition-draft:respondents.grounds35.refused_since",
        "petition-draft:respondents.grounds35.criticisms.on",
        "minutes:long_term.guardians.since",
        "extension-request:custody_began_on",
        "restoration-commission:revoked_on",
        "restoration-commission:applied_on",
    }
)

#: Days on which a step is due that are a fact of the world or of a ruling; others compare them.
_NOT_CHOSEN = frozenset(
    {
        "court-acceptance:correct_by",
        "order-ruling:valid_until",
        "reconsideration:valid_until",
        "extension-decision:new_limit_on",
        "majority-preparation:eighteenth_on",
    }
)
_OVER = "{day}早于{since},安排或者约定的日期不能已经过去;请核对日期和年份。"


@cache
def past() -> Mapping[str, tuple[str, ...]]:
    """Name of each form to the dotted paths of what it tells as past."""
    told = {f"{name_of(one.form)}:{one.path}" for kind in EVENTS.values() for one in kind.told}
    told |= {f"{form}:{path}" for form, path in DONE_WHEN.items()}
    told |= {day for day, (use, _) in DAYS.items() if use is Use.TOLD} | _PAST
    found: dict[str, tuple[str, ...]] = {}
    for one in sorted(told - _PLANNED):
        form, _, path = one.partition(":")
        found[form] = (*found.get(form, ()), path)
    return found


def ahead(name: str, form: Form, now: datetime) -> dict[str, list[str]]:
    """What has not happened yet, by field, with a sentence; empty when all has.

    Args:
        name: Of the form in the catalogue.
        form: The answer.
        now: When it is recorded.
    """
    wrong: dict[str, list[str]] = {}
    for path in past().get(name, ()):
        for where, told in days_at(form, path.split(".")):
            if _is_ahead(told, now):
                said = chinese_time(told) if isinstance(told, datetime) else chinese_day(told)
                wrong[where] = [f"{said}还没有到,不能当作已经发生的登记;请核对日期和年份。"]
    return wrong | born_ahead(form, now)


def days_at(part: Any, path: list[str], where: str = "") -> Iterator[tuple[str, date]]:
    """Each day at a path, through groups and rows, with the path of its own field."""
    if isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from days_at(one, path, f"{where}{number}.")
    elif not path:
        if isinstance(part, date):
            yield where.removesuffix("."), part
    elif part is not None:
        yield from days_at(getattr(part, path[0], None), path[1:], f"{where}{path[0]}.")


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


@cache
def planned() -> Mapping[str, tuple[str, ...]]:
    """Name of each form to the dotted paths of the days that it plans or promises."""
    told = {day for day, (use, _) in DAYS.items() if use in (Use.AGAIN, Use.DUE)} - _NOT_CHOSEN
    told |= {f"{name_of(kind.form)}:{kind.days}" for kind in KINDS}
    found: dict[str, tuple[str, ...]] = {}
    for one in sorted(told):
        form, _, path = one.partition(":")
        found[form] = (*found.get(form, ()), path)
    return found


def behind(name: str, form: Form, made_on: date) -> dict[str, list[str]]:
    """What is planned for a day that was over when it was planned, by field, with a sentence.

    Args:
        name: Of the form in the catalogue.
        form: The answer.
        made_on: Shanghai day on which it was given. Where the form tells earlier days as past (the
            day on which a promise was made, entered later), the earliest of them counts.
    """
    plans = planned().get(name)
    if plans is None:
        return {}
    told = [day for path in past().get(name, ()) for day in _days(form, path)]
    since = min([made_on, *(day for _, day in told)])
    return {
        where: [_OVER.format(day=chinese_day(day), since=chinese_day(since))]
        for path in plans
        for where, day in _days(form, path)
        if day < since
    }


def _days(form: Form, path: str) -> Iterator[tuple[str, date]]:
    """The Shanghai days at a path, each with the path of its own field."""
    for where, told in days_at(form, path.split(".")):
        yield where, shanghai_date(told) if isinstance(told, datetime) else told
