"""What a step through Prefect costs: our worker beside the stock process worker.

    python -m deployments.bench.beside_stock [postgresql://postgres@127.0.0.1:5432/postgres]

creates two databases on that server (on one of its own without an address), starts a Prefect
server and each worker in turn, prints one JSON object, and drops the databases again.
Processor time and memory are read from `/proc` and summed over server, worker with its children,
and PostgreSQL; the idle share is taken off.
"""

import json
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg

from deployments.bench.flow import URL_VARIABLE
from deployments.bench.processes import cpu_seconds, memory_mib, parent_of
from deployments.machine.child import signal_group, start_child, wait_ended
from deployments.machine.postgres_throwaway import throwaway_postgres
from deployments.machine.prefect_process import PrefectServer, running_prefect
from deployments.machine.register import PROCESS, WARM, register_all

APP, PREFECT = "hutong_bench_pools_app", "hutong_bench_pools_prefect"
WAIT_SECONDS = 120

#: Microseconds from the answer to the body, both by the database's clock.
_SINCE_ANSWER = """
    SELECT extract(microseconds FROM max(at) - max(answered))
    FROM bodies JOIN stages USING (stage_id) WHERE stage_id = ANY(%s)
"""
_TABLES = """
    CREATE TABLE stages (stage_id uuid PRIMARY KEY, run_id uuid, answered timestamptz);
    CREATE TABLE bodies (stage_id uuid, at timestamptz DEFAULT clock_timestamp());
    CREATE INDEX ON bodies (stage_id);
"""
#: Runs suspended while memory is read. The stock worker comes second and finds them waiting: a
#: suspended run is rows of the server, whoever ran it last.
WAITING = 200
#: For each kind of worker: resumes one by one, runs of its own, runs at once, rounds of those.
_SIZES = {WARM: (50, WAITING, 20, 10), PROCESS: (4, 4, 4, 2)}


@dataclass
class Bench:
    """One server, one worker, and the database both sides of a step are timed in."""

    server: PrefectServer
    database: psycopg.Connection
    prefect: psycopg.Connection
    processes: list[int]
    warm: bool

    def new_run(self) -> tuple[UUID, UUID]:
        """Create a run and return (stage, run) once it has been scheduled."""
        stage = uuid4()
        with self.server.api() as api:
            run = api.create_run("bench", stage, str(stage))
        self.database.execute("INSERT INTO stages VALUES (%s, %s)", [stage, run])
        return stage, run

    def answer(self, stage: UUID, run: UUID) -> None:
        """Do what the portal does after an answer, noting the moment in the database's clock."""
        self.database.execute(
            "UPDATE stages SET answered = clock_timestamp() WHERE stage_id = %s", [stage]
        )
        if self.warm:
            self.database.execute("SELECT pg_notify('hutong_stage', %s)", [str(stage)])
        else:
            with self.server.api() as api:
                api.resume_run(run)

    def suspended(self, runs: list[UUID]) -> None:
        """Return when all the runs are suspended; asks the tables, not the measured server."""
        waiting = "SELECT count(*) FROM flow_run WHERE id = ANY(%s) AND state_name = 'Suspended'"
        _until(lambda: _number(self.prefect, waiting, runs) == len(runs))

    def waiting(self) -> int:
        """How many runs are suspended in all."""
        return _number(
            self.prefect,
            "SELECT count(*) FROM flow_run WHERE state_name = 'Suspended' AND id <> ALL(%s)",
            [],
        )

    def reached(self, stages: list[UUID], before: int) -> None:
        """Return when each of the stages' bodies was reached once more than `before` in sum."""
        _until(lambda: self.bodies(stages) >= before + len(stages), pause=0.005)

    def bodies(self, stages: list[UUID]) -> int:
        """How often the bodies of the stages were reached so far."""
        return _number(
            self.database, "SELECT count(*) FROM bodies WHERE stage_id = ANY(%s)", stages
        )

    def cpu_seconds(self) -> float:
        """Processor seconds of all processes so far, ended children included."""
        return cpu_seconds(self.processes)

    def memory_mib(self) -> dict[str, float]:
        """Proportional memory of each process tree, in MiB: server, worker, PostgreSQL."""
        names = ("server", "worker", "postgres")
        pairs = zip(names, self.processes, strict=True)
        return {name: memory_mib(root) for name, root in pairs}


