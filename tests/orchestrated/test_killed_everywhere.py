"""The longest case, killed at every step boundary, comes to where its undisturbed twin comes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from deployments.postgres import EmbeddedPostgres
from flows.desk import Desk
from flows.local import work_off
from models.clock import VirtualClock
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.acting import make_engine
from tasks.office import Office
from tests.orchestrated.gate import gate
from tests.orchestrated.killing import Killer, ServerKiller, WorkerKiller
from tests.orchestrated.longest_case import MAIN_LINE, LongestCase
from tests.orchestrated.same import account_of
from tests.orchestrated.works import KEY, START, Works, until
from tests.people_factories import make_staff

Account = dict[str, list[tuple[Any, ...]]]
#: Every window of six months' weekly visits has a record; the other documents come on top.
WEEKS = 26


@pytest.fixture(scope="module")
def twin(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Account]:
    """The same case where nothing ever fails and no Prefect is: played in this process."""
    postgres.create_database("twin", template=template_database, owner=OWNER_ROLE)
    owner, portal, worker = engines = [
        make_engine(postgres.url("twin", role)) for role in (OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE)
    ]
    office, clock = Office.with_key(KEY), VirtualClock(START)

    def do_the_workers_part() -> None:
        work_off(worker, office, clock)

    case = LongestCase(
        Desk(portal, office, clock), worker, office, clock, make_staff(owner),
        after_action=do_the_workers_part,
    )  # fmt: skip
    case_id = case.begin()
    case.play(case_id)
    yield account_of(worker, case_id)
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

    assert len({kill.pid for kill in killer.kills}) == len(killer.kills)
    assert len(works.forked) == 1


@pytest.mark.timeout(900)
def test_a_prefect_server_killed_at_every_step_changes_nothing(
    works: Works, twin: Account, postgres: EmbeddedPostgres
) -> None:
    with gate(postgres.url(works.database.name)) as shut:
        killer = ServerKiller(works, shut)
        worker = works.fork_worker()
        _same_as_twin(works, killer, twin)

    assert len({kill.pid for kill in killer.kills}) == len(killer.kills)
    assert worker.ended is None


def _same_as_twin(works: Works, killer: Killer, twin: Account) -> None:
    case = LongestCase(
        works.desk, works.worker_engine, works.office, works.clock, works.staff,
        after_action=killer,
    )  # fmt: skip
    case_id = case.begin()
    case.play(case_id)

    account = account_of(works.worker_engine, case_id)
    for heading, expected in twin.items():
        assert account[heading] == expected, heading
    _struck_everywhere(killer, account)
    until(lambda: works.reconcile().nothing and not works.open_runs(), 60, "the last run's end")
    assert works.broken_promises() == {}
    main = [(row[1], row[4]) for row in account["stages"] if row[2]]
    assert main == MAIN_LINE


def _struck_everywhere(killer: Killer, account: Account) -> None:
    """Each automatic step was struck once on either side of its commit, while its run worked."""
    names = {row[0]: row[1] for row in account["stages"]}
    automatic = {
        f"{names[row[0]]} {row[2]} {row[3]}" for row in account["steps"] if row[1] == "issue"
    }
    before = [kill for kill in killer.kills if kill.moment == "before the commit"]
    after = Counter(key for kill in killer.kills for key in kill.keys if kill not in before)

    assert len(automatic) > WEEKS
    assert frozenset().union(*(kill.keys for kill in before)) == automatic
    assert after == dict.fromkeys(automatic, 1)
    assert {kill.run for kill in killer.kills} == {"RUNNING"}
