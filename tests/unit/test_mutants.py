"""The mutants of `make mutants` fit the program as it is, and two of them are tried here."""

from collections import Counter

import pytest

from tests.mutants.__main__ import ROOT, copy_of_the_tree, is_killed, mutants

#: Tried in every run: from the pure law, so that each takes seconds.
SEED = (0, 17)


def test_every_mutant_breaks_one_line_that_is_there_once() -> None:
    found = {one.says: (ROOT / one.file).read_text("utf-8").count(one.line) for one in mutants()}

    assert {says: count for says, count in found.items() if count != 1} == {}


def test_every_mutant_changes_something_and_is_told_once() -> None:
    assert [one.says for one in mutants() if one.line == one.broken] == []
    assert max(Counter(one.says for one in mutants()).values()) == 1


def test_the_test_that_is_named_for_a_mutant_is_there() -> None:
    missing = []
    for one in mutants():
        file, _, test = one.killed_by.partition("::")
        there = (ROOT / file).is_file() and f"def {test}" in (ROOT / file).read_text("utf-8")
        missing += [] if there else [one.killed_by]

    assert missing == []


@pytest.mark.parametrize("number", SEED)
def test_a_broken_line_is_noticed_by_its_test(number: int) -> None:
    with copy_of_the_tree() as copy:
        assert is_killed(mutants()[number], copy), mutants()[number].says
