"""The difference of two rule packs, for a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from deployments.law.effects import CaseEffects
from models.law.differing import Difference, Kind, PackDiff

_MARKS = {Kind.ADDED: ("+", "green"), Kind.REMOVED: ("-", "red"), Kind.CHANGED: ("~", "yellow")}


def as_json(found: PackDiff, played: Sequence[CaseEffects]) -> dict[str, Any]:
    """The difference as `--json` prints it."""
    return {
        "cases": [one.as_json() for one in played],
        "old": found.old,
        "new": found.new,
        "differences": [
            {
                "part": one.part,
                "id": one.id,
                "title": one.title,
                "kind": one.kind.value,
                "changes": [
                    {"what": change.what, "old": change.old, "new": change.new}
                    for change in one.changes
                ],
            }
            for one in found.differences
        ],
    }


def show(found: PackDiff) -> None:
    """Print the difference part by part."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{found.old} → {found.new}", markup=False)
    if not found.differences:
        console.print("两个规则包没有差别。")
        return
    counts = [f"{sum(x.kind is kind for x in found.differences)}项{kind.chinese}" for kind in Kind]
    console.print("、".join(counts))
    part = ""
    for one in found.differences:
        if one.part != part:
            part = one.part
            console.print(f"\n[bold]{part}[/bold]")
        _show_one(console, one)


def _show_one(console: Console, one: Difference) -> None:
    mark, colour = _MARKS[one.kind]
    head = f"{mark} {one.kind.chinese} {one.id} {one.title}"
    console.print(head, style=colour, markup=False)
    for change in one.changes:
        shown = (
            str(change) if one.kind is Kind.CHANGED else f"{change.what}:{change.new or change.old}"
        )
        if one.kind is Kind.CHANGED or (change.new or change.old):
            console.print(f"    {shown}", markup=False)


def show_cases(played: Sequence[CaseEffects]) -> None:
    """Print what changes, case by case; cases in which nothing does are only counted."""
    console = Console(highlight=False, soft_wrap=True)
    touched = [one for one in played if one.effects]
    console.print(f"\n[bold]练习案件[/bold]:{len(played)} 件中有 {len(touched)} 件受影响")
    for one in touched:
        console.print(f"\n{one.script.title}({one.script.name})", style="bold", markup=False)
        for effect in one.effects:
            console.print(f"    {effect.part} {effect}", markup=False)
