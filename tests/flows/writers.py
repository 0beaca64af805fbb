"""Several people at work at once, each on cases of their own, and one worker, whatever goes away.

They press again for as long as the database cannot be reached, and remember what was confirmed.
"""

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event, Lock, Thread
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy.exc import DBAPIError

from flows.desk.desk import Desk
from models.errors import FormInvalid, OutsideFailure
from models.store.acting import Actor
from models.time_source import VirtualTime
from models.words import Stage
from tasks.act import Act, Done
from tasks.acts.binding import Decision
from tests.flows.practice import Casework, Practice
from tests.flows.routes import RETURNED, SHORT
from tests.playing import Changes

T = TypeVar("T")
ROUTE: Changes = {**RETURNED.changes, **SHORT}
#: How a question or the worker may fail while the database is away; a person is told a sentence.
AWAY = (OutsideFailure, DBAPIError)


class SharedTime(VirtualTime):
    """A virtual clock that several go on with at once."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._lock = Lock()

    def advance_to(self, moment: datetime) -> None:
        with self._lock:
            super().advance_to(max(moment, self.now()))


@dataclass
class Ledger:
    """What the desk said was done."""

    cases: list[UUID] = field(default_factory=list)
    answers: list[UUID] = field(default_factory=list)
    #: Of whom on what.
    signatures: list[tuple[UUID, UUID]] = field(default_factory=list)
    refused: int = 0
    #: How anything failed that is no sentence to a person, nor the database away.
    failures: list[BaseException] = field(default_factory=list)

    @property
    def confirmed(self) -> int:
        """How many acts."""
        return len(self.cases) + len(self.answers) + len(self.signatures)

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "cases": len(self.cases), "answers": len(self.answers),
            "signatures": len(self.signatures), "refused with a sentence": self.refused,
        }  # fmt: skip


def until(true: Callable[[], object], seconds: float = 120) -> None:
    """Wait for something that must come."""
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.02)


def going_on(ledger: Ledger) -> None:
    """Wait until several acts were confirmed from now on, or anything failed."""
    confirmed = ledger.confirmed
    until(lambda: ledger.confirmed > confirmed + 4 or ledger.failures)


def refused(ledger: Ledger) -> None:
    """Wait until somebody was refused from now on, or anything failed."""
    so_far = ledger.refused
    until(lambda: ledger.refused > so_far or ledger.failures)


class LedgerDesk(Desk):
    """A desk that writes down what it confirmed."""

    ledger: Ledger

    def _do(self, actor: Actor, work: Callable[[Act], Done[T]]) -> T:
        try:
            return super()._do(actor, work)
        except (FormInvalid, OutsideFailure):
            raise
        except Exception as failed:
            # Nobody is told this in a sentence.
            self.ledger.failures.append(failed)
            raise

    def open_case(self, actor: Actor, **how: Any) -> UUID:
        """Open a case."""
        case_id = super().open_case(actor, **how)
        self.ledger.cases.append(case_id)
        return case_id

    def answer(
        self, actor: Actor, step_id: UUID, raw: Mapping[str, Any], **when: Any
    ) -> UUID:  # fmt: skip
        """Answer a form."""
        case_id = super().answer(actor, step_id, raw, **when)
        self.ledger.answers.append(step_id)
        return case_id

    def sign(self, actor: Actor, step_id: UUID, *, opinion: str = "") -> Decision:
        """Approve."""
        decision = super().sign(actor, step_id, opinion=opinion)
        if decision is Decision.SIGNED:
            self.ledger.signatures.append((step_id, actor.officer_id))
        return decision


class Writers:
    """So many people, and a worker."""

    def __init__(self, practice: Practice, number: int) -> None:
        """Nobody begins yet."""
        self.practice, self.ledger = practice, Ledger()
        self._leaving = Event()
        self._clock = SharedTime(practice.clock.now())
        practice.clock = self._clock
        self._threads = [Thread(target=self._live, args=[self._write()]) for _ in range(number)]
        self._threads.append(Thread(target=self._live, args=[self._work()]))

    @contextmanager
    def at_work(self) -> Iterator[Ledger]:
        """They work for the length of the block; afterwards the worker ends what is left."""
        for thread in self._threads:
            thread.start()
        try:
            yield self.ledger
        finally:
            self._leaving.set()
            for thread in self._threads:
                thread.join()

    def lost(self) -> list[str]:
        """What was confirmed and is not there, is there twice, or does not hold."""
        practice = self.practice
        practice.work_off()
        cases = {row.id for row in practice.rows("SELECT id FROM cases")}
        done = {row.id for row in practice.rows("SELECT id FROM steps WHERE state = 'done'")}
        signed = {
            (row.step_id, row.decided_by)
            for row in practice.rows(
                "SELECT step_id, decided_by FROM signatures WHERE state = 'approved'"
            )
        }
        told = self.ledger
        found = [f"case {one}" for one in told.cases if one not in cases]
        found += [f"answer {one}" for one in told.answers if one not in done]
        found += [f"signature {one}" for one in told.signatures if one not in signed]
        found += [f"{failed!r}" for failed in told.failures]
        twice = (
            "SELECT p.stage_id, p.paper, p.about FROM papers p JOIN paper_versions v "
            "ON v.paper_id = p.id WHERE NOT v.void GROUP BY 1, 2, 3 HAVING count(*) > 1"
        )
        found += [f"made twice: {tuple(row)}" for row in practice.rows(twice)]
        return found + [f"{what}: {rows}" for what, rows in practice.broken_promises().items()]

    def _live(self, acts: Iterator[None]) -> None:
        try:
            for _ in acts:
                if self._leaving.is_set():
                    return
        except BaseException as failed:  # noqa: BLE001 - told by whoever asks what was lost
            self.ledger.failures.append(failed)

    def _write(self) -> Iterator[None]:
        """Open cases and play each to the first visits, one act after the other."""
        practice = self.practice
        desk = LedgerDesk(practice.portal, practice.office, self._clock)
        desk.ledger = self.ledger
        player = Casework(
            desk, practice.worker, practice.office, self._clock, practice.staff,
            changes=ROUTE, works=False,
        )  # fmt: skip
        while True:
            case_id = uuid4()
            open_it = partial(desk.open_case, practice.staff["worker1"], case_id=case_id)
            yield from self._until_done(open_it)
            goes_on = True
            while goes_on:
                goes_on = yield from self._until_done(partial(_next, player, case_id))

    def _work(self) -> Iterator[None]:
        while True:
            yield from self._until_done(self.practice.work_off)
            time.sleep(0.01)

    def _until_done(self, act: Callable[[], T]) -> Generator[None, None, T]:
        """Do it, and again while the database is away; a chance to leave after each try."""
        while True:
            try:
                done = act()
            except AWAY:
                self.ledger.refused += 1
                time.sleep(0.05)
                yield
            else:
                yield
                return done


def _next(player: Casework, case_id: UUID) -> bool:
    """Do the next thing in a case; False when its visits begin."""
    if player.main_stage(case_id) == Stage.FOLLOW_UP:
        return False
    steps = player.open_steps(case_id)
    if any(step.kind in ("ask", "approve") for step in steps):
        return player.step_once(case_id)
    if any(step.kind in ("issue", "effect") for step in steps):
        time.sleep(0.01)
        return True
    return player.pass_time()
