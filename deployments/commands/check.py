"""`hutong check`: the nothing-lost statement, printed; exit code 1 when it does not hold."""

import json
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    without_prefect: Annotated[
        bool, typer.Option("--without-prefect", help="不核对流程引擎的运行。")
    ] = False,
    state: Annotated[Path | None, typer.Option("--state", help="数据目录。")] = None,
) -> None:
    """打印“什么都没有丢”的声明:逐条核对案件、环节、文书、文号、事件链、定时和流程运行。"""
    from deployments.doctor.checking import statement
    from deployments.machine.database import database_at_hand
    from models.settings import Settings

    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        found = statement(at_hand, with_prefect=not without_prefect)
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(found.as_text())
    raise typer.Exit(0 if found.holds else 1)
