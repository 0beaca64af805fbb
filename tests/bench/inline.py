"""How long a person waits where no document lies between: the inline reader alone."""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import psycopg

from deployments.bench.processes import cpu_seconds
from tests.bench.place import DATABASE, Place

#: Forms after whose answer the next person's step opens in the same transaction, on one line.
WITHOUT_PAPER = ("investigation-assignment", "voice", "guidance-record")


@dataclass(frozen=True)
class Times:
    """Milliseconds of many answers."""

    name: str
    values: tuple[float, ...]

    def line(self) -> str:
        """For the table."""
        ordered = sorted(self.values)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return f"{self.name:52s} n={len(ordered):4d}  p50 {median(ordered):7.2f}  p95 {p95:7.2f}"


def one_by_one(place: Place, cases: int) -> Times:
    """Answer the steps of so many cases one after the other; only those without a document."""
    taken: list[float] = []
    for _ in range(cases):
        case_id = place.desk.open_case(place.staff["worker1"])
        while step := place.open_step(case_id):
            if step[1] == "assessment":
                break
            began = time.perf_counter()
            place.answer(step)
            if step[1] in WITHOUT_PAPER:
                taken.append((time.perf_counter() - began) * 1000)
            place.work_off()
            place.sign_all(case_id)
    return Times("answer -> next step open, no document between [ms]", tuple(taken))


def open_many(place: Place, cases: int) -> None:
    """Fill the centre with open cases, and let PostgreSQL know, as autovacuum does in time."""
    for _ in range(cases):
        place.desk.open_case(place.staff["worker2"])
    with psycopg.connect(place.postgres.url(DATABASE), autocommit=True) as superuser:
        superuser.execute("ANALYZE")


def at_once(place: Place, cases: int, threads: int) -> tuple[float, float]:
    """Answer the five voices of many cases from several threads.

    Returns:
        Steps a second, and processor seconds a step of this process and PostgreSQL together.
    """
    ready = [_at_voices(place) for _ in range(cases)]
    before = cpu_seconds([os.getpid()]) + _postgres(place)
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        answered = sum(pool.map(lambda case_id: _answer_voices(place, case_id), ready))
    seconds = time.perf_counter() - began
    cpu = cpu_seconds([os.getpid()]) + _postgres(place) - before
    return answered / seconds, cpu / answered


def _at_voices(place: Place) -> UUID:
    case_id = place.desk.open_case(place.staff["worker1"])
    while (step := place.open_step(case_id)) and step[1] != "voice":
        place.answer(step)
        place.work_off()
        place.sign_all(case_id)
    return case_id


def _answer_voices(place: Place, case_id: UUID) -> int:
    answered = 0
    while (step := place.open_step(case_id)) and step[1] == "voice":
        place.answer(step)
        answered += 1
    return answered


def _postgres(place: Place) -> float:
    pid = place.postgres.pid
    return cpu_seconds([pid]) if pid else 0.0


def table(times: Sequence[Times]) -> str:
    """One line each."""
    return "\n".join(one.line() for one in times)
