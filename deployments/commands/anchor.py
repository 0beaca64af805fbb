"""`hutong anchor`: the ends of all chains, written outside the database now."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("anchor")(anchor)


def anchor(
    *,
    anew: Annotated[
        bool, typer.Option("--anew", help="恢复备份以后重新开始:以前的锚定不再核对。")
    ] = False,
    state: Annotated[Path | None, typer.Option("--state", help="数据目录。")] = None,
) -> None:
    """把全部事件链、留痕的链尾和查看记录的校验值签名写到数据库以外;每夜自动进行一次。"""
    from deployments.machine.database import database_at_hand
    from models.errors import HutongError
    from models.settings import Settings
    from models.store.acting import as_worker, make_engine
    from models.time_source import MachineTime
    from tasks.check import anchoring
    from tasks.check.anchor_files import AnchorKey

    settings = Settings(state_dir=state.absolute()) if state else Settings()
    with database_at_hand(settings, say=lambda text: typer.echo(text, err=True)) as at_hand:
        key = AnchorKey.of(at_hand.anchor_key_file)
        engine = make_engine(at_hand.worker_database_url)
        try:
            with as_worker(engine) as db:
                made = anchoring.anchor(
                    db, at_hand.anchors, key, now=MachineTime().now(), anew=anew
                )
        finally:
            engine.dispose()
    if made is None:
        raise HutongError("另一个进程刚刚写了同一号锚定,请稍后再试。")
    typer.echo(f"已写入第 {made.anchor.number} 号锚定:{at_hand.anchors}")
    typer.echo(f"校验公钥:{key.public}")
