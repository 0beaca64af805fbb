"""`hutong clean-state`: forget everything kept on this machine."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add `clean-state`."""

    @app.command(help="删除本机保存的全部数据（案件、文书、密钥、日志），不可恢复。")
    def clean_state(
        yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    ) -> None:
        from deployments.machine.state import remove_state
        from models.settings import Settings

        state_dir = Settings().state_dir
        if not state_dir.exists():
            typer.echo(f"{state_dir} 不存在，没有可删除的数据。")
            return
        if not yes and typer.prompt(f"将删除 {state_dir} 中的全部数据。确认请输入“删除”") != "删除":
            typer.echo("没有删除任何数据。")
            raise typer.Exit(1)
        remove_state(state_dir)
        typer.echo(f"已删除 {state_dir}。")
