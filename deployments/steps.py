"""The jobs of a start, each run by `hutong run` in a process of its own; all may be repeated."""

from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from deployments.machine.state import password_of, write_private
from models.errors import HutongError
from models.settings import PORTAL_ROLE, WORKER_ROLE, Settings, secrets_dir


def migrate(settings: Settings) -> None:
    """Bring the application's database to this version, and open the practice centre in a new one."""
    from deployments.backup.restoring import refuse_unfinished
    from deployments.machine.migrate import upgrade

    refuse_unfinished(settings.database_url)
    upgrade(
        settings.database_url,
        portal_password=password_of(settings.state_dir, PORTAL_ROLE),
        worker_password=password_of(settings.state_dir, WORKER_ROLE),
    )
    _establish_key(settings)
    accounts = secrets_dir(settings.state_dir) / "practice_accounts"
    if settings.practice and not accounts.is_file():
        from deployments.practice.centre import open_practice_centre

        # Nothing of practice keeps real work from starting; the centre is tried at the next start.
        with suppress(HutongError, DBAPIError):
            write_private(accounts, str(open_practice_centre(settings)))


def _establish_key(settings: Settings) -> None:
    """Seal the value by which every process sees whether its key is this database's.

    Raises:
        WrongKey: It is another's; nothing serves with it.
    """
    from models.store import key_proof
    from models.store.acting import make_engine
    from models.time_source import MachineTime

    engine = make_engine(settings.database_url)
    try:
        with engine.begin() as db:
            key_proof.establish(db, settings.key_file, at=MachineTime().now())
    finally:
        engine.dispose()


def register(settings: Settings) -> None:
    """Tell Prefect which flows there are, and which automations."""
    from deployments.machine.automations import register_automations
    from deployments.machine.register import register_all
    from tasks.engine.prefect_api import PrefectApi

    with PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None) as api:
        register_all(api)
        register_automations(api)


def practice(settings: Settings) -> None:
    """Load the invented cases into the practice centre, once."""
    if not settings.practice:
        return
    from deployments.practice.centre import load_practice_cases

    load_practice_cases(settings)


STEPS = {"migrate": migrate, "register": register, "practice": practice}
