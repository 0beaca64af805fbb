"""The shipped law with every number another one: what keeps its old number counts by itself."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from documents.legal_terms import cn_number
from models.law.blanks import ARTICLE
from models.law.pack import RulePack
from models.law.rule import ExtensionRule, Frequency, Ground, LightShares, Reminder, Rule, Term
from models.law.vocabulary import Every, Unit

NAME = "every-number-different"
#: By how much a length grows: so far that no weekend or holiday can bring two ends together, and
#: so little that a rehearsed case still comes to its end.
GROWTH = {
    Unit.MINUTES: 45, Unit.HOURS: 31, Unit.DAYS: 9, Unit.WORKING_DAYS: 8, Unit.MONTHS: 1,
    Unit.YEARS: 1,
}  # fmt: skip
#: What recurs by the half year recurs by the year; a week and a month stay what they are.
RARER = {Every.HALF_YEAR: Every.YEAR, Every.YEAR: Every.TWO_YEARS}


def every_number_different(old: RulePack, *, but: Collection[str] = ()) -> RulePack:
    """Change every number of a pack, keeping the order of those on one clock.

    Args:
        old: The pack.
        but: Rules that keep theirs, by id; `35` stands for the grounds of that article.
    """
    grown = grown_lengths(old)
    return old.model_copy(
        update={
            "name": NAME, "version": NAME,
            "rules": {
                name: one if name in but else _rule(one, grown) for name, one in old.rules.items()
            },
            "grounds": {
                item: one if ARTICLE in but else _ground(one) for item, one in old.grounds.items()
            },
            "light": _light(old.light), "default_ladder": _ladder(old.default_ladder),
        }
    )  # fmt: skip


Grown = Mapping[tuple[Unit, int], int]


def grown_lengths(pack: RulePack) -> Grown:
    """The new length for each old one: longer, in the same order, and no old one of that unit."""
    old = {
        (term.unit, term.length) for rule in pack.rules.values() for term in terms_of(rule)
        if term.unit and term.length
    }  # fmt: skip
    new: dict[tuple[Unit, int], int] = {}
    for unit in Unit:
        taken = {length for one, length in old if one is unit}
        last = 0
        for length in sorted(taken):
            last = max(last + 1, length + GROWTH[unit])
            while last in taken:
                last += 1
            new[unit, length] = last
    return new


def terms_of(rule: Rule) -> tuple[Term, ...]:
    """Every term of a rule."""
    return tuple(one for one in (rule.term, rule.target, rule.also) if one)


def _rule(rule: Rule, grown: Grown) -> Rule:
    update: dict[str, Any] = {
        name: _term(term, grown)
        for name in ("term", "target", "also") if (term := getattr(rule, name))
    }  # fmt: skip
    update |= {"light": _light(rule.light), "remind": _ladder(rule.remind)}
    if rule.extension:
        update["extension"] = _extension(rule.extension)
    return rule.model_copy(update=update)


def _term(term: Term, grown: Grown) -> Term:
    length = grown[term.unit, term.length] if term.unit and term.length else None
    return term.model_copy(
        update={"length": length, "frequency": term.frequency and _frequency(term.frequency)}
    )


def _frequency(often: Frequency) -> Frequency:
    return Frequency(times=often.times + 1, every=RARER.get(often.every, often.every))


def _extension(rule: ExtensionRule) -> ExtensionRule:
    if rule.cap_length is None or rule.cap_unit is None:
        return rule
    return rule.model_copy(update={"cap_length": rule.cap_length + GROWTH[rule.cap_unit]})


def _light(shares: LightShares) -> LightShares:
    return LightShares(yellow=shares.yellow + 9, red=shares.red + 4)


def _ladder(rungs: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Every rung a little further from the due instant; the one at it comes later."""
    return tuple(
        rung.model_copy(update={"hours": rung.hours + (3 if rung.hours >= 0 else -3)})
        for rung in rungs
    )


def _ground(item: Ground) -> Ground:
    """Months of refusal and times of criticism, also where the article is quoted."""
    months = item.refused_months and item.refused_months + 2
    times = item.criticisms and item.criticisms + 2

    def said(text: str) -> str:
        for old, new, what in (
            (item.refused_months, months, "个月"),
            (item.criticisms, times, "次"),
        ):
            if old and new:
                text = text.replace(f"{cn_number(old)}{what}", f"{cn_number(new)}{what}")
        return text

    return item.model_copy(
        update={
            "refused_months": months, "criticisms": times, "title": said(item.title),
            "needs": tuple(map(said, item.needs)),
        }
    )  # fmt: skip
