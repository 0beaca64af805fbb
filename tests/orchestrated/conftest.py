"""The whole of it with real Prefect: server, worker processes, our database, people at the desk."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from deployments.child import signal_group, start_child, wait_ended
from deployments.postgres import EmbeddedPostgres
from deployments.register import register_all
from flows.desk import Desk
from flows.keeping import Kept, keep
from flows.workplace import Workplace
from models.clock import VirtualClock
from models.store.acting import as_worker, make_engine
from tasks.office import Office
from tasks.prefect_api import PrefectApi
from tests.conftest import Database
from tests.people_factories import Staff, make_staff
from tests.playing import Player
from tests.prefect_server import PrefectServer, running_prefect

KEY = b"k" * 32
PREFECT_DATABASE = "prefect_of_cases"


def until(true: Callable[[], object], seconds: float = 60, what: str = "it") -> None:
    """Wait for something that must come; fail when it does not."""
    give_up_at = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up_at, f"{what} never came"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def prefect(postgres: EmbeddedPostgres) -> Iterator[PrefectServer]:
    """One Prefect server for the session."""
    postgres.create_database(PREFECT_DATABASE)
    with running_prefect(postgres.url(PREFECT_DATABASE)) as server:
        with server.api() as api:
            register_all(api)
        yield server


@dataclass
class Works:
    """A centre at work: people through the desk, workers as processes."""

    server: PrefectServer
    api: PrefectApi
    database: Database
    worker_engine: Engine
    office: Office
    clock: VirtualClock
    staff: Staff
    desk: Desk
    player: Player
    state: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def place(self) -> Workplace:
        """What reconcile works with here."""
        return Workplace(self.worker_engine, self.office, self.clock)

    def reconcile(self) -> Kept:
        """One pass of reconcile, in this process."""
        return keep(self.place, self.api)

    def start_worker(self, **extra: str) -> subprocess.Popen[bytes]:
        """Start a worker process as `hutong run` does."""
        env = {
            **self.server.env,
            "HUTONG_STATE_DIR": str(self.state),
            "HUTONG_DATABASE_URL": self.database.owner_url,
            "HUTONG_WORKER_DATABASE_URL": self.database.worker_url,
            "HUTONG_KEY_FILE": str(self.state / "key"),
            **extra,
        }
        with (self.state / "worker.log").open("ab") as log:
            process = start_child(
                [sys.executable, "-m", "deployments", "worker"], env=env, log=log, cwd=self.state
            )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGKILL) -> None:
        """Kill a worker and all it started."""
        signal_group(process.pid, how)
        wait_ended(process, 10)
        self.processes.remove(process)

    def undone(self, case_id: UUID) -> int:
        """Automatic steps not yet done."""
        with as_worker(self.worker_engine) as db:
            return int(
                db.execute(
                    text(
                        "SELECT count(*) FROM steps s JOIN stages g ON g.id = s.stage_id "
                        "WHERE s.case_id = :case AND s.state = 'open' AND g.state = 'open' "
                        "AND s.kind IN ('issue', 'effect')"
                    ),
                    {"case": case_id},
                ).scalar_one()
            )

    def settled(self, case_id: UUID, seconds: float = 60) -> None:
        """Wait until the workers have done what is theirs."""
        until(lambda: self.undone(case_id) == 0, seconds, "the worker's part")


@pytest.fixture
def works(prefect: PrefectServer, database: Database, tmp_path: Path) -> Iterator[Works]:
    """A centre with staff, no worker yet."""
    from datetime import UTC, datetime

    (tmp_path / "key").write_bytes(KEY)
    owner, portal = make_engine(database.owner_url), make_engine(database.portal_url)
    worker = make_engine(database.worker_url)
    office = Office.with_key(KEY)
    staff = make_staff(owner)
    # Workers read the machine's clock; the people's clock must not run ahead of it.
    clock = VirtualClock(datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    desk = Desk(portal, office, clock)
    player = Player(desk, worker, office, clock, staff, works=False)
    api = prefect.api()
    made = Works(prefect, api, database, worker, office, clock, staff, desk, player, tmp_path)
    try:
        yield made
    finally:
        for process in list(made.processes):
            made.kill(process)
        for run in list(api.live_runs()):
            api.delete_run(run.id)
        api.close()
        for engine in (owner, portal, worker):
            engine.dispose()
