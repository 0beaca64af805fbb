"""Whatever is doubled in Prefect (a resume, a run, a worker) goes on once."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from tests.orchestrated.works import Works, until


def _left(works: Works, run_id: UUID) -> list[str]:
    """The states in which workers left a run, in their own words."""
    return re.findall(rf"Run {run_id} left in (\w+)", works.log.read_text())


@pytest.mark.parametrize("times", [2, 8])
def test_a_run_resumed_several_times_at_once_goes_on_once(works: Works, times: int) -> None:
    worker = works.fork_worker()
    case_id = works.bring("ask:registration")
    works.reconcile()
    works.at_rest()
    [run] = works.open_runs()
    left_before = len(_left(works, run.id))
    worker.freeze()
    works.player.answer(works.player.find(case_id, "ask:registration"))

    together = Barrier(times)

    def resume() -> bool:
        with works.server.api() as api:
            together.wait()
            return api.resume_run(run.id)

    with ThreadPoolExecutor(times) as threads:
        accepted = [future.result() for future in [threads.submit(resume) for _ in range(times)]]
    worker.thaw()
    works.settled(case_id)
    works.at_rest()

    assert any(accepted)
    assert _left(works, run.id)[left_before:] == ["Suspended"]
    assert run.id in {live.id for live in works.open_runs()}
    assert works.one("SELECT count(*) FROM paper_versions") == 1
    assert works.broken_promises() == {}


def test_a_run_started_by_hand_for_a_stage_that_has_one_ends_quietly(works: Works) -> None:
    worker = works.fork_worker()
    case_id = works.bring("ask:registration")
    works.reconcile()
    works.at_rest()
    [run] = works.open_runs()
    assert run.stage_id
    worker.freeze()
    works.player.answer(works.player.find(case_id, "ask:registration"))

    by_hand = works.api.create_run("receipt", run.stage_id, f"by hand {uuid4()}")
    assert by_hand != run.id
    worker.thaw()
    works.settled(case_id)
    until(lambda: _left(works, by_hand))
    works.at_rest()

    assert _left(works, by_hand) == ["Completed"]
    assert works.one("SELECT flow_run_id FROM stages WHERE name = 'receipt'") == run.id
    assert works.one("SELECT count(*) FROM paper_versions") == 1
    works.becomes_paired()
    assert works.broken_promises() == {}


def test_two_workers_serve_ten_cases_and_double_nothing(works: Works) -> None:
    logs = [works.state / f"worker-{number}.log" for number in range(2)]
    for log in logs:
        works.fork_worker(log)
    cases = [works.bring("ask:registration") for _ in range(10)]
    works.reconcile()
    works.at_rest()

    with ThreadPoolExecutor(5) as people:
        for _ in range(4):
            list(people.map(works.people_go_on, cases))
            for case_id in cases:
                works.settled(case_id, 120)
    works.at_rest(120)

    assert all("left in Suspended" in log.read_text() for log in logs), "one did all the work"
    documents = works.rows(
        "SELECT g.case_id, g.name, p.paper, p.about, count(*) AS versions "
        "FROM papers p JOIN stages g ON g.id = p.stage_id "
        "JOIN paper_versions v ON v.paper_id = p.id GROUP BY 1, 2, 3, 4"
    )
    assert len(documents) >= 4 * len(cases)
    assert {row.versions for row in documents} == {1}
    works.becomes_paired()
    assert works.broken_promises() == {}
