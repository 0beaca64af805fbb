"""`hutong key rotate`: another master key, while people work."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    keys = typer.Typer(no_args_is_help=True, help="主密钥：更换。")
    keys.command("rotate", help="更换主密钥，不用停止服务；中断后再运行一次就接着做完。")(rotate)
    app.add_typer(keys, name="key")


def rotate(
    hold: Annotated[
        bool, typer.Option("--hold", help="先停在新旧两把都能用的时候，等其他机器换上新文件。")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="正在更换的新主密钥已经遗失：另换一把。")
    ] = False,
) -> None:
    """Change the master key."""
    from deployments.machine.database import database_at_hand
    from deployments.machine.rotation import rotate as change
    from models.settings import Settings
    from models.time_source import MachineTime

    with database_at_hand(Settings(), say=typer.echo) as settings:
        done = change(settings, MachineTime().now, typer.echo, hold=hold, anew=anew)
    if done.old_file is not None:
        typer.echo(f"旧主密钥：{done.old_file}，打开以前的备份还需要它；泄露过的，备份到期后销毁。")
    if done.is_done:
        typer.echo(f"✓ 主密钥已更换为编号 {done.key_id}，请把 {settings.key_file} 在别处另存一份。")
    else:
        typer.echo(
            f"新旧两把主密钥现在都能用。请把 {settings.key_file}（编号 {done.key_id}）放到每台机器上，"
            "再运行一次 hutong key rotate，旧主密钥才作废。"
        )
