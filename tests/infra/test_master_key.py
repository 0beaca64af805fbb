"""The key of another database opens nothing and seals nothing: it is refused before the first act."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from deployments.machine.state import password_of
from deployments.steps import migrate
from models.errors import WrongKey
from models.seal import Seal
from models.settings import PORTAL_ROLE, WORKER_ROLE, Settings, secrets_dir
from models.store import key_proof
from models.store.driver import engine_to
from tests.conftest import Database

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installation:
    """A state directory beside a database of its own."""

    settings: Settings
    right: bytes

    def put(self, key: bytes | None) -> None:
        self.settings.key_file.unlink(missing_ok=True)
        if key is not None:
            self.settings.key_file.write_bytes(key)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "deployments", *words],
            env={
                **os.environ,
                "HUTONG_STATE_DIR": str(self.settings.state_dir),
                "HUTONG_DATABASE_URL": self.settings.database_url,
                "HUTONG_PRACTICE": "false",
                "PREFECT_API_URL": "http://127.0.0.1:9/api",
            },
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Installation:
    """Migrated with a key; the roles have passwords of this state directory."""
    right, state = secrets.token_bytes(32), tmp_path / "var"
    secrets_dir(state).mkdir(parents=True)
    (secrets_dir(state) / "master.key").write_bytes(right)
    known = {
        role: url.partition("//")[2].partition(":")[2].partition("@")[0]
        for role, url in ((PORTAL_ROLE, database.portal_url), (WORKER_ROLE, database.worker_url))
    }
    for role, password in known.items():
        (secrets_dir(state) / f"{role}.password").write_text(password)
        assert password_of(state, role) == password
    settings = Settings(state_dir=state, database_url=database.owner_url, practice=False)
    migrate(settings)
    return Installation(settings, right)


@pytest.mark.parametrize(
    "words",
    [
        ("portal",), ("worker",), ("check", "--without-prefect"), ("step", "migrate"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_process_refuses_the_key_of_another_database_in_one_sentence(
    here: Installation, words: tuple[str, ...]
) -> None:
    wrong = secrets.token_bytes(32)
    here.put(wrong)

    refused = here.command(*words)

    assert refused.returncode == 2, refused.stderr
    assert "Traceback" not in refused.stderr
    assert str(here.settings.key_file) in refused.stderr
    assert Seal(wrong).key_id in refused.stderr
    assert Seal(here.right).key_id in refused.stderr


@pytest.mark.parametrize("key", [None, b"short"], ids=["missing", "cut short"])
def test_a_key_that_is_missing_or_no_key_is_named_by_its_file(
    here: Installation, key: bytes | None
) -> None:
    here.put(key)

    refused = here.command("portal")

    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert str(here.settings.key_file) in refused.stderr


def test_doctor_says_it_too(here: Installation) -> None:
    here.put(secrets.token_bytes(32))

    assert f"编号 {Seal(here.right).key_id}" in here.command("doctor").stdout


def test_the_right_key_opens_and_migrating_again_changes_nothing(here: Installation) -> None:
    before = _proof(here)
    migrate(here.settings)

    assert _proof(here) == before
    assert here.command("check", "--without-prefect").returncode == 0


def test_a_database_of_an_earlier_version_takes_the_key_that_sealed_its_children(
    here: Installation,
) -> None:
    wrong = secrets.token_bytes(32)
    _tell(here, "DELETE FROM system_facts WHERE name = 'master_key'")
    _tell(here, "INSERT INTO centres (id, code, facts) VALUES (gen_random_uuid(), 'x', '{}')")
    _tell(
        here,
        "INSERT INTO children (id, centre_id, identity) "
        f"SELECT gen_random_uuid(), id, '\\x01{Seal(here.right).key_id}00' FROM centres",
    )
    here.put(wrong)

    with pytest.raises(WrongKey, match=Seal(here.right).key_id):
        migrate(here.settings)

    assert _proof(here) is None
    here.put(here.right)
    migrate(here.settings)
    assert _proof(here) is not None


def test_a_database_that_was_away_is_asked_before_its_first_transaction(
    here: Installation,
) -> None:
    is_there = False

    def connect() -> psycopg.Connection:
        if not is_there:
            raise psycopg.OperationalError("away")
        return psycopg.connect(here.settings.worker_database_url)

    engine = engine_to("postgresql://", creator=connect)
    here.put(secrets.token_bytes(32))
    key_proof.guard(engine, Seal(bytes(32)), here.settings.key_file)
    is_there = True

    for _ in range(2):
        with pytest.raises(WrongKey), engine.begin():
            pass
    engine.dispose()


def _proof(here: Installation) -> str | None:
    engine = engine_to(here.settings.database_url)
    with engine.begin() as db:
        found: str | None = db.execute(text("SELECT hutong_key_proof()")).scalar()
    engine.dispose()
    return found


def _tell(here: Installation, order: str) -> None:
    engine = engine_to(here.settings.database_url)
    with engine.begin() as db:
        db.execute(text(order))
    engine.dispose()
