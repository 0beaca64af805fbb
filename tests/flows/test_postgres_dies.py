"""PostgreSQL is killed, stopped, or drops connections in the middle: nothing confirmed is lost (G3)."""

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar
from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from deployments.machine.migrate import upgrade
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from flows.desk.desk import Desk
from models.errors import FormInvalid, OutsideFailure
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store.acting import Actor
from models.words import Stage
from tasks.act import Act, Done
from tests.chaos import Tally, times
from tests.conftest import Database
from tests.flows.practice import Practice, at_work
from tests.flows.routes import RETURNED, SHORT
from tests.flows.story import story
from tests.flows.writers import Writers, going_on
from tests.people_factories import by_any_clock
from tests.replaying import replays_to_what_it_is

T = TypeVar("T")
ROUTE = {**RETURNED.changes, **SHORT}
SEED = 20261121
#: Every so manieth piece of work has its server killed under it.
EVERY = 13


@pytest.fixture(scope="module")
def durable() -> Iterator[EmbeddedPostgres]:
    """A server that writes through, as in use; the others of the tests do not."""
    folder = Path(tempfile.mkdtemp(prefix="hutong-durable-"))
    folder.chmod(0o711)  # The database account must be able to pass through.
    try:
        with EmbeddedPostgres(folder / "state") as server:
            server.create_role(OWNER_ROLE, may_create_roles=True)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def centre(server: EmbeddedPostgres, name: str) -> Iterator[Practice]:
    """A centre on this server."""
    server.create_database(name, owner=OWNER_ROLE)
    upgrade(
        server.url(name, OWNER_ROLE),
        portal_password=password_of(server.state, PORTAL_ROLE),
        worker_password=password_of(server.state, WORKER_ROLE),
    )
    by_any_clock(server.url(name, OWNER_ROLE))
    addresses = Database(
        name, server.url(name, OWNER_ROLE), server.url(name, PORTAL_ROLE),
        server.url(name, WORKER_ROLE),
    )  # fmt: skip
    with at_work(addresses, server) as practice:
        yield practice


class Honest(Desk):
    """A desk that remembers how it failed."""

    failures: list[type[Exception]]

    def _do(self, actor: Actor, work: Callable[[Act], Done[T]]) -> T:
        try:
            return super()._do(actor, work)
        except FormInvalid:  # What the record says is right: typed again, and no failure.
            raise
        except Exception as failed:
            self.failures.append(type(failed))
            raise


def honest(practice: Practice) -> Honest:
    """Let the centre work at such a desk."""
    desk = Honest(practice.portal, practice.office, practice.clock)
    desk.failures = []
    practice.desk = practice.player.desk = desk
    return desk


def read(practice: Practice) -> Any:
    with practice.root.begin() as db:
        return story(db)


@pytest.fixture(scope="module")
def calm(durable: EmbeddedPostgres) -> Any:
    """The story of the same case when nothing happens to the server."""
    with centre(durable, "calm") as practice:
        play(practice, lambda work: work())
        return read(practice)


def play(practice: Practice, doing: Callable[[Callable[[], Any]], Any]) -> UUID:
    """Play from the report to the first visits; each action through `doing`."""
    practice.player.works = False
    practice.player.changes = ROUTE
    case_id: UUID = doing(lambda: open_once(practice))
    doing(practice.work_off)
    while doing(lambda: practice.player.main_stage(case_id)) != Stage.FOLLOW_UP:
        doing(lambda: practice.player.step_once(case_id))
        doing(practice.work_off)
    for _ in range(6):
        doing(lambda: practice.player.step_once(case_id))
        doing(practice.work_off)
    return case_id


def open_once(practice: Practice) -> UUID:
    """Open the case, unless it was opened and the answer got lost on the way."""
    found = practice.rows("SELECT id FROM cases")
    return found[0].id if found else practice.desk.open_case(practice.staff["worker1"])


