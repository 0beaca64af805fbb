"""Bring the application's database to the shape this version needs."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from psycopg.errors import DeadlockDetected
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from models.migrations import function_files
from models.settings import PORTAL_ROLE, WORKER_ROLE
from models.store.driver import engine_to

#: A grant locks no table, a policy does: between the two PostgreSQL's own housekeeping may hold one
#: table and wait for us. All is undone then, and done again.
_TRIES = 3


def config() -> Config:
    """Alembic's configuration, in code: it works from a wheel in an empty directory."""
    made = Config()
    made.set_main_option("script_location", "models:migrations")
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return made


def upgrade(owner_url: str, *, portal_password: str, worker_password: str) -> None:
    """Create or update roles, tables, policies, functions. Safe to call twice and from two processes.

    Args:
        owner_url: `postgresql://` address as the owner, who may create roles.
        portal_password: Password the portal's role gets.
        worker_password: Password the worker's role gets.
    """
    engine = engine_to(owner_url)
    try:
        with engine.begin() as connection:
            ensure_role(connection, PORTAL_ROLE, portal_password)
            ensure_role(connection, WORKER_ROLE, worker_password)
        for left in reversed(range(_TRIES)):
            try:
                _upgrade(engine)
            except OperationalError as failed:
                if not left or not isinstance(failed.orig, DeadlockDetected):
                    raise
            else:
                return
    finally:
        engine.dispose()


def _upgrade(engine: Engine) -> None:
    """All of it or nothing, in one transaction."""
    with engine.begin() as connection:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")
        function_files.load_changed(connection)


def ensure_role(connection: Connection, role: str, password: str) -> None:
    """Make a log-in role with this password, or give an existing one this password."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(83212027)")
    exists = connection.exec_driver_sql(
        "SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)
    ).scalar()
    verb = "ALTER" if exists else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(
        sql.Identifier(role), sql.Literal(password)
    )
    connection.exec_driver_sql(statement.as_string(None))


def is_current(connection: Connection) -> bool:
    """Say whether the database has the shape this version needs."""
    wanted = ScriptDirectory.from_config(config()).get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    return found == wanted and not function_files.changed(connection)
