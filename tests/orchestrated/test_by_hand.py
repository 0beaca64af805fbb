"""What is pressed in Prefect changes no case, and is put right."""

from typing import Any
from uuid import UUID

import pytest

from flows.clockwork.mirroring import Mirror
from flows.clockwork.pairing import mend
from flows.readers.workplace import Workplace
from models.store.acting import as_worker
from tasks.journal.entry import TRIES
from tasks.mirror.comparing import compare
from tests.orchestrated.works import DOOMSDAY, Standing, Works, until

LINK = "http://portal.invalid/"
#: What Prefect's pages and commands do to a run that waits.
FORCED = (
    {"type": "FAILED", "name": "Failed"},
    {"type": "CRASHED", "name": "Crashed"},
    {"type": "CANCELLED", "name": "Cancelled"},
    {"type": "CANCELLING", "name": "Cancelling"},
    {"type": "COMPLETED", "name": "Completed"},
    {"type": "RUNNING", "name": "Running"},
    {"type": "PENDING", "name": "Pending"},
    {"type": "PAUSED", "name": "Paused"},
)


def run_id(works: Works) -> UUID:
    """The run that the record knows of the receipt."""
    return UUID(str(works.one("SELECT flow_run_id FROM stages WHERE name = 'receipt'")))


def record(works: Works) -> list[Any]:
    """What a case is: its steps, its events, its documents."""
    return [
        works.rows(question)
        for question in (
            "SELECT id, key, state, owner_id, due_at FROM steps ORDER BY id",
            "SELECT case_id, seq, tag, hash FROM events ORDER BY id",
            "SELECT id, paper_id, version FROM paper_versions ORDER BY id",
        )
    ]


def is_whole(works: Works) -> bool:
    """Whether Prefect shows what stands in the record."""
    with as_worker(works.worker_engine) as db:
        found = compare(db, works.api, now=works.clock.now(), link=LINK)
    return found.is_whole


@pytest.mark.parametrize("state", FORCED, ids=lambda state: state["name"])
def test_a_run_whose_state_was_forced_changes_no_case_and_another_waits(
    works: Works, state: dict[str, str]
) -> None:
    works.bring("ask:triage")
    Mirror(works.place, works.api, link=LINK).all()
    before, run = record(works), run_id(works)

    assert works.api.show_run(run, state, None)
    # A minute later, when whoever might be behind it would have shown a sign of life.
    later = Workplace(works.worker_engine, works.office, Standing(DOOMSDAY))
    assert not mend(later, works.api).nothing
    Mirror(works.place, works.api, link=LINK).all()

    until(lambda: is_whole(works), 30, "the whole drawing")
    assert run_id(works) != run
    works.becomes_paired()
    assert record(works) == before


def test_a_run_that_was_resumed_or_retried_by_hand_is_told_again_and_waits_again(
    works: Works,
) -> None:
    works.bring("ask:triage")
    Mirror(works.place, works.api, link=LINK).all()
    works.fork_worker()
    before, run = record(works), run_id(works)

    works.api.ask("POST", f"/flow_runs/{run}/resume", {})
    works.at_rest()
    again = {"type": "SCHEDULED", "name": "AwaitingRetry"}
    works.api.ask("POST", f"/flow_runs/{run}/set_state", {"state": again, "force": True})
    works.at_rest()

    assert run_id(works) == run
    until(lambda: is_whole(works), 30, "the whole drawing")
    assert record(works) == before


def test_a_replaced_run_that_is_retried_by_hand_ends_and_the_other_stays(works: Works) -> None:
    works.bring("ask:triage")
    Mirror(works.place, works.api, link=LINK).all()
    before, old = record(works), run_id(works)
    works.api.cancel_run(old)
    works.reconcile()
    new = run_id(works)
    works.fork_worker()

    works.api.show_run(old, {"type": "SCHEDULED", "name": "AwaitingRetry"}, None)
    until(lambda: _state(works, old) == "COMPLETED", 60, "the end of the old run")
    works.at_rest()

    assert run_id(works) == new != old
    assert record(works) == before


def _state(works: Works, run: UUID) -> str:
    found = works.api.run_state(run)
    assert found
    return found.state


def test_a_document_given_up_is_tried_again_by_a_person_of_the_case_and_not_from_prefect(
    works: Works,
) -> None:
    case_id = works.bring("ask:registration")
    works.player.answer(works.player.find(case_id, "ask:registration"))
    works.tell(
        "UPDATE steps SET attempts = :tries, failure = '没有办成' WHERE kind = 'issue'", tries=TRIES
    )
    Mirror(works.place, works.api, link=LINK).all()
    works.fork_worker()
    run = run_id(works)

    works.api.resume_run(run)
    works.at_rest()
    assert works.one("SELECT count(*) FROM paper_versions") == 0

    works.desk.try_again(
        works.staff["supervisor1"], works.player.find(case_id, "issue:registration").id
    )
    works.settled(case_id)
    assert works.one("SELECT count(*) FROM paper_versions") == 1
