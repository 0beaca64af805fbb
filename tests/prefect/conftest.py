"""A Prefect server for the session, a toy database, and worker processes that can be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from deployments.machine.child import signal_group, start_child, wait_ended
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.register import register_all
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.prefect_run import Run
from tests.prefect.toy_flow import TABLES
from tests.prefect_server import PrefectServer, running_prefect

ROOT = Path(__file__).parents[2]
#: The server's own services look more often than they need to, so that a test need not wait.
SOON = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
}
POOL = "toys"
NAMES = (
    "toy",
    "toy-same-key",
    "toy-catches",
    "toy-fails",
    "toy-exits",
    "toy-slow",
    "toy-logs",
    "toy-tick",
)
FLOWS = {name: f"tests.prefect.toy_flow:{name.replace('-', '_')}" for name in NAMES}


def until(true: Callable[[], object], seconds: float = 40) -> None:
    """Wait for something that must come; fail when it does not."""
    give_up_at = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up_at, "it never came true"
        time.sleep(0.02)


@dataclass
class Toys:
    """One server and one application database, as the tests speak with them."""

    server: PrefectServer
    api: PrefectApi
    url: str
    database: psycopg.Connection

    def stage(self, flow: str = "toy") -> tuple[UUID, UUID]:
        """Create a stage with its run, and let the poll find it."""
        stage = uuid4()
        run = self.api.create_run(flow, stage, str(stage))
        self.database.execute("INSERT INTO toy_runs VALUES (%s, %s)", [stage, run])
        return stage, run

    def answer(self, stage: UUID, number: int) -> None:
        """Answer as a person would, without telling anybody."""
        self.database.execute("INSERT INTO toy_answers VALUES (%s, %s)", [stage, number])

    def notify(self, stage: UUID) -> None:
        """Tell the workers that the stage has work."""
        self.database.execute("SELECT pg_notify('hutong_stage', %s)", [str(stage)])

    def bodies(self, stage: UUID) -> list[tuple[int, int]]:
        """Each beginning of the stage's body: (process, answers there were)."""
        return self.database.execute(
            "SELECT pid, answers FROM toy_bodies WHERE stage_id = %s ORDER BY id", [stage]
        ).fetchall()

    def notes(self, stage: UUID) -> list[str]:
        """What the stage's body has written down of itself."""
        rows = self.database.execute(
            "SELECT note FROM toy_notes WHERE stage_id = %s ORDER BY id", [stage]
        ).fetchall()
        return [row[0] for row in rows]

    def run(self, run_id: UUID) -> Run:
        """The run as Prefect has it now."""
        found = self.api.run_state(run_id)
        assert found
        return found

    def comes_to(self, run_id: UUID, state: str, seconds: float = 40) -> None:
        """Wait for the run to be in a state."""
        until(lambda: self.run(run_id).state_name == state, seconds)

    def waits(self, stage: UUID, run_id: UUID, bodies: int) -> None:
        """Wait for the run to have begun its body so many times and to be suspended again."""
        until(lambda: len(self.bodies(stage)) >= bodies)
        self.comes_to(run_id, "Suspended")

    @contextmanager
    def worker(
        self, pool: str = POOL, kind: str = "warm", *, listens: bool = True
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker process, ready to work; end it afterwards, however it stands."""
        env = self.server.env | {
            "TOY_DATABASE_URL": self.url,
            "TOY_POOL": pool,
            "TOY_LISTENS": "yes" if listens else "no",
            "PYTHONPATH": str(ROOT),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
        }
        command = [sys.executable, "-m", "tests.prefect.toy_worker"]
        if kind != "warm":
            command = [sys.executable, "-m", "prefect", "worker", "start"]
            command += ["--pool", pool, "--type", kind]
        log = self.server.home / f"worker-{uuid4()}.log"
        with log.open("ab") as out:
            process = start_child(command, log=out, env=env, cwd=self.server.home)
        try:
            until(lambda: b"started!" in log.read_bytes() or process.poll() is not None)
            assert process.poll() is None, log.read_text()[-2000:]
            yield process
        finally:
            signal_group(process.pid, signal.SIGTERM)
            if not wait_ended(process, 15):
                signal_group(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture(scope="session")
def prefect_server(postgres: EmbeddedPostgres) -> Iterator[PrefectServer]:
    """One Prefect server for all tests of the session; about ten seconds."""
    postgres.create_database("prefect_of_tests")
    with running_prefect(postgres.url("prefect_of_tests"), SOON) as server:
        yield server


@pytest.fixture(scope="session")
def toys(postgres: EmbeddedPostgres, prefect_server: PrefectServer) -> Iterator[Toys]:
    """The toy flows, registered, and the database they keep their journal in."""
    postgres.create_database("toys")
    url = postgres.url("toys")
    os.environ["TOY_DATABASE_URL"] = url
    with prefect_server.api() as api, psycopg.connect(url, autocommit=True) as database:
        database.execute(TABLES)
        register_all(api, FLOWS, {}, pool=POOL)
        yield Toys(prefect_server, api, url, database)


@pytest.fixture(scope="session")
def warm(toys: Toys) -> Iterator[subprocess.Popen[bytes]]:
    """A warm worker that is there for the whole session; tests must not harm it."""
    with toys.worker() as process:
        yield process
