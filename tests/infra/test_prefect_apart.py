"""Prefect is apart: its database is its own, and its passwords are told to whom they are of use."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deployments.machine.database import PREFECT, PREFECT_ROLE, prepare_databases
from deployments.machine.parts import PARTS, PREFECT_SECRETS, Part, Site, shared_env
from deployments.machine.postgres import EmbeddedPostgres
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE, Settings

#: What each part that asks Prefect is told.
TOLD = {
    "prefect": {
        "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING",
        "PREFECT_API_DATABASE_CONNECTION_URL",
    },
    "register": {"PREFECT_API_AUTH_STRING"},
    "worker": {"PREFECT_API_AUTH_STRING"},
    "viewer": {"PREFECT_API_AUTH_STRING"},
}  # fmt: skip


@pytest.fixture(scope="module")
def prepared(postgres: EmbeddedPostgres, template_database: str) -> Iterator[EmbeddedPostgres]:
    """A server with the databases of an installation; the roles came with the template."""
    assert template_database
    prepare_databases(postgres)
    yield postgres
    for name in ("hutong", PREFECT):
        postgres.drop_database(name)


@pytest.mark.parametrize("role", [PORTAL_ROLE, WORKER_ROLE, OWNER_ROLE])
@pytest.mark.parametrize("database", [PREFECT, "postgres"])
def test_no_role_of_ours_connects_to_prefects_database(
    prepared: EmbeddedPostgres, role: str, database: str
) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(prepared.url(database, role)).close()


def test_prefect_connects_to_its_own(prepared: EmbeddedPostgres) -> None:
    psycopg.connect(prepared.url(PREFECT, PREFECT_ROLE)).close()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_prefects_passwords_are_in_no_other_environment(
    part: Part, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in PREFECT_SECRETS:
        monkeypatch.setenv(name, "of-the-operator")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "prefect.password").write_text("x" * 20, "utf-8")
    site = Site(Settings(state_dir=tmp_path, prefect_database_url="postgresql://p"), 1, 2)
    env = {**shared_env(site), **part.env(site)}

    assert {name for name in env if name in PREFECT_SECRETS} == TOLD.get(part.name, set())
    assert "of-the-operator" not in env.values()
    assert part.name in TOLD or not any("x" * 20 in value for value in env.values())
