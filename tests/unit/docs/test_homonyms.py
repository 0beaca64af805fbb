"""One word, one thing: no layer has two classes of one name, and a concept's name is one class."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from tests.unit.docs.pages import ROOT
from tests.unit.docs.test_glossary import CONCEPTS, ENUMS, snake

LAYERS = ("deployments", "proof", "web", "flows", "tasks", "documents", "models")
WORDS = [row[1].strip("`") for row in CONCEPTS]


@cache
def classes() -> dict[str, list[str]]:
    """Every class of the program by its name: the files that define one."""
    found = defaultdict(list)
    for layer in LAYERS:
        for file in (ROOT / layer).rglob("*.py"):
            for name in _defined(ast.parse(file.read_text("utf-8"))):
                found[name].append(file.relative_to(ROOT).as_posix())
    return dict(found)


def _defined(tree: ast.AST) -> Iterator[str]:
    return (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_a_layer_has_one_class_of_a_name() -> None:
    twice = {
        name: files
        for name, files in classes().items()
        if max(Counter(file.split("/")[0] for file in files).values()) > 1
    }

    assert twice == {}


def test_a_word_of_the_first_table_is_the_name_of_one_class() -> None:
    twice = {
        name: files for name, files in classes().items() if snake(name) in WORDS and len(files) > 1
    }

    assert len(classes()) > 500
    assert twice == {}


def test_a_word_that_is_also_a_stored_word_says_of_which_enumeration() -> None:
    """Stored words are never renamed; where one means another thing, its row says so."""
    silent = [
        (word, enum.__name__)
        for word, meaning in ((row[1].strip("`"), row[2]) for row in CONCEPTS)
        for enum in ENUMS
        if word in [member.value for member in enum] and f"`{enum.__name__}`" not in meaning
    ]

    assert silent == []
