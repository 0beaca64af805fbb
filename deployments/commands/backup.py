"""`hutong backup`, `hutong drill`, `hutong restore`: everything kept apart, tried, brought back."""

from pathlib import Path
from typing import Annotated

import typer

#: Exit status when a drill failed, or a promise does not hold in what was restored.
_NOT_GOOD = 1
_MB = 1024 * 1024


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup", help="备份：数据库、文书、规则包、模板，加密成一个文件；不用停止服务。")(
        backup
    )
    app.command("drill", help="恢复演练：把最近的备份恢复到临时数据库，逐表核对，记下结果。")(drill)
    app.command("restore", help="把备份恢复到空的机器；密钥不对、数据库不空时拒绝，什么都不写。")(
        restore
    )


def backup(
    to: Annotated[
        Path | None, typer.Option("--to", help="备份文件夹；默认 HUTONG_BACKUPS。")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="到期才备份，到期才演练（定时任务用）。")
    ] = False,
) -> None:
    """Take a backup now, or what is due."""
    from deployments.backup.scheduled import what_is_due
    from deployments.backup.taking import take
    from deployments.machine.database import database_at_hand
    from models.settings import Settings
    from models.time_source import MachineTime

    given = Settings(backups=to) if to else Settings()
    if due:  # By the clock of what runs: no database is started for it.
        what_is_due(given, MachineTime().now, _say)
        return
    with database_at_hand(given, say=_say) as at_hand:
        settings = at_hand.model_copy(update={"backups": given.backups})
        taken = take(settings, MachineTime().now, _say)
    typer.echo(
        f"已备份：{taken.file}（{taken.told.bytes / _MB:.1f} MB，{taken.told.tables} 张表，"
        f"{taken.told.rows} 行，{taken.told.seconds} 秒）"
    )
    if taken.removed:
        typer.echo(f"按保留规则删除了 {taken.removed} 份旧备份。")
    typer.echo(
        f"打开它需要备份密钥 {settings.backup_key_file} 和主密钥 {settings.key_file}："
        "都不在备份里，请在别处另存。"
    )


def drill() -> None:
    """Restore the newest backup into a database of the moment."""
    from deployments.backup.drilling import drill as restore_newest
    from deployments.machine.database import database_at_hand
    from models.settings import Settings
    from models.time_source import MachineTime

    with database_at_hand(Settings(), say=_say) as settings:
        found = restore_newest(settings, MachineTime().now, _say)
    if found.why:
        typer.echo(f"✗ 恢复演练失败（{found.name or '没有备份'}）：{found.why}")
        raise typer.Exit(_NOT_GOOD)
    typer.echo(f"✓ {found.name} 可以恢复：{found.rows} 行逐表一致（{found.seconds} 秒）")
    if found.broken:
        typer.echo(f"✗ “什么都没有丢”声明有 {found.broken} 项不成立，请运行 hutong check。")
        raise typer.Exit(_NOT_GOOD)


def restore(
    file: Annotated[Path, typer.Argument(help="备份文件")],
    into: Annotated[Path, typer.Option("--into", help="空的数据目录（新机器的 var）。")],
    backup_key: Annotated[
        Path | None, typer.Option("--backup-key", help="备份密钥；默认在数据目录的 secrets 里。")
    ] = None,
    master_key: Annotated[
        Path | None, typer.Option("--master-key", help="主密钥；默认在数据目录的 secrets 里。")
    ] = None,
) -> None:
    """Restore a backup into an empty installation, then check it."""
    from deployments.backup.new_machine import restore as restore_into
    from models.settings import Settings
    from models.time_source import MachineTime

    settings = Settings(state_dir=into)
    done = restore_into(
        file.absolute(), settings, MachineTime().now, say=_say,
        backup_key=(backup_key or settings.backup_key_file).absolute(),
        master_key=(master_key or settings.key_file).absolute(),
    )  # fmt: skip
    told = done.opened.manifest
    typer.echo(
        f"已恢复 {told.taken_at:%Y-%m-%d %H:%M:%S} UTC 的备份：{len(told.tables)} 张表，"
        f"{told.rows} 行，逐表一致；结束了 {done.sessions} 个登录。"
    )
    if done.templates:
        typer.echo(f"这个版本的模板与备份时不同：{'、'.join(done.templates)}（已有文书不变）。")
    for promise in done.broken:
        typer.echo(f"✗ {promise.sentence}")
        for problem in promise.problems:
            typer.echo(f"    {problem}")
    typer.echo("“什么都没有丢”声明不成立。" if done.broken else "“什么都没有丢”声明成立。")
    typer.echo(
        f"现在可以启动：HUTONG_PRACTICE=false HUTONG_STATE_DIR='{settings.state_dir}' hutong run"
    )
    if done.broken:
        raise typer.Exit(_NOT_GOOD)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
