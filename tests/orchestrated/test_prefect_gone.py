"""Prefect may be away, and its whole database may be lost: the case record goes on."""

import shutil
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.register import register_all
from models.store import views_step
from models.store.acting import as_officer
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

    works.server.kill()
    postgres.drop_database(PREFECT_DATABASE)
    shutil.rmtree(works.server.stock.home / "storage", ignore_errors=True)
    postgres.create_database(PREFECT_DATABASE)
    works.server.make_tables()
    works.server.start()
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
