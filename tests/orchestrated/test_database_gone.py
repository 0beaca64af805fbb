"""The PostgreSQL under both the case record and Prefect goes away in the middle, and comes back."""

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from deployments.machine.migrate import upgrade
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.register import register_all
from deployments.machine.state import password_of
from models.errors import OutsideFailure
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from tests.conftest import Database
from tests.orchestrated.nursing import nursery
from tests.orchestrated.server import quick_server
from tests.orchestrated.works import Works, centre, until
from tests.people_factories import by_any_clock

CASES = 4
#: Main stage to which each case is to come.
GOAL = "consultation"
Outage = Callable[[EmbeddedPostgres], None]


@pytest.fixture(scope="module")
def cluster() -> Iterator[EmbeddedPostgres]:
    """A server that keeps what it has confirmed, whatever happens to its processes."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-test-"))
    folder.chmod(0o711)  # The database account must be able to pass through.
    try:
        with EmbeddedPostgres(folder / "state") as server:
            server.create_role(OWNER_ROLE, may_create_roles=True)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def place(cluster: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """A centre whose case record and Prefect live in that one server."""
    cluster.create_database("prefect")
    cluster.create_database("cases", owner=OWNER_ROLE)
    owner_url = cluster.url("cases", OWNER_ROLE)
    upgrade(
        owner_url,
        portal_password=password_of(cluster.state, PORTAL_ROLE),
        worker_password=password_of(cluster.state, WORKER_ROLE),
    )
    by_any_clock(owner_url)
    roles = [cluster.url("cases", role) for role in (PORTAL_ROLE, WORKER_ROLE)]
    database = Database("cases", owner_url, *roles)
    home, folder = (tmp_path_factory.mktemp(name) for name in ("prefect", "centre"))
    with (
        quick_server(cluster.url("prefect"), home) as server,
        nursery("worker", server.env, home) as workers,
        centre(server, workers, database, cluster.url("cases"), folder) as works,
    ):
        register_all(works.api, scheduled={})
        yield works


def stopped(cluster: EmbeddedPostgres) -> None:
    """Stop it as an operator does."""
    cluster.stop()


def killed(cluster: EmbeddedPostgres) -> None:
    """Kill it as a power cut does."""
    assert cluster.pid
    os.kill(cluster.pid, signal.SIGKILL)
    until(lambda: cluster.pid is None, 30, "the death of the database")


@dataclass
class People:
    """Somebody who does the next thing in some cases, again and again, whatever is away."""

    works: Works
    cases: list[UUID]
    #: Steps of which the desk said that they are done.
    confirmed: list[UUID] = field(default_factory=list)
    refused: int = 0
    leaving: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Go on until told to leave."""
        while not self.leaving.is_set():
            for case_id in self.cases:
                try:
                    self._do_next(case_id)
                except (OutsideFailure, DBAPIError):
                    self.refused += 1
                    time.sleep(0.1)
            time.sleep(0.02)

    def _do_next(self, case_id: UUID) -> None:
        player = self.works.player
        if player.main_stage(case_id) == GOAL:
            return
        for step in player.open_steps(case_id):
            if step.kind == "ask":
                player.answer(step)
                self.confirmed.append(step.id)
                return
            if step.kind == "approve":
                player.sign(step)
                self.confirmed.append(step.id)
                return


@pytest.mark.parametrize("outage", [stopped, killed], ids=["stopped", "killed"])
def test_all_recover_by_themselves_and_nothing_confirmed_is_lost(
    place: Works, cluster: EmbeddedPostgres, outage: Outage
) -> None:
    works = place
    born = _born(cluster)
    cases = [works.bring("ask:registration") for _ in range(CASES)]
    works.reconcile()
    worker = works.fork_worker()
    works.at_rest()
    people = People(works, cases)
    thread = threading.Thread(target=people.work)
    thread.start()
    try:
        until(lambda: len(people.confirmed) >= 2 * CASES, 60, "some work")
        until(works.all_undone, 60, "a moment at which the worker is busy")
        outage(cluster)
        before = len(people.confirmed)
        until(lambda: people.refused >= 5, 30, "a refusal")
        with pytest.raises(OutsideFailure, match="数据库"):
            works.desk.open_case(works.staff["worker1"])
        cluster.start()
        assert _born(cluster) > born
        until(lambda: len(people.confirmed) > before, 60, "work after the outage")
        until(lambda: not _failing(works.reconcile_after_leases), 60, "Prefect's return")
        until(lambda: _all_at(works, cases), 180, "the goal of every case")
    finally:
        people.leaving.set()
        thread.join()
    for case_id in cases:
        works.settled(case_id)
    works.at_rest()

    done = {row.id for row in works.rows("SELECT id FROM steps WHERE state = 'done'")}
    assert set(people.confirmed) <= done
    assert worker.ended is None
    works.becomes_paired()
    assert works.broken_promises() == {}
    works.kill(worker)


def _all_at(works: Works, cases: list[UUID]) -> bool:
    works.reconcile()
    return all(works.player.main_stage(case_id) == GOAL for case_id in cases)


def _failing(work: Callable[[], object]) -> bool:
    try:
        work()
    except (OutsideFailure, DBAPIError):
        return True
    return False


def _born(cluster: EmbeddedPostgres) -> float:
    """When the database server was started."""
    with psycopg.connect(cluster.url("cases")) as link:
        row = link.execute("SELECT pg_postmaster_start_time()").fetchone()
    assert row
    moment: float = row[0].timestamp()
    return moment
