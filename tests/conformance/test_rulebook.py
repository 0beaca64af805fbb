"""Every row of the rulebook and every hard gate is in the pack, with its number and its source."""

import pytest

from models.law.loading import load_pack
from models.law.vocabulary import ClockKind, Confirmation

ROWS = {"1": 11, "2": 3, "3": 7, "4": 4, "5A": 5, "5B": 5, "5C": 12, "6": 8}
IDS = [f"{stage}.{row}" for stage, rows in ROWS.items() for row in range(1, rows + 1)]

#: Duties of others and a remedy that the rulebook lacked; found since.
FOUND_SINCE = {"1.13", "1.14", "5B.6", "5B.7", "5B.8", "5B.9", "5B.10"}

# Rule → the term a source gives, as it reads, and whether it may be printed outward.
TERMS = {
    "1.13": ("3日", ClockKind.LEGAL_PERIOD, True),
    "1.14": ("5个工作日", ClockKind.WORKING_DAYS, True),
    "5B.6": ("24小时", ClockKind.HOURS_NEXT_FULL_HOUR, True),
    "5B.7": ("72小时", ClockKind.HOURS_NEXT_FULL_HOUR, True),
    "5B.8": ("7日", ClockKind.LEGAL_PERIOD, True),
    "5B.9": ("3个月", ClockKind.LEGAL_PERIOD, True),
    "5B.10": ("5日", ClockKind.LEGAL_PERIOD, False),
    "1.7": ("5个工作日", ClockKind.WORKING_DAYS, False),
    "3.2": ("6个月", ClockKind.LEGAL_PERIOD, True),
    "3.3": ("6个月", ClockKind.LEGAL_PERIOD, True),
    "3.4": ("不超过1年", ClockKind.LEGAL_PERIOD, False),
    "3.6": ("每半年至少1次", ClockKind.WINDOWS, True),
    "5A.2": ("3日", ClockKind.LEGAL_PERIOD, True),
    "5B.1": ("72小时", ClockKind.HOURS_NEXT_FULL_HOUR, True),
    "5B.1-urgent": ("24小时", ClockKind.HOURS_NEXT_FULL_HOUR, True),
    "5B.2": ("不超过6个月", ClockKind.LEGAL_PERIOD, True),
    "5B.3": ("5日", ClockKind.LEGAL_PERIOD, True),
    "5B.4": ("48小时", ClockKind.HOURS_NEXT_FULL_HOUR, True),
    "5B.4-suit": ("30日", ClockKind.LEGAL_PERIOD, True),
    "5B.5": ("6个月", ClockKind.LEGAL_PERIOD, False),
    "5C.2": ("1个月", ClockKind.LEGAL_PERIOD, True),
    "5C.5": ("7日", ClockKind.LEGAL_PERIOD, True),
    "5C.6": ("1个月", ClockKind.LEGAL_PERIOD, True),
    "5C.6-announced": ("30日", ClockKind.LEGAL_PERIOD, True),
    "5C.10": ("3个月", ClockKind.LEGAL_PERIOD, True),
    "5C.10-closes": ("1年", ClockKind.LEGAL_PERIOD, True),
    "5C.11": ("1年", ClockKind.LEGAL_PERIOD, False),
    "5C.12": ("30日", ClockKind.LEGAL_PERIOD, True),
    "6.1": ("每周至少1次,持续1个月", ClockKind.WINDOWS, True),
    "6.2-1": ("每周至少1次,持续6个月", ClockKind.WINDOWS, True),
    "6.2-2": ("每周至少1次,持续3个月", ClockKind.WINDOWS, True),
    "6.2-3": ("每周至少1次,持续2个月", ClockKind.WINDOWS, True),
    "6.2-4": ("每周至少1次,持续1个月", ClockKind.WINDOWS, True),
    "6.2-5": ("每周至少1次,持续1个月", ClockKind.WINDOWS, True),
    "6.2-6": ("每周至少1次,持续3个月", ClockKind.WINDOWS, True),
    "6.2-7": ("每周至少1次,持续1个月", ClockKind.WINDOWS, True),
    "6.4-1": ("每月至少2次", ClockKind.WINDOWS, True),
    "6.4-2": ("每月至少2次", ClockKind.WINDOWS, True),
    "6.4-3": ("每月至少2次", ClockKind.WINDOWS, True),
    "6.4-4": ("每月至少1次", ClockKind.WINDOWS, True),
    "6.5": ("每半年至少1次", ClockKind.WINDOWS, True),
}


@pytest.mark.parametrize("rule_id", IDS)
def test_a_row_of_the_rulebook_is_in_the_pack_with_its_source(rule_id: str) -> None:
    rule = load_pack("national").rule(rule_id)

    assert rule.title
    assert all(cited.document.id in load_pack("national").documents for cited in rule.sources)


def test_beyond_the_rulebook_the_pack_holds_only_targets_of_the_centre() -> None:
    rules = load_pack("national").rules
    beyond = {rule_id for rule_id in rules if "-" not in rule_id} - set(IDS) - FOUND_SINCE

    assert set(IDS) <= set(rules)
    assert all(rule_id.startswith("C.") for rule_id in beyond)
    assert all(rules[rule_id].term is None for rule_id in beyond)
    assert not any(rules[rule_id].printable for rule_id in beyond)


def test_exactly_these_rules_have_a_number_from_a_source() -> None:
    pack = load_pack("national")

    found = {
        rule.id: (str(rule.term), rule.clock, rule.printable)
        for rule in pack.rules.values()
        if rule.term
    }
    assert found == TERMS


def test_a_number_of_the_centre_is_never_printed_as_a_legal_deadline() -> None:
    targets = [rule for rule in load_pack("national").rules.values() if rule.is_target]

    assert {"1.2", "1.8", "2.1", "4.1", "5A.1", "5C.1"} <= {rule.id for rule in targets}
    assert not any(rule.printable for rule in targets)


def test_what_is_known_from_memory_only_is_never_printed() -> None:
    doubted = [
        r for r in load_pack("national").rules.values() if r.confirmed is Confirmation.MEMORY
    ]

    assert {"1.7", "3.4", "5B.5", "5C.11"} <= {rule.id for rule in doubted}
    assert not any(rule.printable for rule in doubted)


def test_a_rule_without_a_number_says_why_or_lists_its_circumstances() -> None:
    for rule in load_pack("national").rules.values():
        if rule.counted is None:
            assert rule.untimed_reason


@pytest.mark.parametrize("gate_id", [f"G{n}" for n in range(1, 11)])
def test_a_gate_is_in_the_pack_with_its_sources(gate_id: str) -> None:
    assert load_pack("national").gate(gate_id).sources


def test_there_are_no_gates_beyond_the_ten() -> None:
    assert set(load_pack("national").gates) == {f"G{n}" for n in range(1, 11)}


def test_the_seven_grounds_of_article_35_point_to_their_follow_up() -> None:
    grounds = load_pack("national").grounds

    assert {item: ground.follow_up for item, ground in grounds.items()} == {
        item: f"6.2-{item}" for item in range(1, 8)
    }


def test_the_pack_says_in_one_place_that_the_measures_of_2026_are_unread() -> None:
    caveats = {caveat.id: caveat for caveat in load_pack("national").caveats}

    assert "2026年4月1日" in caveats["measures-2026"].text
