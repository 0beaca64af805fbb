"""A centre at work on real Prefect: people at the desk, workers as processes, a shared clock."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from deployments.machine.child import signal_group, start_child, wait_ended
from flows.clockwork.keeping import fire_timers
from flows.clockwork.pairing import Kept, repair
from flows.desk.desk import Desk
from flows.readers.workplace import Workplace
from models.store.acting import make_engine
from tasks.engine.prefect_api import PrefectApi
from tasks.engine.prefect_run import Run
from tasks.office import Office
from tests.conftest import Database
from tests.orchestrated.nursing import Forked, Nursery
from tests.orchestrated.record import Record
from tests.orchestrated.server import QuickServer
from tests.orchestrated.shared_clock import WrittenClock
from tests.people_factories import Staff, make_staff
from tests.playing import Player

KEY = b"k" * 32
#: Where the shared clock begins; the examples are written for the days after it.
START = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
#: Earlier and later than every lease and every sign of life, by whichever clock it was given:
#: Prefect's server lives in the machine's time, the workers in the test's.
DAWN = datetime(1999, 1, 1, tzinfo=UTC)
DOOMSDAY = datetime(2999, 1, 1, tzinfo=UTC)
#: Seconds until every lease runs out where a test waits for what was left: more than a document takes.
LEASE = 15.0
_CONNECTIONS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name "
    "AND (xact_start IS NOT NULL OR NOT :begun)"
)
_names = count(1)


def until(true: Callable[[], object], seconds: float = 60, what: str = "it") -> None:
    """Wait for something that must come; fail when it does not."""
    give_up_at = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up_at, f"{what} never came"
        time.sleep(0.005)


@dataclass(frozen=True)
class Standing:
    """A clock that stands at one moment."""

    moment: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.moment


@dataclass
class Works(Record):
    """A centre at work: people through the desk, workers as processes."""

    server: QuickServer
    workers: Nursery
    api: PrefectApi
    database: Database
    staff: Staff
    desk: Desk
    player: Player
    state: Path
    forked: list[Forked] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    #: By which the database knows the worker forked last.
    name: str = ""

    @property
    def place(self) -> Workplace:
        """What reconcile works with here."""
        return Workplace(self.worker_engine, self.office, self.clock)

    @property
    def log(self) -> Path:
        """What all workers printed."""
        return self.state / "worker.log"

    def reconcile(self) -> Kept:
        """One pass of reconcile in this process, while every lease holds."""
        fired = fire_timers(self.place)
        kept = self._repair(DAWN)
        kept.fired = fired
        return kept

    def reconcile_after_leases(self) -> Kept:
        """One pass when every lease has run out; the people's time stands still."""
        return self._repair(DOOMSDAY)

    def _repair(self, moment: datetime) -> Kept:
        return repair(Workplace(self.worker_engine, self.office, Standing(moment)), self.api)

    def settings(self) -> dict[str, str]:
        """What a worker of this centre is told besides where Prefect is."""
        return {
            "HUTONG_STATE_DIR": str(self.state),
            "HUTONG_DATABASE_URL": self.database.owner_url,
            "HUTONG_WORKER_DATABASE_URL": self.database.worker_url,
            "HUTONG_KEY_FILE": str(self.state / "key"),
        }

    def fork_worker(self, log: Path | None = None, **extra: str) -> Forked:
        """Start a worker from the nursery; it lives in this centre's time."""
        self.name = f"forked-{next(_names)}"
        settings = {
            **self.settings(),
            "HUTONG_WORKER_DATABASE_URL": f"{self.database.worker_url}?application_name={self.name}",
            "SHARED_CLOCK": str(self.state / "clock"),
            **extra,
        }
        worker = self.workers.start(log or self.log, **settings)
        self.forked.append(worker)
        return worker

    def leftovers(self) -> int:
        """How many connections of the worker forked last the database still serves."""
        with self.root.connect() as db:
            return int(db.execute(_CONNECTIONS, {"name": self.name, "begun": False}).scalar_one())

    def begun(self) -> int:
        """How many transactions the worker forked last has begun and not ended."""
        with self.root.connect() as db:
            return int(db.execute(_CONNECTIONS, {"name": self.name, "begun": True}).scalar_one())

    def kill(self, worker: Forked) -> int:
        """Kill -9 a forked worker; returns the process id that died."""
        worker.kill()
        self.forked.remove(worker)
        return worker.pid

    def start_worker(self, *command: str, **extra: str) -> subprocess.Popen[bytes]:
        """Start a worker process as `hutong run` does, in the machine's time.

        Args:
            *command: Another program than `hutong worker`.
            **extra: Settings besides the usual.
        """
        program = command or (sys.executable, "-m", "deployments", "worker")
        env = {**self.server.env, **self.settings(), **extra}
        with self.log.open("ab") as log:
            process = start_child(list(program), env=env, log=log, cwd=self.state)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """End every worker."""
        for worker in self.forked:
            if worker.ended is None:
                worker.signal(signal.SIGKILL)
        for process in self.processes:
            signal_group(process.pid, signal.SIGKILL)
            wait_ended(process, 10)
        self.forked, self.processes = [], []

    def bring(self, key: str) -> UUID:
        """Open a case and play it without Prefect until a step of this key is open."""
        self.player.works = True
        case_id = self.desk.open_case(self.staff["worker1"])
        while all(step.key != key for step in self.player.open_steps(case_id)):
            assert self.player.step_once(case_id), f"the case never came to {key}"
        self.player.works = False
        return case_id

    def people_go_on(self, case_id: UUID, most: int = 100) -> int:
        """Do all that people can do now; how much that was."""
        for done in range(most):
            steps = [s for s in self.player.open_steps(case_id) if s.kind in ("ask", "approve")]
            if not steps:
                return done
            self.player.step_once(case_id)
        raise AssertionError("people never came to wait")

    def settled(self, case_id: UUID, seconds: float = 60) -> None:
        """Wait until the workers have done what is theirs."""
        until(lambda: not self.undone(case_id), seconds, "the worker's part")

    def done_in_the_end(self, seconds: float = 240) -> None:
        """Wait until nothing automatic is left; what nobody does is given to another in time.

        Every lease runs out now and then, and not at once again: who does the work needs a while.
        """
        give_up_at = time.monotonic() + seconds
        while self.all_undone():
            assert time.monotonic() < give_up_at, f"never done: {self.all_undone()}"
            self.reconcile_after_leases()
            soon = time.monotonic() + LEASE
            while self.all_undone() and time.monotonic() < soon:
                time.sleep(0.05)

    def open_runs(self) -> list[Run]:
        """The runs of stages that have not ended."""
        return [run for run in self.api.live_runs() if run.stage_id]

    def at_rest(self, seconds: float = 60) -> None:
        """Wait until every open stage has its run, suspended, and reconcile finds nothing to do."""

        def quiet() -> bool:
            waits = all(run.is_suspended for run in self.open_runs())
            return waits and self.reconcile().nothing

        until(quiet, seconds, "rest")

    def paired(self) -> bool:
        """Whether each open stage has one live run and each live run one open stage."""
        stages = self.rows("SELECT id, flow_run_id FROM stages WHERE state = 'open'")
        live = [(run.stage_id, run.id) for run in self.open_runs()]
        return sorted(live) == sorted((row.id, row.flow_run_id) for row in stages)

    def becomes_paired(self, seconds: float = 30) -> None:
        """Wait for that: what the mirror tells of a case lies a second behind it."""
        until(self.paired, seconds, "one live run a stage")


@contextmanager
def centre(
    server: QuickServer, workers: Nursery, database: Database, superuser_url: str, folder: Path
) -> Iterator[Works]:
    """Open a centre in an empty database, with staff and no worker yet."""
    (folder / "key").write_bytes(KEY)
    engines = [
        make_engine(database.owner_url),
        make_engine(database.portal_url, pool_size=20),
        make_engine(database.worker_url),
        make_engine(superuser_url),
    ]
    owner, portal, worker, root = engines
    office = Office.with_key(KEY)
    clock = WrittenClock(START, folder / "clock")
    staff = make_staff(owner)
    desk = Desk(portal, office, clock)
    player = Player(desk, worker, office, clock, staff, works=False)
    api = server.api()
    made = Works(
        worker, root, office, clock, server, workers, api, database, staff, desk, player, folder
    )
    try:
        yield made
    finally:
        made.stop()
        server.recover()
        for run in list(api.live_runs()):
            api.delete_run(run.id)
        api.close()
        clock.close()
        for engine in engines:
            engine.dispose()
