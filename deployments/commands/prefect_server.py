"""`hutong prefect-server`: Prefect's server as `hutong run` starts it, alone, in the foreground."""

import os
import sys
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add `prefect-server`."""

    @app.command(
        "prefect-server", help="单独启动流程引擎（多台机器时用；设置与 hutong run 相同）。"
    )
    def prefect_server(
        host: Annotated[str, typer.Option(help="监听的地址")] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="监听的端口")] = 4200,
    ) -> None:
        where = ["--host", host, "--port", str(port)]
        program = [sys.executable, "-m", "prefect", "server", "start", *where]
        os.execve(program[0], program, _env(port))  # noqa: S606 - no shell is the point


def _env(port: int) -> dict[str, str]:
    from deployments.machine.parts import prefect_server_env
    from deployments.machine.prefect_env import PREFECT_ENV
    from models.errors import BadInput
    from models.settings import Settings

    settings = Settings()
    if not settings.prefect_database_url or not settings.prefect_auth_string:
        raise BadInput(
            "请先设置 HUTONG_PREFECT_DATABASE_URL 和 HUTONG_PREFECT_AUTH_STRING"
            "（或者在 secrets 目录里放同名的文件）。"
        )
    home = settings.state_dir / "prefect"
    home.mkdir(mode=0o700, exist_ok=True)
    return {
        **os.environ,
        **PREFECT_ENV,
        **prefect_server_env(settings, settings.prefect_auth_string),
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
    }
