"""What the pages say exists: links, commands, make targets, keys, functions, rules, records."""

import importlib
import re
from functools import cache, reduce

import pytest

from deployments.cli import build
from deployments.procedure.book import book
from models.law.loading import load_pack
from models.words import Tag
from tests.unit.docs.pages import DOCS, DOTTED, KEY, ROOT, code_words, links, page, pages, rows

NAMED = [file.relative_to(ROOT).as_posix() for file in pages()]


@cache
def keys() -> frozenset[str]:
    told = book(load_pack("national"))
    return frozenset(step["key"] for stage in told["stages"] for step in stage["steps"])


@cache
def commands() -> frozenset[str]:
    app = build()
    words = [i.name or i.callback.__name__ for i in app.registered_commands if i.callback]
    words += [group.name for group in app.registered_groups if isinstance(group.name, str)]
    return frozenset(word.replace("_", "-") for word in words)


@pytest.mark.parametrize("name", NAMED)
def test_a_link_leads_somewhere(name: str) -> None:
    here = (ROOT / name).parent
    local = [link for link in links(page(name)) if "://" not in link and not link.startswith("#")]

    assert [link for link in local if not (here / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("name", NAMED)
def test_a_command_that_a_page_names_is_there(name: str) -> None:
    named = set(re.findall(r"(?<![\w./-])hutong ([a-z][a-z-]+)", page(name)))

    assert named <= commands()


@pytest.mark.parametrize("name", NAMED)
def test_a_make_target_that_a_page_names_is_there(name: str) -> None:
    there = set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))
    named = {word.split()[1] for word in re.findall(r"`(make [a-z-]+)", page(name))}

    assert named <= there


@pytest.mark.parametrize("name", NAMED)
def test_a_key_that_a_page_names_is_in_the_procedure(name: str) -> None:
    named = {word for word in code_words(page(name)) if KEY.fullmatch(word)} - {*Tag}

    assert [key for key in sorted(named) if not any(is_like(key, told) for told in keys())] == []


@pytest.mark.parametrize("name", NAMED)
def test_a_function_that_a_page_names_is_in_the_code(name: str) -> None:
    named = {word for word in code_words(page(name)) if DOTTED.fullmatch(word)}

    assert [word for word in sorted(named) if not is_there(word)] == []


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_a_page_names_is_there(name: str) -> None:
    named = {
        word
        for word in code_words(page(name))
        if re.fullmatch(r"(?:models|documents|tasks|flows|web|proof|deployments|tests|docs)/[\w./*-]+", word)
    }  # fmt: skip

    assert [word for word in sorted(named) if not list(ROOT.glob(word.rstrip("/")))] == []


def test_every_rule_and_every_gate_stands_in_the_table() -> None:
    shown = {row[0] for row in rows(page("docs/procedure.md"))}
    plain = {rule for rule in load_pack("national").rules if "-" not in rule}

    assert plain | set(load_pack("national").gates) <= shown


def test_the_table_names_no_rule_that_the_pack_has_not() -> None:
    shown = {row[0] for row in rows(page("docs/procedure.md"))}
    like_a_rule = {word for word in shown if re.fullmatch(r"[\dC][A-C]?\.\d+|G\d+", word)}

    assert like_a_rule <= set(load_pack("national").rules) | set(load_pack("national").gates)


def test_every_document_of_the_procedure_stands_in_the_table() -> None:
    named = set(code_words(page("docs/procedure.md")))

    assert {key for key in keys() if key.startswith("issue:")} <= named


def test_every_decision_record_is_in_the_index_and_says_its_state() -> None:
    records = [f for f in sorted((DOCS / "adr").glob("*.md")) if f.name != "README.md"]
    index = set(links(page("docs/adr/README.md")))

    assert [f.name for f in records if f.name not in index] == []
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {record.name[:4]} "), record.name
        assert re.search(r"^Status: \w+ · Date: \d{4}-\d\d-\d\d", text, re.MULTILINE), record.name


def test_a_decision_record_has_a_number_of_its_own() -> None:
    numbers = [f.name.split("-")[0] for f in (DOCS / "adr").glob("[0-9]*.md")]

    assert sorted(numbers) == sorted(set(numbers))


def is_like(key: str, told: str) -> bool:
    """Whether a key is what a page calls a step: the same, one instance of it, or a turn."""
    pattern = re.sub(r"\\{.+?\\}", r"[\\w-]+", re.escape(told))
    return key == told or bool(re.fullmatch(pattern + r"(#\d+)?", key))


def is_there(dotted: str) -> bool:
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        try:
            reduce(getattr, parts[cut:], module)
        except AttributeError:
            return False
        return True
    return False
