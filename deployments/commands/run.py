"""`hutong run`: everything on this machine, until Ctrl-C."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add `run`, and the jobs that it starts."""

    @app.command(help="在本机启动全部服务：数据库、门户、流程引擎、工作进程。Ctrl-C 停止。")
    def run() -> None:
        from deployments.machine.progress import StartProgress
        from deployments.machine.supervisor import Supervisor
        from models.settings import GivenSettings

        raise typer.Exit(Supervisor(GivenSettings(), StartProgress()).run())

    @app.command(hidden=True, help="启动过程中的一步，由 hutong run 调用。")
    def step(name: Annotated[str, typer.Argument(help="migrate、register 或 practice")]) -> None:
        from deployments.steps import STEPS
        from models.errors import BadInput
        from models.settings import Settings

        if name not in STEPS:
            raise BadInput(f"没有步骤 {name}，可用的有：{'、'.join(STEPS)}。")
        STEPS[name](Settings())
