"""Registration: repeatable, quick, and the same as the file people read."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from deployments.machine.register import Clockwork, as_yaml, deployments, register_all
from models.errors import OrchestratorUnreachable
from tasks.engine.prefect_api import PrefectApi
from tests.prefect.conftest import FLOWS, ROOT, Toys


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

    assert toys.api.create_run("toy-slow", "toy-slow", stage, str(stage)) == run
    assert [found.id for found in toys.api.runs_of_stage(stage)] == [run]
    assert toys.run(run).stage_id == stage


def test_a_run_carries_its_stage_id_and_nothing_else(toys: Toys):
    stage, run = toys.stage("toy-slow")
    toys.answer(stage, 0)
    raw = toys.run(run).raw

    assert raw["name"] == str(stage)
    assert raw["parameters"] == {"stage_id": str(stage)}
    assert sorted(raw["tags"]) == ["hutong", f"stage:{stage}"]


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
        toys.api.create_run("nothing", "nothing", stage, "key")


def test_the_warm_worker_keeps_the_clock_and_prefect_keeps_it_for_stock_pools():
    tick = {"toy-tick": Clockwork("tests.prefect.toy_flow:toy_tick", timedelta(hours=1))}
    ours, theirs = (deployments({}, tick, by_prefect=stock)[0] for stock in (False, True))

    assert ours["schedules"] == [
        {"schedule": {"interval": 3600.0}, "slug": "toy-tick", "active": False}
    ]
    assert theirs["schedules"][0]["active"] is True
    assert "concurrency_limit" not in theirs


def test_prefect_yaml_says_what_register_does():
    written = (Path(ROOT) / "deployments" / "prefect.yaml").read_text(encoding="utf-8")

    assert yaml.safe_load(written)["pull"] == []
    assert written == as_yaml(deployments()), (
        "run: python -m deployments.machine.register > …prefect.yaml"
    )
