"""What follows from law is asked once and written down: a replay reads it there.

So a newer pack, or a case moved to another, changes nothing that was laid before; and the journal
says by which pack it was laid. Both journals, in PostgreSQL and in memory, write what `answered`
gives: numbers, instants, the ids of rules and the pack, never a fact of the case.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from models.errors import BrokenInvariant
from models.forms.base import Form
from models.forms.follow_up import FollowUpPlan
from models.law.dates import end_of_day, shanghai_date
from models.law.follow_up import ASSESSMENT, assessment_due, planned_windows
from models.law.pack import RulePack
from models.law.protection import LIFE, renewal_told_at
from models.law.turns import turns_of
from models.law.windows import Window
from models.store.visits import StandingWindow
from tasks.journal.effect import AskLaw, CountAssessment, CountRenewal, CountTurns, LayWindows

#: Reads the answered form under a key.
Answers = Callable[[str], Form]


def answered(effect: AskLaw, law: RulePack, answers: Answers) -> dict[str, Any]:
    """What the pack of the case says, as it is written down.

    Args:
        effect: What is asked.
        law: The pack.
        answers: Reads a form of the stage by its key.
    """
    return {"pack": law.version, **_answered(effect, law, answers)}


def _answered(effect: AskLaw, law: RulePack, answers: Answers) -> dict[str, Any]:
    match effect:
        case LayWindows(plan=key):
            plan = answers(key)
            if not isinstance(plan, FollowUpPlan):
                raise BrokenInvariant("没有回访计划,不能排定回访窗口。")
            return {"windows": [written(one) for one in planned_windows(plan, law)]}
        case CountTurns(by=rule):
            return {"rule": rule, "turns": turns_of(law.rule(rule))}
        case CountAssessment(starts_on=starts_on, after=after):
            due = end_of_day(assessment_due(starts_on, after, law))
            return {"rule": ASSESSMENT, "at": due.isoformat()}
        case CountRenewal(ends_on=ends_on, made_at=made_at):
            return {"rule": LIFE, "at": renewal_told_at(ends_on, made_at, law).isoformat()}
    raise BrokenInvariant("程序问了规则包里没有的问题。")


def opened(one: StandingWindow) -> Window:
    """A window as its steps show it."""
    return Window(one.number, shanghai_date(one.opens_at), shanghai_date(one.closes_at), one.rule)


def beside_what_stands(
    laid: Iterable[Window], stood: Iterable[StandingWindow], *, is_reviewed: bool
) -> tuple[Window, ...]:
    """What was opened before windows were written down stays as it was opened.

    Only what is still to come is laid by the pack; nothing is, once the review was asked for.
    """
    ahead = {} if is_reviewed else {one.number: one for one in laid}
    merged = ahead | {one.number: opened(one) for one in stood}
    return tuple(one for _, one in sorted(merged.items()))


def windows_laid(result: Mapping[str, Any]) -> tuple[Window, ...]:
    """The windows as they were written down."""
    return tuple(
        Window(one["number"], _day(one["opens_at"]), _day(one["closes_at"]), one["rule"])
        for one in result["windows"]
    )


def written(window: Window) -> dict[str, Any]:
    """A window as it is written down."""
    return {
        "number": window.number,
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
        "rule": window.rule,
    }


def _day(instant: str) -> date:
    return shanghai_date(datetime.fromisoformat(instant))
