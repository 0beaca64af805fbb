"""A centre at work, a real mail server and a real web server that hear what leaves the house."""

from collections.abc import Iterator

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from tests.conftest import Database
from tests.flows.practice import Practice, at_work
from tests.outbox.house import House
from tests.outbox.receivers import MailServer, Robots


@pytest.fixture
def practice(database: Database, postgres: EmbeddedPostgres) -> Iterator[Practice]:
    """An invented centre on a database of its own."""
    with at_work(database, postgres) as centre:
        yield centre


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A mail server on loopback."""
    with MailServer() as server:
        yield server


@pytest.fixture
def robots() -> Iterator[Robots]:
    """A web server on loopback in the place of the three messengers."""
    with Robots() as server:
        yield server


@pytest.fixture
def house(practice: Practice, mails: MailServer) -> House:
    """The centre with its outbox; daytime."""
    return House(practice, mails)
