"""Registration: repeatable, quick, and the same as the file people read."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.metadata import version
from typing import Any
from uuid import uuid4

import pytest

from deployments.machine import prefect_file
from deployments.machine.prefect_file import CLOCK, SCHEDULED, Clockwork
from deployments.machine.register import WARM, deployments, register_all
from models.errors import OrchestratorUnreachable
from models.words import Stage
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.queues import AT_ONCE, CASES, HOUSEKEEPING, POOL, PRIORITIES, URGENT
from tests.prefect.conftest import FLOWS, ROOT, Toys
from tests.prefect.toy_worker import TICK


def test_registering_twice_changes_nothing_and_spares_waiting_runs(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage()
    toys.comes_to(run, "Suspended")
    toys.answer(stage, 0)
    before = toys.run(run)

    assert register_all(toys.api, FLOWS, {}, pool="toys") == len(FLOWS)

    after = toys.run(run)
    assert (after.state_id, after.deployment_id) == (before.state_id, before.deployment_id)
    assert before.deployment_id
    assert toys.api.entrypoint(before.deployment_id) == "tests.prefect.toy_flow.toy"


def test_one_key_gives_one_run(toys: Toys):
    stage, run = toys.stage("toy-slow")
    toys.answer(stage, 0)

    assert toys.api.create_run("toy-slow", stage, str(stage)) == run
    assert [found.id for found in toys.api.runs_of_stage(stage)] == [run]
    assert toys.run(run).stage_id == stage


def test_a_run_carries_its_stage_id_and_nothing_else(toys: Toys):
    stage, run = toys.stage("toy-slow")
    toys.answer(stage, 0)
    raw = toys.run(run).raw

    assert raw["name"] == str(stage)
    assert raw["parameters"] == {"stage_id": str(stage)}
    assert sorted(raw["tags"]) == ["hutong"]


def test_what_prefect_does_not_have_is_none_or_false_and_no_error(toys: Toys):
    _, run = toys.stage("toy")
    toys.api.delete_run(run)
    toys.api.delete_run(run)

    assert toys.api.run_state(run) is None
    assert toys.api.resume_run(run) is False


def test_a_server_that_is_away_or_refuses_is_one_clear_error(toys: Toys):
    with PrefectApi("http://127.0.0.1:9/api") as nobody:
        assert nobody.server_ready() is False
        with pytest.raises(OrchestratorUnreachable):
            register_all(nobody, FLOWS, {})
    with (
        PrefectApi(toys.server.api_url, "hutong:wrong") as stranger,
        pytest.raises(OrchestratorUnreachable),
    ):
        register_all(stranger, FLOWS, {})


def test_an_unregistered_flow_is_one_clear_error(toys: Toys):
    stage, _ = toys.stage("toy")

    with pytest.raises(OrchestratorUnreachable, match="尚未登记"):
        toys.api.create_run("nothing", stage, "key")


def test_the_file_is_what_the_flows_say():
    assert prefect_file.FILE.read_text(encoding="utf-8") == prefect_file.printed(), (
        "run: python -m deployments.machine.prefect_file > deployments/prefect.yaml"
    )


def test_every_deployment_says_what_it_does_in_its_queue():
    told = deployments()

    assert {one["name"] for one in told} == {*(stage.value for stage in Stage), *SCHEDULED}
    for one in told:
        assert one["description"], one["name"]
        assert one["version"] == version("hutong")
        assert "\n" not in one["description"]
        by_the_clock = one["name"] in SCHEDULED
        assert one["work_queue_name"] == (HOUSEKEEPING if by_the_clock else CASES)
        assert (HOUSEKEEPING in one["tags"]) == by_the_clock
        assert [plan["active"] for plan in one["schedules"]] == [True] * by_the_clock


def test_prefects_own_command_and_ours_register_the_same(toys: Toys):
    assert register_all(toys.api) == len(deployments())
    ours = _of_pool(toys, POOL)
    for one in ours.values():
        toys.api.ask("DELETE", f"/deployments/{one['id']}")
    assert not _of_pool(toys, POOL)

    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"]
    said = subprocess.run(
        [*command, "--prefect-file", "deployments/prefect.yaml"],
        cwd=ROOT,
        env=toys.server.env | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout[-2000:] + said.stderr[-2000:]
    theirs = _of_pool(toys, POOL)

    assert set(theirs) == set(ours)
    for name, one in ours.items():
        assert _said(theirs[name]) == _said(one)
    before = {name: one["updated"] for name, one in theirs.items()}
    register_all(toys.api)
    assert {name: one["updated"] for name, one in _of_pool(toys, POOL).items()} == before


def test_what_an_administrator_paused_or_set_stays_so(toys: Toys):
    tick = {"toy-tick": Clockwork(TICK.entrypoint, timedelta(hours=1))}
    register_all(toys.api, {}, tick, pool="left")
    one = _of_pool(toys, "left")["toy-tick"]
    plan = one["schedules"][0]
    path = f"/deployments/{one['id']}/schedules/{plan['id']}"
    toys.api.ask("PATCH", path, {"active": False})
    toys.api.ask("PATCH", f"/deployments/{one['id']}", {"paused": True})
    toys.api.ask("PATCH", "/v2/concurrency_limits/tag:sending", {"limit": 5})

    tick = {"toy-tick": Clockwork(TICK.entrypoint, timedelta(hours=2))}
    register_all(toys.api, {}, tick, pool="left")

    again = _of_pool(toys, "left")["toy-tick"]
    assert (again["id"], again["paused"]) == (one["id"], True)
    [plan] = again["schedules"]
    assert (plan["active"], plan["schedule"]["interval"]) == (False, 7200.0)
    assert toys.api.ask("GET", "/v2/concurrency_limits/tag:sending")["limit"] == 5
    toys.api.ask("PATCH", "/v2/concurrency_limits/tag:sending", {"limit": AT_ONCE["sending"]})
    toys.api.ask("DELETE", f"/deployments/{one['id']}")


def test_what_an_earlier_version_had_switched_off_goes_by_the_clock_after_the_upgrade(toys: Toys):
    name = "toy-tick"
    earlier = deployments({}, {name: TICK}, "upgraded")[0]
    toys.api.ask("POST", "/work_pools/", {"name": "upgraded", "type": WARM})
    off = {"schedule": {"interval": 30.0}, "slug": name, "active": False}
    toys.api.upsert_deployment({**earlier, "work_queue_name": None, "schedules": [off]})

    register_all(toys.api, {}, {name: TICK}, pool="upgraded")

    one = _of_pool(toys, "upgraded")[name]
    assert [(plan["slug"], plan["active"]) for plan in one["schedules"]] == [(CLOCK, True)]
    toys.api.ask("DELETE", f"/deployments/{one['id']}")


def test_several_may_register_at_once(toys: Toys):
    with ThreadPoolExecutor(6) as at_once:
        made = [
            at_once.submit(register_all, toys.api, {"beside": FLOWS["toy"]}, {}, pool="beside")
            for _ in range(6)
        ]
        assert [one.result() for one in made] == [1] * 6

    queues = toys.api.ask("POST", "/work_pools/beside/queues/filter", {})
    assert {one["name"]: one["priority"] for one in queues} == dict(PRIORITIES)


def test_urgent_cases_go_first_and_housekeeping_last(toys: Toys):
    register_all(toys.api, {"queued": FLOWS["toy"]}, {}, pool="queues")
    runs = {}
    for queue in (HOUSEKEEPING, CASES, URGENT):
        deployment = toys.api.ask("GET", "/deployments/name/queued/queued")
        stage = str(uuid4())
        said = {"parameters": {"stage_id": stage}, "work_queue_name": queue}
        path = f"/deployments/{deployment['id']}/create_flow_run"
        runs[toys.api.ask("POST", path, said)["id"]] = queue

    due = toys.api.ask("POST", "/work_pools/queues/get_scheduled_flow_runs", {})

    assert [runs[one["flow_run"]["id"]] for one in due] == [URGENT, CASES, HOUSEKEEPING]


def _of_pool(toys: Toys, pool: str) -> dict[str, dict[str, Any]]:
    wanted = {"work_pools": {"name": {"any_": [pool]}}, "limit": 200}
    return {one["name"]: one for one in toys.api.ask("POST", "/deployments/filter", wanted)}


def _said(one: dict[str, Any]) -> dict[str, Any]:
    """A deployment as the server tells it, without what differs from database to database."""
    plans = [
        {name: plan[name] for name in ("schedule", "active", "slug", "parameters")}
        for plan in one["schedules"]
    ]
    own = ("id", "flow_id", "created", "updated", "last_polled", "status", "work_queue_id")
    labels = {"prefect.flow.id"}
    kept = {name: value for name, value in one.items() if name not in own}
    kept["labels"] = {k: v for k, v in (one["labels"] or {}).items() if k not in labels}
    return kept | {"schedules": plans}
