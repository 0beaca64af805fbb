"""A case goes through real Prefect: answers at the desk, documents from the worker."""

from tests.orchestrated.works import Works, until


def test_a_worker_makes_the_document_a_moment_after_the_answer(works: Works) -> None:
    works.start_worker()
    case_id = works.desk.open_case(works.staff["worker1"])
    step = works.player.find(case_id, "ask:registration")

    works.player.answer(step)
    works.settled(case_id)

    keys = [step.key for step in works.player.open_steps(case_id)]
    assert "ask:police-report" in keys


def test_each_open_stage_has_one_live_run_and_each_live_run_one_open_stage(works: Works) -> None:
    works.start_worker()
    case_id = works.desk.open_case(works.staff["worker1"])
    for _ in range(4):
        works.player.step_once(case_id)
        works.settled(case_id)

    def paired() -> bool:
        works.reconcile()
        live = {run.id: run for run in works.api.live_runs() if run.stage_id}
        return (
            bool(live)
            and all(run.is_suspended for run in live.values())
            and works.reconcile().nothing
        )

    until(paired, 60, "one run a stage")