def test_killed_and_stopped_in_the_middle_the_case_comes_to_the_same_end(
    durable: EmbeddedPostgres, calm: Any
):
    chance = random.Random(SEED)
    with centre(durable, "killed") as practice:
        desk = honest(practice)
        works, deaths = count(), list[Thread]()

        def kill() -> None:
            pid = durable.pid
            if pid is not None:
                time.sleep(chance.uniform(0, 0.02))
                # A fast shutdown every third time, else no time for anything.
                os.kill(pid, signal.SIGINT if len(deaths) % 3 == 0 else signal.SIGKILL)

        def until_done(work: Callable[[], T]) -> T:
            if next(works) % EVERY == EVERY - 1:  # While this one is worked on.
                deaths.append(Thread(target=kill))
                deaths[-1].start()
            for _ in range(20):
                try:
                    return work()
                except (OutsideFailure, DBAPIError):
                    wait_for_death(durable)
                    durable.start()
            raise AssertionError("the server does not come back")

        try:
            play(practice, until_done)
        finally:
            for death in deaths:
                death.join()
            wait_for_death(durable, seconds=0.5)
            durable.start()
        assert len(deaths) >= 3, "the server was not killed"
        assert set(desk.failures) <= {OutsideFailure}
        assert read(practice) == calm
        assert practice.broken_promises() == {}
        replays_to_what_it_is(practice.worker, practice.office, practice.case())


def test_while_the_server_is_down_a_person_is_told_so_and_may_press_again(
    durable: EmbeddedPostgres,
):
    with centre(durable, "down") as practice:
        for warm in (False, True):
            if warm:
                practice.desk.open_case(practice.staff["worker1"])
            durable.stop()
            try:
                with pytest.raises(OutsideFailure, match="稍后再试"):
                    practice.desk.open_case(practice.staff["worker1"])
            finally:
                durable.start()
        practice.desk.open_case(practice.staff["worker1"])
        practice.owner.dispose()  # Its connections are of the server before, and not a second old.
        assert practice.one("SELECT count(*) FROM cases") == 2
        assert practice.one("SELECT sum(last) FROM counters") == 2


def wait_for_death(server: EmbeddedPostgres, *, seconds: float = 5) -> None:
    """A killed server needs a moment until its owner sees it."""
    limit = time.monotonic() + seconds
    while server.pid is not None and time.monotonic() < limit:
        if answers(server):
            return
        time.sleep(0.02)


def answers(server: EmbeddedPostgres) -> bool:
    from psycopg import OperationalError, connect

    try:
        connect(server.url("postgres"), connect_timeout=2).close()
    except OperationalError:
        return False
    return True


def test_connections_that_break_lose_nothing_that_was_confirmed_and_double_nothing(
    durable: EmbeddedPostgres, calm: Any
):
    with centre(durable, "broken") as practice:
        desk = honest(practice)
        over, cuts = Event(), list[int]()

        def cut_now_and_then() -> None:
            chance = random.Random(SEED)
            while not over.wait(chance.uniform(0.01, 0.06)) and sum(cuts) < 40:
                cuts.append(cut(practice.root))

        def until_done(work: Callable[[], T]) -> T:
            for _ in range(200):
                try:
                    return work()
                except (OutsideFailure, DBAPIError):
                    continue
            raise AssertionError("never done")

        cutter = Thread(target=cut_now_and_then)
        cutter.start()
        try:
            play(practice, until_done)
        finally:
            over.set()
            cutter.join()
        assert sum(cuts) >= 10, "hardly a connection was cut"
        assert desk.failures, "no action of a person was hit"
        assert set(desk.failures) == {OutsideFailure}
        assert read(practice) == calm
        assert practice.broken_promises() == {}
        replays_to_what_it_is(practice.worker, practice.office, practice.case())


def cut(root: Engine) -> int:
    """End every connection of portal and worker that is doing something right now."""
    with root.begin() as db:
        ended: int = db.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state <> 'idle' "
                "AND usename IN ('hutong_portal', 'hutong_worker')"
            )
        ).scalar_one()
    return ended


WHOLE_DEATHS, FEW_DEATHS, WRITERS = 100, 3, 4


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_killed_again_and_again_under_four_writers_all_that_was_confirmed_is_there(
    durable: EmbeddedPostgres,
) -> None:
    tally = Tally("PostgreSQL killed under four writers")
    deaths = times(WHOLE_DEATHS, FEW_DEATHS)
    with centre(durable, "written") as practice:
        writers = Writers(practice, WRITERS)
        with writers.at_work() as ledger:
            for death in range(deaths):
                going_on(ledger)
                time.sleep(tally.chance.uniform(0, 0.3))
                how = signal.SIGINT if death % 3 == 2 else signal.SIGKILL
                assert durable.pid
                os.kill(durable.pid, how)
                tally.tried[f"{how.name} of the database"] += 1
                wait_for_death(durable, seconds=30)
                durable.start()
            going_on(ledger)
        practice.owner.dispose()  # Its connections are of a server that died.
        tally.kept.update(ledger.counts())
        tally.tell(writers.lost())
    assert ledger.refused >= deaths
