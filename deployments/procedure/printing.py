"""The procedure book as text for a terminal, and as `docs/stages.md` with its diagram."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.labels import STAGES
from models.words import MAIN_STAGES, Outcome, Stage

Book = Mapping[str, Any]
Row = tuple[str, ...]

_INTRODUCTION = """\
# Stages

Printed by `hutong procedure --mermaid`; a test compares. The main line is the table
`models.law.stages.TRANSITIONS`; the steps are those that a walk over every answer meets
(`proof/steps.py`).

## The main line

An arrow is an outcome. Exactly one of these stages is open in an open case.

"""
_SIDE = """
## Side procedures

Each is startable at any moment of an open case and runs beside the main line. Four of them move
it: a granted restoration goes to follow-up, majority goes to closure, a transfer goes to the other
centre or, when that centre is not on this installation, to closure; a death goes to closure and
ends every side procedure that was for the child.

| side procedure | word | articles |
| --- | --- | --- |
"""
_STEPS = """
## Steps

`+` in the column *comes* is a step that no case passes the stage without; else it says under which
answers the step comes, as far as single forms decide it. `↻` comes once for each party, window or
turn. Forms have an owner; documents, timers and effects are done by the system.
"""


def show(book: Book, console: Console) -> None:
    """Print the book, stage by stage; widths follow the terminal."""
    for page in book["stages"]:
        line = "主线" if page["line"] == "main" else "并行程序"
        console.print(f"\n[bold]{page['title']}[/bold]  {page['name']}  {line}")
        console.print(f"依据：{page['source']}", style="dim")
        console.print(_steps_table(page["steps"]))
    for title, heads, rows in _tables(book):
        if not rows:
            continue
        console.print(f"\n[bold]{title}[/bold]")
        console.print(_table(heads, rows))


def _tables(book: Book) -> Iterator[tuple[str, Row, list[Row]]]:
    """What the steps refer to: title, heads and rows of each table."""
    yield "主线去向", ("阶段", "结果", "去向", "依据"), [
        (_title(one["from"]), one["outcome_title"], _title(one["to"]), one["source"])
        for one in book["transitions"]
    ]  # fmt: skip
    yield "文书", ("编号", "名称", "给谁看", "依据"), [
        (one["number"], one["title"], one["audience"], one["source"])
        for one in book["documents"]
    ]  # fmt: skip
    yield "规则", ("编号", "内容", "期限", "依据（核实情况）"), [
        (one["id"], one["title"], one["length"] or one["reason"],
         f"{one['source']}（{one['confirmed_title']}）")
        for one in book["rules"]
    ]  # fmt: skip
    yield "硬闸", ("编号", "内容", "依据"), [
        (one["id"], one["title"], one["source"]) for one in book["gates"]
    ]  # fmt: skip


def markdown(book: Book) -> str:
    """Write `docs/stages.md`: the diagram, the side procedures, every step."""
    said = _INTRODUCTION + f"```mermaid\n{mermaid(book)}```\n" + _SIDE
    said += "".join(
        f"| {page['title']} | `{page['name']}` | {page['source']} |\n"
        for page in book["stages"] if page["line"] == "side"
    )  # fmt: skip
    return said + _STEPS + "".join(_page(page) for page in book["stages"])


def mermaid(book: Book) -> str:
    """Draw the main line as a Mermaid state diagram; outcomes that lead the same way share one."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for transition in book["transitions"]:
        way = transition["from"], transition["to"] or "[*]"
        arrows.setdefault(way, []).append(transition["outcome_title"])
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{STAGES[stage]}" as {stage.value}' for stage in MAIN_STAGES]
    lines += [f"    [*] --> {MAIN_STAGES[0].value}"]
    lines += [f"    {a} --> {b}: {' / '.join(said)}" for (a, b), said in arrows.items()]
    return "\n".join(lines) + "\n"


def _page(page: Book) -> str:
    said = f"\n### {page['title']} `{page['name']}`\n\n{page['source']}\n\n"
    if page["needs_conclusion"]:
        said += (
            "Begins only with a signed conclusion of a consultation: "
            f"`{Outcome(page['needs_conclusion']).value}` (gate G1).\n\n"
        )
    said += "| step | key | who | comes | deadline |\n| --- | --- | --- | --- | --- |\n"
    return said + "".join(
        f"| {step['title']} | `{step['key']}` | {_who(step)} | {_marks(step)} | "
        f"{step['deadline'] if _has_deadline(step) else ''} |\n"
        for step in page["steps"]
    )


def _steps_table(steps: Sequence[Book]) -> Table:
    def rows() -> Iterator[Row]:
        for step in steps:
            when = ("；".join(step["when"]) or "视情形") if step["conditional"] else ""
            again = "可重复" if step["repeats"] else ""
            deadline = step["deadline"] if _has_deadline(step) else ""
            rule = f"{'、'.join(step['rules'])} " if step["rules"] and deadline else ""
            yield step["title"], _who(step), " ".join(filter(None, (when, again))), rule + deadline

    return _table(("环节", "办理人（责任方）", "", "期限"), list(rows()))


def _who(step: Book) -> str:
    if not step["owner_titles"]:
        return "系统"
    joined = " → ".join(step["owner_titles"])
    ours = step["holder"] == "centre"
    return joined if ours else f"{joined}（{step['holder_title'].rstrip('。')}）"


def _marks(step: Book) -> str:
    comes = "；".join(step["when"]) if step["conditional"] else "+"
    return comes + (" ↻" if step["repeats"] else "")


def _has_deadline(step: Book) -> bool:
    return step["kind"] in ("ask", "timer") or bool(step["rules"])


def _title(stage: str | None) -> str:
    return STAGES[Stage(stage)] if stage else "办案结束"


def _table(heads: Row, rows: Sequence[Row]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
