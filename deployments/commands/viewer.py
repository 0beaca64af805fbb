"""`hutong viewer`: Prefect's pages for the portal, to look at; it needs Prefect and nothing else."""

import typer


def register(app: typer.Typer) -> None:
    """Add `viewer`."""

    @app.command(help="为门户提供流程引擎的页面，只能查看（只需要流程引擎）。")
    def viewer() -> None:
        import uvicorn

        from deployments.machine.logs import log_discreetly
        from deployments.viewer.app import create_viewer
        from models.errors import BadInput
        from models.settings import Settings

        settings = Settings()
        if not settings.prefect_api_url or not settings.viewer_secret:
            raise BadInput(
                "请先运行 hutong run，或者设置 PREFECT_API_URL 和 HUTONG_VIEWER_SECRET"
                "（门户要有同样的 HUTONG_VIEWER_SECRET）。"
            )
        log_discreetly()
        uvicorn.run(
            create_viewer(
                settings.prefect_api_url, settings.prefect_auth_string, settings.viewer_secret
            ),
            host=settings.viewer_host,
            port=settings.viewer_port,
            ws="none",
            proxy_headers=False,
            # Addresses name runs; the view log of the portal is where looks are kept.
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
