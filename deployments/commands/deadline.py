"""`hutong deadline RULE --from …`: count any rule from any instant and show how."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.law.deadline import Deadline


def register(app: typer.Typer) -> None:
    """Add `deadline`."""

    @app.command(help="计算一条规则的期限,并逐步说明怎样算出。")
    def deadline(
        rule: Annotated[str, typer.Argument(help="规则编号,如 5A.2、3.2、5B.1-urgent")],
        from_: Annotated[
            str,
            typer.Option("--from", help="起算事件的时间:2026-09-29 或 2026-09-29T10:00(北京时间)"),
        ] = "",
        pack: Annotated[
            str, typer.Option(help="规则包:national、版本号、地方包(如 wuhan)或一个 YAML 文件")
        ] = "national",
        json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
        planned: Annotated[
            bool, typer.Option("--planned", help="允许将来的起算时间(试算)")
        ] = False,
    ) -> None:
        import json as encoder

        from deployments.pack_files import chosen_pack
        from models.law.calendar.table import Calendar
        from models.law.count import count

        book = chosen_pack(pack)
        counted = book.rule(rule)
        start = read_start(from_)
        if not planned:
            refuse_future(start)
        found = count(counted, start, Calendar.standard())
        if json:
            typer.echo(encoder.dumps(found.receipt(), ensure_ascii=False, indent=2))
        else:
            show(found)


def read_start(text: str) -> date:
    """Read a day, or an instant in Shanghai time unless it names a zone.

    Raises:
        BadInput: Absent or not a date.
    """
    from models.errors import BadInput
    from models.law.dates import SHANGHAI

    example = "写成 2026-09-29 或 2026-09-29T10:00"
    if not text.strip():
        raise BadInput(f"请用 --from 写明起算事件的时间,{example}。")
    try:
        if len(text.strip()) == len("2026-09-29"):
            return date.fromisoformat(text.strip())
        instant = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"--from 的“{text}”不是有效的日期或时间,请{example}。") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def refuse_future(start: date) -> None:
    """Refuse a start that has not happened yet: a term cannot run from it.

    Raises:
        BadInput: With the way to try it all the same.
    """
    from models.clock import SystemClock
    from models.errors import BadInput
    from models.law.dates import chinese_day, chinese_time, shanghai_date

    now = SystemClock().now()
    if isinstance(start, datetime):
        ahead, when = start > now, chinese_time(start)
    else:
        ahead, when = start > shanghai_date(now), chinese_day(start)
    if ahead:
        raise BadInput(f"起算时间 {when} 还没有到,期限不能从将来起算;要试算请加 --planned。")


def show(found: "Deadline") -> None:
    """Print the receipt as a table and its steps as a numbered list."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from models.law.dates import chinese_day, chinese_time

    state = [found.layer.chinese, found.confirmed.chinese]
    state += ["暂定"] if found.provisional else []
    state += ["可写入对外文书"] if found.printable else ["不得作为法定期限写入对外文书"]
    due = (
        chinese_time(found.due_at) if "hours" in found.clock else f"{chinese_day(found.due_on)}24时"
    )
    rows = {
        "规则": f"{found.rule_id} {found.rule.title}",
        "期限": f"{found.rule.counted},{found.clock.chinese}",
        "起算事件": found.rule.starts.text if found.rule.starts else "",
        "期满" if found.opens else "届满": due,
        "性质": "、".join(state),
        "依据": found.source,
        "规则包": found.rule.pack,
    }
    if found.expected_on != found.due_on:
        rows["预期"] = chinese_day(found.expected_on)
    table = Table(box=box.SIMPLE, show_header=False)
    for name, value in rows.items():
        table.add_row(name, value)
    Console(highlight=False).print(table)
    for number, step in enumerate(found.steps, 1):
        typer.echo(f"{number}. {step.text}")
