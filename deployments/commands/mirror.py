"""`hutong mirror`: what stands in the record, what Prefect shows of it, and what is missing there."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tasks.mirror.comparing import Compared


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mirror")(mirror)


def mirror(
    *,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="把全部在办案件在流程引擎上重新画一遍。")
    ] = False,
    finished: Annotated[
        bool, typer.Option("--finished", help="与 --rebuild 合用:已经办结的案件也画。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    state: Annotated[Path | None, typer.Option("--state", help="数据目录。")] = None,
) -> None:
    """核对流程引擎上显示的是否与案件记录一致:按种类列出记录中有多少、引擎上缺多少、不同多少。

    都一致时退出码为 0。引擎上的显示随时可以丢掉,--rebuild 按记录重新画。
    """
    from deployments.machine.database import database_at_hand
    from deployments.worker.mirrored import look
    from models.errors import HutongError
    from models.settings import Settings

    if finished and not rebuild:
        raise HutongError("--finished 要与 --rebuild 一起使用。")
    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        found = look(at_hand, rebuild=rebuild, finished=finished)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        typer.echo(_as_text(found))
    raise typer.Exit(0 if found.is_whole else 1)


def _as_text(found: "Compared") -> str:
    lines = [f"{'种类':<8}{'记录':>8}{'引擎缺':>8}{'不同':>8}"]
    lines += [
        f"{name:<10}{kind.record:>10}{kind.missing:>10}{kind.different:>10}"
        for name, kind in found.kinds.items()
    ]
    if found.behind:
        lines.append(f"{found.behind} 件案件有了新的记录,正在画。")
    lines.append(
        "流程引擎上的显示与记录一致。" if found.is_whole else "不一致;可以用 --rebuild 重新画。"
    )
    return "\n".join(lines)
