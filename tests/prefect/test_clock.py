"""What goes by the clock: Prefect's scheduler creates the runs, a worker does each once, in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from deployments.doctor.clockwork import clockwork
from deployments.machine.prefect_file import Clockwork
from deployments.machine.register import register_all
from flows.clockwork.tidying import SHOWN_FOR, forget_done, skip_late
from models.time_source import MachineTime
from tasks.engine.queues import HOUSEKEEPING
from tests.prefect.conftest import FLOWS, Toys, until
from tests.prefect.toy_worker import TICK

TICKS = UUID(int=0)


@pytest.fixture
def ticking(toys: Toys) -> Iterator[str]:
    """A flow that goes by the clock each second, longer than a second; its deployment's id."""
    toys.database.execute("DELETE FROM toy_notes WHERE stage_id = %s", [TICKS])
    register_all(toys.api, {}, {"toy-tick": TICK}, pool="ticks")
    one = toys.api.ask("GET", "/deployments/name/toy-tick/toy-tick")
    yield one["id"]
    toys.api.ask("DELETE", f"/deployments/{one['id']}")


def test_prefects_scheduler_starts_a_flow_that_never_overlaps_itself(toys: Toys, ticking: str):
    with toys.worker("ticks", listens=False):
        until(lambda: len(toys.notes(TICKS)) >= 6)

    assert toys.notes(TICKS)[:6] == ["began", "ended"] * 3
    done = _runs(toys, ticking, "COMPLETED")
    assert {run["created_by"]["type"] for run in done} == {"SCHEDULE"}
    assert all(HOUSEKEEPING in run["tags"] for run in done)
    assert {run["work_queue_name"] for run in done} == {HOUSEKEEPING}


def test_a_schedule_that_is_paused_in_prefect_starts_nothing_until_it_goes_on(
    toys: Toys, ticking: str
):
    until(lambda: _runs(toys, ticking, "SCHEDULED"))
    _set_active(toys, ticking, active=False)
    until(lambda: not _future(toys, ticking))
    skip_late(toys.api, MachineTime().now() + timedelta(hours=1))
    register_all(toys.api, {}, {"toy-tick": TICK}, pool="ticks")  # As the next start does.

    with toys.worker("ticks", listens=False):
        stands_still = _runs(toys, ticking, "SCHEDULED", "COMPLETED", "RUNNING")
        assert stands_still == []
        _set_active(toys, ticking, active=True)
        until(lambda: toys.notes(TICKS))


def test_after_an_outage_what_was_missed_is_skipped_and_the_next_is_done(toys: Toys, ticking: str):
    until(lambda: len(_runs(toys, ticking, "SCHEDULED")) > 5)
    missed = {run["id"] for run in _runs(toys, ticking, "SCHEDULED")}
    with psycopg.connect(toys.server.postgres_url) as prefect:
        prefect.execute(
            "UPDATE flow_run SET expected_start_time = now() - interval '1 hour' + "
            "(random() * interval '50 minutes'), next_scheduled_start_time = now() - interval "
            "'10 minutes' WHERE id = ANY(%s::uuid[])",
            [list(missed)],
        )

    with toys.worker("ticks", listens=False):
        until(lambda: toys.notes(TICKS).count("ended") >= 1)
        until(lambda: not missed & {run["id"] for run in _runs(toys, ticking, "SCHEDULED")})

    assert not missed & {run["id"] for run in _runs(toys, ticking, "COMPLETED", "RUNNING")}


def test_runs_of_housekeeping_that_went_well_are_forgotten_and_no_others(toys: Toys, ticking: str):
    with toys.worker("ticks", listens=False):
        until(lambda: len(_runs(toys, ticking, "COMPLETED")) >= 2)
    register_all(toys.api, {"unpolled": FLOWS["toy"]}, {}, pool="unpolled")
    stage = uuid4()
    of_a_case = toys.api.create_run("unpolled", stage, str(stage))
    toys.api.complete_run(of_a_case)
    [failed, *done] = _runs(toys, ticking, "COMPLETED")
    failed_state = {"type": "FAILED", "name": "Failed"}
    toys.api.ask(
        "POST", f"/flow_runs/{failed['id']}/set_state", {"state": failed_state, "force": True}
    )
    now = MachineTime().now()

    assert forget_done(toys.api, now) == 0
    assert forget_done(toys.api, now + SHOWN_FOR + timedelta(minutes=1)) >= len(done)

    assert _runs(toys, ticking, "COMPLETED") == []
    assert [run["id"] for run in _runs(toys, ticking, "FAILED")] == [failed["id"]]
    assert toys.run(of_a_case).state == "COMPLETED"


def test_the_doctor_says_what_is_paused_and_what_was_not_done(toys: Toys, ticking: str):
    ours = {"toy-tick": TICK}

    def said() -> list[str]:
        return [one.sentence for one in clockwork(toys.api, MachineTime().now(), ours)]

    with toys.worker("ticks", listens=False):
        until(lambda: said() == ["定时工作按时进行"])
    _set_active(toys, ticking, active=False)
    assert said() == ["定时工作 toy-tick 已在流程引擎中暂停，不会自动进行。请在 Prefect 页面恢复。"]
    _set_active(toys, ticking, active=True)
    toys.api.ask("PATCH", "/work_pools/ticks/queues/housekeeping", {"is_paused": True})
    assert "工作队列已在流程引擎中暂停" in said()[0]
    toys.api.ask("PATCH", "/work_pools/ticks/queues/housekeeping", {"is_paused": False})

    later = MachineTime().now() + timedelta(hours=1)
    [late] = [one.sentence for one in clockwork(toys.api, later, ours)]
    assert late.startswith("定时工作没有按时办成：toy-tick。")
    [unknown, _] = [one.sentence for one in clockwork(toys.api, later, {"toy-none": TICK})]
    assert unknown.startswith("定时工作 toy-none 尚未登记")


def test_no_more_than_the_next_minutes_are_planned_ahead(toys: Toys):
    minutely = {"toy-tick": Clockwork(TICK.entrypoint, timedelta(minutes=1))}
    register_all(toys.api, {}, minutely, pool="ahead")
    one = toys.api.ask("GET", "/deployments/name/toy-tick/toy-tick")
    until(lambda: len(_runs(toys, one["id"], "SCHEDULED")) >= 4)

    assert len(_runs(toys, one["id"], "SCHEDULED")) <= 7
    toys.api.ask("DELETE", f"/deployments/{one['id']}")


def _runs(toys: Toys, deployment: str, *states: str) -> list[dict[str, Any]]:
    wanted = {
        "flow_runs": {
            "deployment_id": {"any_": [deployment]},
            "state": {"type": {"any_": list(states)}},
        },
        "limit": 200,
    }
    found: list[dict[str, Any]] = toys.api.ask("POST", "/flow_runs/filter", wanted)
    return found


def _future(toys: Toys, deployment: str) -> list[dict[str, Any]]:
    found, now = _runs(toys, deployment, "SCHEDULED"), MachineTime().now()
    return [run for run in found if datetime.fromisoformat(run["expected_start_time"]) > now]


def _set_active(toys: Toys, deployment: str, *, active: bool) -> None:
    one = toys.api.ask("GET", f"/deployments/{deployment}")
    path = f"/deployments/{deployment}/schedules/{one['schedules'][0]['id']}"
    toys.api.ask("PATCH", path, {"active": active})
