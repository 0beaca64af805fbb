"""A centre at work for each test."""

from collections.abc import Iterator

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from tasks.packs import Packs
from tests.conftest import Database
from tests.flows.positions import Positions, positions_on
from tests.flows.practice import Practice, at_work
from tests.law import LAW
from tests.other_numbers import every_number_different


@pytest.fixture
def practice(database: Database, postgres: EmbeddedPostgres) -> Iterator[Practice]:
    """An invented centre on a database of its own."""
    with at_work(database, postgres) as centre:
        yield centre


@pytest.fixture
def under_other_law(database: Database, postgres: EmbeddedPostgres) -> Iterator[Practice]:
    """The same centre under a law in which every number is another."""
    law = every_number_different(LAW)
    with at_work(database, postgres, packs=Packs(fixed=law)) as centre:
        yield centre


@pytest.fixture(scope="session")
def positions(postgres: EmbeddedPostgres, template_database: str) -> Positions:
    """Where cases stand that many tests begin with."""
    return positions_on(postgres, template_database)
