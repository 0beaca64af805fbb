"""What a practice case keeps of the shipped law under a law in which every number is another one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deployments.law.replay import Left, Place, Replayed
from models.law.pack import RulePack
from models.law.vocabulary import ClockKind
from tests.unit.test_numbers_in_sentences import clauses, found_in


def counted_rules(left: Left) -> set[str]:
    """The rules under which something was given a day."""
    return {one["rule"] for one in _dated(left).values() if one["rule"] and one["due"]}


def kept_days(played: Replayed, law: RulePack) -> Iterator[str]:
    """Each deadline that ends at the same instant under both laws, by rule, place and day."""
    before, after = _dated(played.old), _dated(played.new)
    for place in before.keys() & after.keys():
        old, new = before[place], after[place]
        if old["rule"] != new["rule"] or not old["due"] or not _has_length(law, old["rule"]):
            continue
        if _first_due(old) == _first_due(new):
            yield f"{old['rule']} {'/'.join(place)}: {old['due']}"


def kept_windows(played: Replayed, law: RulePack) -> Iterator[str]:
    """Each rule of visits that lays as many windows in a stage under both laws."""
    before, after = _windows(played.old, law), _windows(played.new, law)
    for place, number in before.items():
        if after.get(place) == number:
            yield place[-1]


def kept_words(played: Replayed, typed: str) -> Iterator[str]:
    """Each clause with a length that a document prints alike under both laws and that nobody typed."""
    for place in played.old.papers.keys() & played.new.papers.keys():
        _title, before = played.old.papers[place]
        same = _clauses(before) & _clauses(played.new.papers[place][1])
        for clause in sorted(same):
            if found_in(clause) and clause not in typed:
                yield clause


def kept_receipts(played: Replayed, old: RulePack) -> Iterator[str]:
    """Each receipt of a clock of the case that still tells the old length."""
    for place, one in played.new.clocks.items():
        rule = old.rules.get(one["rule"])
        receipt = one["receipt"]
        told = [receipt["length"], *(step["text"] for step in receipt["steps"])]
        if rule and rule.counted and any(str(rule.counted) in text for text in told):
            yield f"{one['rule']} {'/'.join(place)}: {rule.counted}"


def _dated(left: Left) -> Mapping[Place, dict[str, Any]]:
    return {**left.steps, **left.clocks}


def _first_due(one: dict[str, Any]) -> str:
    """The day that was counted; what people decided afterwards is theirs under any law."""
    return str(one["extended"][0]["old"] if one.get("extended") else one["due"])


def _has_length(law: RulePack, rule_id: str) -> bool:
    rule = law.rules.get(rule_id)
    return rule is not None and rule.counted is not None and rule.clock is not ClockKind.WINDOWS


def _windows(left: Left, law: RulePack) -> Counter[Place]:
    """How many visits each rule of visits asked for, by case and stage."""
    return Counter(
        (place[0], place[1], one["rule"])
        for place, one in left.steps.items()
        if one["key"].startswith("ask:visit:") and one["rule"] in law.rules
    )


def _clauses(paragraphs: Iterable[str]) -> set[str]:
    return {clause for paragraph in paragraphs for clause in clauses(paragraph)}
