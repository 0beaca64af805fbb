"""What a centre may set for itself: targets where no source has a number, within sane limits.

The clock stays the rule's own: hours are not turned into days. A target is at least one, and not
longer than the legal number that bounds it (`within` of the rule), so that no centre can make a
duty vanish by giving it years. A rule that is within itself is a duty without a number (立即, 及时):
its target may be made stricter than the shipped one, and no longer.
"""

from models.errors import BadInput, FormInvalid
from models.law.pack import RulePack
from models.law.rule import Rule, Term
from models.law.vocabulary import ClockKind, Unit

#: Hours in a unit; a month and a year at their shortest, so that a bound is never too wide.
_HOURS = {
    Unit.MINUTES: 1 / 60,
    Unit.HOURS: 1.0,
    Unit.DAYS: 24.0,
    Unit.MONTHS: 28 * 24.0,
    Unit.YEARS: 365 * 24.0,
}
_WEEK, _OFFICE_DAYS = 7 * 24, 5
#: A first reading of what was typed; the bound is the real limit.
_MOST_DIGITS = 4


def adjustable(pack: RulePack) -> list[Rule]:
    """The rules whose number is the centre's own, in the order of the pack."""
    return [rule for rule in pack.rules.values() if rule.is_target]


def units_for(rule: Rule) -> list[Unit]:
    """The units in which a rule's target may be written, the smallest first."""
    return [unit for unit in Unit if unit in rule.clock.units and unit is not Unit.YEARS]


def read_target(pack: RulePack, rule_id: str, length: str, unit: str) -> Term:
    """Read a target that somebody typed.

    Args:
        pack: The law the centre works by.
        rule_id: The rule.
        length: A whole number, as typed.
        unit: A unit of the rule's own clock.

    Raises:
        BadInput: The rule has a number from its source, or has none at all.
        FormInvalid: `length` or `unit` cannot be; with what the limit is and whose it is.
    """
    rule = pack.rule(rule_id)
    if rule.term is not None:
        raise BadInput(f"规则 {rule_id} 的期限来自{rule.source},不是本中心自定目标,不能调整。")
    if rule.target is None:
        raise BadInput(f"规则 {rule_id} 没有目标期限可以调整。")
    errors: dict[str, list[str]] = {}
    number = int(length) if length.isascii() and length.isdigit() else 0
    if not number >= 1 or len(length) > _MOST_DIGITS:
        errors["length"] = ["请填写正整数,例如 5。"]
    units = {one.value: one for one in units_for(rule)}
    if unit not in units:
        words = "、".join(one.chinese for one in units.values())
        errors["unit"] = [f"这条规则按“{rule.clock.chinese}”计算,单位只能是:{words}。"]
    if errors:
        raise FormInvalid(errors)
    term = rule.target.model_copy(update={"length": number, "unit": units[unit]})
    if problem := too_long(pack, rule, term):
        raise FormInvalid({"length": [problem]})
    return term


def too_long(pack: RulePack, rule: Rule, term: Term) -> str | None:
    """Say why a target is longer than its legal bound; None when it is not."""
    bound = pack.rule(rule.within) if rule.within else None
    if bound is None:
        return None
    if bound.term is None:
        shipped = pack.rule(rule.id).target
        if shipped is None or _longest(term) <= _longest(shipped):
            return None
        return f"“{bound.title}”应当立即或者及时办理,目标不能长于{shipped};您填写的是{term}。"
    if _longest(term) <= _shortest(bound.term):
        return None
    return f"不能长于规则{bound.id}“{bound.title}”的{bound.term}({bound.source});您填写的是{term}。"


def bound_of(pack: RulePack, rule: Rule) -> str:
    """The limit of a rule's target, in words."""
    bound = pack.rule(rule.within) if rule.within else None
    if bound is None:
        return "没有上限"
    if bound.term is None:
        return f"不超过{pack.rule(rule.id).target}(应当立即或者及时办理)"
    return f"不超过{str(bound.term).removeprefix('不超过')}(规则{bound.id},{bound.source})"


def _longest(term: Term) -> float:
    """Hours at most; office days with the weekends between them."""
    length, unit = term.length or 0, term.unit
    if unit is Unit.WORKING_DAYS:
        return length / _OFFICE_DAYS * _WEEK
    return length * (_HOURS[unit] if unit else 0)


def _shortest(term: Term) -> float:
    """Hours at least."""
    length, unit = term.length or 0, term.unit
    if unit is Unit.WORKING_DAYS or term.clock is ClockKind.WORKING_DAYS:
        return length * 24.0
    return length * (_HOURS[unit] if unit else 0)
