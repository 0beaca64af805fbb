"""Playing a case while a worker, or the Prefect server, dies twice at every automatic step.

The first time the step is open and its effect stands in the middle of its transaction; the second
time the effect has just been committed and the run has not yet been able to suspend, because the
server is held still. Where each kill struck is looked at and written down.
"""

import os
import re
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Literal

import psycopg

from flows.clockwork.keeping import fire_timers
from tests.orchestrated.gate import Gate
from tests.orchestrated.nursing import Forked
from tests.orchestrated.works import Works

Moment = Literal["before the commit", "after the commit"]


@dataclass(frozen=True)
class Kill:
    """One kill and where it struck.

    Attributes:
        keys: The steps it struck: those open before a commit, the one done after it.
        pid: The process that died.
        run: How Prefect saw the run of the step at that moment.
    """

    moment: Moment
    keys: frozenset[str]
    pid: int
    run: str


#: One weekly visit is like the other: unless all are asked for, the first ones are enough.
WEEKS_STRUCK = 52 if os.environ.get("KILLS") == "all" else 4
_WEEK = re.compile(r"window-(\d+)")


def spared(step: str) -> bool:
    """Whether a step is one of the many alike that nobody is killed at."""
    week = _WEEK.search(step)
    return week is not None and int(week[1]) > WEEKS_STRUCK


@dataclass
class Killer(ABC):
    """Does the work of the workers' side of a case, with a kill at each step."""

    works: Works
    gate: Gate
    kills: list[Kill] = field(default_factory=list)

    def __call__(self) -> None:
        """Let the workers do what a person's act has left them; called after each act."""
        fire_timers(self.works.place)
        while open_steps := self.undone():
            self.gate.await_arrival()
            if all(map(spared, open_steps)):
                self.gate.let_one_through()
                continue
            self.strike_before(open_steps)
            self.gate.await_arrival()
            self.works.server.running.freeze()
            self.gate.let_one_through()
            self.strike_after(open_steps)

    @abstractmethod
    def strike_before(self, open_steps: frozenset[str]) -> None:
        """Kill with an effect in the middle of its transaction, and start again."""

    @abstractmethod
    def strike_after(self, open_steps: frozenset[str]) -> None:
        """Kill with the effect just committed and the server held still, and start again."""

    def undone(self) -> frozenset[str]:
        """Automatic steps still to be done: stage, key, round."""
        return frozenset(self.works.all_undone())

    def note(self, moment: Moment, keys: frozenset[str], pid: int, run: str) -> None:
        """Write a kill down, which must have struck something."""
        assert keys, f"a kill {moment} struck nothing"
        self.kills.append(Kill(moment, keys, pid, run))

    def run_of(self, name: str) -> str:
        """How Prefect's database has the run of a step's stage; asked past the server."""
        stage, key, turn = name.split(" ")
        run_id = self.works.one(
            "SELECT g.flow_run_id FROM steps s JOIN stages g ON g.id = s.stage_id "
            "WHERE g.name = :stage AND s.key = :key AND s.round = :turn",
            stage=stage, key=key, turn=int(turn),
        )  # fmt: skip
        with psycopg.connect(self.works.server.stock.postgres_url) as link:
            row = link.execute("SELECT state_type FROM flow_run WHERE id = %s", [run_id]).fetchone()
        assert row is not None
        return str(row[0])


@dataclass
class WorkerKiller(Killer):
    """The worker dies; reconcile gives its run to a new one once the lease has run out."""

    worker: Forked | None = None

    def strike_before(self, open_steps: frozenset[str]) -> None:
        """Kill the worker; what it had begun rolls back."""
        run = self.run_of(min(open_steps))
        pid = self._kill()
        assert self.undone() == open_steps, "a killed worker's transaction was committed"
        self.note("before the commit", open_steps, pid, run)
        self.start()

    def strike_after(self, open_steps: frozenset[str]) -> None:
        """Kill the worker while it waits for the server."""
        done = open_steps - self.undone()
        run = self.run_of(min(done))
        pid = self._kill()
        self.works.server.running.thaw()
        self.note("after the commit", done, pid, run)
        self.start()

    def start(self) -> None:
        """Let reconcile find what was left, then start a worker."""
        self.works.reconcile_after_leases()
        self.worker = self.works.fork_worker()

    def _kill(self) -> int:
        """Kill, and let the database find out: at the gate its transaction could stand for ever."""
        assert self.worker is not None
        pid = self.works.kill(self.worker)
        give_up_at = time.monotonic() + 60
        while self.works.leftovers():
            if self.gate.waiting:
                self.gate.let_one_through()
            assert time.monotonic() < give_up_at, "the database still serves a dead worker"
            time.sleep(0.005)
        return pid


@dataclass
class ServerKiller(Killer):
    """The server dies; the worker stays, and has to find it again."""

    def strike_before(self, open_steps: frozenset[str]) -> None:
        """Kill the server while the worker is in its transaction."""
        run = self.run_of(min(open_steps))
        pid = self.works.server.kill()
        self.works.server.start()
        assert self.undone() == open_steps, "the gate let somebody through"
        self.note("before the commit", open_steps, pid, run)

    def strike_after(self, open_steps: frozenset[str]) -> None:
        """Kill the server while the worker waits to tell it."""
        done = open_steps - self.undone()
        run = self.run_of(min(done))
        pid = self.works.server.kill()
        self.works.server.start()
        self.note("after the commit", done, pid, run)
        self.works.reconcile()
