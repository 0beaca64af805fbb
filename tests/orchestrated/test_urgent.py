"""What an urgent case waits for is done before others, whichever kind of worker does it."""

from uuid import UUID

from flows.clockwork.mirroring import Mirror
from tasks.engine.queues import POOL, URGENT
from tests.orchestrated.works import Works

_OWED = "ask:investigation"


def three_cases(works: Works) -> tuple[list[UUID], UUID]:
    """Two usual cases and then an urgent one, each a step before its report is made."""
    works.player.changes = {"triage": {"priority": "usual"}}
    usual = [works.bring(_OWED) for _ in range(2)]
    works.player.changes = {"triage": {"priority": "urgent"}}
    urgent = works.bring(_OWED)
    Mirror(works.place, works.api, link="http://portal.invalid/").grown()
    return usual, urgent


def answered(works: Works, cases: list[UUID]) -> None:
    """Have every case owe a report, with no worker there to make it."""
    for case_id in cases:
        works.player.answer(works.player.find(case_id, _OWED))
    assert len(works.all_undone()) == len(cases)


def run_of(works: Works, case_id: UUID) -> UUID:
    """The run of the stage that is open."""
    question = "SELECT flow_run_id FROM stages WHERE case_id = :case AND name = 'investigation'"
    return UUID(str(works.one(question, case=case_id)))


def test_prefect_hands_out_the_run_of_an_urgent_case_first(works: Works) -> None:
    usual, urgent = three_cases(works)
    answered(works, [*usual, urgent])
    for case_id in (*usual, urgent):
        assert works.api.resume_run(run_of(works, case_id))

    due = works.api.ask("POST", f"/work_pools/{POOL}/get_scheduled_flow_runs", {"limit": 1})

    assert [one["flow_run"]["id"] for one in due] == [str(run_of(works, urgent))]
    run = works.api.run_state(run_of(works, urgent))
    assert run
    assert run.raw["work_queue_name"] == URGENT
    assert "urgent" in run.raw["tags"]


def test_a_warm_worker_with_one_thread_makes_the_document_of_an_urgent_case_first(
    works: Works,
) -> None:
    usual, urgent = three_cases(works)
    answered(works, [*usual, urgent])

    works.fork_worker(WORKER_RUNS="1")
    for case_id in (*usual, urgent):
        works.settled(case_id)

    issued = works.rows("SELECT case_id FROM events WHERE tag = 'paper:issued' ORDER BY id")
    assert [row.case_id for row in issued[-3:]] == [urgent, *usual]
