"""A golden database restored and upgraded by the product's migrations, and every case played on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from deployments.machine import migrate
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from deployments.rehearsal.scene import Scene
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store import logins
from models.store.acting import as_worker, make_engine
from models.store.driver import engine_to
from models.time_source import VirtualTime
from tasks.check.statement import promises
from tasks.office import Office
from tests.golden.company import Company, Stuck, Way
from tests.golden.dumping import restore
from tests.golden.history import history
from tests.golden.structure import structure
from tests.golden.telling import Golden, Standing

_HALF_AN_HOUR = timedelta(minutes=30)
_CASES = text("SELECT id, number, state FROM cases")
_VISITS = text(
    "SELECT about, to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS last_on FROM steps "
    "WHERE stage_id = ANY (:stages) AND case_id = :case AND about LIKE 'window-%' "
    "AND form = 'visit' AND state <> 'superseded' ORDER BY due_at"
)
_OPEN_STAGES = text("SELECT id FROM stages WHERE state = 'open' ORDER BY case_id, ordinal")

History = dict[str, tuple[int, str]]
Structure = dict[str, set[str]]
#: What breaks the nothing-lost statement, by promise.
Broken = dict[str, tuple[str, ...]]


@dataclass(frozen=True, repr=False)
class Upgraded:
    """A golden database after the upgrade: where it can be played on, and what the upgrade did."""

    golden: Golden
    scene: Scene
    history_before: History
    history: History
    structure: Structure


@dataclass(frozen=True, repr=False)
class Played:
    """What came of the cases of a golden database.

    Attributes:
        stood: What was open in each case, by its name, after the upgrade.
        told_again: The same when this version had told every open stage once more, or why it could not.
        broken_then: What did not hold after the upgrade.
        visits: Last day of every window of the follow-up each case stood in, by its name.
        stuck: The cases that did not go on, by name, and why.
        states: The state of each case at the end, by number.
        broken: What does not hold at the end.
    """

    stood: dict[str, set[str]]
    told_again: dict[str, set[str]]
    broken_then: Broken
    visits: dict[str, dict[str, str]]
    stuck: dict[str, Stuck]
    states: dict[str, str]
    broken: Broken


@contextmanager
def upgrade(postgres: EmbeddedPostgres, golden: Golden) -> Iterator[Upgraded]:
    """Restore and upgrade; the server knows the product's roles already."""
    name = f"golden_{golden.name.replace('-', '_')}"
    postgres.create_database(name, owner=OWNER_ROLE)
    restore(postgres, golden, name)
    url = postgres.url
    owner = engine_to(url(name, OWNER_ROLE))
    with owner.begin() as db:
        before = history(db)
    migrate.upgrade(
        url(name, OWNER_ROLE),
        portal_password=password_of(postgres.state, PORTAL_ROLE),
        worker_password=password_of(postgres.state, WORKER_ROLE),
    )
    with owner.begin() as db:
        logins.go_by_any_clock(db)
        after, made = history(db), structure(db)
    owner.dispose()
    portal, worker = make_engine(url(name, PORTAL_ROLE)), make_engine(url(name, WORKER_ROLE))
    office, clock = Office.with_key(golden.key), VirtualTime(golden.stands_at)
    try:
        scene = Scene(portal, worker, office, clock, {}, url(name, OWNER_ROLE))
        yield Upgraded(golden, scene, before, after, made)
    finally:
        portal.dispose()
        worker.dispose()
        postgres.drop_database(name)


def play_on(golden: Golden, scene: Scene) -> Played:
    """Play every case to its end, all beside each other."""
    company = Company(scene)
    with as_worker(scene.worker) as db:
        ids: dict[str, UUID] = {row.number: row.id for row in db.execute(_CASES)}
        broken_then = _broken(db, scene)
        stages = list(db.execute(_OPEN_STAGES).scalars())
    stood = _open(company, golden, ids)
    refused = company.tell_again()
    told_again = _open(company, golden, ids)
    for one in golden.cases:
        if why := refused.get(ids[one.number]):
            told_again[one.told.name] = {why}

    def way(one: Standing) -> Way:
        yield from company.go_on(ids[one.number], one.told, holds=one.leaves)

    stuck = company.play({one.told.name: (golden.stands_at, way(one)) for one in golden.cases})
    with suppress(Stuck):  # Then every case is stuck already.
        company.go_to(company.now + _HALF_AN_HOUR)
    with as_worker(scene.worker) as db:
        states = {row.number: row.state for row in db.execute(_CASES)}
        visits = {
            one.told.name: {row.about: row.last_on for row in db.execute(
                _VISITS, {"stages": stages, "case": ids[one.number]})}
            for one in golden.cases
        }  # fmt: skip
        return Played(stood, told_again, broken_then, visits, stuck, states, _broken(db, scene))


def _open(company: Company, golden: Golden, ids: dict[str, UUID]) -> dict[str, set[str]]:
    """What people and timers are waited for in each case, whose it is, and until when."""
    return {
        one.told.name: {
            f"{step.stage} {step.key} (round {step.round}), owner {step.owner_id}, due {step.due_at}"
            for step in company.open_steps(ids[one.number])
            if step.kind in ("ask", "approve", "timer")
        }
        for one in golden.cases
    }


def _broken(db: Connection, scene: Scene) -> Broken:
    found = promises(db, scene.office, now=scene.clock.now())
    return {one.sentence: one.problems for one in found if not one.holds}
