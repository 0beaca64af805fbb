"""The longest case, killed at every step boundary, comes to where its undisturbed twin comes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from deployments.machine.postgres import EmbeddedPostgres
from flows.desk.desk import Desk
from flows.readers.local import work_off
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.acting import as_worker, make_engine
from models.time_source import VirtualTime
from models.words import MAIN_STAGES
from tasks.office import Office
from tests.flows.story import story
from tests.orchestrated.gate import gate
from tests.orchestrated.killing import Kill, Killer, ServerKiller, WorkerKiller, spared
from tests.orchestrated.longest_case import MAIN_LINE, LongestCase
from tests.orchestrated.works import KEY, START, Works, until
from tests.people_factories import make_staff
from tests.replaying import replays_to_what_it_is

Account = dict[str, list[tuple[Any, ...]]]
_MOMENTS = text(
    "SELECT g.ordinal, s.key, s.round, s.opened_at, s.done_at, s.attempts FROM steps s "
    "JOIN stages g ON g.id = s.stage_id ORDER BY 1, 2, 3"
)
#: Every window of six months' weekly visits has a record; the other documents come on top.
WEEKS = 26


@pytest.fixture(scope="module")
def twin(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Account]:
    """The same case where nothing ever fails and no Prefect is: played in this process."""
    postgres.create_database("twin", template=template_database, owner=OWNER_ROLE)
    owner, portal, worker = engines = [
        make_engine(postgres.url("twin", role)) for role in (OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE)
    ]
    office, clock = Office.with_key(KEY), VirtualTime(START)

    def do_the_workers_part() -> None:
        work_off(worker, office, clock)

    case = LongestCase(
        Desk(portal, office, clock), worker, office, clock, make_staff(owner),
        after_action=do_the_workers_part,
    )  # fmt: skip
    case_id = case.begin()
    case.play(case_id)
    yield account_of(worker)
    for engine in engines:
        engine.dispose()
    postgres.drop_database("twin")


@pytest.mark.timeout(900)
def test_a_worker_killed_at_every_step_changes_nothing(
    works: Works, twin: Account, postgres: EmbeddedPostgres
) -> None:
    with gate(postgres.url(works.database.name)) as shut:
        killer = WorkerKiller(works, shut)
        killer.start()
        _same_as_twin(works, killer, twin)


@pytest.mark.timeout(900)
def test_a_prefect_server_killed_at_every_step_changes_nothing(
    works: Works, twin: Account, postgres: EmbeddedPostgres
) -> None:
    with gate(postgres.url(works.database.name)) as shut:
        killer = ServerKiller(works, shut)
        worker = works.fork_worker()
        _same_as_twin(works, killer, twin)

    assert worker.ended is None


def account_of(worker: Engine) -> Account:
    """What the case has come to, and when."""
    with as_worker(worker) as db:
        return story(db) | {"moments": [tuple(row) for row in db.execute(_MOMENTS)]}


def _same_as_twin(works: Works, killer: Killer, twin: Account) -> None:
    case = LongestCase(
        works.desk, works.worker_engine, works.office, works.clock, works.staff,
        after_action=killer,
    )  # fmt: skip
    case_id = case.begin()
    case.play(case_id)

    account = account_of(works.worker_engine)
    for heading, expected in twin.items():
        assert account[heading] == expected, heading
    stages = {ordinal: (name, outcome) for _, ordinal, name, _, outcome in account["stages"]}
    assert [stage for stage in stages.values() if stage[0] in MAIN_STAGES] == MAIN_LINE
    automatic = {
        f"{stages[ordinal][0]} {key} {turn}"
        for _, ordinal, key, turn, kind, *_ in account["steps"]
        if kind == "issue"
    }
    _struck_everywhere(killer.kills, automatic)
    until(lambda: works.reconcile().nothing and not works.open_runs(), 60, "the last run's end")
    assert works.broken_promises() == {}
    assert replays_to_what_it_is(works.worker_engine, works.office, case_id) > 0


def _struck_everywhere(kills: list[Kill], automatic: set[str]) -> None:
    """Each automatic step was struck on either side of its commit, while its run was at work."""
    before = [kill.keys for kill in kills if kill.moment == "before the commit"]
    after = Counter(key for kill in kills if kill.moment == "after the commit" for key in kill.keys)

    assert len(automatic) > WEEKS
    automatic = {key for key in automatic if not spared(key)}
    assert frozenset[str]().union(*before) == automatic
    assert after == dict.fromkeys(automatic, 1)
    assert {kill.run for kill in kills} == {"RUNNING"}
    assert len({kill.pid for kill in kills}) == len(kills) == 2 * len(automatic)
