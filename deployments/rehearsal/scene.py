"""Where a case is played: its own database, the desk of the officers, a clock that waits."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import count
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, text

from deployments.machine.postgres import EmbeddedPostgres
from deployments.rehearsal.script import CentreSetup, Person
from deployments.rehearsal.trial import TrialDesk
from flows.desk.desk import Desk
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store import logins
from models.store.acting import Actor, make_engine
from models.tables.centre import Centre, Officer
from models.time_source import VirtualTime
from tasks.office import Office

_TEMPLATE = "hutong_rehearsal"
#: No password opens these accounts: nobody logs in to a rehearsal.
NO_PASSWORD = "!"  # noqa: S105


@dataclass(frozen=True)
class Scene:
    """One case's place of play."""

    portal: Engine
    worker: Engine
    office: Office
    clock: VirtualTime
    actors: dict[str, Actor]
    owner_url: str

    @cached_property
    def desk(self) -> Desk:
        """What officers do, as the portal's role: row-level security binds it."""
        return Desk(self.portal, self.office, self.clock)

    @property
    def trial(self) -> Desk:
        """The same, for what ought to be refused: nothing done there stays."""
        return TrialDesk(self.portal, self.office, self.clock)

    def at(self, start: datetime) -> "Scene":
        """The same place on a clock of its own, for a case that began at another time."""
        return replace(self, clock=VirtualTime(start))


class Theatre:
    """A throwaway PostgreSQL with one migrated database to copy from."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        """Use a running server; it is prepared at the first scene."""
        self._postgres, self._numbers, self._ready = postgres, count(1), False

    @contextmanager
    def scene(
        self, centres: Sequence[CentreSetup], people: Sequence[Person], *, start: datetime,
        office: Office | None = None, passwords: dict[str, str] | None = None,
    ) -> Iterator[Scene]:  # fmt: skip
        """Give a fresh database with these people in it; it is dropped afterwards.

        Args:
            centres: Centres by code.
            people: Officers of these centres.
            start: Where the clock stands first.
            office: With the key of an installation; a key of the moment when absent.
            passwords: Argon2 hash by account; nobody can log in without one.
        """
        self._prepare()
        name = f"{_TEMPLATE}_{next(self._numbers)}"
        self._postgres.create_database(name, template=_TEMPLATE, owner=OWNER_ROLE)
        portal = make_engine(self._postgres.url(name, PORTAL_ROLE), pool_size=2)
        worker = make_engine(self._postgres.url(name, WORKER_ROLE), pool_size=2)
        try:
            url = self._postgres.url(name, OWNER_ROLE)
            actors = put_people(url, centres, people, passwords)
            tools = office or Office.with_key(secrets.token_bytes(32))
            yield Scene(portal, worker, tools, VirtualTime(start), actors, url)
        finally:
            portal.dispose()
            worker.dispose()
            self._postgres.drop_database(name)

    def _prepare(self) -> None:
        if self._ready:
            return
        from deployments.machine.migrate import upgrade
        from deployments.machine.state import password_of

        self._postgres.create_role(OWNER_ROLE, may_create_roles=True)
        self._postgres.create_database(_TEMPLATE, owner=OWNER_ROLE)
        upgrade(
            self._postgres.url(_TEMPLATE, OWNER_ROLE),
            portal_password=password_of(self._postgres.state, PORTAL_ROLE),
            worker_password=password_of(self._postgres.state, WORKER_ROLE),
        )
        with _owner(self._postgres.url(_TEMPLATE, OWNER_ROLE)) as db:
            logins.go_by_any_clock(db)
        self._ready = True


@contextmanager
def theatre() -> Iterator[Theatre]:
    """Start the throwaway server; it ends with the block."""
    from deployments.machine.postgres_throwaway import throwaway_postgres

    with throwaway_postgres() as postgres:
        yield Theatre(postgres)


@contextmanager
def _owner(url: str) -> Iterator[Connection]:
    """One transaction as the owner of the tables."""
    engine = make_engine(url, pool_size=1)
    try:
        with engine.begin() as db:
            yield db
    finally:
        engine.dispose()


def put_people(
    owner_url: str,
    centres: Sequence[CentreSetup],
    people: Sequence[Person],
    passwords: dict[str, str] | None = None,
) -> dict[str, Actor]:
    """Write centres and officers who are not there yet; everybody as an actor at work, by account.

    Args:
        owner_url: `postgresql://` address as the owner of the tables, who opens their sessions.
        centres: Centres by code.
        people: Officers of these centres.
        passwords: Argon2 hash by account; nobody can log in without one.
    """
    with _owner(owner_url) as db:
        actors = write_people(db, centres, people, passwords)
        return {account: logins.played(db, actor) for account, actor in actors.items()}


def write_people(
    db: Connection,
    centres: Sequence[CentreSetup],
    people: Sequence[Person],
    passwords: dict[str, str] | None = None,
) -> dict[str, Actor]:
    """Write them in the transaction at hand; nobody is at work yet."""
    actors: dict[str, Actor] = {}
    ids = {}
    for centre in centres:
        found = db.execute(
            text("SELECT id FROM centres WHERE code = :code"), {"code": centre.code}
        ).scalar()
        ids[centre.code] = found or uuid4()
        if found is None:
            db.execute(
                insert(Centre).values(
                    id=ids[centre.code], code=centre.code, facts=dict(centre.facts)
                )
            )
    for person in people:
        officer = db.execute(
            text("SELECT id FROM officers WHERE account = :account"),
            {"account": person.account},
        ).scalar()
        actor = Actor(officer or uuid4(), ids[person.centre], person.name, frozenset(person.roles))
        if officer is None:
            db.execute(
                insert(Officer).values(
                    id=actor.officer_id, centre_id=actor.centre_id, account=person.account,
                    name=person.name, roles=[role.value for role in person.roles],
                    password=(passwords or {}).get(person.account, NO_PASSWORD), active=True,
                    must_change_password=False,
                )
            )  # fmt: skip
        actors[person.account] = actor

    return actors
