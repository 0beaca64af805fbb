"""How a stage flow waits, under our worker and under a stock one: what the flows may rely on."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from deployments.machine.register import PROCESS, register_all
from tests.prefect.conftest import FLOWS, Toys, until


def test_a_run_waits_three_times_and_begins_anew_each_time_in_one_process(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage()
    for number in range(3):
        toys.waits(stage, run, bodies=number + 1)
        toys.answer(stage, number)
        toys.notify(stage)
    toys.comes_to(run, "Completed")

    bodies = toys.bodies(stage)
    assert [answers for _, answers in bodies] == [0, 1, 2, 3]
    assert len({pid for pid, _ in bodies}) == 1
    assert toys.notes(stage) == []


def test_what_leaves_the_body_is_a_pause_that_no_except_exception_catches(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage("toy-catches")
    toys.comes_to(run, "Suspended")
    until(lambda: toys.notes(stage))

    assert toys.notes(stage) == ["Pause"]


def test_a_pause_key_fires_once_and_then_the_body_simply_goes_on(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage("toy-same-key")
    toys.comes_to(run, "Suspended")
    toys.notify(stage)
    toys.comes_to(run, "Completed")

    assert toys.notes(stage) == ["went on after suspending"]


def test_a_suspended_run_resumed_through_prefect_is_found_by_the_poll(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage()
    toys.comes_to(run, "Suspended")
    toys.answer(stage, 0)

    assert toys.api.resume_run(run)
    until(lambda: len(toys.bodies(stage)) == 2)


def test_resuming_a_run_that_is_not_suspended_is_refused_and_harms_nothing(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage("toy-slow")
    until(lambda: toys.run(run).state == "RUNNING")

    assert toys.api.resume_run(run) is False
    toys.answer(stage, 0)
    toys.comes_to(run, "Completed")
    assert toys.api.resume_run(run) is False
    assert len(toys.bodies(stage)) == 1


def test_an_answer_that_comes_while_the_body_runs_is_looked_at_before_the_run_is_let_go(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    stage, run = toys.stage()
    toys.comes_to(run, "Suspended")
    # Three at once: the first begins a body, the others must not be forgotten with it.
    for number in range(3):
        toys.answer(stage, number)
        toys.notify(stage)

    toys.comes_to(run, "Completed")


def test_of_many_who_claim_one_suspension_exactly_one_gets_it(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    _, run = toys.stage()
    toys.comes_to(run, "Suspended")
    seen = toys.run(run)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: toys.api.take_up(seen), range(8)))

    won = [claim for claim in claims if claim]
    assert len(won) == 1
    assert won[0].state == "RUNNING"


def test_of_many_who_claim_a_new_run_exactly_one_gets_it(toys: Toys):
    run = _run_nobody_polls(toys)
    seen = toys.run(run)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: toys.api.take_up(seen), range(8)))

    assert len([claim for claim in claims if claim]) == 1


def test_a_run_that_became_suspended_after_the_poll_saw_it_scheduled_is_left_alone(
    toys: Toys, warm: subprocess.Popen[bytes]
):
    _, run = toys.stage()
    toys.comes_to(run, "Suspended")
    suspended = toys.run(run)
    stale = suspended.as_seen("SCHEDULED", "Resuming")

    assert toys.api.take_up(stale) is None
    assert toys.run(run).state_id == suspended.state_id


def test_a_stock_process_worker_runs_the_same_flow_from_the_same_deployment(toys: Toys):
    register_all(toys.api, {"toy": FLOWS["toy"]}, {}, pool_type=PROCESS, pool="stock")
    try:
        with toys.worker("stock", PROCESS):
            stage, run = toys.stage()
            toys.comes_to(run, "Suspended")
            for number in range(3):
                toys.answer(stage, number)
            assert toys.api.resume_run(run)
            toys.comes_to(run, "Completed")
    finally:
        register_all(toys.api, {"toy": FLOWS["toy"]}, {}, pool="toys")

    pids = [pid for pid, _ in toys.bodies(stage)]
    assert len(set(pids)) == 2
    assert os.getpid() not in pids


def _run_nobody_polls(toys: Toys) -> UUID:
    register_all(toys.api, {"unpolled": FLOWS["toy"]}, {}, pool="unpolled")
    stage = uuid4()
    return toys.api.create_run("unpolled", stage, str(stage))
