"""Moments that fall badly: an answer while the run suspends, a worker that wakes up too late."""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.keeping import keep
from flows.clockwork.pairing import Kept
from models.law.dates import SHANGHAI
from models.words import Stage
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.prefect_run import Run
from tests.chaos import Tally, times
from tests.orchestrated.gate import gate
from tests.orchestrated.works import Works, until

#: Visits answered one right after the other; six months have twenty-six windows.
VISITS = 20
#: Nobody reconciles here, so an answer that was missed once would never be gone on with.
LONG = 60.0


@pytest.fixture
def seed() -> int:
    """A number for this run's chances, shown when the test fails."""
    number = time.time_ns() % 1_000_000
    print(f"seed {number}")
    return number


def test_an_answer_while_the_run_is_on_its_way_to_suspend_is_gone_on_with(
    works: Works, seed: int
) -> None:
    chance = random.Random(seed)
    case_id = works.bring("ask:follow-up-plan")
    # A year late, every window is open as soon as the one before it is dealt with.
    works.clock.advance_to(works.clock.now() + timedelta(days=365))
    works.player.answer(works.player.find(case_id, "ask:follow-up-plan"))
    works.reconcile()
    works.fork_worker()
    works.at_rest()

    waited, still_running = [], 0
    for number in range(1, VISITS + 1):
        visit = works.player.find(case_id, f"ask:visit:window-{number}")
        # The step was there the moment the effect was committed; its run is about to suspend.
        time.sleep(chance.choice((0.0, chance.uniform(0, 0.2))))
        still_running += not all(run.is_suspended for run in works.open_runs())
        began = time.monotonic()
        works.player.answer(visit, on=_today(works), next_on=None)
        works.settled(case_id, LONG)
        waited.append(round(time.monotonic() - began, 2))
    works.at_rest()

    print(f"seconds waited: {waited}; run still under way at {still_running} answers")
    assert still_running, "no answer fell into the moment this test is about"
    assert works.one("SELECT count(*) FROM papers WHERE paper = 'visit_record'") == VISITS
    assert works.broken_promises() == {}


def test_a_worker_that_stood_still_past_its_lease_commits_nothing_any_more(
    works: Works,
) -> None:
    cases = [works.bring("ask:registration") for _ in range(12)]
    works.reconcile()
    old = works.fork_worker()
    works.at_rest()
    case_id = next(case for case in cases if _stands_still_with_a_lease(works, case))
    fence = _fence(works, case_id)

    assert works.reconcile_after_leases().replaced == 1
    new = works.fork_worker(works.state / "new.log")
    works.settled(case_id)
    made_by_new = works.rows("SELECT * FROM paper_versions WHERE case_id = :case", case=case_id)
    old.thaw()
    until(lambda: "Replaced" in works.log.read_text(), LONG, "the old holder's refusal")
    works.at_rest()

    assert _fence(works, case_id) > fence
    assert len(made_by_new) == 1
    assert (
        works.rows("SELECT * FROM paper_versions WHERE case_id = :case", case=case_id)
        == made_by_new
    )
    assert works.rows("SELECT id FROM steps WHERE attempts > 0") == []
    works.becomes_paired()
    assert works.broken_promises() == {}
    # The old one is none the worse for it.
    works.kill(new)
    works.people_go_on(case_id)
    works.settled(case_id)
    assert old.ended is None


def test_a_worker_that_stands_still_in_a_transaction_loses_it_and_holds_nobody_up(
    works: Works, postgres: EmbeddedPostgres
) -> None:
    case_id = works.bring("ask:registration")
    works.reconcile()
    with gate(postgres.url(works.database.name)) as shut:
        old = works.fork_worker(STANDSTILL_SECONDS="4")
        works.at_rest()
        works.player.answer(works.player.find(case_id, "ask:registration"))
        shut.await_arrival()
        old.freeze()
        shut.open()
    # Its transaction holds the case and the stage, and nobody is there to commit it.
    works.bring("ask:registration")
    assert works.reconcile_after_leases() == Kept(created=1)
    assert works.begun() == 1
    works.desk.start_side(works.staff["worker1"], case_id, Stage.INJUNCTION, reason="另有情况。")
    assert works.undone(case_id) == ["issue:registration"]
    assert works.reconcile_after_leases().created == 2
    works.fork_worker(works.state / "new.log")
    works.settled(case_id)

    old.thaw()
    until(lambda: "issue:registration: " in works.log.read_text(), LONG, "the old one's failure")
    works.at_rest()
    assert works.one("SELECT count(*) FROM paper_versions") == 1
    assert works.rows("SELECT id FROM steps WHERE attempts > 0") == []
    assert old.ended is None
    works.becomes_paired()
    assert works.broken_promises() == {}


