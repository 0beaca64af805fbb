"""A centre at work for each test."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from tests.conftest import Database
from tests.flows.positions import Positions, positions_on
from tests.flows.practice import Practice, at_work


@pytest.fixture
def practice(database: Database, postgres: EmbeddedPostgres) -> Iterator[Practice]:
    """An invented centre on a database of its own."""
    with at_work(database, postgres) as centre:
        yield centre


@pytest.fixture(scope="session")
def positions(postgres: EmbeddedPostgres, template_database: str) -> Positions:
    """Where cases stand that many tests begin with."""
    return positions_on(postgres, template_database)


@pytest.fixture(scope="module")
def module_practice(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Practice]:
    """A centre at work for all tests of a module."""
    name = f"of_a_module_{uuid4().hex}"
    postgres.create_database(name, template=template_database, owner=OWNER_ROLE)
    urls = (postgres.url(name, role) for role in (OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE))
    with at_work(Database(name, *urls), postgres) as centre:
        yield centre
    postgres.drop_database(name)
