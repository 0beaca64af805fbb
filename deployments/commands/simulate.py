"""`hutong simulate`: invented cases on virtual time, with the procedure and the rules as they stand."""

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate")(simulate)


def simulate(
    *,
    cases: Annotated[int, typer.Option("--cases", help="案件数。")] = 1000,
    days: Annotated[int, typer.Option("--days", help="模拟的天数。")] = 400,
    seed: Annotated[int, typer.Option("--seed", help="随机种子;相同的种子得到相同的日志。")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
) -> None:
    """用虚构案件在虚拟时间里运行办案程序:超期、积压、审批过载、提醒是否漏发重发。"""
    from time import perf_counter

    from proof.simulation.options import Options
    from proof.simulation.simulating import simulate as run

    began = perf_counter()
    found = run(Options(cases, days, seed))
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(found.as_text())
        typer.echo(f"\n用时{perf_counter() - began:.1f}秒。")
