"""One invented centre on its own database, with everything a test of the engine needs at hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Row, insert, text

from deployments.machine.postgres import EmbeddedPostgres
from flows.desk.desk import Desk
from flows.readers.local import work_off
from models.law.dates import SHANGHAI
from models.store import logins
from models.store.acting import Actor, as_worker, make_engine
from models.tables.centre import Officer
from models.time_source import VirtualTime
from models.words import Role, Stage
from tasks.acts.binding import Decision
from tasks.check.statement import promises
from tasks.office import Office
from tasks.packs import Packs
from tests.conftest import Database
from tests.people_factories import Staff, make_staff
from tests.playing import Changes, Player

#: Where every played case begins, in UTC; the examples are written for the days after it.
START = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
KEY = bytes(range(32))

TURN = text(
    "SELECT officer_id FROM signatures WHERE step_id = :step AND state = 'open' ORDER BY ordinal "
    "LIMIT 1"
)
#: The example answers go on for ever in follow-up; with these a case comes to its end.
TO_THE_END: Changes = {"follow-up-review": {"decision": "ends"}}


@dataclass
class Casework(Player):
    """A player whose visits are made on the day they are recorded, as gate G8 asks."""

    #: Called after every action when the worker is done too.
    after_work: Callable[[], object] = lambda: None
    #: What came of each signature.
    decisions: list[Decision] = field(default_factory=list)

    def answer(self, step: Row[Any], **changes: Any) -> None:
        """Answer a step with its example, as its owner."""
        if step.form == "visit":
            today = self.clock.now().astimezone(SHANGHAI).date()
            changes = {"on": today.isoformat(), "next_on": None, **changes}
        super().answer(step, **changes)

    def sign(self, step: Row[Any], *, times: int = 99) -> None:
        """Let so many of those whose turn it is sign, one after the other."""
        for _ in range(times):
            with as_worker(self.worker) as db:
                turn = db.execute(TURN, {"step": step.id}).scalar()
            if turn is None:
                return
            self.decisions.append(self.desk.sign(self.actor(turn), step.id, opinion="同意。"))
            self._acted()

    def _acted(self) -> None:
        super()._acted()
        self.after_work()

    def whose_turn(self, step: Row[Any]) -> Actor:
        """The officer who is asked to sign now."""
        with as_worker(self.worker) as db:
            return self.actor(db.execute(TURN, {"step": step.id}).scalar_one())


@dataclass
class Practice:
    """A centre at work: three roles' engines, the superuser's, the desk, the clock, a player."""

    database: Database
    owner: Engine
    portal: Engine
    worker: Engine
    root: Engine
    office: Office
    clock: VirtualTime
    desk: Desk
    staff: Staff
    player: Casework

    def case(self) -> UUID:
        """The only case there is."""
        case_id: UUID = self.one("SELECT id FROM cases")
        return case_id

    def open_case(self, **how: Any) -> UUID:
        """Open a case as the first caseworker; what is a worker's is done as well."""
        case_id = self.desk.open_case(self.staff["worker1"], **how)
        self.work_off()
        return case_id

    def hire(self, account: str, name: str, *roles: Role) -> Actor:
        """Add an officer with these roles to the centre."""
        actor = Actor(uuid4(), self.staff.centre_id, name, frozenset(roles))
        with self.owner.begin() as db:
            db.execute(
                insert(Officer).values(
                    id=actor.officer_id, centre_id=actor.centre_id, account=account, name=name,
                    roles=[role.value for role in roles], password="!", active=True,
                    must_change_password=False,
                )
            )  # fmt: skip
            actor = logins.played(db, actor)
        self.staff.by_account[account] = actor
        return actor

    def dismiss(self, *accounts: str) -> None:
        """Take officers out of service, so that others are chosen."""
        for account in accounts:
            self.tell("UPDATE officers SET active = false WHERE account = :a", a=account)

    def signatures(self, step: Row[Any]) -> list[Row[Any]]:
        """The signatures of a chain, in order."""
        return self.rows(
            "SELECT * FROM signatures WHERE step_id = :id ORDER BY ordinal", id=step.id
        )

    def whose_turn(self, step: Row[Any]) -> Actor:
        """The officer who is asked to sign now."""
        return self.player.whose_turn(step)

    def current(self, step: Row[Any], key: str | None = None) -> Row[Any]:
        """The newest round of a step, or of its neighbour with this key."""
        return self.rows(
            "SELECT * FROM steps WHERE stage_id = :stage AND key = :key ORDER BY round DESC LIMIT 1",
            stage=step.stage_id, key=key or step.key,
        )[0]  # fmt: skip

    def work_off(self) -> int:
        """Do what is left to a worker."""
        return work_off(self.worker, self.office, self.clock)

    def rows(self, question: str, **given: Any) -> list[Row[Any]]:
        """Ask the database, seeing everything."""
        with self.owner.begin() as db:
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

    def arrange(self, table: str, order: str, **given: Any) -> None:
        """Have rows of a table stand otherwise, and be taken over so, as by a migration."""
        with self.root.begin() as db:
            db.execute(text("SET LOCAL session_replication_role = replica"))
            db.execute(text(order), given)
            db.execute(text("SELECT hutong_imprint_all(:table)"), {"table": table})

    def broken_promises(
        self, *, later: timedelta = timedelta(minutes=5)
    ) -> dict[str, tuple[str, ...]]:
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
                name: int(db.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())
                for name in tables
            }

    def play_to(self, stage: Stage, changes: Changes | None = None, **how: Any) -> UUID:
        """Open a case and play it until this main stage is open."""
        self.player.changes = changes or {}
        case_id = self.open_case(**how)
        self.player.play(case_id, until=stage)
        assert self.player.main_stage(case_id) == stage
        return case_id

    def play_out(self, case_id: UUID, changes: Changes = TO_THE_END) -> None:
        """Play a case to its closing, waiting for the last window to pass."""
        self.player.changes = changes
        self.player.play(case_id, until=Stage.CLOSURE)
        self.clock.advance_to(self.clock.now() + timedelta(days=40))
        self.player.play(case_id)

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
    people: Callable[[Engine], Staff] = make_staff, packs: Packs | None = None,
) -> Iterator[Practice]:  # fmt: skip
    """Open a centre in an empty database; with the shipped packs when none are given."""
    owner, portal = make_engine(database.owner_url), make_engine(database.portal_url, pool_size=20)
    worker, root = make_engine(database.worker_url), make_engine(postgres.url(database.name))
    try:
        office, clock = Office.with_key(KEY, packs=packs), VirtualTime(start)
        staff = people(owner)
        desk = Desk(portal, office, clock)
        player = Casework(desk, worker, office, clock, staff)
        yield Practice(database, owner, portal, worker, root, office, clock, desk, staff, player)
    finally:
        for engine in (owner, portal, worker, root):
            engine.dispose()
