"""`hutong doctor`: what is missing or wrong here."""

import typer


def register(app: typer.Typer) -> None:
    """Add `doctor`."""

    @app.command(help="说明本机缺少什么、哪里不对；有必须处理的问题时退出码为 1。")
    def doctor() -> None:
        from deployments.doctor.doctor import examine
        from deployments.doctor.finding import Mark
        from models.settings import Settings
        from models.time_source import MachineTime

        wrong = 0
        for finding in examine(Settings(), MachineTime().now()):
            wrong += finding.mark is Mark.WRONG
            typer.echo(f"{finding.mark} {finding.sentence}")
        typer.echo(f"有 {wrong} 个问题需要处理。" if wrong else "没有必须处理的问题。")
        raise typer.Exit(1 if wrong else 0)
