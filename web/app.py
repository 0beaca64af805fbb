"""The portal as an application, made from its parts; tests make it the same way."""

from importlib import resources

from fastapi import FastAPI

from models.settings import Settings
from web import errors
from web.pages import make_environment
from web.parts import Parts
from web.prefect_pages import PrefectPages
from web.routes import (
    account,
    approvals,
    attachments,
    board,
    calendar,
    case,
    cases,
    corrections,
    deadlines,
    deliveries,
    entrance,
    feed,
    health,
    law_cases,
    law_place,
    looks,
    notices,
    officers,
    operations,
    orders,
    papers,
    password,
    steps,
    team,
    work,
)
from web.routes import law as law_page
from web.runs_viewer import BASE
from web.safety import Safety
from web.static_files import Static

ROUTERS = (
    health.router, entrance.router, password.router,
    work.router, cases.router, case.router, steps.router, corrections.router,
    approvals.router, papers.router, attachments.router, deadlines.router, board.router,
    calendar.router, team.router,
    law_page.router, law_place.router, orders.router, looks.router, officers.router,
    law_cases.router, notices.router, account.router, feed.router, deliveries.router,
    operations.router,
)  # fmt: skip


def create_app(made_from: Settings | Parts) -> FastAPI:
    """Make the portal.

    Args:
        made_from: An installation's settings, or parts made elsewhere (tests, practice).
    """
    parts = Parts.from_settings(made_from) if isinstance(made_from, Settings) else made_from
    # No schema, no documentation pages: this is not the API, and they would tell of every route.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.parts = parts
    app.state.environment = make_environment()
    app.state.practice_by_account = {}
    app.state.login_page = entrance.login_page
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount(BASE, PrefectPages(parts.runs_viewer), name="prefect")
    app.mount("/static", Static(directory=str(resources.files("web") / "static")), name="static")
    failure, barred = (
        app.state.environment.get_template(f"{name}.html").render()
        for name in ("failure", "barred")
    )
    app.add_middleware(
        Safety, failure_page=failure, barred_page=barred, hosts=parts.allowed_hosts
    )  # fmt: skip
    return app
