"""`hutong calendar show YEAR` and `hutong calendar preview FILE`: look, and change nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.law.calendar.calendar_notice import CalendarNotice
    from models.settings import Settings
    from tasks.law.new_law import Move, Preview

State = Annotated[Path | None, typer.Option("--state", help="数据目录。")]


def register(app: typer.Typer) -> None:
    """Add `calendar`."""
    group = typer.Typer(no_args_is_help=True)
    group.command("show")(show)
    group.command("preview")(preview)
    app.add_typer(group, name="calendar", help="工作日历：查看一年，或者预览一份放假通知。")


def show(year: Annotated[int, typer.Argument(help="年份，例如 2026")], state: State = None) -> None:
    """打印一年里与平日不同的日子，以及依据哪一份通知。"""
    from models.errors import NotFound
    from models.law.dates import WEEKDAYS
    from models.store import calendars

    with _database(state) as (db, _settings):
        calendar = calendars.calendar_of(db, calendars.last(db))
    if year not in calendar.years:
        raise NotFound(f"日历里没有{year}年。")
    typer.echo(f"{year}年：{calendar.status(year)}")
    for day in sorted(day for day in calendar.days if day.year == year):
        typer.echo(f"{day} {WEEKDAYS[day.weekday()]} {calendar.reason(day)}")


def preview(
    file: Annotated[Path, typer.Argument(help="CSV：日期,结束日期,安排,名称")],
    year: Annotated[str, typer.Option(help="哪一年")],
    number: Annotated[str, typer.Option(help="通知文号")] = "（预览）",
    title: Annotated[str, typer.Option(help="通知标题")] = "放假通知",
    *,
    some: Annotated[
        bool, typer.Option("--some", help="只调整写到的日期；不加则是全年安排")
    ] = False,
    state: State = None,
) -> None:
    """读一份放假通知，列出会变动的在办期限；什么都不会改变。"""
    from models.errors import BadInput, FormInvalid
    from models.law.calendar.notice_file import rows_of_file
    from models.law.calendar.reading import TypedNotice, read_notice
    from models.time_source import MachineTime

    scope = "some" if some else "whole"
    try:
        content = file.read_bytes()
        notice = read_notice(TypedNotice(year, scope, number, title, rows_of_file(content)))
    except OSError as missing:
        raise BadInput(f"读不到文件 {file}。") from missing
    except FormInvalid as wrong:
        said = "\n".join(one for sentences in wrong.errors.values() for one in sentences)
        raise BadInput(f"通知有错误，没有采用：\n{said}") from wrong
    with _database(state) as (db, settings):
        seen = _seen(db, settings, notice, MachineTime().now())
    moved = [one for one in seen.moves if one.due_at != one.row.due_at]
    surer = [one for one in seen.moves if one.due_at == one.row.due_at]
    typer.echo(f"会改日期的在办期限 {len(moved)} 个。")
    for move in moved:
        _say(move)
    typer.echo(f"日期不变、由暂定变为已定(或者相反)的在办期限 {len(surer)} 个。")
    for move in surer:
        _say(move)
    for stuck in seen.stuck:
        typer.echo(f"不能重算、保持不变:{stuck.row.case_number} 规则{stuck.row.rule}:{stuck.why}")


def _seen(
    db: "Connection", settings: "Settings", notice: "CalendarNotice", now: datetime
) -> "Preview":
    from models.law.calendar.calendar_notice import laid_over
    from models.store import calendars
    from tasks.law import recounting
    from tasks.law.new_law import NewLaw
    from tasks.office import Office

    so_far = calendars.calendar_of(db, calendars.last(db))
    law = NewLaw("preview", notice.cited, laid_over(so_far, [notice]))
    office = Office.of_installation(settings, db.engine)
    return recounting.preview(db, office, law, now=now)


#: What becomes of a date that was provisional, or was not.
_CERTAIN = {(True, False): "；不再是暂定", (False, True): "；改为暂定"}


def _say(move: "Move") -> None:
    from models.law.dates import chinese_due

    past = "；新期限已过" if move.is_past else ""
    certain = _CERTAIN.get((move.row.provisional, move.provisional), "")
    was, due = chinese_due(move.row.due_at), chinese_due(move.due_at)
    days = due if was == due else f"{was} → {due}"
    typer.echo(f"{move.row.case_number} 规则{move.row.rule} {move.title}：{days}{certain}{past}")
    for why in move.why:
        typer.echo(f"    {why}")
    if move.papers:
        typer.echo(f"    已印出的文书：{'、'.join(move.papers)}，请核对是否需要更正")


@contextmanager
def _database(state: Path | None) -> "Iterator[tuple[Connection, Settings]]":
    """One transaction as the worker, which sees every case."""
    from deployments.machine.database import database_at_hand
    from models.settings import Settings
    from models.store.acting import as_worker, make_engine

    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        engine = make_engine(at_hand.worker_database_url)
        try:
            with as_worker(engine) as db:
                yield db, at_hand
        finally:
            engine.dispose()
