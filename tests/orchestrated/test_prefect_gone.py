"""Prefect may be away, and its whole database may be lost: the case record goes on."""

import shutil
import time
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.register import register_all
from models.store import views_step
from models.store.acting import as_officer
from tests.chaos import Tally, times
from tests.orchestrated.conftest import PREFECT_DATABASE
from tests.orchestrated.gate import gate
from tests.orchestrated.works import Works, until

#: Gates far apart in the procedure: a form, a signature, a form asked of many, the court.
GATES = (
    "ask:registration",
    "approve:investigation-report",
    "ask:assessment",
    "ask:party-opinion:village",
    "approve:consultation-minutes",
    "ask:petition-draft",
)


def test_while_prefect_is_away_people_go_on_and_on_its_return_all_is_done(works: Works) -> None:
    works.fork_worker()
    cases = [works.bring(gate_key) for gate_key in GATES]
    works.reconcile()
    works.at_rest()
    before = _documents(works)

    works.server.kill()
    done = [works.people_go_on(case_id) for case_id in cases]
    waiting = [works.undone(case_id) for case_id in cases]
    _download_everything(works, cases)

    assert all(done)
    assert all(waiting)
    assert _documents(works) == before, "a document was made without Prefect"
    works.server.start()
    works.reconcile()
    for case_id in cases:
        works.settled(case_id)
    works.at_rest()
    _nothing_failed(works)
    assert max(_documents(works).values()) == 1


def test_a_server_away_for_longer_than_its_clients_wait_costs_nothing(
    works: Works, postgres: EmbeddedPostgres
) -> None:
    case_id = works.bring("ask:registration")
    works.reconcile()
    with gate(postgres.url(works.database.name)) as shut:
        works.start_worker(PREFECT_CLIENT_MAX_RETRIES="0")
        works.player.answer(works.player.find(case_id, "ask:registration"))
        shut.await_arrival()
        works.server.kill()
        shut.let_one_through()
        assert works.undone(case_id) == []
        # The run ends here as Prefect knows no run ends: its worker gave up telling.
        until(lambda: "was not driven to an end" in works.log.read_text())
        shut.open()
    works.server.start()
    [left] = works.open_runs()

    assert left.state == "RUNNING"
    works.reconcile_after_leases()
    works.people_go_on(case_id)
    works.settled(case_id)
    works.at_rest()
    _nothing_failed(works)
    assert max(_documents(works).values()) == 1


@pytest.mark.timeout(600)
def test_with_prefects_whole_database_gone_every_case_goes_on(
    works: Works, postgres: EmbeddedPostgres
) -> None:
    worker = works.fork_worker()
    cases = [works.bring(gate_key) for gate_key in GATES]
    works.reconcile()
    works.at_rest()
    before, lost = _documents(works), {run.id for run in works.open_runs()}
    stages = works.one("SELECT count(*) FROM stages WHERE state = 'open'")
    assert len(lost) == stages

    _lose_the_database(works, postgres)
    assert list(works.api.live_runs()) == []
    register_all(works.api, scheduled={})
    assert works.reconcile().created == stages
    works.at_rest(120)
    assert _documents(works) == before, "an effect was repeated"

    for case_id in cases:
        works.people_go_on(case_id)
        works.settled(case_id)
    works.at_rest()
    assert not lost & {run.id for run in works.open_runs()}
    assert worker.ended is None
    _nothing_failed(works)
    assert max(_documents(works).values()) == 1


WHOLE_OUTAGES, FEW_OUTAGES = 30, 2


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_prefect_killed_stopped_and_dropped_again_and_again_takes_nothing_from_any_case(
    works: Works, postgres: EmbeddedPostgres
) -> None:
    tally = Tally("Prefect away and dropped")
    worker = works.fork_worker()
    cases = [works.bring(gate_key) for gate_key in GATES]
    works.reconcile()
    works.at_rest()
    kinds = tally.chance.sample(["killed", "stopped", "its database dropped"], 3)
    for number in range(times(WHOLE_OUTAGES, FEW_OUTAGES)):
        kind = kinds[number % len(kinds)]
        # Under way, so that it goes while its worker speaks to it.
        tally.kept["acts"] += _somebody_acts(works, tally.chance.choice(cases))
        time.sleep(tally.chance.uniform(0, 0.3))
        if kind == "stopped":
            works.server.running.freeze()
        elif kind == "killed":
            works.server.kill()
        else:
            _lose_the_database(works, postgres, start=False)
        tally.tried[kind] += 1
        for _ in range(3):
            tally.kept["acts while it was away"] += _somebody_acts(
                works, tally.chance.choice(cases)
            )
        if kind == "stopped":
            time.sleep(tally.chance.uniform(0, 2))
            works.server.running.thaw()
        else:
            works.server.start()
        if kind == "its database dropped":
            register_all(works.api, scheduled={})
        # A run that nobody told of its end is one whose lease runs out.
        works.done_in_the_end()
        works.at_rest(120)
    tally.kept["documents"] = sum(_documents(works).values())
    lost = [f"doubled: {what}" for what, n in _documents(works).items() if n > 1]
    lost += [f"not done: {one}" for one in works.all_undone()]
    works.becomes_paired()
    tally.tell([*lost, *works.broken_promises().items()])
    assert worker.ended is None


def _somebody_acts(works: Works, case_id: UUID) -> int:
    """Do the next thing a person can do in a case, if there is any."""
    if not any(step.kind in ("ask", "approve") for step in works.player.open_steps(case_id)):
        return 0
    works.player.step_once(case_id)
    return 1


def _lose_the_database(works: Works, postgres: EmbeddedPostgres, *, start: bool = True) -> None:
    """Kill the server and leave it with an empty database, as after a disk was lost."""
    works.server.kill()
    postgres.drop_database(PREFECT_DATABASE)
    shutil.rmtree(works.server.stock.home / "storage", ignore_errors=True)
    postgres.create_database(PREFECT_DATABASE)
    works.server.make_tables()
    if start:
        works.server.start()


def _documents(works: Works) -> Counter[Any]:
    """How many versions each document has; none of these cases has one returned."""
    return Counter(
        tuple(row)
        for row in works.rows(
            "SELECT p.stage_id, p.paper, p.about FROM papers p "
            "JOIN paper_versions v ON v.paper_id = p.id"
        )
    )


def _download_everything(works: Works, cases: list[UUID]) -> None:
    for case_id in cases:
        versions = works.rows("SELECT id FROM paper_versions WHERE case_id = :case", case=case_id)
        for row in versions:
            with as_officer(works.desk._engine, works.staff["supervisor1"]) as db:
                assert views_step.version(db, row.id).size
                assert views_step.file(db, row.id)


def _nothing_failed(works: Works) -> None:
    assert works.rows("SELECT id FROM steps WHERE attempts > 0 OR failure IS NOT NULL") == []
    assert works.broken_promises() == {}
    works.becomes_paired()
