"""One invented centre on its own database, with everything a test of the engine needs at hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, text
from tests.conftest import Database
from tests.people_factories import Staff, make_staff
from tests.playing import Changes, Player

from deployments.postgres import EmbeddedPostgres
from flows.desk import Desk
from flows.local import work_off
from models.clock import VirtualClock
from models.store.acting import as_worker, make_engine
from models.words import Stage
from tasks.office import Office
from tasks.statement import promises

#: Where every played case begins, in UTC; the examples are written for the days after it.
START = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
KEY = bytes(range(32))

#: Answers that lead a case from the report to a child in temporary guardianship, and on.
SUBSTANTIATED: Changes = {}


@dataclass
class Practice:
    """A centre at work: three roles' engines, the superuser's, the desk, the clock, a player."""

    database: Database
    owner: Engine
    portal: Engine
    worker: Engine
    root: Engine
    office: Office
    clock: VirtualClock
    desk: Desk
    staff: Staff
    player: Player

    def open_case(self, **how: Any) -> UUID:
        """Open a case as the first caseworker; what is a worker's is done as well."""
        case_id = self.desk.open_case(self.staff["worker1"], **how)
        self.work_off()
        return case_id

    def work_off(self) -> int:
        """Do what is left to a worker."""
        return work_off(self.worker, self.office, self.clock)

    def rows(self, question: str, **given: Any) -> list[Row[Any]]:
        """Ask the database, seeing everything."""
        with as_worker(self.worker) as db:
            return list(db.execute(text(question), given))

    def one(self, question: str, **given: Any) -> Any:
        """The single value of a question."""
        [row] = self.rows(question, **given)
        return row[0]

    def tell(self, order: str, **given: Any) -> None:
        """Change the database behind everybody's back: superuser, triggers off."""
        with self.root.begin() as db:
            db.execute(text("SET LOCAL session_replication_role = replica"))
            db.execute(text(order), given)

    def broken_promises(self, *, later: timedelta = timedelta(minutes=5)) -> dict[str, tuple[str, ...]]:
        """What the nothing-lost statement finds, a while later."""
        with as_worker(self.worker) as db:
            found = promises(db, self.office, now=self.clock.now() + later)
        return {one.sentence: one.problems for one in found if not one.holds}

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.root.begin() as db:
            tables = db.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ).scalars().all()  # fmt: skip
            return {
                name: int(db.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())  # noqa: S608
                for name in tables
            }

    def play_to(self, stage: Stage, changes: Changes | None = None, **how: Any) -> UUID:
        """Open a case and play it until this main stage is open."""
        self.player.changes = changes or {}
        case_id = self.open_case(**how)
        self.player.play(case_id, until=stage)
        assert self.player.main_stage(case_id) == stage
        return case_id

    def play_to_step(
        self, key: str, changes: Changes | None = None, *, case_id: UUID | None = None, **how: Any
    ) -> Row[Any]:
        """Open a case, or take this one, and play until a step with this key is open."""
        if changes is not None:
            self.player.changes = changes
        case = case_id or self.open_case(**how)
        for _ in range(200):
            found = [step for step in self.player.open_steps(case) if step.key == key]
            if found:
                return found[0]
            assert self.player.step_once(case), f"nothing left to do before {key}"
        raise AssertionError(f"never came to {key}")

    def case_of(self, step_id: UUID) -> UUID:
        """The case of a step."""
        case: UUID = self.one("SELECT case_id FROM steps WHERE id = :id", id=step_id)
        return case

    def outcomes(self, case_id: UUID) -> list[tuple[str, str | None]]:
        """The stages of a case in order, with how each ended."""
        return [
            (row.name, row.outcome)
            for row in self.rows(
                "SELECT name, outcome FROM stages WHERE case_id = :case ORDER BY ordinal",
                case=case_id,
            )
        ]


@contextmanager
def at_work(
    database: Database, postgres: EmbeddedPostgres, *, start: datetime = START,
    people: Callable[[Engine], Staff] = make_staff,
) -> Iterator[Practice]:  # fmt: skip
    """Open a centre in an empty database."""
    owner, portal = make_engine(database.owner_url), make_engine(database.portal_url, pool_size=20)
    worker, root = make_engine(database.worker_url), make_engine(postgres.url(database.name))
    try:
        office, clock = Office.with_key(KEY), VirtualClock(start)
        staff = people(owner)
        desk = Desk(portal, office, clock)
        player = Player(desk, worker, office, clock, staff)
        yield Practice(
            database, owner, portal, worker, root, office, clock, desk, staff, player
        )
    finally:
        for engine in (owner, portal, worker, root):
            engine.dispose()
