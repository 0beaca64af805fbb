"""How long a person waits where a document lies between: Prefect and our warm worker."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from sqlalchemy import text

from deployments.bench.processes import cpu_seconds, memory_mib
from deployments.machine.child import start_child, wait_ended
from deployments.machine.prefect_process import running_prefect
from deployments.machine.register import register_all
from models.settings import OWNER_ROLE, WORKER_ROLE
from models.store.acting import as_worker
from tasks.engine.prefect_api import PrefectApi
from tests.bench.place import DATABASE, PREFECT, Place
from tests.bench.times import Times

_LIVE = text("SELECT count(*) FROM stages WHERE state = 'open' AND flow_run_id IS NULL")
_OWED = text("SELECT count(*) FROM steps WHERE state = 'open' AND kind = 'issue'")
_NOT_DRAWN = text(
    "SELECT count(*) FROM event_heads h LEFT JOIN drawings d ON d.case_id = h.case_id "
    "WHERE d.seq IS DISTINCT FROM h.seq"
)
#: A minute at rest has a run of `reconcile` in it.
_REST_SECONDS = 60
#: Until what was told is drawn, recorded and looked at once more.
_DRAWN_SECONDS, _BETWEEN_SECONDS = 8, 1.5
_LONGEST_MS = 120_000
_LEASED = text("SELECT count(*) FROM stages WHERE leased_until IS NOT NULL AND state = 'open'")


@contextmanager
def working(place: Place) -> Iterator[list[int]]:
    """Start Prefect and one warm worker; the processes to be counted.

    Ready when every open stage has its run and all of them wait: minutes with thousands of them.
    """
    with running_prefect(place.postgres.url(PREFECT)) as server:
        with server.api() as api:
            register_all(api)
        (place.state / "key").write_bytes(place.key)
        env = {
            **server.env,
            "HUTONG_STATE_DIR": str(place.state),
            "HUTONG_DATABASE_URL": place.postgres.url(DATABASE, OWNER_ROLE),
            "HUTONG_WORKER_DATABASE_URL": place.url(WORKER_ROLE),
            "HUTONG_KEY_FILE": str(place.state / "key"),
        }
        with (place.state / "worker.log").open("ab") as log:
            worker = start_child(
                [sys.executable, "-m", "deployments", "worker"], env=env, log=log, cwd=place.state
            )
        try:
            _until(place, lambda: _none(place, _LIVE), seconds=1800)
            with server.api() as api:
                _until(place, lambda: _all_wait(api), seconds=1800, pause=5)
            yield [server.pid, worker.pid, place.postgres.pid or 0]
        finally:
            worker.terminate()
            wait_ended(worker, 10)


def one_by_one(place: Place, roots: list[int], cases: int) -> tuple[Times, float]:
    """Register so many cases: from the answer until the worker has opened the next form.

    Returns:
        The times, and processor seconds a step of server, worker and PostgreSQL together.
    """
    taken: list[float] = []
    cpu = 0.0
    for _ in range(cases):
        case_id = place.desk.open_case(place.staff["worker1"])
        _until(place, lambda: _none(place, _LIVE))
        _until(place, lambda: _none(place, _LEASED))
        time.sleep(0.3)
        step = place.open_step(case_id)
        assert step is not None
        before = cpu_seconds(roots)
        began = time.perf_counter()
        place.answer(step)
        _until(place, partial(_is_open, place, case_id, "police-report"))
        taken.append((time.perf_counter() - began) * 1000)
        _until(place, lambda: _none(place, _LEASED))
        time.sleep(0.3)
        cpu += cpu_seconds(roots) - before
    return Times("answer -> next step open, a document between [ms]", tuple(taken)), cpu / cases


def human_steps(place: Place, roots: list[int], cases: int) -> tuple[float, int]:
    """Answer two forms of so many cases that owe no document, and let all of it be drawn.

    Returns:
        Processor milliseconds a step of Prefect's server and of our worker with its mirror, what
        they take at rest taken off; and how many steps.
    """
    time.sleep(_DRAWN_SECONDS)
    watched, steps = roots[:2], 2 * cases
    idle = _share_at_rest(watched)
    found = [place.desk.open_case(place.staff["worker1"]) for _ in range(cases)]
    for case_id in found:
        _answer_next(place, case_id)
    _until(place, lambda: _none(place, _OWED))
    _until(place, lambda: _none(place, _NOT_DRAWN))
    time.sleep(_DRAWN_SECONDS)
    before, began = cpu_seconds(watched), time.monotonic()
    for case_id in found * 2:
        _answer_next(place, case_id)
        # Each is drawn by itself, as the steps of a day are.
        time.sleep(_BETWEEN_SECONDS)
    time.sleep(_DRAWN_SECONDS)
    spent = cpu_seconds(watched) - before - idle * (time.monotonic() - began)
    return spent / steps * 1000, steps


def at_once(place: Place, people: int) -> Times:
    """So many people answer at one moment, and a document follows for each."""
    found = [place.desk.open_case(place.staff["worker1"]) for _ in range(people)]
    _until(place, lambda: _none(place, _LIVE))
    time.sleep(_DRAWN_SECONDS)
    began = time.perf_counter()
    with ThreadPoolExecutor(people) as all_of_them:
        list(all_of_them.map(partial(_answer_next, place), found))
    made: dict[UUID, float] = {}
    while len(made) < people:
        now = (time.perf_counter() - began) * 1000
        made |= {one: now for one in _with_document(place, found) if one not in made}
        if now > _LONGEST_MS:
            raise TimeoutError
        time.sleep(0.01)
    return Times(f"{people} people at once -> the document [ms]", tuple(made.values()))


def _answer_next(place: Place, case_id: UUID) -> None:
    step = place.open_step(case_id)
    assert step is not None
    place.answer(step)


def _share_at_rest(roots: list[int]) -> float:
    before, began = cpu_seconds(roots), time.monotonic()
    time.sleep(_REST_SECONDS)
    return (cpu_seconds(roots) - before) / (time.monotonic() - began)


def _with_document(place: Place, cases: list[UUID]) -> list[UUID]:
    with as_worker(place.worker) as db:
        question = text("SELECT DISTINCT case_id FROM paper_versions WHERE case_id = ANY(:cases)")
        return list(db.execute(question, {"cases": cases}).scalars())


def memory(roots: list[int]) -> float:
    """MiB of server and worker, shared pages counted once."""
    return sum(memory_mib(pid) for pid in roots[:2])


def _is_open(place: Place, case_id: UUID, form: str) -> bool:
    with as_worker(place.worker) as db:
        return bool(
            db.execute(
                text(
                    "SELECT 1 FROM steps WHERE case_id = :case AND form = :form AND state = 'open'"
                ),
                {"case": case_id, "form": form},
            ).first()
        )


def _none(place: Place, question: object) -> bool:
    with as_worker(place.worker) as db:
        return db.execute(question).scalar_one() == 0  # type: ignore[call-overload, no-any-return]


def _all_wait(api: PrefectApi) -> bool:
    return all(run.is_suspended for run in api.live_runs() if run.stage_id)


def _until(place: Place, true: object, seconds: float = 120, pause: float = 0.003) -> None:
    give_up_at = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        if time.monotonic() > give_up_at:
            raise TimeoutError((place.state / "worker.log").read_text()[-2000:])
        time.sleep(pause)
