"""The application's database: the one we run ourselves, or a real server named by settings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deployments.machine.postgres import EmbeddedPostgres, no_progress
from deployments.machine.state import (
    Hold,
    ensure_master_key,
    password_of,
    prepare_state,
    write_private,
)
from models.settings import (
    OWNER_ROLE,
    PORTAL_ROLE,
    WORKER_ROLE,
    GivenSettings,
    Settings,
    secrets_dir,
)

APPLICATION, PREFECT = "hutong", "prefect"
PREFECT_ROLE = "hutong_prefect"


def prepare_secrets(settings: Settings) -> None:
    """Make the state directory, the roles' passwords and the master key where they are missing.

    Raises:
        HutongError: The directory cannot be written, or the key of existing data is gone.
    """
    prepare_state(settings.state_dir)
    for role in (OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, PREFECT_ROLE):
        password_of(settings.state_dir, role)
    ours_and_new = not GivenSettings().database_url and not has_data(settings.state_dir)
    ensure_master_key(settings.key_file, may_create=ours_and_new)


def has_data(state_dir: Path) -> bool:
    """Say whether an embedded database was ever created for this state directory."""
    kept = [Path(n.read_text(encoding="utf-8").strip()) for n in state_dir.glob("postgres-*.where")]
    kept += state_dir.glob("postgres-*")
    return any((place / "data").exists() for place in kept)


def prepare_databases(postgres: EmbeddedPostgres) -> None:
    """Make both databases and their owners, and leave the addresses for every other command.

    The portal's and the worker's roles come with the migrations, which also grant them rights.
    """
    postgres.create_role(OWNER_ROLE, may_create_roles=True)
    postgres.create_role(PREFECT_ROLE)
    postgres.create_database(APPLICATION, owner=OWNER_ROLE)
    postgres.create_database(PREFECT, owner=PREFECT_ROLE)
    # What runs there is told to no other role; neither is what the server keeps for itself.
    for database in (PREFECT, "postgres"):
        postgres.keep_to_owner(database)
    addresses = {
        "hutong_database_url": postgres.url(APPLICATION, OWNER_ROLE),
        "hutong_prefect_database_url": postgres.url(PREFECT, PREFECT_ROLE),
    }
    for name, url in addresses.items():
        write_private(secrets_dir(postgres.state) / name, url)


@contextmanager
def database_at_hand(
    settings: Settings, say: Callable[[str], None] = no_progress
) -> Iterator[Settings]:
    """Give settings whose database answers: the running one, or one started for the while.

    For commands that people run beside or without `hutong run`, such as `hutong check`. Nothing
    is migrated here.

    Args:
        settings: As read at the edge.
        say: Told a Chinese sentence when a start takes long.
    """
    if GivenSettings().database_url or not _is_free(settings.state_dir):
        yield settings
        return
    prepare_secrets(settings)
    postgres = EmbeddedPostgres(settings.state_dir, settings.pg_bindir, say=say)
    with postgres:
        prepare_databases(postgres)
        yield Settings(state_dir=settings.state_dir)


def _is_free(state_dir: Path) -> bool:
    """Say whether nobody runs the embedded database at this moment."""
    prepare_state(state_dir)
    hold = Hold(state_dir / "postgres.lock")
    taken = hold.take()
    hold.release()
    return taken
