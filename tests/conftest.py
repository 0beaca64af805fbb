"""What every test may ask for: a real PostgreSQL, and a fresh migrated database in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.postgres_throwaway import throwaway_postgres
from deployments.machine.state import password_of
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_TEMPLATE = "hutong_template"
_numbers = count(1)
#: Memory that looks like a folder, where the system has one; and how much of it must be free. Each
#: test makes and drops a database of a thousand files, which costs a disk a third of the run.
_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - each cluster is in a folder of its own


@dataclass(frozen=True)
class Database:
    """One test's own database, as each of the three roles."""

    name: str
    owner_url: str
    portal_url: str
    worker_url: str


@pytest.fixture(scope="session", autouse=True)
def _apart_from_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the developer's own installation out of the tests, and the tests out of it."""
    for name in list(os.environ):
        if name.startswith(("HUTONG_", "PREFECT_")):
            del os.environ[name]
    os.environ["HUTONG_STATE_DIR"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL server of this test process, ready in about a second."""
    spacious = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    with throwaway_postgres(within=_MEMORY if spacious else None) as server:
        yield server


@pytest.fixture(scope="session")
def template_database(postgres: EmbeddedPostgres) -> str:
    """The name of a migrated database that nobody connects to, to be copied."""
    from deployments.machine.migrate import upgrade
    from tests.people_factories import by_any_clock

    postgres.create_role(OWNER_ROLE, may_create_roles=True)
    postgres.create_database(_TEMPLATE, owner=OWNER_ROLE)
    upgrade(
        postgres.url(_TEMPLATE, OWNER_ROLE),
        portal_password=password_of(postgres.state, PORTAL_ROLE),
        worker_password=password_of(postgres.state, WORKER_ROLE),
    )
    by_any_clock(postgres.url(_TEMPLATE, OWNER_ROLE))
    return _TEMPLATE


@contextmanager
def fresh_database(postgres: EmbeddedPostgres, template: str) -> Iterator[Database]:
    """A database of whoever asks, migrated and empty; dropped afterwards."""
    name = f"test_{next(_numbers)}"
    postgres.create_database(name, template=template, owner=OWNER_ROLE)
    yield Database(
        name=name,
        owner_url=postgres.url(name, OWNER_ROLE),
        portal_url=postgres.url(name, PORTAL_ROLE),
        worker_url=postgres.url(name, WORKER_ROLE),
    )
    postgres.drop_database(name)


@pytest.fixture
def database(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Database]:
    """A database of this test alone."""
    with fresh_database(postgres, template_database) as made:
        yield made


#: What Chromium is started with: nothing leaves the machine.
_CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Debian's Chromium; without it these tests fail, they are never left out.

    One a module, since no two may run in one process, and its loop must not outlive who uses it.
    """
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("Chromium is missing: install Debian's package `chromium`; the walk needs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_CHROMIUM))
        yield browser
        browser.close()
