"""A centre at work for each test."""

from collections.abc import Iterator

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from tests.conftest import Database, fresh_database
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
    with (
        fresh_database(postgres, template_database) as database,
        at_work(database, postgres) as centre,
    ):
        yield centre
