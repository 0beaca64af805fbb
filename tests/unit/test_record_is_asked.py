"""Above the store nobody writes SQL and nobody sees a row without a class (ADR-0017)."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ABOVE = ("tasks", "flows", "documents", "deployments", "web")
#: What a module above the store does not import of SQLAlchemy.
RAW = frozenset({"text", "Row", "RowMapping", "insert", "update", "delete", "select"})

#: Modules, or whole rooms, that do still, and why; the list only grows shorter.
STILL: dict[str, str] = {
    "deployments/accounts.py": "makes centres and accounts, which no stage and no page touches",
    "deployments/doctor/": "asks PostgreSQL about itself",
    "deployments/law/centre_place.py": "finds a centre by the code typed at the command line",
    "deployments/practice/": "asks whether the practice centre is there",
    "deployments/rehearsal/scene.py": "makes the centres and accounts of a played case",
}


def raw_imports(file: Path) -> set[str]:
    """Return what a module imports of SQLAlchemy to ask the record by itself."""
    tree = ast.parse(file.read_text("utf-8"))
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for name in node.names
        if name.name in RAW
    }


def asking() -> dict[str, set[str]]:
    """Return the modules above the store that ask the record by themselves."""
    files = (file for folder in ABOVE for file in (ROOT / folder).rglob("*.py"))
    found = {file.relative_to(ROOT).as_posix(): raw_imports(file) for file in files}
    return {name: raw for name, raw in sorted(found.items()) if raw}


def test_a_module_above_the_store_asks_the_record_through_the_store() -> None:
    found = {name: raw for name, raw in asking().items() if not name.startswith(tuple(STILL))}

    assert found == {}


def test_what_asks_through_the_store_by_now_is_struck_from_the_list() -> None:
    clean = [where for where in STILL if not any(name.startswith(where) for name in asking())]

    assert clean == []
