"""The migrations make exactly what the tables say, and can be run again, and by two at once."""

import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Enum, text

from deployments.machine import migrate
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from models import migrations
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.driver import engine_to
from models.tables.all import Base
from tests.conftest import Database

VERSIONS = Path(migrations.__file__).parent / "versions"


def test_a_migrated_database_is_what_the_tables_say(database: Database) -> None:
    engine = engine_to(database.owner_url)
    with engine.connect() as db:
        differences = compare_metadata(
            MigrationContext.configure(db, opts={"compare_type": True}), Base.metadata
        )
        current = migrate.is_current(db)
    engine.dispose()

    assert differences == []
    assert current


def test_there_is_one_line_of_migrations_named_by_number_and_change() -> None:
    scripts = ScriptDirectory.from_config(migrate.config())
    names = sorted(file.stem for file in VERSIONS.glob("[0-9]*.py"))

    assert len(scripts.get_heads()) == 1
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+", name) for name in names)
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]


def upgrade(url: str, portal_password: str, worker_password: str) -> None:
    """Migrate, in a process of its own: Alembic keeps its context in module globals."""
    migrate.upgrade(url, portal_password=portal_password, worker_password=worker_password)


def test_migrating_again_changes_nothing_and_two_at_once_do_no_harm(
    postgres: EmbeddedPostgres, template_database: str
) -> None:
    assert template_database
    postgres.create_database("migrated_twice", owner=OWNER_ROLE)
    url = postgres.url("migrated_twice", OWNER_ROLE)
    # Roles belong to the server, and other tests log in with these passwords.
    portal, worker = (password_of(postgres.state, role) for role in (PORTAL_ROLE, WORKER_ROLE))

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as both:
        list(both.map(upgrade, [url] * 2, [portal] * 2, [worker] * 2))
    upgrade(url, portal, worker)

    engine = engine_to(url)
    with engine.connect() as db:
        assert migrate.is_current(db)
    engine.dispose()
    postgres.drop_database("migrated_twice")


def test_every_column_of_every_table_of_a_case_is_guarded_by_row_level_security(
    database: Database,
) -> None:
    engine = engine_to(database.owner_url)
    with engine.connect() as db:
        unguarded = db.execute(
            text(
                "SELECT DISTINCT c.table_name FROM information_schema.columns c "
                "JOIN pg_class t ON t.relname = c.table_name AND t.relkind = 'r' "
                "WHERE c.table_schema = 'public' AND c.column_name IN ('case_id', 'centre_id') "
                "AND NOT t.relrowsecurity"
            )
        ).scalars().all()  # fmt: skip
    engine.dispose()

    # Heads carry a number and a hash, and are not given to the portal at all.
    assert set(unguarded) == {"event_heads"}


def test_no_way_leads_back() -> None:
    for file in VERSIONS.glob("[0-9]*.py"):
        assert "raise RuntimeError" in file.read_text(encoding="utf-8"), file.name


def test_every_column_of_words_admits_exactly_the_words_of_its_enumeration(
    database: Database,
) -> None:
    """Alembic compares no CHECKs: a member without a migration would be found by a user."""
    engine = engine_to(database.owner_url)
    with engine.connect() as db:
        found = db.execute(
            text("SELECT conname, pg_get_constraintdef(oid) AS says FROM pg_constraint "
                 "WHERE contype = 'c'")
        ).all()  # fmt: skip
    engine.dispose()

    checks = {row.conname: row.says for row in found}
    wrong = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum)
        and set(re.findall(r"'([^']+)'::", checks[f"ck_{table.name}_{column.type.name}"]))
        != set(column.type.enums)
    }
    assert wrong == set()
