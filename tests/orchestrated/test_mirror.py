"""What stands in the record can be seen in Prefect, and Prefect can be lost at any time."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.clockwork.mirroring import Mirror
from models.store.acting import as_worker
from tasks.engine.prefect_run import Run
from tasks.mirror import tables
from tasks.mirror.comparing import Compared, compare
from tasks.mirror.confirming import SURE_AFTER
from tests.orchestrated.quoting import quoting_errors
from tests.orchestrated.works import Works, until

LINK = "http://portal.invalid/"


def mirror(works: Works) -> Mirror:
    """A mirror as a worker has it."""
    return Mirror(works.place, works.api, link=LINK)


def compared(works: Works) -> Compared:
    """What the command compares."""
    with as_worker(works.worker_engine) as db:
        return compare(db, works.api, now=works.clock.now(), link=LINK)


def becomes_whole(works: Works) -> None:
    """Prefect's server writes down what it was told about a second later."""
    until(lambda: compared(works).is_whole, 30, "the whole drawing")


def run_of(works: Works, stage: str) -> Run:
    """The run that the record knows of a stage."""
    run_id = works.one("SELECT flow_run_id FROM stages WHERE name = :name", name=stage)
    run = works.api.run_state(run_id)
    assert run
    return run


def shown(works: Works, *stages: str) -> dict[str, dict[str, Any]]:
    """The task runs of some stages by name."""
    ids = [run_of(works, stage).id for stage in stages]
    return {row["name"]: row for row in works.api.task_runs_of(ids)}


def test_every_stage_is_a_run_and_every_step_a_task_run_before_any_worker_is_there(
    works: Works,
) -> None:
    case_id = works.bring("ask:minutes")

    told = mirror(works).grown()
    becomes_whole(works)

    run = run_of(works, "consultation")
    tags = set(run.raw["tags"])
    assert (run.state, run.state_name) == ("PAUSED", "Suspended")
    assert run.raw["name"] == f"consultation · case {case_id.hex[:6]}"
    assert run.raw["state"]["message"].startswith("waiting for minutes, caseworker")
    assert {f"case:{case_id}", "stage:consultation", "waiting:centre"} <= tags
    assert run_of(works, "receipt").raw["state"]["message"] == "accepted"
    steps = shown(works, "receipt", "investigation", "assessment", "consultation")
    assert steps["ask:minutes"]["state_name"] == "Waiting"
    assert set(steps["ask:minutes"]["tags"]) == {"role:caseworker", "holder:centre"}
    assert steps["ask:triage"]["state_name"] == "Answered"
    assert steps["sign:assessment-report:2:director"]["state_name"] == "Signed"
    assert told.runs == works.one("SELECT count(*) FROM stages")
    assert mirror(works).all().nothing


def test_an_answer_is_drawn_as_a_difference_and_the_next_step_waits(works: Works) -> None:
    case_id = works.bring("ask:triage")
    made = mirror(works)
    made.grown()
    becomes_whole(works)
    before = run_of(works, "receipt")

    works.player.answer(works.player.find(case_id, "ask:triage"))
    told = made.grown()
    becomes_whole(works)

    assert 0 < told.tasks < 8
    assert shown(works, "receipt")["ask:triage"]["state_name"] == "Answered"
    assert run_of(works, "receipt").raw["state"]["message"] != before.raw["state"]["message"]


def test_a_lost_prefect_database_is_drawn_anew_and_both_drawings_are_equal(works: Works) -> None:
    works.bring("ask:minutes")
    made = mirror(works)
    made.grown()
    becomes_whole(works)
    before = _seen(works)

    _lose_everything(works)
    assert compared(works).of("stage").missing == compared(works).of("stage").record
    works.api.ask("DELETE", "/variables/name/hutong_mirror")
    works.reconcile()
    made.grown()
    becomes_whole(works)

    assert _seen(works) == before


