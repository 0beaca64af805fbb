"""`hutong worker`: take up stages and run their flows, until told to stop."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add `worker`."""

    @app.command(help="运行流程工作进程，直到收到停止信号。可同时运行多个。")
    def worker(
        runs: Annotated[int, typer.Option(min=1, help="同时推进的流程数")] = 4,
        pool: Annotated[str, typer.Option(help="流程引擎中的工作池")] = "hutong",
    ) -> None:
        from deployments.worker.setup import run_worker
        from models.settings import Settings

        run_worker(Settings(), runs=runs, pool=pool)
