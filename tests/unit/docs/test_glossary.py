"""The glossary is the vocabulary: nothing missing, nothing unknown, one Chinese term, no synonym."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import chain

import pytest

from documents.punctuation import full_width
from documents.titles import TITLES
from models import words
from models.choice import Choice
from models.labels import label
from models.law import terms, vocabulary
from models.words import Paper
from tests.unit.docs.pages import ROOT, page, rows, section

PACKAGES = ("deployments", "web", "flows", "tasks", "documents", "models")
GLOSSARY = page("docs/glossary.md")
CONCEPTS = rows(section(GLOSSARY, "Concepts"))


def enums_of(module: object) -> list[type[StrEnum]]:
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, StrEnum)
        and found not in (StrEnum, Choice)
    ]  # fmt: skip


ENUMS: list[type[StrEnum]] = [
    *enums_of(words),
    *enums_of(terms),
    vocabulary.ClockKind,
    vocabulary.Layer,
]


def chinese(member: StrEnum) -> str:
    if isinstance(member, Paper):
        return TITLES[member]
    if isinstance(member, Choice):
        return full_width(member.label)
    if isinstance(member, vocabulary.ClockKind | vocabulary.Layer | vocabulary.Confirmation):
        return full_width(member.chinese)
    return label(member)


@pytest.mark.parametrize("enum", [*ENUMS, vocabulary.Confirmation], ids=lambda e: e.__name__)
def test_the_glossary_has_every_member_and_no_other(enum: type[StrEnum]) -> None:
    shown = {row[1].strip("`") for row in rows(section(GLOSSARY, f"`{enum.__name__}`"))}

    assert shown == {member.value for member in enum}


@pytest.mark.parametrize("enum", [*ENUMS, vocabulary.Confirmation], ids=lambda e: e.__name__)
def test_a_chinese_term_of_the_glossary_is_the_one_on_screen(enum: type[StrEnum]) -> None:
    shown = {row[1].strip("`"): row[0] for row in rows(section(GLOSSARY, f"`{enum.__name__}`"))}

    assert shown == {member.value: chinese(member) for member in enum}


def test_every_entry_says_what_it_means() -> None:
    assert [row for row in rows(GLOSSARY) if not row[2]] == []


def test_a_concept_is_defined_once() -> None:
    found = [row[1] for row in CONCEPTS]

    assert len(found) == len(set(found)) > 50


def test_a_word_of_the_glossary_is_a_word_of_the_code() -> None:
    unknown = [row[1] for row in CONCEPTS if row[1].strip("`") not in spoken()]

    assert unknown == []


def test_no_identifier_uses_a_synonym() -> None:
    forbidden = {word.strip() for row in CONCEPTS for word in row[3].split(",") if word.strip()}
    used = {
        f"{where}: {name}"
        for where, name in identifiers()
        if any(f"_{word}_" in f"_{snake(name)}_" for word in forbidden)
    }

    assert len(forbidden) > 10
    assert used == set()


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@cache
def spoken() -> frozenset[str]:
    """Every name of the code, whole and by its parts, and the names of modules and packages."""
    names = {snake(name) for _, name in identifiers()}
    files = {f.stem for p in PACKAGES for f in (ROOT / p).rglob("*.py")} | set(PACKAGES)
    folders = {f.parent.name for p in PACKAGES for f in (ROOT / p).rglob("*.py")}
    return frozenset(chain(names, files, folders, *(name.split("_") for name in names)))


@cache
def identifiers() -> tuple[tuple[str, str], ...]:
    return tuple(chain.from_iterable(names_in(package) for package in PACKAGES))


def names_in(package: str) -> Iterator[tuple[str, str]]:
    for file in (ROOT / package).rglob("*.py"):
        if "versions" in file.parts:  # Alembic names `revision` itself.
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            where = file.relative_to(ROOT).as_posix()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield where, node.name
            elif isinstance(node, ast.arg):
                yield where, node.arg
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield where, node.id