def test_what_was_forced_or_deleted_by_hand_changes_no_case_and_is_put_right(works: Works) -> None:
    works.bring("ask:triage")
    made = mirror(works)
    made.grown()

    by_hand: dict[str, Callable[[UUID], None]] = {
        "cancelled": works.api.cancel_run,
        "completed": works.api.complete_run,
        "deleted": works.api.delete_run,
    }
    for what, act in by_hand.items():
        run = run_of(works, "receipt")
        act(run.id)
        works.reconcile()
        made.all()
        becomes_whole(works)
        assert run_of(works, "receipt").is_suspended, what
        works.becomes_paired()


def test_the_table_of_a_centre_says_what_stands_still_and_is_put_right(works: Works) -> None:
    case_id = works.bring("ask:triage")
    centre_id = works.one("SELECT centre_id FROM cases")
    key = tables.key_of_centre(centre_id)
    made = mirror(works)
    made.grown()
    assert tables.shown(works.api, key) == []

    works.clock.advance_to(works.clock.now() + timedelta(days=8))
    assert made.grown().centres == 1

    [line] = [one for one in tables.shown(works.api, key) or [] if one["step"] == "ask:triage"]
    assert (line["why"], line["stage"]) == ("overdue", "receipt")
    assert line["case"] == f"[{case_id.hex[:6]}]({LINK}cases/{case_id})"
    becomes_whole(works)
    assert compared(works).of("centre").record == 1
    every = {"artifacts": {"key": {"any_": [key]}}}
    assert works.api.ask("POST", "/artifacts/count", every) == 1

    found = works.api.artifact(key)
    assert found
    works.api.ask("DELETE", f"/artifacts/{found['latest_id']}")
    assert compared(works).of("centre").missing == 1
    made.all()
    assert compared(works).is_whole

    works.player.answer(works.player.find(case_id, "ask:triage"))
    made.grown()
    shown = tables.shown(works.api, key)
    assert shown is not None
    assert [one for one in shown if one["step"] == "ask:triage"] == []


def test_each_try_of_a_document_that_fails_is_shown_by_the_kind_of_its_error(works: Works) -> None:
    case_id = works.bring("ask:registration")
    # In the machine's time, as Prefect's engine is: of two states it keeps the later.
    works.start_worker()
    works.reconcile()
    works.at_rest()

    def stands() -> tuple[str, str]:
        row = shown(works, "receipt").get("issue:registration", {})
        return row.get("state_name", ""), (row.get("state") or {}).get("message") or ""

    with quoting_errors(works.root, "BEFORE INSERT ON paper_versions"):
        works.player.answer(works.player.find(case_id, "ask:registration"))
        until(lambda: stands()[0] == "Failing", 60, "the first try")
        assert re.fullmatch(r"ProgrammingError, try \d of 5", stands()[1])
    works.settled(case_id)
    works.at_rest()
    until(lambda: stands()[0] in ("Completed", "Issued"), 30, "the document")


def test_what_a_killed_server_was_told_and_forgot_is_told_again(works: Works) -> None:
    case_id = works.bring("ask:triage")
    made = mirror(works)
    made.grown()
    becomes_whole(works)
    works.clock.advance_to(works.clock.now() + SURE_AFTER)
    made.grown()

    works.player.answer(works.player.find(case_id, "ask:triage"))
    assert made.grown().tasks
    works.server.kill()
    works.server.start()

    assert not compared(works).is_whole
    works.clock.advance_to(works.clock.now() + SURE_AFTER)
    again = made.grown()
    assert again.tasks
    assert again.events
    becomes_whole(works)
    assert shown(works, "receipt")["ask:triage"]["state_name"] == "Answered"


def _seen(works: Works) -> dict[str, tuple[str, str]]:
    stages = ("receipt", "investigation", "assessment", "consultation")
    return {
        name: (row["state_type"], row["state_name"]) for name, row in shown(works, *stages).items()
    }


def _lose_everything(works: Works) -> None:
    for row in works.rows("SELECT flow_run_id FROM stages WHERE flow_run_id IS NOT NULL"):
        works.api.delete_run(row.flow_run_id)
