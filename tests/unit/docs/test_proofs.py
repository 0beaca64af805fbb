"""What is said to be proved names its test, and the test is there: reliability, security, README."""

import ast
import re

import pytest

from tests.unit.docs.pages import ROOT, code_words, page, rows, section

GOALS = [f"G{number}" for number in range(1, 37)]
#: Goals that no test can prove yet, each said beside it.
WITHOUT = {"G22"}


def proofs(cell: str) -> list[str]:
    """Files of tests and make targets that a cell names."""
    return [word for word in code_words(cell) if word.startswith(("tests/", "make "))]


def is_a_proof(word: str) -> bool:
    """Whether it is a file with a test in it, or a target of make."""
    if word.startswith("make "):
        return bool(re.search(rf"^{word.split()[1]}:", page("Makefile"), re.MULTILINE))
    file = ROOT / word
    if not file.is_file() or not file.name.startswith("test_"):
        return False
    tree = ast.parse(file.read_text("utf-8"))
    return any(
        isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_")
        for one in ast.walk(tree)
    )


def test_every_goal_stands_in_the_table_once_and_in_order() -> None:
    assert [row[0] for row in rows(page("docs/reliability.md")) if row[0] in GOALS] == GOALS


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_names_tests_that_are_there_and_says_what_is_reached_or_why_not(goal: str) -> None:
    [(_, promise, test, reached)] = [
        row for row in rows(page("docs/reliability.md")) if row[0] == goal
    ]

    named = proofs(test)
    assert promise
    assert reached
    assert [word for word in named if not is_a_proof(word)] == []
    assert named or (goal in WITHOUT and test == "none")


THREATS = rows(page("docs/security.md"))


@pytest.mark.parametrize("threat", THREATS, ids=lambda row: row[0][:40])
def test_a_threat_names_its_control_and_tests_that_are_there(threat: list[str]) -> None:
    what, control, test = threat

    named = proofs(test)
    assert what
    assert control
    assert named
    assert [word for word in named if not is_a_proof(word)] == []


def test_the_page_of_threats_has_them() -> None:
    assert len(THREATS) >= 40


def test_what_the_readme_promises_is_proved_by_tests_that_are_there() -> None:
    promises = rows(section(page("README.md"), "What is promised, and how it is proved"))
    named = [word for _, proof in promises for word in proofs(proof) if word.startswith("tests/")]

    assert len(promises) > 10
    assert [word for word in named if (ROOT / word).suffix and not is_a_proof(word)] == []
