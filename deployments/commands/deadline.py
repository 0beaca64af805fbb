"""`hutong deadline RULE --from …`: count any rule from any instant and show how."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.law.sheet import Sheet


def register(app: typer.Typer) -> None:
    """Add `deadline`."""

    @app.command(help="计算一条规则的期限,并逐步说明怎样算出。")
    def deadline(
        rule: Annotated[str, typer.Argument(help="规则编号,如 5A.2、3.2、5B.1-urgent")],
        from_: Annotated[
            str,
            typer.Option("--from", help="起算事件的时间:2026-09-29 或 2026-09-29T10:00(北京时间)"),
        ] = "",
        *,
        pack: Annotated[
            str, typer.Option(help="规则包:national、版本号、地方包(如 wuhan)或一个 YAML 文件")
        ] = "national",
        json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
        sheet: Annotated[
            str, typer.Option("--docx", help="另存为可以打印的期限计算单(Word 文件)")
        ] = "",
        planned: Annotated[
            bool, typer.Option("--planned", help="允许将来的起算时间(试算)")
        ] = False,
    ) -> None:
        import json as encoder

        receipt = counted(rule, from_, pack=pack, planned=planned)
        if sheet:
            save_sheet(receipt, sheet)
        if json:
            typer.echo(encoder.dumps(receipt.as_json(), ensure_ascii=False, indent=2))
        else:
            show(receipt)


def counted(rule: str, from_: str, *, pack: str, planned: bool) -> "Sheet":
    """Count a rule by the calendar in effect here.

    Raises:
        BadInput: The start is wrong, or in the future and not `planned`.
        NotFound: No such pack or rule.
    """
    from deployments.law.calendar_known import known_calendar
    from deployments.law.pack_files import chosen_pack
    from models.law.count import count
    from models.law.sheet import Sheet
    from models.settings import Settings

    found = chosen_pack(pack).rule(rule)
    start = read_start(from_)
    if not planned:
        refuse_future(start)
    known = known_calendar(Settings())
    receipt = count(found, start, known.calendar).receipt()
    return Sheet(receipt.model_copy(update={"calendar": known.said}))


def save_sheet(receipt: "Sheet", path: str) -> None:
    """Write the printable sheet to a file.

    Raises:
        BadInput: The file cannot be written.
    """
    from pathlib import Path

    from documents.deadline_sheet import deadline_sheet
    from models.errors import BadInput
    from models.law.dates import shanghai_date
    from models.time_source import MachineTime

    made = deadline_sheet(receipt, centre="", issued_on=shanghai_date(MachineTime().now()))
    try:
        Path(path).write_bytes(made)
    except OSError as failed:
        raise BadInput(f"不能写入文件“{path}”:{failed.strerror}。") from failed


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
    from models.errors import BadInput
    from models.law.dates import chinese_day, chinese_time, shanghai_date
    from models.time_source import MachineTime

    now = MachineTime().now()
    if isinstance(start, datetime):
        ahead, when = start > now, chinese_time(start)
    else:
        ahead, when = start > shanghai_date(now), chinese_day(start)
    if ahead:
        raise BadInput(f"起算时间 {when} 还没有到,期限不能从将来起算;要试算请加 --planned。")


def show(receipt: "Sheet") -> None:
    """Print the receipt: its head as a table, its steps as a numbered list, its notices."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from models.law.dates import chinese_day

    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column(no_wrap=True)
    # A Chinese sentence is one long word to the table: it is folded, never cut off.
    table.add_column(overflow="fold")
    for name, value in receipt.facts():
        table.add_row(name, value)
    Console(highlight=False).print(table)
    for number, step in enumerate(receipt.steps(), 1):
        typer.echo(f"{number}. {step}")
    for day in receipt.rest_days():
        typer.echo(f"- {chinese_day(day.on)}:{day.how};{day.notice}")
