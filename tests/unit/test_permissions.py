"""One table says who may do what, and nothing beside it looks at roles."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.permissions import (
    TABLE,
    Circumstance,
    Permission,
    may,
    only_they,
    why_not,
)
from models.words import Role
from tests.unit.test_tree import ROOT, named

#: Where roles are looked at and nobody is asked whether they may: each with its reason.
CHOOSING = {
    "models/permissions.py": "the table itself",
    "tasks/watch/whom_to_tell.py": "who hears of a rung: supervisors, then directors",
}
#: Templates ask `may(Permission.X, ...)` too.
ASKED = re.compile(r"Permission\.([A-Z_]+)")


def test_every_permission_has_a_row_that_lets_somebody() -> None:
    assert set(TABLE) == set(Permission)
    assert [one for one, row in TABLE.items() if not (row.roles or row.circumstances)] == []


def test_every_permission_is_asked_somewhere() -> None:
    asked: set[str] = set()
    for package in ("models/store", "tasks", "web"):
        for file in (ROOT / package).rglob("*"):
            if file.suffix in (".py", ".html"):
                asked |= set(ASKED.findall(file.read_text("utf-8")))

    assert asked == {one.name for one in Permission}


def test_an_auditor_reads_the_view_log_and_changes_nothing_and_an_administrator_no_case() -> None:
    of_installation = {
        Permission.SEE_RUNS, Permission.SEE_ALL_RUNS,
        Permission.SEE_DELIVERIES, Permission.SEE_OPERATIONS, Permission.PLACE_CENTRE,
        Permission.SEE_BROKEN_PACKS, Permission.KEEP_CALENDAR, Permission.KEEP_OFFICERS,
    }  # fmt: skip

    assert {one for one in Permission if may([Role.AUDITOR], one)} == {Permission.SEE_LOOKS}
    assert {one for one in Permission if may([Role.ADMINISTRATOR], one)} == of_installation


def test_a_refusal_says_who_may() -> None:
    assert only_they(Permission.GIVE_ORDER) == "只有主任可以督办。"
    assert only_they(Permission.REOPEN_CASE) == "只有督导或者主任可以重新打开案件。"
    assert only_they(Permission.HAND_OVER) == "只有办理人、督导或者主任可以转办。"


def test_a_circumstance_lets_without_the_role() -> None:
    assert may([Role.LEGAL], Permission.HAND_OVER, [Circumstance.OWNER])
    assert not may([Role.LEGAL], Permission.HAND_OVER, [Circumstance.OF_ROLE])


def test_ones_own_matter_is_forbidden_whatever_the_role() -> None:
    refusal = why_not(list(Role), Permission.CLOSE_ORDER, [Circumstance.OWES])

    assert refusal is not None
    assert refusal.is_own
    assert refusal.sentence == "被督办人不能自己办结督办。"


def test_who_lacks_the_role_hears_who_may_before_hearing_that_it_is_their_own() -> None:
    refusal = why_not([Role.LEGAL], Permission.WITHDRAW_CARD, [Circumstance.SELF])

    assert refusal is not None
    assert not refusal.is_own


@pytest.mark.parametrize("package", ["tasks", "flows/desk", "web", "models/store"])
def test_nobody_beside_the_table_looks_at_a_role(package: str) -> None:
    found = [
        f"{named(file)}:{line}"
        for file in sorted((ROOT / package).rglob("*.py"))
        if named(file) not in CHOOSING
        for line in looking_at_roles(file)
    ]

    assert found == []


def test_the_reasons_for_looking_at_roles_are_needed() -> None:
    assert [name for name in CHOOSING if not list(looking_at_roles(ROOT / name))] == []


def looking_at_roles(file: Path) -> Iterator[int]:
    """Lines on which roles are compared, intersected or kept in a list of who may."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.BinOp):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Set | ast.List | ast.Tuple):
            parts = [one for one in node.elts if _is_role(one)]
        else:
            continue
        if any(_is_role(part) or _are_roles(part) for part in parts):
            yield node.lineno


def _is_role(node: ast.expr) -> bool:
    """`Role.DIRECTOR`."""
    value = node.value if isinstance(node, ast.Attribute) else None
    return isinstance(value, ast.Name) and value.id == "Role"


def _are_roles(node: ast.expr) -> bool:
    """`actor.roles`, also within `set(actor.roles)`."""
    return any(isinstance(one, ast.Attribute) and one.attr == "roles" for one in ast.walk(node))
