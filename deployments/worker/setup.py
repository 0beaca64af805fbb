"""The warm worker put together from the settings."""

import os
from functools import partial

from deployments.machine.prefect_env import PREFECT_ENV, WORKER_ENV
from models.errors import HutongError
from models.settings import Settings, pulse_file


def run_worker(settings: Settings, *, runs: int, pool: str) -> None:
    """Work until SIGTERM or SIGINT.

    Args:
        settings: Of this installation.
        runs: How many flow runs at once.
        pool: The Prefect work pool to poll.

    Raises:
        HutongError: The settings name no database or no Prefect server.
    """
    if not settings.worker_database_url or not settings.prefect_api_url:
        raise HutongError(
            "还不知道数据库或流程引擎的地址。请先执行 hutong run，"
            "或设置 HUTONG_WORKER_DATABASE_URL 与 PREFECT_API_URL。"
        )
    _tell_prefect(settings)
    # Prefect reads its settings on import, so it may come only now.
    from deployments.machine.logs import log_discreetly
    from deployments.worker.drawing import Drawing
    from deployments.worker.main import work
    from deployments.worker.warm import Edge, WarmWorker
    from flows.clockwork.keeping import stages_with_work, urgent_stages, wake
    from flows.clockwork.mirroring import Mirror
    from flows.readers.workplace import workplace
    from tasks.engine.prefect_api import PrefectApi

    log_discreetly()
    api = PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None)
    drawing = Drawing(Mirror(workplace(), api, link=settings.portal_address))
    drawing.start()
    work(
        WarmWorker(
            pool,
            api,
            edge=Edge(
                settings.worker_database_url,
                wake=partial(wake, workplace(), api),
                missed=partial(stages_with_work, workplace()),
                urgent=partial(urgent_stages, workplace()),
            ),
            run_limit=runs,
        ),
        pulse_file(settings.state_dir),
    )
    drawing.stop()


def _tell_prefect(settings: Settings) -> None:
    """Set what Prefect's own settings need, where whoever started us has not."""
    wanted = {
        **PREFECT_ENV,
        **WORKER_ENV,
        "PREFECT_API_URL": settings.prefect_api_url,
        "PREFECT_HOME": str(settings.state_dir / "prefect"),
    }
    if settings.prefect_auth_string:
        wanted["PREFECT_API_AUTH_STRING"] = settings.prefect_auth_string
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