WHOLE_STOPS, FEW_STOPS = 20, 2


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_workers_that_stand_still_at_any_moment_past_their_lease_double_nothing(
    works: Works,
) -> None:
    tally = Tally("workers stopped past their lease")
    cases = [works.bring("ask:registration") for _ in range(4)]
    works.reconcile()
    worker = works.fork_worker(STANDSTILL_SECONDS="4")
    works.at_rest()
    for number in range(times(WHOLE_STOPS, FEW_STOPS)):
        case_id = cases[number % len(cases)]
        before = len(works.open_runs())
        assert works.player.step_once(case_id)
        time.sleep(tally.chance.uniform(0, 0.25))
        worker.freeze()
        where = "in a transaction" if works.begun() else "at work" if works.all_undone() else "idle"
        tally.tried[f"stopped {where}"] += 1
        tally.kept["runs"] += before
        works.reconcile_after_leases()
        other = works.fork_worker(works.state / "other.log", STANDSTILL_SECONDS="4")
        works.done_in_the_end()
        worker.thaw()
        works.at_rest()
        # One of them goes; which, is chance.
        leaves, worker = tally.chance.sample([worker, other], 2)
        works.kill(leaves)
        works.reconcile_after_leases()
        works.at_rest()
    tally.kept["documents"] = works.one("SELECT count(*) FROM paper_versions")
    lost = [f"doubled: {tuple(row)}" for row in works.rows(
        "SELECT p.stage_id, p.paper, p.about FROM papers p JOIN paper_versions v "
        "ON v.paper_id = p.id GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )]  # fmt: skip
    lost += [f"not done: {one}" for one in works.all_undone()]
    works.becomes_paired()
    tally.tell([*lost, *works.broken_promises().items()])
    assert worker.ended is None


class FakePaging(PrefectApi):
    """A server whose list of live runs moves on between two pages, so that one is not in it."""

    def __init__(self, works: Works, unseen: UUID) -> None:
        """Speak with the same server."""
        super().__init__(works.server.stock.api_url, works.server.stock.auth_string)
        self._unseen = unseen

    def live_runs(self) -> Iterator[Run]:
        """Every live run but one."""
        return (run for run in super().live_runs() if run.id != self._unseen)


def test_a_run_that_the_list_of_live_runs_misses_is_not_replaced(works: Works) -> None:
    works.bring("ask:registration")
    works.reconcile()
    works.fork_worker()
    works.at_rest()
    [run] = works.open_runs()

    with FakePaging(works, run.id) as api:
        assert list(api.live_runs()) == []
        assert keep(works.place, api).nothing
    works.becomes_paired()


def _stands_still_with_a_lease(works: Works, case_id: UUID) -> bool:
    """Answer, and stop the worker between its lease and its effect; False when it was faster."""
    [worker] = works.forked
    fence = _fence(works, case_id)
    works.player.answer(works.player.find(case_id, "ask:registration"))
    until(lambda: _fence(works, case_id) > fence, LONG, "the lease")
    worker.freeze()
    if works.undone(case_id) and not works.begun():
        return True
    worker.thaw()
    works.settled(case_id)
    works.at_rest()
    return False


def _fence(works: Works, case_id: UUID) -> int:
    found: int = works.one(
        "SELECT fence FROM stages WHERE case_id = :case AND name = 'receipt'", case=case_id
    )
    return found


def _today(works: Works) -> str:
    return works.clock.now().astimezone(SHANGHAI).date().isoformat()
