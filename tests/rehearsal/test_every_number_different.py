"""Practice cases under a law in which every number is another: no day, window or word stays."""

import pytest

from deployments.law.replay import Replayed, compared, read_cases
from deployments.rehearsal.loading import shipped_cases
from deployments.rehearsal.scene import Theatre
from documents.punctuation import full_width
from models.law.loading import load_pack
from tests.other_numbers import every_number_different
from tests.rehearsal.kept_numbers import (
    counted_rules,
    kept_days,
    kept_receipts,
    kept_windows,
    kept_words,
)
from tests.unit.documents.test_other_numbers import NOT_OF_THE_LAW
from tests.unit.test_numbers_in_sentences import ALLOWED
from tests.unit.test_tree import ROOT

OLD = load_pack("national")
NEW = every_number_different(OLD)
#: Together they pass every stage and print every document but the transfer's.
CASES = (
    "return-home", "not-collected-relatives", "petition-given-up-extension",
    "revocation-civil-affairs", "begging", "restoration-granted", "preventive-visits",
)  # fmt: skip

#: Days that a person sets; they are the same under any law.
SET_BY_PEOPLE = {
    "2.1 /初步调查核实#1/ask:investigation/1": "the supervisor says until when",
    "5C.10 /恢复监护人资格意见#1/ask:restoration-opinion/1": "the court says until when",
}
#: More visits than a file expects run past the day on which it goes on, or past an exemption.
ONLY_VISITS = ("前面的回访已经走到", "没有覆盖本窗口")
#: What comes only after the visits, and may therefore not be reached.
AFTER_VISITS = {"6.5", "C.2", "C.6"}


@pytest.fixture(scope="module", params=CASES)
def played(request: pytest.FixtureRequest, place: Theatre) -> Replayed:
    """One practice case under the shipped law and under the other."""
    [file] = [one for one in shipped_cases() if one.stem == request.param]
    [script] = read_cases([file])
    return compared(place, script, OLD, NEW)


@pytest.fixture(scope="module")
def typed() -> str:
    """Everything that the people of the practice cases typed."""
    folder = ROOT / "deployments" / "rehearsal"
    text = "".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.yaml")))
    return text + full_width(text)


def test_nothing_but_more_visits_stops_a_case(played: Replayed) -> None:
    assert played.old.stopped is None
    stopped = played.new.stopped
    assert stopped is None or any(reason in stopped for reason in ONLY_VISITS), stopped


def test_every_day_is_counted_by_the_law_of_the_case(played: Replayed) -> None:
    kept = [one for one in kept_days(played, OLD) if one.rpartition(": ")[0] not in SET_BY_PEOPLE]

    assert kept == []
    assert counted_rules(played.old) - counted_rules(played.new) <= AFTER_VISITS


def test_every_receipt_tells_the_number_of_the_law_of_the_case(played: Replayed) -> None:
    assert list(kept_receipts(played, OLD)) == []


def test_as_many_visits_are_owed_as_the_law_of_the_case_says(played: Replayed) -> None:
    assert list(kept_windows(played, OLD)) == []


def test_every_document_prints_the_numbers_of_the_law_of_the_case(
    played: Replayed, typed: str
) -> None:
    kept = [
        one for one in kept_words(played, typed)
        if not any(known in one for known in ALLOWED) and not NOT_OF_THE_LAW.search(one)
    ]  # fmt: skip

    assert kept == []
