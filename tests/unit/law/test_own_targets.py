"""What a centre may set for itself, and the law that bounds it."""

import pytest

from models.errors import BadInput, FormInvalid
from models.law.loading import load_pack
from models.law.own_targets import adjustable, bound_of, read_target, too_long, units_for
from models.law.rule import OwnTarget, Rule

PACK = load_pack("national")


def test_every_target_of_the_pack_keeps_within_its_own_bound() -> None:
    rules = adjustable(PACK)

    assert {f"C.{n}" for n in (1, 2, 3, 4, 5, 6, 8, 9)} <= {rule.id for rule in rules}
    assert [rule.id for rule in rules if rule.target and too_long(PACK, rule, rule.target)] == []
    assert [rule.id for rule in rules if rule.within is None] == []


def test_no_rule_of_a_law_is_adjustable() -> None:
    assert [rule.id for rule in adjustable(PACK) if rule.term] == []


def test_a_number_within_the_bound_is_read() -> None:
    assert str(read_target(PACK, "3.1", "25", "working_days")) == "25个工作日"
    assert str(read_target(PACK, "1.2", "20", "minutes")) == "20分钟"


@pytest.mark.parametrize("length", ["0", "-1", "1.5", "三", "", "99999", "５"])
def test_what_is_no_positive_number_is_refused(length: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        read_target(PACK, "4.1", length, "working_days")

    assert refused.value.errors == {"length": ["请填写正整数,例如 5。"]}


@pytest.mark.parametrize(
    ("rule", "length", "unit", "law"),
    [
        ("3.1", "130", "working_days", "6个月"),
        ("C.9", "25", "hours", "8小时"),
        ("1.8", "73", "hours", "24小时"),
        ("5A.4", "170", "days", "1日"),
    ],
)
def test_a_target_longer_than_the_law_is_refused_with_the_law(
    rule: str, length: str, unit: str, law: str
) -> None:
    with pytest.raises(FormInvalid) as refused:
        read_target(PACK, rule, length, unit)

    assert law in refused.value.errors["length"][0]
    assert law in bound_of(PACK, PACK.rule(rule))


def test_the_clock_stays_the_rules_own() -> None:
    with pytest.raises(FormInvalid) as refused:
        read_target(PACK, "4.1", "3", "hours")

    assert "单位只能是:个工作日" in refused.value.errors["unit"][0]
    assert [unit.value for unit in units_for(PACK.rule("5A.4"))] == ["days", "months"]


def test_a_number_of_a_source_is_not_for_the_centre() -> None:
    with pytest.raises(BadInput, match="来自《指导纲要》第71条"):
        read_target(PACK, "5A.2", "5", "days")
    with pytest.raises(BadInput, match="没有目标期限"):
        read_target(PACK, "1.11", "5", "days")


def test_an_own_target_never_lies_over_a_source() -> None:
    from datetime import date

    term = PACK.rule("4.1").target
    assert term is not None
    own = OwnTarget(term=term, by="贾主任", on=date(2026, 11, 21))

    assert PACK.rule("5A.2").with_own(own) is PACK.rule("5A.2")
    assert isinstance(PACK.rule("4.1").with_own(own), Rule)
    assert str(own) == "贾主任2026年11月21日设定"


def test_no_duty_to_act_at_once_is_held_by_another_bodys_time_or_stretched() -> None:
    at_once = [
        rule for rule in PACK.rules.values() if rule.is_target and "hours" in rule.clock.value
    ]

    assert {"1.2", "1.8", "6.6", "2.1"} <= {rule.id for rule in at_once}
    for rule in at_once:
        assert rule.within == rule.id.partition("-")[0]
        assert str(rule.target) in bound_of(PACK, rule)
