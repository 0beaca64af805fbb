"""The shape of the tree: sizes, names and words that the style guide promises."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("deployments", "proof", "web", "flows", "tasks", "documents", "models")
MODULE_LINES, FUNCTION_LINES, LINE_LENGTH = 400, 40, 100
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "core"}

#: Modules that may be longer, each with its reason.
LONGER_MODULES: dict[str, str] = {
    "models/words.py": "the vocabulary is one list, read from top to bottom",
}
#: Functions that may be longer, each with its reason.
LONGER_FUNCTIONS: dict[str, str] = {}


def product_files() -> list[Path]:
    found = [f for p in PACKAGES for f in (ROOT / p).rglob("*.py") if "__pycache__" not in f.parts]
    assert len(found) > 20
    return sorted(found)


def handwritten_files() -> list[Path]:
    """Return the files with a size limit: a migration, once written, is a list for ever."""
    return [f for f in product_files() if "versions" not in f.parts]


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_a_module_opens_with_its_idea() -> None:
    silent = [named(f) for f in product_files() if not ast.get_docstring(parsed(f))]

    assert silent == []


def test_a_module_is_short() -> None:
    sizes = {named(f): len(f.read_text("utf-8").splitlines()) for f in handwritten_files()}

    longer = {name: size for name, size in sizes.items() if size > MODULE_LINES}

    assert {n: s for n, s in longer.items() if n not in LONGER_MODULES} == {}


def _read(line: str) -> str:
    """What a person reads of a line: not a docstring's quotes, nor a note to the linter."""
    return line.replace('"""', "").split("  # noqa")[0]


def test_a_line_fits_on_a_screen() -> None:
    long = [
        f"{named(file)}:{number}"
        for file in product_files()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(_read(line)) > LINE_LENGTH
    ]

    assert long == []


def test_a_function_fits_on_a_screen() -> None:
    sizes = {
        f"{named(file)}:{node.name}": code_lines(node)
        for file in handwritten_files()
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    longer = {where: size for where, size in sizes.items() if size > FUNCTION_LINES}

    assert {w: s for w, s in longer.items() if w not in LONGER_FUNCTIONS} == {}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring, which may say as much as is needed."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    end = function.end_lineno or function.lineno
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return end - function.lineno + 1 - docstring


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [named(f) for f in product_files() if f.stem in FORBIDDEN_NAMES] == []


def test_a_package_file_is_a_docstring_and_nothing_else() -> None:
    for file in (f for f in product_files() if f.name == "__init__.py"):
        body = parsed(file).body

        assert len(body) == 1, named(file)
        assert isinstance(body[0], ast.Expr), named(file)


def test_nothing_is_left_to_do_in_a_comment() -> None:
    unfinished = re.compile("T[O]DO|F[I]XME|X[X]X|NotImplemented[E]rror")

    found = [named(f) for f in product_files() if unfinished.search(f.read_text("utf-8"))]

    assert found == []


def test_only_the_settings_read_the_environment() -> None:
    reading = re.compile(r"os\.(getenv|environ\[|environ\.get)")

    readers = [named(f) for f in product_files() if reading.search(f.read_text("utf-8"))]

    # `deployments/bench/` starts stock Prefect workers, which are told everything that way.
    measuring = {r for r in readers if r.startswith("deployments/bench/")}
    assert set(readers) - measuring <= {"models/settings.py"}


def test_no_file_names_a_registry_or_a_path_of_a_developers_machine() -> None:
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    if not any(files):
        pytest.skip("not a git checkout")
    hosts = re.compile(
        r"py[p]i\.org|python[h]osted\.org|registry\.npm[j]s|deb\.deb[i]an\.|"
        r"(?<![\w.])/(w[o]rk/main|r[o]ot/|h[o]me/\w)"
    )
    found = []
    for name in filter(None, files):
        file = ROOT / name
        if file.is_file() and file.suffix in {".py", ".toml", ".md", ".lock", ".sh", ".yaml", ""}:
            found += [name] if hosts.search(file.read_text("utf-8", errors="ignore")) else []

    assert found == []
