"""Practice cases under a law in which every number is another: no day, window or word stays."""

import pytest

from deployments.law.replay import Replayed, compared, read_cases
from deployments.rehearsal.loading import shipped_cases
from deployments.rehearsal.scene import Theatre
from documents.punctuation import full_width
from models.law.blanks import ARTICLE
from tests.law import LAW
from tests.other_numbers import every_number_different
from tests.rehearsal.kept_numbers import (
    counted_rules,
    kept_days,
    kept_receipts,
    kept_windows,
    kept_words,
)
from tests.unit.documents.test_other_numbers import NOT_OF_THE_LAW
from tests.unit.test_numbers_in_sentences import ALLOWED, clauses, found_in
from tests.unit.test_tree import ROOT

OLD = LAW
#: Together they pass every stage and print every document but the transfer's. What keeps its
#: number in a case would end it early: a file says on which day it goes on after its visits.
CASES: dict[str, tuple[str, ...]] = {
    "return-home": (), "not-collected-relatives": (), "petition-given-up-extension": (),
    "revocation-civil-affairs": (), "preventive-visits": (),
    "begging": (ARTICLE,),
    "restoration-granted": ("6.1", "6.2-4"),
}  # fmt: skip

#: Days that a person sets; they are the same under any law.
SET_BY_PEOPLE = {
    "2.1 /初步调查核实#1/ask:investigation/1": "the supervisor says until when",
    "5C.10 /恢复监护人资格意见#1/ask:restoration-opinion/1": "the court says until when",
}
#: More visits than a file expects run past the day on which it goes on, or past an exemption.
ONLY_VISITS = ("前面的回访已经走到", "没有覆盖本窗口")
#: What comes only after the visits, and may therefore not be reached.
AFTER_VISITS = {"6.5", "C.2", "C.6"}


@pytest.fixture(scope="module")
def plays(place: Theatre) -> list[Replayed]:
    """The practice cases, each under the shipped law and under the other."""
    files = [one for one in shipped_cases() if one.stem in CASES]
    assert len(files) == len(CASES)
    return [
        compared(place, script, OLD, every_number_different(OLD, but=CASES[script.name]))
        for script in read_cases(files)
    ]


@pytest.fixture(scope="module")
def typed() -> str:
    """Everything that the people of the practice cases typed."""
    folder = ROOT / "deployments" / "rehearsal"
    text = "".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.yaml")))
    return text + full_width(text)


def may_stay(case: str) -> list[str]:
    """Words of a length that are right under both laws: the grounds, where they keep theirs."""
    titles = [one.title for one in OLD.grounds.values()] if ARTICLE in CASES[case] else []
    return [*ALLOWED, *(part for title in titles for part in clauses(title) if found_in(part))]


def test_nothing_but_more_visits_stops_a_case(plays: list[Replayed]) -> None:
    stopped = [(one.old.stopped, one.new.stopped) for one in plays]

    assert [old for old, _new in stopped if old] == []
    assert [
        new for _old, new in stopped if new and not any(why in new for why in ONLY_VISITS)
    ] == []


def test_every_day_is_counted_by_the_law_of_the_case(plays: list[Replayed]) -> None:
    kept = [
        f"{played.script.name} {one}"
        for played in plays for one in kept_days(played, OLD)
        if one.rpartition(": ")[0] not in SET_BY_PEOPLE
    ]  # fmt: skip

    assert kept == []


def test_every_rule_that_was_counted_is_counted_again(plays: list[Replayed]) -> None:
    old, new = (
        {rule for one in plays for rule in counted_rules(getattr(one, law))}
        for law in ("old", "new")
    )

    assert len(old) > 35
    assert old - new <= AFTER_VISITS


def test_every_receipt_tells_the_number_of_the_law_of_the_case(plays: list[Replayed]) -> None:
    kept = [f"{one.script.name} {rule}" for one in plays for rule in kept_receipts(one, OLD)]

    assert kept == []


def test_as_many_visits_are_owed_as_the_law_of_the_case_says(plays: list[Replayed]) -> None:
    kept = [
        f"{played.script.name} {rule}"
        for played in plays for rule in kept_windows(played, OLD)
        if rule not in CASES[played.script.name]
    ]  # fmt: skip

    assert kept == []


def test_every_document_prints_the_numbers_of_the_law_of_the_case(
    plays: list[Replayed], typed: str
) -> None:
    kept = [
        f"{played.script.name}: {clause}"
        for played in plays for clause in kept_words(played, typed)
        if not any(known in clause for known in may_stay(played.script.name))
        and not NOT_OF_THE_LAW.search(clause)
    ]  # fmt: skip

    assert kept == []
