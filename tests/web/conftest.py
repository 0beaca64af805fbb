"""The portal over a real database, and people at its screens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Row, text
from starlette.testclient import TestClient

from deployments.machine.postgres import EmbeddedPostgres
from tests.conftest import Database, fresh_database
from tests.flows.practice import Practice, at_work
from tests.people_factories import make_staff
from tests.playing import Changes
from tests.web.browsing import HERE, Browser
from web import passwords
from web.app import create_app
from web.parts import Parts

PASSWORD = "correct-lantern-7"
#: A report that turns out not to be substantiated, of a child who stayed at home: straight to closure.
NOT_SUBSTANTIATED: Changes = {
    "registration": {"police_will_bring_child": "no"},
    "investigation": {
        "substantiated": "no", "needs_custody": "no", "custody_ground": None, "dangers": [],
    },
}  # fmt: skip


@cache
def password_hash() -> str:
    """Hashed once: it is slow on purpose."""
    return passwords.hashed(PASSWORD)


@dataclass
class Portal:
    """A centre at work with its portal."""

    practice: Practice
    app: FastAPI

    def ask(self, question: str, **given: Any) -> list[Row[Any]]:
        """Ask the database as its superuser, who sees everything."""
        with self.practice.root.begin() as db:
            return list(db.execute(text(question), given))

    def tell_server(self, order: str) -> None:
        """Change something of the whole server, as its superuser."""
        with self.practice.root.begin() as db:
            db.execute(text(order))

    def browser(self, *, address: str = "127.0.0.1", origin: str = HERE) -> Browser:
        """A browser where nobody is logged in."""
        client = TestClient(self.app, client=(address, 50000), raise_server_exceptions=False)
        client.headers["origin"] = origin
        return Browser(client)

    def log_in(self, account: str, password: str = PASSWORD) -> Browser:
        """A browser where this officer is logged in."""
        browser = self.browser().go("/login")
        return browser.press("登录", account=account, password=password)


@contextmanager
def open_portal(database: Database, postgres: EmbeddedPostgres) -> Iterator[Portal]:
    """A portal over a database in which an invented centre is made."""
    people = partial(make_staff, password=password_hash())
    with at_work(database, postgres, people=people) as practice:
        parts = Parts.of(practice.portal, practice.office, practice.clock)
        yield Portal(practice, create_app(parts))


@contextmanager
def portal_on(postgres: EmbeddedPostgres, template: str) -> Iterator[Portal]:
    """A portal over a database of its own, for all tests of a module."""
    with (
        fresh_database(postgres, template) as database,
        open_portal(database, postgres) as portal,
    ):
        yield portal


@pytest.fixture
def portal(database: Database, postgres: EmbeddedPostgres) -> Iterator[Portal]:
    """An invented centre whose officers can log in."""
    with open_portal(database, postgres) as portal:
        yield portal


@pytest.fixture
def log_in(portal: Portal) -> Callable[[str], Browser]:
    """Log an officer in."""
    return portal.log_in
