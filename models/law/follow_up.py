"""Follow-up as the source asks: how long, in which windows, and when to assess again."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from typing import Protocol

from models.errors import BadInput
from models.law.dates import add_months
from models.law.legal_period import add
from models.law.pack import RulePack
from models.law.rule import Frequency, Rule
from models.law.terms import FollowUpBasis, Ground35, PreventiveGroup, VisitFrequency
from models.law.windows import Window, windows_until

#: Half-yearly assessment until the difficulty ends (outline art. 81).
ASSESSMENT = "6.5"
#: How often, in visits a month.
_A_MONTH = {
    VisitFrequency.TWICE_MONTHLY: Fraction(2),
    VisitFrequency.MONTHLY: Fraction(1),
    VisitFrequency.QUARTERLY: Fraction(1, 3),
    VisitFrequency.HALF_YEARLY: Fraction(1, 6),
}
#: Half a month in days, and how much later than the month a visit may come, so that it falls on a
#: day that suits; the centre's own numbers.
_HALF_MONTH, _GRACE = timedelta(days=16), timedelta(days=7)
#: The rule of a basis of which nothing more is known; a revocation goes by its grounds.
_RULES = {
    FollowUpBasis.RETURNED: "6.1",
    FollowUpBasis.RELATIVES: "6.1",
    FollowUpBasis.PREVENTIVE_TWICE: "6.4-1",
    FollowUpBasis.PREVENTIVE_ONCE: "6.4-4",
}


class Plan(Protocol):
    """Why visits are owed, and from when."""

    @property
    def basis(self) -> FollowUpBasis:
        """Why follow-up is owed."""

    @property
    def starts_on(self) -> date:
        """Hand-over, or the day the judgment took effect; itself not counted."""

    @property
    def grounds(self) -> tuple[Ground35, ...]:
        """Items of art. 35; needed for a revocation, ignored otherwise."""

    @property
    def groups(self) -> tuple[PreventiveGroup, ...]:
        """Items of art. 80; the one with most visits counts, by analogy with rule 6.3."""


def follow_up_rule(grounds: Iterable[Ground35], law: RulePack) -> Rule:
    """Return the rule with the longest follow-up among the grounds; of equals the first item.

    A judgment that rests on Civil Code 36 alone names no item: the longest of all counts.

    Source: outline art. 79; the longest of several is the centre's reading (rule 6.3, ADR 0071).
    """
    items = sorted(map(item_of, grounds)) or sorted(law.grounds)
    rules = [law.rule(law.grounds[item].follow_up) for item in items]
    return max(rules, key=lambda rule: _until(rule, date.min, law))


def planned_windows(plan: Plan, law: RulePack) -> tuple[Window, ...]:
    """Return every window in which a visit is owed; preventive ones until the next assessment.

    Raises:
        BadInput: A rule that does not say how often.

    Source: outline art. 78-80.
    """
    rule, start = _rule(plan, law), plan.starts_on
    return windows_until(start, _until(rule, start, law), _frequency(rule), rule.id)


def _rule(plan: Plan, law: RulePack) -> Rule:
    if plan.basis is FollowUpBasis.REVOKED:
        return follow_up_rule(plan.grounds, law)
    if plan.basis.is_preventive and plan.groups:
        return preventive_rule(plan.groups, law)
    return law.rule(_RULES[plan.basis])


def preventive_rule(groups: Collection[PreventiveGroup], law: RulePack) -> Rule:
    """Return the rule with most visits among the groups; of equals the first item.

    Source: outline art. 80.
    """
    items = sorted(int(group.value.rpartition(".")[2]) for group in groups)
    return max((law.rule(f"6.4-{item}") for item in items), key=lambda one: _frequency(one).times)


def assessment_due(starts_on: date, after: date, law: RulePack) -> date:
    """Return until when to assess again: the first assessment day after `after`.

    Args:
        starts_on: From when follow-up is owed; the half years are counted from here, so that none
            drifts.
        after: The last assessment, or the start.
        law: The rule pack of the case.

    Source: outline art. 81 (rule 6.5).
    """
    frequency = _frequency(law.rule(ASSESSMENT))
    months = max(1, frequency.every.months // frequency.times)
    days = (add_months(starts_on, months * n) for n in count(1))
    return next(day for day in days if day > after)


def latest_visit(reviewed_on: date, frequency: VisitFrequency, law: RulePack) -> date:
    """Return the last day of the next visit after a review: never later than the next assessment.

    Source: outline art. 81; what is later than the month by some days is the centre's own.
    """
    months = 1 / _A_MONTH[frequency]
    if months < 1:
        return reviewed_on + _HALF_MONTH
    again = assessment_due(reviewed_on, reviewed_on, law)
    return min(add_months(reviewed_on, int(months)) + _GRACE, again)


def is_rarer(frequency: VisitFrequency, plan: Plan, law: RulePack) -> bool:
    """Say whether preventive visits would be rarer than the source asks for.

    Source: outline art. 80, 81.
    """
    if not plan.basis.is_preventive:
        return False
    asked = _frequency(_rule(plan, law))
    # A week has no months; nothing of a review is as often as that.
    return not asked.every.months or _A_MONTH[frequency] < Fraction(asked.times, asked.every.months)


def item_of(ground: Ground35) -> int:
    """Return the number of the item, 1 to 7."""
    return int(ground.value.rpartition(".")[2])


def _until(rule: Rule, starts_on: date, law: RulePack) -> date:
    """The last day of a duty; where the rule gives it no end, the next assessment."""
    if rule.term is None or rule.term.length is None:
        return assessment_due(starts_on, starts_on, law)
    return add(starts_on, rule.term)


def _frequency(rule: Rule) -> Frequency:
    if rule.term is None or rule.term.frequency is None:
        raise BadInput(f"规则 {rule.id} 没有写明多久一次,请检查规则包。")
    return rule.term.frequency
