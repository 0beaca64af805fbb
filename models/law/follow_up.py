"""Follow-up as the source asks: how long, in which windows, and when to assess again."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import count

from models.errors import BadInput
from models.law.dates import add_months, end_of_day
from models.law.pack import RulePack, load_pack
from models.law.rule import Rule
from models.law.terms import FollowUpBasis, Ground35, PreventiveGroup
from models.law.vocabulary import Unit
from models.law.windows import Window, monthly_windows, visit_windows

#: Preventive visits are laid out until the half-yearly assessment decides anew (outline 81).
PREVENTIVE_MONTHS = 6

_WEEKLY = {FollowUpBasis.RETURNED: "6.1", FollowUpBasis.RELATIVES: "6.1"}
_MONTHLY = {FollowUpBasis.PREVENTIVE_TWICE: "6.4-1", FollowUpBasis.PREVENTIVE_ONCE: "6.4-4"}
#: Every half year, until the difficulty ends (rule 6.5).
HALF_YEAR = 6


def follow_up_rule(grounds: Iterable[Ground35], pack: RulePack | None = None) -> Rule:
    """Return the rule with the longest follow-up among the grounds; of equals the first item.

    Raises:
        BadInput: No ground given.

    Source: outline art. 79; the longest of several is the centre's reading (rule 6.3).
    """
    book = pack or load_pack()
    rules = [book.rule(book.grounds[item].follow_up) for item in sorted(map(item_of, grounds))]
    if not rules:
        raise BadInput("没有选定第35条的情形,不能确定回访期限。")
    return max(rules, key=_months)


def follow_up_months(grounds: Iterable[Ground35], pack: RulePack | None = None) -> int:
    """Return how many months of weekly visits the grounds ask for: 6/3/2/1/1/3/1, the longest.

    Raises:
        BadInput: No ground given.

    Source: outline art. 79.
    """
    return _months(follow_up_rule(grounds, pack))


def planned_windows(
    basis: FollowUpBasis,
    starts_on: date,
    grounds: Collection[Ground35] = (),
    pack: RulePack | None = None,
    *,
    groups: Collection[PreventiveGroup] = (),
) -> tuple[Window, ...]:
    """Return every window in which a visit is owed; preventive ones until the half-year assessment.

    Args:
        basis: Why follow-up is owed.
        starts_on: Hand-over, or the day the judgment took effect; itself not counted.
        grounds: Items of art. 35; needed for a revocation, ignored otherwise.
        pack: The rule pack of the case; the newest national one if absent.
        groups: Items of art. 80; the one with most visits counts, by analogy with rule 6.3.

    Raises:
        BadInput: A revocation without a ground.

    Source: outline art. 78-80.
    """
    book = pack or load_pack()
    if basis in _MONTHLY:
        rule = preventive_rule(groups, book) if groups else book.rule(_MONTHLY[basis])
        laid_out = monthly_windows(starts_on, PREVENTIVE_MONTHS, _times(rule), rule.id)
        until = add_months(starts_on, HALF_YEAR)
        return tuple(window for window in laid_out if window.last_on <= until)
    if basis is FollowUpBasis.REVOKED:
        rule = follow_up_rule(grounds, book)
    else:
        rule = book.rule(_WEEKLY[basis])
    return visit_windows(starts_on, _months(rule), rule.id)


def preventive_rule(groups: Collection[PreventiveGroup], pack: RulePack | None = None) -> Rule:
    """Return the rule with most visits among the groups; of equals the first item.

    Source: outline art. 80.
    """
    book = pack or load_pack()
    items = sorted(int(group.value.rpartition(".")[2]) for group in groups)
    return max((book.rule(f"6.4-{item}") for item in items), key=_times)


def reassessment_due(starts_on: date, after: date) -> datetime:
    """Return until when to assess again: the first half-year day after `after`, to its end.

    Args:
        starts_on: From when follow-up is owed; the half years are counted from here.
        after: The last assessment, or the start.

    Source: outline art. 81 (rule 6.5).
    """
    halves = next(n for n in count(1) if add_months(starts_on, HALF_YEAR * n) > after)
    return end_of_day(add_months(starts_on, HALF_YEAR * halves))


def reassessment_dates(start: date, until: date, *, every_months: int = 6) -> tuple[date, ...]:
    """Return the days by which to assess again, counted from the start so that none drifts.

    Source: outline art. 81 (half-yearly); local packs may ask for another interval.
    """
    dates: list[date] = []
    while (day := add_months(start, every_months * (len(dates) + 1))) <= until:
        dates.append(day)
    return tuple(dates)


def item_of(ground: Ground35) -> int:
    """Return the number of the item, 1 to 7."""
    return int(ground.value.rpartition(".")[2])


def _months(rule: Rule) -> int:
    term = rule.term
    if term is None or term.length is None or term.unit is not Unit.MONTHS:
        raise BadInput(f"规则 {rule.id} 没有以月计的回访期限,请检查规则包。")
    return term.length


def _times(rule: Rule) -> int:
    return rule.term.frequency.times if rule.term and rule.term.frequency else 1
