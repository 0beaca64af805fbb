"""Late entry (补录): done on one day, recorded on another; lateness is judged by the first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from models.forms import acts
from models.forms.base import Form
from models.law.dates import chinese_day, end_of_day, shanghai_date
from models.store import answers
from models.store.step import StepInCase
from tasks.act import Act

#: From when on a day is asked about: nobody is asked for every day that is entered a little late.
LONG_AGO = timedelta(days=30)
#: When a report came to be known: no act of ours, and looked at like one for its year.
_REPORT, _KNOWN = "registration", "received_at"


@dataclass(frozen=True)
class LateEntry:
    """What an officer says of an entry made later. Nothing, mostly."""

    done_on: date | None = None
    reason: str = ""


def why_not(act: Act, row: StepInCase, entry: LateEntry) -> dict[str, list[str]]:
    """Say what is wrong with the day: ahead, or before the step could have begun, unexplained."""
    if entry.done_on is None:
        return {}
    if entry.done_on > shanghai_date(act.now):
        return {"done_on": ["办理日期不能晚于今天。"]}
    began = began_on(act, row.id)
    if entry.done_on < began and not entry.reason:
        told = f"办理日期早于这个环节可以开始的{chinese_day(began)};确实如此的,请写明原因。"
        return {"done_on": [told]}
    return {}


def long_ago(act: Act, row: StepInCase, form: Form, entry: LateEntry) -> dict[str, list[str]]:
    """Say that something was done long before the step before it, unless there is a reason.

    A year is easily mistyped, and deadlines run from what happened. What is so is entered with its
    reason (补录).
    """
    name = row.form or ""
    told = getattr(form, _KNOWN) if name == _REPORT else acts.done_at(name, form)
    if not isinstance(told, datetime) or entry.reason:
        return {}
    path, day = acts.DONE_WHEN.get(name, _KNOWN), shanghai_date(told)
    if shanghai_date(act.now) - day <= LONG_AGO:
        return {}
    began, opened = began_on(act, row.id), answers.beginning(act.db, row.id).opened_at
    before = shanghai_date(opened) if began == date.min else began
    if before - day <= LONG_AGO:
        return {}
    sentence = (
        f"{chinese_day(day)}早于前一环节的{chinese_day(before)},相差{(before - day).days}天,"
        "请核对日期和年份;确实如此的,在“补录”中写明原因。"
    )
    return {path: [sentence], "late_reason": ["请核对日期;日期没有错的,请写明原因。"]}


def began_on(act: Act, step_id: UUID) -> date:
    """The Shanghai day from which a step could be done; the first of a case has no such day."""
    began = answers.beginning(act.db, step_id)
    if began.followed is None:
        return date.min
    days = [shanghai_date(one) for one in (began.starts_at, began.opened_at) if one]
    return min([*days, began.followed])


def when_done(
    act: Act, row: StepInCase, form: Form, entry: LateEntry
) -> tuple[datetime, date | None]:
    """The instant by which lateness is judged, and the day to be shown beside the day of entry.

    A day counts to its end, nothing lies ahead. The day is None where both are the same.
    """
    if entry.done_on and row.form not in acts.OWN_DAY:
        at = min(end_of_day(entry.done_on), act.now)
    else:
        at = min(acts.done_at(row.form or "", form) or act.now, act.now)
    day = entry.done_on or shanghai_date(at)
    return at, None if day == shanghai_date(act.now) and entry.done_on is None else day
