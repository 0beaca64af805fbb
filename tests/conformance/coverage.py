"""The table of coverage: each article and each row of the rulebook, and the tests that prove it.

`python -m tests.conformance.coverage > docs/coverage.md`, or `make coverage`. What an article says
and where it is stands in `coverage.yaml`; which test proves it is read from the marks of the tests.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.law.loading import load_pack

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: The articles of the outline that speak of handling a crisis.
ARTICLES = ("36", *(str(number) for number in range(49, 83)))
OUTLINE = "001"
#: Rows of the rulebook: Appendix (a), by stage.
ROWS = {"1": 11, "2": 3, "3": 7, "4": 4, "5A": 5, "5B": 5, "5C": 12, "6": 8}
#: Rules of the pack that the appendix lacked.
FOUND_SINCE = ("1.13", "1.14", "5B.6", "5B.7", "5B.8", "5B.9", "5B.10")
RULES = (
    *(f"{stage}.{row}" for stage, rows in ROWS.items() for row in range(1, rows + 1)),
    *FOUND_SINCE,
)
HEAD = """# Coverage

<!-- Written by `make coverage` from tests/conformance; do not edit. -->

Each article of 《未成年人社会保护指导纲要》 that speaks of handling a crisis (36, 49–82), and each row of the rulebook: where it is in the program, and
the conformance tests that name it, or why there is nothing to test. How each row is done is told in [procedure.md](procedure.md). A test fails when
this page is stale, when an article or a row has neither a test nor a reason, and when a test that is named does not exist.
"""


@dataclass(frozen=True)
class Proof:
    """A test with what it says it proves."""

    file: str
    name: str
    articles: tuple[str, ...]
    rules: tuple[str, ...]


def told() -> Mapping[str, Any]:
    """What `coverage.yaml` says."""
    read: Mapping[str, Any] = yaml.safe_load((HERE / "coverage.yaml").read_text("utf-8"))
    return read


def proofs() -> tuple[Proof, ...]:
    """Every conformance test that names an article or a rule, by file and place."""
    return tuple(one for file in sorted(HERE.glob("test_*.py")) for one in _in(file))


def _in(file: Path) -> Iterator[Proof]:
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = {name: _named(node, name) for name in ("article", "rule")}
            if any(marks.values()):
                yield Proof(file.name, node.name, marks["article"], marks["rule"])


def _named(node: ast.FunctionDef, mark: str) -> tuple[str, ...]:
    """Arguments of `@article(…)` or `@pytest.mark.article(…)`."""
    return tuple(
        str(argument.value)
        for one in node.decorator_list
        if isinstance(one, ast.Call) and ast.unparse(one.func).rpartition(".")[2] == mark
        for argument in one.args
        if isinstance(argument, ast.Constant)
    )


def page() -> str:
    """The page as it should stand in `docs/`."""
    data, found = told(), proofs()
    lines = [HEAD, "## Articles", "", "| article | in our words | here | tests |",
             "| --- | --- | --- | --- |"]  # fmt: skip
    for number in ARTICLES:
        one = data["articles"][number]
        mine = [p for p in found if f"{OUTLINE}:{number}" in p.articles]
        here = one.get("here") or f"not here: {one['none']}"
        lines.append(f"| {number} | {one['says']} | {here} | {_tests(mine, one)} |")
    lines += ["", "## Rows of the rulebook", "", "| rule | title | tests |", "| --- | --- | --- |"]
    pack = load_pack("national")
    for rule in RULES:
        one = data["rules"].get(rule, {})
        mine = [p for p in found if rule in p.rules]
        shown = _tests(mine, one)
        lines.append(f"| {rule} | {pack.rule(rule).title} | {shown} |")
    return "\n".join(lines) + "\n"


def _tests(mine: list[Proof], one: Mapping[str, Any]) -> str:
    links = [f"[{p.name.removeprefix('test_').replace('_', ' ')}]({_link(p)})" for p in mine]
    links += [f"[{also.rpartition('::')[2]}](../{also.partition('::')[0]})"
              for also in one.get("also", ())]  # fmt: skip
    if one.get("none"):
        links.append(f"nothing to test: {one['none']}")
    return "; ".join(links)


def _link(proof: Proof) -> str:
    return f"../tests/conformance/{proof.file}"


if __name__ == "__main__":
    sys.stdout.write(page())
