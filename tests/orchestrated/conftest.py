"""The whole of it with real Prefect: server, worker processes, our database, people at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.register import register_all
from tests.conftest import Database
from tests.orchestrated.nursing import Nursery, nursery
from tests.orchestrated.server import QuickServer, quick_server
from tests.orchestrated.works import Works, centre

PREFECT_DATABASE = "prefect_of_cases"


@pytest.fixture(scope="session")
def prefect(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[QuickServer]:
    """One Prefect server for the session, which tests may kill."""
    postgres.create_database(PREFECT_DATABASE)
    home = tmp_path_factory.mktemp("prefect")
    with quick_server(postgres.url(PREFECT_DATABASE), home) as server:
        with server.api() as api:
            # Reconcile and watch run when a test has them run, not by the clock.
            register_all(api, scheduled={})
        yield server


@pytest.fixture(scope="session")
def workers(prefect: QuickServer) -> Iterator[Nursery]:
    """Where workers are forked."""
    with nursery("worker", prefect.env, prefect.stock.home) as made:
        yield made


@pytest.fixture
def works(
    prefect: QuickServer,
    workers: Nursery,
    database: Database,
    postgres: EmbeddedPostgres,
    tmp_path: Path,
) -> Iterator[Works]:
    """A centre with staff, no worker yet."""
    with centre(prefect, workers, database, postgres.url(database.name), tmp_path) as made:
        yield made
