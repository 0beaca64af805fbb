"""Prefect's own process worker carries the same deployments, if more slowly."""

import sys
from collections.abc import Iterator
from uuid import UUID

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.register import register_all
from tasks.effects.issuing import issue_paper
from tasks.journal.task_settings import task_settings
from tests.orchestrated.conftest import PREFECT_DATABASE
from tests.orchestrated.marking import WORD
from tests.orchestrated.quoting import quoting_errors
from tests.orchestrated.searching import in_files, in_tables
from tests.orchestrated.works import Works, until

POOL = "stock"


@pytest.fixture
def stock(works: Works) -> Iterator[Works]:
    """A process pool that all deployments point to, and a worker of Prefect's own kind."""
    register_all(works.api, scheduled={}, pool_type="process", pool=POOL)
    program = (sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL)
    works.start_worker(*program, "--type", "process", PREFECT_WORKER_QUERY_SECONDS="1")
    yield works
    works.stop()
    register_all(works.api, scheduled={})


def test_a_stock_process_worker_carries_a_stage_and_prints_no_error_text(
    stock: Works, postgres: EmbeddedPostgres
) -> None:
    works = stock
    case_id = works.bring("ask:registration")
    works.player.answer(works.player.find(case_id, "ask:registration"))
    with quoting_errors(works.root, "BEFORE INSERT ON paper_versions"):
        works.reconcile()
        [run] = works.open_runs()
        until(lambda: _state(works, run.id) == "FAILED", 120, "the failing effect")
    tries = works.one("SELECT max(attempts) FROM steps WHERE case_id = :case", case=case_id)
    assert tries == 1 + task_settings(issue_paper).retries
    assert in_tables(postgres.url(PREFECT_DATABASE), [WORD]).places == ()
    assert in_tables(postgres.url(PREFECT_DATABASE), [str(run.id)]).places
    for folder in (works.state, works.server.stock.home):
        assert in_files(folder, [WORD]).places == ()
    assert in_files(works.state, [str(run.id)]).places

    works.reconcile()
    works.settled(case_id, 120)
    [again] = works.open_runs()
    until(lambda: _state(works, again.id) == "PAUSED", 60, "the suspension")

    assert again.id != run.id
    assert "ask:police-report" in {step.key for step in works.player.open_steps(case_id)}
    works.becomes_paired()
    assert works.broken_promises() == {}


def _state(works: Works, run_id: UUID) -> str:
    run = works.api.run_state(run_id)
    assert run
    return run.state
