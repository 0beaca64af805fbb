"""Nobody counts but the law: no number of days or months stands where a form or a stage is told."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
#: Where a number would be law in the wrong place.
LOOKED_AT = ("models/forms", "flows", "tasks", "documents", "web")
#: Month and year arithmetic: the law's own, wherever it stands.
COUNTS = {"add_months", "relativedelta", "turns_on", "monthrange"}
#: Spans with a number that are machinery, or how much a page shows, each with its reason.
NOT_LAW = {
    ("flows/clockwork/pairing.py", "STALE_AFTER"): "how long a run may be silent",
    ("flows/clockwork/tidying.py", "LATE_AFTER"): "when the next run of housekeeping does the same",
    ("flows/clockwork/watching.py", "_UNKNOWN"): "when a record without birth date is read again",
    ("flows/clockwork/mirroring.py", "KEPT_BY_PREFECT"): "how long Prefect keeps events",
    ("flows/clockwork/whole_looks.py", "EVERY"): "how often reconcile looks at everything",
    ("tasks/mirror/drawing.py", "STALLED_AFTER"): "when Prefect is told that a case stands still",
    ("tasks/mirror/drawing.py", "LOOK_AGAIN"): "when a light may have been set meanwhile",
    ("tasks/outbox/message.py", "URGENT"): "which messages go out at night",
    ("tasks/acts/late_entry.py", "LONG_AGO"): "from when on a day of the past needs its reason",
    ("tasks/check/statement.py", "GRACE"): "how late a worker may be before it is a finding",
    ("tasks/check/anchoring.py", "ANCHOR_LATE"): "when an old anchor is said",
    ("tasks/check/anchoring.py", "_SETTLED"): "how much later than it says a log's row is written",
    ("tasks/check/backups.py", "DRILL_EVERY"): "how often a backup is tried",
    ("tasks/check/backups.py", "BACKUP_LATE"): "when an old backup is said",
    ("tasks/check/backups.py", "DRILL_LATE"): "when an old drill is said",
    ("web/obligations.py", "_NEAR"): "from when on a promised day stands high in a list",
    ("web/routes/board.py", "_SHOWN_FOR"): "how far back the board shows",
    ("web/routes/orders.py", "MONTHS_SHOWN"): "how far back cards are counted on a page",
}


def files() -> Iterator[Path]:
    for folder in LOOKED_AT:
        yield from (ROOT / folder).rglob("*.py")


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def numbers(node: ast.Call) -> list[float]:
    """Numbers written into a call; none and one are a beginning and a next, not a length."""
    given = [*node.args, *(word.value for word in node.keywords)]
    written = [one.value for one in given if isinstance(one, ast.Constant)]
    return [one for one in written if isinstance(one, int | float) and one not in (0, 1)]


def spans() -> Iterator[tuple[str, str]]:
    """File and name of every span of time with a number in it."""
    for file in files():
        tree = ast.parse(file.read_text("utf-8"))
        names: dict[ast.AST, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                names |= dict.fromkeys(ast.walk(node), node.targets[0].id)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == "timedelta" and numbers(node):
                yield file.relative_to(ROOT).as_posix(), names.get(node, f"line {node.lineno}")


def test_no_span_of_time_has_a_number_but_those_of_the_machinery() -> None:
    assert set(spans()) == set(NOT_LAW)


def test_months_and_years_are_added_by_the_law_alone() -> None:
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{node.lineno}"
        for file in files()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and called(node) in COUNTS
    ]

    assert found == []
