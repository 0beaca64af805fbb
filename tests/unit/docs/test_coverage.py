"""The table of coverage is complete, is what the tests say, and names tests that exist."""

import ast
import re

import pytest

from models.law.loading import load_pack
from tests.conformance.coverage import ARTICLES, OUTLINE, RULES, page, proofs, told
from tests.unit.docs.pages import DOCS, ROOT


def test_the_page_is_what_the_tests_say_now() -> None:
    """Stale? `make coverage`."""
    assert (DOCS / "coverage.md").read_text("utf-8") == page()


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_has_a_test_or_a_reason(number: str) -> None:
    one = told()["articles"][number]
    tested = any(f"{OUTLINE}:{number}" in proof.articles for proof in proofs())

    assert one["says"]
    assert bool(one.get("none")) != tested
    assert bool(one.get("here")) == tested


@pytest.mark.parametrize("rule", RULES)
def test_a_row_of_the_rulebook_has_a_test_or_a_reason(rule: str) -> None:
    reason = told()["rules"].get(rule, {}).get("none")
    tested = any(rule in proof.rules for proof in proofs())

    assert tested or reason


def test_no_test_names_what_there_is_not() -> None:
    articles = {f"{OUTLINE}:{number}" for number in ARTICLES}

    assert {one for proof in proofs() for one in proof.articles} <= articles
    assert {one for proof in proofs() for one in proof.rules} <= set(load_pack("national").rules)
    assert set(told()["articles"]) == set(ARTICLES)
    assert set(told()["rules"]) <= set(RULES)


def test_a_test_elsewhere_that_is_named_exists() -> None:
    named = [one for row in told()["rules"].values() for one in row.get("also", ())]

    for one in named:
        file, _, name = one.partition("::")
        source = ROOT / file
        assert source.is_file(), one
        names = {
            node.name for node in ast.walk(ast.parse(source.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef)
        }  # fmt: skip
        assert not name or name in names, one


def test_every_rule_of_the_rulebook_is_asked_about() -> None:
    plain = {rule for rule in load_pack("national").rules if re.fullmatch(r"[\dABC]+\.\d+", rule)}

    assert set(RULES) == {rule for rule in plain if not rule.startswith("C.")}
