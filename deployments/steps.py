"""The jobs of a start, each run by `hutong run` in a process of its own; all may be repeated."""

from deployments.machine.state import password_of, write_private
from models.settings import PORTAL_ROLE, WORKER_ROLE, Settings, secrets_dir


def migrate(settings: Settings) -> None:
    """Bring the application's database to this version."""
    from deployments.machine.migrate import upgrade

    upgrade(
        settings.database_url,
        portal_password=password_of(settings.state_dir, PORTAL_ROLE),
        worker_password=password_of(settings.state_dir, WORKER_ROLE),
    )


def register(settings: Settings) -> None:
    """Tell Prefect which flows there are."""
    from deployments.machine.register import register_all
    from tasks.engine.prefect_api import PrefectApi

    with PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None) as api:
        register_all(api)


def practice(settings: Settings) -> None:
    """Load the invented practice centre, once; keep its accounts to show them at every start."""
    accounts = secrets_dir(settings.state_dir) / "practice_accounts"
    if accounts.is_file() or not settings.practice:
        return
    from deployments.practice.centre import load_practice_centre

    write_private(accounts, str(load_practice_centre(settings)))


STEPS = {"migrate": migrate, "register": register, "practice": practice}
