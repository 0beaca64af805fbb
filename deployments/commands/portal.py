"""`hutong portal`: the web portal alone; it needs the database and nothing else."""

import typer


def register(app: typer.Typer) -> None:
    """Add `portal`."""

    @app.command(help="启动办案门户（只需要数据库；流程引擎没有启动也可以办理）。")
    def portal() -> None:
        import uvicorn

        from deployments.machine.connections import Patience, most_connections
        from deployments.machine.logs import log_discreetly
        from models.errors import BadInput
        from models.settings import Settings
        from web.app import create_app

        settings = Settings()
        if not settings.portal_database_url:
            raise BadInput(
                "还没有数据库：请先运行 hutong run，或者设置 HUTONG_PORTAL_DATABASE_URL。"
            )
        log_discreetly()
        Patience.most = most_connections()
        uvicorn.run(
            create_app(settings),
            host=settings.portal_host,
            port=settings.portal_port,
            http=Patience,
            ws="none",
            # Else anybody could say that they come from elsewhere, and guess as somebody new.
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies,
            # Addresses and failures are written by the portal itself, without what people typed.
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=5,
        )