def measure(bench: Bench, resumes: int, own: int, at_once: int, rounds: int) -> dict[str, object]:
    """Take all figures of one worker.

    Args:
        bench: With a fresh worker.
        resumes: One after the other, for latency and processor time.
        own: Runs it makes; with those there already at least `WAITING` are suspended.
        at_once: Runs answered together, for throughput.
        rounds: How often those are answered.
    """
    runs = [bench.new_run() for _ in range(max(own, at_once))]
    bench.suspended([run for _, run in runs])
    if bench.waiting() < WAITING:
        raise ValueError(WAITING)
    memory = bench.memory_mib()
    idle_from, idle_at = bench.cpu_seconds(), time.monotonic()
    time.sleep(10)
    idle = (bench.cpu_seconds() - idle_from) / (time.monotonic() - idle_at)
    reached, cpu = _one_by_one(bench, *runs[0], resumes, idle)
    rate = _together(bench, runs[:at_once], rounds)
    return {
        "body_reached_ms_p50": round(statistics.median(reached), 1),
        "body_reached_ms_p95": round(sorted(reached)[int(len(reached) * 0.95)], 1),
        "cpu_seconds_per_step": round(cpu, 3),
        "idle_cpu_share": round(idle, 4),
        f"memory_mib_with_{WAITING}_waiting": memory,
        "steps_per_second": round(rate, 2),
    }


def _one_by_one(
    bench: Bench, stage: UUID, run: UUID, resumes: int, idle: float
) -> tuple[list[float], float]:
    reached = []
    before, began = bench.cpu_seconds(), time.monotonic()
    for _ in range(resumes):
        done = bench.bodies([stage])
        bench.answer(stage, run)
        bench.reached([stage], done)
        reached.append(_number(bench.database, _SINCE_ANSWER, [stage]) / 1000)
        bench.suspended([run])
    spent = bench.cpu_seconds() - before - idle * (time.monotonic() - began)
    return reached, spent / resumes


def _together(bench: Bench, runs: list[tuple[UUID, UUID]], rounds: int) -> float:
    stages = [stage for stage, _ in runs]
    began = time.monotonic()
    for _ in range(rounds):
        done = bench.bodies(stages)
        for stage, run in runs:
            bench.answer(stage, run)
        bench.reached(stages, done)
        bench.suspended([run for _, run in runs])
    return len(runs) * rounds / (time.monotonic() - began)


def _number(database: psycopg.Connection, query: LiteralString, ids: list[UUID]) -> int:
    row = database.execute(query, [ids]).fetchone()
    return int(row[0]) if row else 0


def _until(true: Callable[[], object], pause: float = 0.02) -> None:
    give_up_at = time.monotonic() + WAIT_SECONDS
    while not true():
        if time.monotonic() > give_up_at:
            raise TimeoutError
        time.sleep(pause)


@contextmanager
def _worker(server: PrefectServer, command: list[str], url: str) -> Iterator[int]:
    env = server.env | {URL_VARIABLE: url, "PREFECT_WORKER_QUERY_SECONDS": "1"}
    with (server.home / "worker.log").open("ab") as log:
        process = start_child(command, log=log, env=env, cwd=server.home)
    try:
        yield process.pid
    finally:
        signal_group(process.pid, signal.SIGTERM)
        if not wait_ended(process, 15):
            signal_group(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def _databases(admin_url: str) -> Iterator[tuple[str, str, int]]:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for name in (APP, PREFECT):
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            admin.execute(f"CREATE DATABASE {name}")
        backend = admin.info.backend_pid
        urls = [admin_url.rpartition("/")[0] + f"/{name}" for name in (APP, PREFECT)]
        try:
            yield urls[0], urls[1], parent_of(backend)
        finally:
            for name in (APP, PREFECT):
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def compare(admin_url: str) -> dict[str, dict[str, object]]:
    """Measure both workers on one server; figures by kind of worker."""
    figures: dict[str, dict[str, object]] = {}
    with (
        _databases(admin_url) as (app, prefect, postmaster),
        running_prefect(prefect) as server,
        psycopg.connect(app, autocommit=True) as database,
        psycopg.connect(prefect, autocommit=True) as tables,
    ):
        database.execute(_TABLES)
        for kind, sizes in _SIZES.items():
            with server.api() as api:
                register_all(api, {"bench": "deployments.bench.flow:bench"}, {}, kind, kind)
            with _worker(server, _command(kind, app), app) as worker:
                roots = [server.pid, worker, postmaster]
                bench = Bench(server, database, tables, roots, warm=kind == WARM)
                figures[kind] = measure(bench, *sizes)
    return figures


def main(admin_url: str) -> None:
    """Print the figures of both workers."""
    print(json.dumps(compare(admin_url), indent=2))  # noqa: T201


def _command(kind: str, url: str) -> list[str]:
    if kind == WARM:
        return [sys.executable, "-m", "deployments.bench.warm", url]
    start = ["worker", "start", "--pool", kind, "--type", kind]
    return [sys.executable, "-m", "prefect", *start]


if __name__ == "__main__":
    if sys.argv[1:]:
        main(sys.argv[1])
    else:
        with throwaway_postgres() as postgres:
            main(postgres.url("postgres"))
