"""`hutong prove`: walk all paths of the procedure and show what does not hold, with a path to it."""

import json
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("prove")(prove)


def prove(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False,
    in_pairs: Annotated[
        bool, typer.Option("--pairs", help="再走查两项并行程序同时进行(另需一两分钟)。")
    ] = False,
    only: Annotated[
        str | None, typer.Option(help="只走名称里有这些字的走查,如“检察”;各道门这时不查。")
    ] = None,
) -> None:
    """走遍办案程序的每一条路径,核对各项性质;不成立的给出反例路径,退出码为 1。"""
    from models.errors import NotFound
    from proof.plan import pairs, plans
    from proof.proving import prove as walk

    chosen = [one for one in plans() if only in one.title] if only else None
    if chosen == []:
        named = "、".join(one.title for one in plans())
        raise NotFound(f"没有名称里有“{only}”的走查。现有:{named}。")
    proof = walk(walks=chosen, further=pairs() if in_pairs else ())
    if as_json:
        typer.echo(json.dumps(proof.as_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(proof.as_text())
    raise typer.Exit(0 if proof.holds else 1)
