"""What the warm worker outlives, and what it leaves for reconcile."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from uuid import UUID

import psycopg
from psycopg import sql

from deployments.machine.child import wait_ended
from deployments.machine.register import register_all
from tests.prefect.conftest import ROOT, Toys, until
from tests.prefect.toy_flow import MARK


def test_errors_and_exits_of_runs_never_end_the_worker(toys: Toys, warm: subprocess.Popen[bytes]):
    register_all(toys.api, {"toy-missing": "tests.prefect.toy_flow:not_there"}, {}, pool="toys")
    _, failing = toys.stage("toy-fails")
    _, leaving = toys.stage("toy-exits")
    _, missing = toys.stage("toy-missing")
    toys.comes_to(failing, "Failed")
    toys.comes_to(leaving, "Crashed")
    toys.comes_to(missing, "Crashed")

    stage, run = toys.stage()
    toys.comes_to(run, "Suspended")
    assert os.getpgid(toys.bodies(stage)[0][0]) == warm.pid


def test_nothing_an_error_says_reaches_prefect_or_a_log(toys: Toys, warm: subprocess.Popen[bytes]):
    _, failing = toys.stage("toy-fails")
    _, leaving = toys.stage("toy-exits")
    toys.comes_to(failing, "Failed")
    toys.comes_to(leaving, "Crashed")

    with psycopg.connect(toys.server.postgres_url) as prefect:
        tables = prefect.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE %s")
            found = prefect.execute(query.format(sql.Identifier(table)), [f"%{MARK}%"]).fetchone()
            assert found == (0,), table
    files = [file for file in toys.server.home.rglob("*") if file.is_file()]
    assert any(file.name.startswith("worker-") for file in files)
    assert [file for file in files if MARK.encode() in file.read_bytes()] == []


def test_the_edge_hears_again_after_its_connection_was_cut(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage()
    toys.comes_to(run, "Suspended")
    before = _edges(toys)
    toys.database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'hutong-worker-edge'"
    )
    until(lambda: (now := _edges(toys)) and not now & before)

    toys.answer(stage, 0)
    toys.notify(stage)
    until(lambda: len(toys.bodies(stage)) == 2)


def test_the_worker_outlives_its_server(toys: Toys, warm: subprocess.Popen[bytes]):
    stage, run = toys.stage()
    toys.comes_to(run, "Suspended")
    toys.server.kill()
    toys.answer(stage, 0)
    toys.notify(stage)  # Nobody can take it up.
    time.sleep(2)
    toys.server.start()
    toys.comes_to(run, "Suspended")

    toys.notify(stage)
    until(lambda: len(toys.bodies(stage)) == 2)
    assert warm.poll() is None


def test_a_server_killed_while_a_body_runs_finds_the_run_alive(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage("toy-slow")
    until(lambda: toys.bodies(stage))
    toys.server.kill()
    toys.answer(stage, 0)  # The body ends while there is no server to tell.
    time.sleep(1)
    toys.server.start()

    toys.comes_to(run, "Completed", seconds=90)


def test_a_worker_killed_in_flight_leaves_its_run_to_be_replaced_by_another(toys: Toys):
    with toys.worker() as first:
        stage, run = _slow_stage_of(toys, first)
        os.kill(first.pid, signal.SIGKILL)
        wait_ended(first, 10)
        assert toys.run(run).state == "RUNNING"

        # What reconcile does once the lease has run out.
        toys.api.crash_run(run, "lease ran out")
        again = toys.api.create_run("toy-slow", stage, f"{stage}:2")
        toys.answer(stage, 0)
        with toys.worker():
            toys.comes_to(again, "Completed")

    assert again != run
    assert {found.id for found in toys.api.runs_of_stage(stage)} == {run, again}


def test_sigterm_ends_the_worker_within_seconds_though_a_body_runs(toys: Toys):
    with toys.worker() as process:
        _slow_stage_of(toys, process)
        began = time.monotonic()
        process.terminate()

        assert wait_ended(process, 10)
        assert process.returncode == 0
        assert time.monotonic() - began < 8


def test_two_workers_never_have_one_run_at_the_same_time(toys: Toys, warm: subprocess.Popen[bytes]):
    with toys.worker():
        stage, run = toys.stage("toy-slow")
        for _ in range(5):
            toys.notify(stage)
            time.sleep(0.2)
        until(lambda: toys.bodies(stage))
        assert len(toys.bodies(stage)) == 1
        toys.answer(stage, 0)
        toys.comes_to(run, "Completed")

    assert len(toys.bodies(stage)) == 1


def test_two_workers_take_a_run_through_all_its_waits(toys: Toys, warm: subprocess.Popen[bytes]):
    with toys.worker():
        stage, run = toys.stage()
        for number in range(3):
            toys.waits(stage, run, bodies=number + 1)
            toys.answer(stage, number)
            toys.notify(stage)
        toys.comes_to(run, "Completed")

    assert {answers for _, answers in toys.bodies(stage)} == {0, 1, 2, 3}


def test_without_the_edge_the_poll_alone_brings_every_run(toys: Toys):
    register_all(toys.api, {"toy-polled": "tests.prefect.toy_flow:toy"}, {}, pool="polled")
    with toys.worker("polled", listens=False):
        stage, run = toys.stage("toy-polled")
        toys.comes_to(run, "Suspended")
        toys.answer(stage, 0)
        assert toys.api.resume_run(run)
        until(lambda: len(toys.bodies(stage)) == 2)


def test_the_command_line_has_the_worker():
    told = subprocess.run(
        [sys.executable, "-m", "deployments", "worker", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "工作进程" in told.stdout


def _slow_stage_of(toys: Toys, process: subprocess.Popen[bytes]) -> tuple[UUID, UUID]:
    """Return a stage and run whose body that process is in, whoever else works."""
    while True:
        stage, run = toys.stage("toy-slow")
        until(partial(toys.bodies, stage))
        if os.getpgid(toys.bodies(stage)[0][0]) == process.pid:
            return stage, run
        toys.answer(stage, 0)


def _edges(toys: Toys) -> set[int]:
    rows = toys.database.execute(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'hutong-worker-edge'"
    ).fetchall()
    return {row[0] for row in rows}
