"""Every word of the vocabulary has one Chinese label, written as a screen writes it, said once."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum

import pytest

from documents.punctuation import full_width
from models import words
from models.labels import label
from models.words import Paper
from tests.unit.docs.pages import ROOT
from tests.unit.docs.test_glossary import PACKAGES, enums_of

LABELLED = [enum for enum in enums_of(words) if enum is not Paper]


@pytest.mark.parametrize("enum", LABELLED, ids=lambda e: e.__name__)
def test_every_member_has_a_label_of_its_own(enum: type[StrEnum]) -> None:
    labels = [label(member) for member in enum]

    assert all(labels)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("enum", LABELLED, ids=lambda e: e.__name__)
def test_a_label_is_typeset(enum: type[StrEnum]) -> None:
    assert [label(m) for m in enum if label(m) != full_width(label(m))] == []


CHINESE = re.compile(r"[\u3400-\u9fff]")


def _tables(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Every dict that says something Chinese of members: the enumeration, and which members."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        keys = [key for key in node.keys if isinstance(key, ast.Attribute)]
        for enum in {key.value.id for key in keys if isinstance(key.value, ast.Name)}:
            if any(CHINESE.search(ast.unparse(value)) for value in node.values):
                yield enum, {key.attr for key in keys}


def test_no_other_table_names_the_members_of_an_enumeration() -> None:
    """Two tables drift apart, and a page says one thing where a report says another."""
    members = {enum.__name__: set(enum.__members__) for enum in LABELLED}
    again = [
        f"{file.relative_to(ROOT)}: {enum}"
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if file.name != "labels.py"
        for enum, said in _tables(ast.parse(file.read_text("utf-8")))
        if members.get(enum) == said
    ]

    assert again == []
