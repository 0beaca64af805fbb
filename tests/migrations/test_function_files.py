"""A function of the database is its file: in a fresh one, in an older one, after a hand's change."""

import gzip
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from deployments.machine import migrate
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from models import migrations, words
from models.migrations import function_files
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.driver import engine_to
from models.tables.case import CaseState, StageState
from models.tables.step import DeadlineState
from tests.conftest import Database

HERE = Path(__file__).parent
FILES = Path(migrations.__file__).parent / "functions"
#: What installations had whose functions stood in the migrations: `pg_dump --schema-only`.
BEFORE, BEFORE_REVISION = HERE / "head_0013.sql.gz", "0013"
_BODY = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = engine_to(url)
    try:
        with engine.begin() as db:
            yield db
    finally:
        engine.dispose()


def bodies(db: Connection) -> dict[str, str]:
    found = text("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'hutong%'")
    return {row.proname: row.prosrc for row in db.execute(found)}


def upgrade(postgres: EmbeddedPostgres, url: str) -> None:
    portal, worker = (password_of(postgres.state, role) for role in (PORTAL_ROLE, WORKER_ROLE))
    migrate.upgrade(url, portal_password=portal, worker_password=worker)


def dumped(postgres: EmbeddedPostgres, url: str) -> str:
    done = subprocess.run(
        [postgres.binaries.program("pg_dump"), "--schema-only", url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    # A dump is fenced by a key drawn for it alone.
    return "\n".join(line for line in done.stdout.splitlines() if "restrict " not in line)


@contextmanager
def restored(postgres: EmbeddedPostgres, name: str, dump: str) -> Iterator[str]:
    """Make a database of this shape; give its address."""
    postgres.create_database(name, owner=OWNER_ROLE)
    url = postgres.url(name, OWNER_ROLE)
    subprocess.run(
        [postgres.binaries.program("psql"), "-qv", "ON_ERROR_STOP=1", url],
        input=dump, capture_output=True, text=True, check=True,
    )  # fmt: skip
    yield url
    postgres.drop_database(name)


def schema(postgres: EmbeddedPostgres, url: str) -> list[str]:
    """Return a database's shape as a restored copy has it: one way to write each CHECK."""
    with restored(postgres, "copy", dumped(postgres, url)) as copy:
        return dumped(postgres, copy).splitlines()


@pytest.fixture
def of_0013(postgres: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """The address of an empty database as the release before left it."""
    written = gzip.decompress(BEFORE.read_bytes()).decode()
    noted = f"INSERT INTO public.alembic_version VALUES ('{BEFORE_REVISION}');"
    with restored(postgres, "of_0013", written + noted) as url:
        yield url


def test_the_body_in_force_is_the_one_in_the_file(database: Database) -> None:
    written = {}
    for name in function_files.names():
        (written[name],) = _BODY.findall(function_files.filled(name))
    with connected(database.owner_url) as db:
        assert bodies(db) == written
        assert function_files.changed(db) == []


def test_a_file_is_named_after_its_function_and_can_be_run_again(database: Database) -> None:
    for name in function_files.names():
        raw = (FILES / f"{name}.sql").read_text("utf-8")
        assert re.findall(r"FUNCTION (\w+)\(", raw.split("$$", 1)[0]) == [name]
        assert "CREATE FUNCTION" not in raw
        assert "CREATE TRIGGER" not in raw

    # Here PostgreSQL reads the bodies too, which it does not while they are loaded.
    with connected(database.owner_url) as db:
        for name in function_files.names():
            db.exec_driver_sql(
                function_files.filled(name), execution_options={"no_parameters": True}
            )


def test_a_database_of_the_release_before_ends_like_a_fresh_one(
    postgres: EmbeddedPostgres, database: Database, of_0013: str
) -> None:
    upgrade(postgres, of_0013)

    assert schema(postgres, of_0013) == schema(postgres, database.owner_url)


def test_a_function_that_differs_from_its_file_is_put_right_by_the_next_start(
    postgres: EmbeddedPostgres, database: Database
) -> None:
    name = "hutong_may_keep_calendar"
    with connected(database.owner_url) as db:
        right = bodies(db)[name]
        db.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS boolean LANGUAGE sql AS 'SELECT true'"
        )
        db.exec_driver_sql(f"COMMENT ON FUNCTION {name} IS 'an older file'")
        assert function_files.changed(db) == [name]
        assert not migrate.is_current(db)

    upgrade(postgres, database.owner_url)

    with connected(database.owner_url) as db:
        assert bodies(db)[name] == right
        assert migrate.is_current(db)


VOCABULARIES: tuple[type[StrEnum], ...] = (
    words.Role, words.Tag, words.StepState, words.SignatureState, words.NoticeKind,
    words.DeliveryState, words.Stage, words.Outcome, CaseState, StageState, DeadlineState,
)  # fmt: skip


def test_no_word_of_the_vocabulary_stands_in_a_file_as_a_literal() -> None:
    known = {word.value for vocabulary in VOCABULARIES for word in vocabulary}
    # After an arrow stands the key of a JSON object, which is no word.
    quoted = re.compile(r"(?<!>)'([^']*)'")
    literal = {
        file.name: stray
        for file in FILES.glob("*.sql")
        if (stray := known & set(quoted.findall(file.read_text("utf-8"))))
    }

    assert literal == {}


def test_no_migration_makes_a_function_or_a_trigger() -> None:
    making = re.compile(r"CREATE (OR REPLACE )?(CONSTRAINT )?(FUNCTION|TRIGGER)")
    versions = Path(migrations.__file__).parent / "versions"

    assert [f.name for f in versions.glob("*.py") if making.search(f.read_text("utf-8"))] == []
