"""The worker's own counting of runs, without Prefect."""

import threading
import time
from collections.abc import Hashable, Sequence
from contextlib import nullcontext
from functools import partial

from deployments.worker.slots import Slots


def make(limit: int) -> Slots:
    return Slots(limit, around=nullcontext, freed=lambda: None)


def test_no_more_jobs_run_at_once_than_the_limit():
    slots, gate = make(3), threading.Event()
    running, most, lock = 0, 0, threading.Lock()

    def job() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(5)
        with lock:
            running -= 1

    for key in range(10):
        assert slots.offer(key, job)
    while running < 3:
        time.sleep(0.01)
    assert slots.free == 0
    gate.set()
    while slots.free < 3:
        time.sleep(0.01)

    assert most == 3


def test_a_burst_for_one_key_waits_once():
    slots, gate = make(1), threading.Event()
    slots.offer("busy", lambda: gate.wait(5))
    time.sleep(0.05)
    done: list[int] = []

    taken = [slots.offer("stage", lambda: done.append(1)) for _ in range(50)]
    gate.set()

    assert taken == [True] + [False] * 49
    assert slots.drain(5)


def test_a_key_offered_while_it_runs_is_done_once_more_and_never_beside_itself():
    slots, inside, gate = make(4), threading.Event(), threading.Event()
    times: list[tuple[float, float]] = []

    def job() -> None:
        began = time.monotonic()
        inside.set()
        gate.wait(5)
        times.append((began, time.monotonic()))

    first = threading.Thread(target=slots.alone, args=("run", job))
    first.start()
    inside.wait(5)
    for _ in range(5):
        slots.alone("run", job)  # Returns at once: the run is under way.
    gate.set()
    first.join(5)

    assert len(times) == 2
    assert times[0][1] <= times[1][0]


def test_a_key_merely_seen_while_it_runs_is_not_done_again():
    slots, inside, gate = make(4), threading.Event(), threading.Event()
    times: list[float] = []

    def job() -> None:
        inside.set()
        gate.wait(5)
        times.append(time.monotonic())

    first = threading.Thread(target=slots.alone, args=("run", job))
    first.start()
    inside.wait(5)
    slots.alone("run", job, again=False)
    gate.set()
    first.join(5)

    assert len(times) == 1


def test_a_job_that_raises_even_system_exit_ends_no_thread():
    slots, done = make(1), threading.Event()

    def bad() -> None:
        raise SystemExit(1)

    slots.offer("bad", bad)
    slots.offer("good", done.set)

    assert done.wait(5)
    assert slots.drain(5)


def test_draining_takes_no_more_and_says_what_is_left():
    slots, gate = make(1), threading.Event()
    slots.offer("long", lambda: gate.wait(5))
    time.sleep(0.05)

    assert slots.drain(0.1) is False
    assert slots.offer("late", lambda: None) is False
    gate.set()
    assert slots.drain(5)


def largest(keys: Sequence[Hashable]) -> Hashable:
    """Whose number is largest."""
    return max(keys, key=str)


def test_of_those_that_wait_for_a_slot_the_one_that_is_said_to_be_first_is_done_first():
    slots, gate = Slots(1, nullcontext, lambda: None, first=largest), threading.Event()
    done: list[int] = []
    slots.offer(0, partial(gate.wait, 5))
    while slots.free:
        time.sleep(0.01)
    for key in (1, 3, 2):
        slots.offer(key, partial(done.append, key))
    gate.set()
    while not slots.free:
        time.sleep(0.01)

    assert done == [3, 2, 1]


def test_where_nobody_can_say_who_is_first_the_work_is_done_all_the_same():
    def fails(_keys: object) -> Hashable:
        raise LookupError

    slots, gate = Slots(1, nullcontext, lambda: None, first=fails), threading.Event()
    done: list[int] = []
    slots.offer(0, partial(gate.wait, 5))
    while slots.free:
        time.sleep(0.01)
    for key in (1, 2):
        slots.offer(key, partial(done.append, key))
    gate.set()
    while not slots.free:
        time.sleep(0.01)

    assert done == [1, 2]
