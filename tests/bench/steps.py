"""What a step costs inline: every route of the procedure walked, on a centre with history.

Each act of a person is measured by itself, from the press to the commit: all forms and signatures
of every stage. What a worker does in between, and how time passes, is not in it.
"""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean, median
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine

from deployments.machine.migrate import upgrade
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.state import password_of
from flows.desk.desk import Desk
from models.settings import OWNER_ROLE, PORTAL_ROLE, WORKER_ROLE
from models.store import journal
from models.store.acting import Actor, as_worker
from models.time_source import VirtualTime
from tasks.acts.binding import Decision
from tests.bench.generator import Size
from tests.bench.pages import filled
from tests.flows.practice import START, Practice
from tests.flows.routes import ROUTES, Route, go
from tests.people_factories import by_any_clock
from tests.statements import sent

T = TypeVar("T")
#: Cases of the centre beside those that are walked; `BENCH_STEPS_CASES` says another number.
CASES = 1_000
#: Of the dearest forms, so many are told by name.
NAMED = 8


@dataclass(frozen=True)
class Cost:
    """One act of a person."""

    name: str
    ms: float
    #: Processor milliseconds of this process, and of its connection to PostgreSQL.
    python: float
    postgres: float
    statements: int
    #: Whether it left a document, or something else outside the database, to a worker.
    leaves_paper: bool


class MeasuredDesk(Desk):
    """The desk, with a watch in its hand."""

    def measure(self, practice: Practice, found: list[Cost]) -> None:
        """Gather from now on what is done in a place."""
        self.practice, self.found = practice, found

    def answer(
        self, actor: Actor, step_id: UUID, raw: Mapping[str, Any], *, done_on: date | None = None,
        late_reason: str = "",
    ) -> UUID:  # fmt: skip
        """Answer, and note what it cost."""
        form = self.practice.one("SELECT form FROM steps WHERE id = :id", id=step_id)
        how = {"done_on": done_on, "late_reason": late_reason}
        work = super().answer
        return self._noted(form, lambda: work(actor, step_id, raw, **how))  # type: ignore[arg-type]

    def sign(self, actor: Actor, step_id: UUID, *, opinion: str = "") -> Decision:
        """Sign, and note what it cost."""
        work = super().sign
        return self._noted("signature", lambda: work(actor, step_id, opinion=opinion))

    def _noted(self, name: str, work: Callable[[], T]) -> T:
        engine, left = self._engine, self._left_to_worker()
        with sent(engine) as statements:
            postgres, python, began = _postgres(engine), time.process_time(), time.perf_counter()
            done = work()
            ms = (time.perf_counter() - began) * 1000
            used = (time.process_time() - python) * 1000
            backend = (_postgres(engine) - postgres) * 1000
        more = self._left_to_worker() > left
        self.found.append(Cost(name, ms, used, backend, len(statements), more))
        return done

    def _left_to_worker(self) -> int:
        with as_worker(self.practice.worker) as db:
            return len(journal.left_to_worker(db))


def _postgres(engine: Engine) -> float:
    """Processor seconds so far of the one connection there is, the last used first."""
    connection = engine.raw_connection()
    try:
        pid = connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
    finally:
        connection.close()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def walk_all(practice: Practice) -> list[Cost]:
    """Walk every route; the first one before that, to warm up."""
    found: list[Cost] = []
    _walk(practice, ROUTES[0], [])
    for route in ROUTES:
        _walk(practice, route, found)
    return found


def _walk(practice: Practice, route: Route, found: list[Cost]) -> None:
    """Walk a route from the day for which the examples are written."""
    clock = VirtualTime(START)
    desk = MeasuredDesk(practice.portal, practice.office, clock)
    desk.measure(practice, found)
    practice.clock = practice.player.clock = clock
    practice.desk = practice.player.desk = desk
    case_id = practice.open_case(began=route.began)
    for leg in route.legs:
        go(practice, case_id, leg)


def line(name: str, costs: Iterable[Cost]) -> str:
    """For the table."""
    all_of = list(costs)
    if not all_of:
        return f"{name:34s} n=   0"
    ms = sorted(one.ms for one in all_of)
    p95 = ms[min(len(ms) - 1, int(len(ms) * 0.95))]
    return (
        f"{name:34s} n={len(ms):4d}  p50 {median(ms):6.2f}  p95 {p95:6.2f} ms  CPU "
        f"{fmean(one.python for one in all_of):5.2f} + {fmean(one.postgres for one in all_of):5.2f}"
        f" ms  {fmean(one.statements for one in all_of):5.1f} statements"
    )


def table(costs: list[Cost]) -> Iterator[str]:
    """All acts, by what they are, and the dearest forms."""
    yield f"{'':34s} {'':6s}  {'':10s}  {'':13s}  Python + PostgreSQL"
    yield line("every act", costs)
    yield line("answers, no document between", _some(costs, paper=False, signed=False))
    yield line("answers, a document is left", _some(costs, paper=True, signed=False))
    yield line("signatures, no document between", _some(costs, paper=False, signed=True))
    yield line("signatures, a document is left", _some(costs, paper=True, signed=True))
    by_name = defaultdict(list)
    for one in costs:
        by_name[one.name].append(one)
    dearest = sorted(by_name, key=lambda name: -median(one.ms for one in by_name[name]))
    yield f"the dearest of {len(by_name)} forms:"
    for name in dearest[:NAMED]:
        yield line(f"  {name}", by_name[name])


def _some(costs: list[Cost], *, paper: bool, signed: bool) -> list[Cost]:
    return [
        one for one in costs if one.leaves_paper is paper and (one.name == "signature") is signed
    ]


@contextmanager
def place() -> Iterator[EmbeddedPostgres]:
    """PostgreSQL with fsync as in production, and a migrated database to copy."""
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as folder:
        state = Path(folder)
        state.chmod(0o711)
        with EmbeddedPostgres(state / "state", fsync=True) as postgres:
            postgres.create_role(OWNER_ROLE, may_create_roles=True)
            postgres.create_database("migrated", owner=OWNER_ROLE)
            upgrade(
                postgres.url("migrated", OWNER_ROLE),
                portal_password=password_of(postgres.state, PORTAL_ROLE),
                worker_password=password_of(postgres.state, WORKER_ROLE),
            )
            by_any_clock(postgres.url("migrated", OWNER_ROLE))
            yield postgres


def main() -> None:
    """Print the table."""
    cases = int(os.environ.get("BENCH_STEPS_CASES", str(CASES)))
    with place() as postgres, filled(postgres, "migrated", Size.of(cases)) as (portal, _seconds):
        costs = walk_all(portal.practice)
        walked = f"{len(ROUTES)} cases walked through {len({one.name for one in costs})} forms"
        print(f"Inline reader, one process, fsync, {cases:,d} cases with history; {walked}")
        for told in table(costs):
            print(told, flush=True)
