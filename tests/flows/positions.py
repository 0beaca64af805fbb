"""Cases played once to where many tests begin; each test works on a copy of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import count

from deployments.machine.postgres import EmbeddedPostgres
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from tests.conftest import Database
from tests.flows.practice import Practice, at_work
from tests.people_factories import Staff
from tests.playing import Changes


class Positions:
    """Cases played once to where many tests begin; each test gets a copy of the database."""

    def __init__(self, postgres: EmbeddedPostgres, template: str) -> None:
        """Keep them on this server."""
        self._postgres, self._template = postgres, template
        self._played: dict[str, tuple[datetime, Staff]] = {}
        self._numbers = count(1)

    @contextmanager
    def at(self, key: str, changes: Changes | None = None) -> Iterator[Practice]:
        """A centre whose only case has the step with this key open."""
        told = sha256(f"{key}{sorted((changes or {}).items())}".encode()).hexdigest()[:12]
        name = f"at_{re.sub(r'[^a-z0-9]+', '_', key)}_{told}"
        if name not in self._played:
            self._play(name, key, changes)
        clock, staff = self._played[name]
        copy = f"{name}_{next(self._numbers)}"
        self._postgres.create_database(copy, template=name, owner=OWNER_ROLE)
        own = Staff(staff.centre_id, dict(staff.by_account))
        with at_work(
            self._addresses(copy), self._postgres, start=clock, people=lambda _: own
        ) as at:
            at.player.changes = changes or {}
            yield at
        self._postgres.drop_database(copy)

    def _play(self, name: str, key: str, changes: Changes | None) -> None:
        self._postgres.create_database(name, template=self._template, owner=OWNER_ROLE)
        with at_work(self._addresses(name), self._postgres) as practice:
            practice.play_to_step(key, changes or {})
            self._played[name] = practice.clock.now(), practice.staff

    def _addresses(self, name: str) -> Database:
        url = self._postgres.url
        return Database(name, url(name, OWNER_ROLE), url(name, PORTAL_ROLE), url(name, WORKER_ROLE))


@cache
def positions_on(postgres: EmbeddedPostgres, template: str) -> Positions:
    """The positions of a server; one for all folders of tests that use it."""
    return Positions(postgres, template)
