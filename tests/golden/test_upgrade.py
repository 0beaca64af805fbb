"""Cases begun with a version before go on after the upgrade, each to its end.

Every golden database is restored, upgraded by the product's own migrations, and played on through
the desk by this version's rules and words. What fails here would have stopped somebody's case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, create_engine, text

from deployments.machine import migrate
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from deployments.rehearsal.scene import Scene
from flows.readers.inline import advance
from models.clock import VirtualClock
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.acting import as_worker, make_engine
from models.words import Stage
from tasks.check.statement import promises
from tasks.office import Office
from tests.golden.company import Company, Stuck, Way
from tests.golden.dumping import restore
from tests.golden.history import history
from tests.golden.make import head
from tests.golden.telling import Golden, Standing, all_golden

_HALF_AN_HOUR = timedelta(minutes=30)
_CASE = text("SELECT id FROM cases WHERE number = :number")
_OPEN_STAGES = text("SELECT id FROM stages WHERE state = 'open' ORDER BY case_id, ordinal")
_STATES = text("SELECT number, state FROM cases ORDER BY number")

GOLDEN = all_golden()


@dataclass(frozen=True, repr=False)
class Upgraded:
    """What came of a golden database: history before and after, and the end of every case.

    `stood` and `told_again` are what was open in each case before and after this version told every
    open stage again; `broken_then` and `broken_at_the_end` are what the nothing-lost statement found,
    right after the upgrade and when all was played.
    """

    golden: Golden
    before: dict[str, tuple[int, str]]
    after: dict[str, tuple[int, str]]
    stood: dict[str, set[str]]
    told_again: dict[str, set[str]]
    broken_then: dict[str, tuple[str, ...]]
    stuck: dict[str, Stuck]
    states: dict[str, str]
    broken_at_the_end: dict[str, tuple[str, ...]]


@pytest.fixture(scope="module", params=GOLDEN, ids=lambda golden: golden.name)
def upgraded(
    request: pytest.FixtureRequest, postgres: EmbeddedPostgres, template_database: str
) -> Iterator[Upgraded]:
    """A golden database restored, upgraded and played to the end of every case, once."""
    assert template_database  # It made the roles that the dump gives rights to.
    golden: Golden = request.param
    name = f"golden_{golden.name.replace('-', '_')}"
    postgres.create_database(name, owner=OWNER_ROLE)
    restore(postgres, golden, name)
    owner = create_engine(postgres.url(name, OWNER_ROLE))
    with owner.begin() as db:
        before = history(db)
    migrate.upgrade(
        postgres.url(name, OWNER_ROLE),
        portal_password=password_of(postgres.state, PORTAL_ROLE),
        worker_password=password_of(postgres.state, WORKER_ROLE),
    )
    with owner.begin() as db:
        after = history(db)
    owner.dispose()
    scene = _scene(postgres, name, golden)
    try:
        yield _played(scene, golden, before, after)
    finally:
        scene.portal.dispose()
        scene.worker.dispose()
        postgres.drop_database(name)


def _scene(postgres: EmbeddedPostgres, name: str, golden: Golden) -> Scene:
    return Scene(
        make_engine(postgres.url(name, PORTAL_ROLE)), make_engine(postgres.url(name, WORKER_ROLE)),
        Office.with_key(golden.key), VirtualClock(golden.stands_at), {},
        postgres.url(name, OWNER_ROLE),
    )  # fmt: skip


def _played(
    scene: Scene,
    golden: Golden,
    before: dict[str, tuple[int, str]],
    after: dict[str, tuple[int, str]],
) -> Upgraded:
    with as_worker(scene.worker) as db:
        then = _broken(db, scene)
        ids = {one.number: db.execute(_CASE, {"number": one.number}).scalar_one()
               for one in golden.cases}  # fmt: skip
    company = Company(scene)
    stood = _open_in(company, ids)
    _tell_again(scene)
    told_again = _open_in(company, ids)

    def way(one: Standing) -> Way:
        yield from company.go_on(ids[one.number], one.told, holds=one.leaves)

    ways = {one.told.name: (golden.stands_at, way(one)) for one in golden.cases}
    stuck = company.play(ways)
    company.go_to(company.now + _HALF_AN_HOUR)
    with as_worker(scene.worker) as db:
        states = {row.number: row.state for row in db.execute(_STATES)}
        return Upgraded(
            golden, before, after, stood, told_again, then, stuck, states, _broken(db, scene)
        )


def _open_in(company: Company, ids: dict[str, UUID]) -> dict[str, set[str]]:
    """What people and timers are waited for in each case, and until when."""
    return {
        number: {
            f"{step.stage} {step.key} (round {step.round}), due {step.due_at}"
            for step in company.open_steps(case_id)
            if step.kind in ("ask", "approve", "timer")
        }
        for number, case_id in ids.items()
    }


def _tell_again(scene: Scene) -> None:
    """Replay every open stage, as reconcile does after each start."""
    with as_worker(scene.worker) as db:
        for stage_id in db.execute(_OPEN_STAGES).scalars().all():
            advance(db, scene.office, stage_id, now=scene.clock.now())


def _broken(db: Connection, scene: Scene) -> dict[str, tuple[str, ...]]:
    found = promises(db, scene.office, now=scene.clock.now())
    return {one.sentence: one.problems for one in found if not one.holds}


def test_the_upgrade_leaves_history_as_it_was(upgraded: Upgraded):
    assert upgraded.after == upgraded.before


def test_the_nothing_lost_statement_holds_after_the_upgrade(upgraded: Upgraded):
    assert upgraded.broken_then == {}


def test_told_again_by_this_version_every_case_stands_where_it_stood(upgraded: Upgraded):
    """Nobody is asked anew for what was done, nobody's work disappears, no day moves."""
    names = {one.number: one.told.name for one in upgraded.golden.cases}
    moved = {
        names[number]: {"gone": before - upgraded.told_again[number],
                        "new": upgraded.told_again[number] - before}
        for number, before in upgraded.stood.items() if before != upgraded.told_again[number]
    }  # fmt: skip

    assert moved == {}


@pytest.mark.parametrize(
    ("upgraded", "name"),
    [(golden, one.told.name) for golden in GOLDEN for one in golden.cases],
    indirect=["upgraded"],
    ids=[f"{golden.name}-{one.told.name}" for golden in GOLDEN for one in golden.cases],
)
def test_a_case_of_the_version_before_goes_on_to_its_end(upgraded: Upgraded, name: str):
    [case] = [one for one in upgraded.golden.cases if one.told.name == name]
    stood = f"{case.about}. It had stood at: {case.stood}"

    assert upgraded.stuck.get(name) is None, f"{upgraded.stuck[name]}\n{stood}"
    assert upgraded.states[case.number] == "closed", stood


def test_at_the_end_nothing_is_lost_and_numbers_and_chains_are_whole(upgraded: Upgraded):
    assert [str(one) for one in upgraded.stuck.values()] == []
    assert upgraded.broken_at_the_end == {}


def test_a_golden_database_has_cases_in_every_stage_and_procedure():
    for golden in GOLDEN:
        stood = " ".join(one.stood for one in golden.cases)

        assert {stage for stage in Stage if f"; {stage.value}:" not in stood} == set(), golden.name


def test_the_newest_golden_database_is_no_newer_than_the_migrations():
    assert GOLDEN
    assert GOLDEN[-1].name.partition("-")[0] <= head()
