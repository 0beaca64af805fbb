"""Whole cases in which any process dies anywhere, as chance has it: nothing is lost, nothing doubled.

The points are found from the code, as `test_killed_at_every_statement` finds them: each statement
that is sent, and both sides of each commit. Every act of a person and every piece of a worker's work
is begun by a child that dies at one of them, often more than once, before it is done at last.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from flows.desk.desk import Desk
from models.errors import RuleBroken
from models.store.acting import Actor
from tasks.acts.binding import Decision
from tests.chaos import Tally, times
from tests.conftest import fresh_database
from tests.flows.killing import Nursery, nursery, who
from tests.flows.practice import TO_THE_END, Practice, at_work
from tests.flows.routes import RETURNED, SHORT
from tests.flows.story import story
from tests.playing import Changes

WHOLE, FEW = 200, 12
#: Of a case that comes to its end within some fifty acts.
ROUTE: Changes = {**TO_THE_END, **RETURNED.changes, **SHORT}
#: An act in so many is struck, and up to so often before it is left to go on.
SHARE, MOST = 0.3, 3


@pytest.fixture(scope="module")
def children() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


class Struck:
    """Has children do what is asked, and die at it."""

    def __init__(self, children: Nursery, tally: Tally, wanted: int) -> None:
        self._children, self._tally, self._wanted = children, tally, wanted
        #: How many points each operation has had at most.
        self._points: dict[str, int] = {}

    @property
    def is_done(self) -> bool:
        return sum(self._tally.tried.values()) >= self._wanted

    def strike(self, practice: Practice, operation: str, **asked: Any) -> bool:
        """Kill children at it; whether the last of them did it to its end all the same."""
        chance = self._tally.chance
        for _ in range(chance.randint(1, MOST) if chance.random() < SHARE else 0):
            if self.is_done:
                return False
            at = chance.randint(1, self._points.get(operation, 12) + 1)
            came = self._children.run(practice, operation, at=at, **asked)
            if came == "killed":
                self._tally.tried[f"{operation} {self._children.told}"] += 1
            elif came == "finished":
                passed = int(self._children.told)
                self._points[operation] = max(self._points.get(operation, 0), passed)
                return True
            else:  # Refused, by what a child killed after its commit has done, or by its form.
                return False
            self._points[operation] = max(self._points.get(operation, 0), at)
        return False


class StruckDesk(Desk):
    """A desk at which every act is begun by somebody who dies at it; then it is pressed again."""

    struck: Struck
    practice: Practice

    def open_case(self, actor: Actor, **how: Any) -> UUID:
        case_id: UUID = how["case_id"]
        self.struck.strike(self.practice, "open", actor=who(actor), case=str(case_id))
        return super().open_case(actor, **how)

    def answer(
        self, actor: Actor, step_id: UUID, raw: Mapping[str, Any], **when: Any
    ) -> UUID:  # fmt: skip
        self.struck.strike(self.practice, "answer", actor=who(actor), step=str(step_id), raw=raw)
        return super().answer(actor, step_id, raw, **when)

    def sign(self, actor: Actor, step_id: UUID, *, opinion: str = "") -> Decision:
        before = self._decided(step_id)
        self.struck.strike(self.practice, "sign", actor=who(actor), step=str(step_id))
        if self._decided(step_id) == before:
            return super().sign(actor, step_id, opinion=opinion)
        with pytest.raises(RuleBroken):
            super().sign(actor, step_id, opinion=opinion)
        return Decision.SIGNED

    def _decided(self, step_id: UUID) -> int:
        return len(
            self.practice.rows(
                "SELECT 1 FROM signatures WHERE step_id = :step AND decided_at IS NOT NULL",
                step=step_id,
            )
        )


@contextmanager
def centre(postgres: EmbeddedPostgres, template: str) -> Iterator[Practice]:
    with fresh_database(postgres, template) as database, at_work(database, postgres) as practice:
        practice.player.changes = ROUTE
        yield practice


def play(practice: Practice, most: int, struck: Struck | None = None) -> int:
    """Play a case until it is closed, as far as so many acts; how many it had."""
    practice.player.works = False
    practice.player.after_work = lambda: work(practice, struck)
    case_id = practice.desk.open_case(
        practice.staff["worker1"], case_id=UUID("00000000-0000-4000-8000-00000000cafe")
    )
    work(practice, struck)
    for acts in range(most):
        if struck and struck.is_done:
            return acts
        if not practice.player.step_once(case_id):
            return acts
    return most


def work(practice: Practice, struck: Struck | None) -> None:
    if struck:
        struck.strike(practice, "work_off")
    practice.work_off()


def read(practice: Practice) -> dict[str, Any]:
    with practice.root.begin() as db:
        return story(db)


@pytest.mark.chaos
@pytest.mark.timeout(3600)
def test_whatever_dies_wherever_a_case_comes_to_the_same_end(
    postgres: EmbeddedPostgres, template_database: str, children: Nursery
) -> None:
    tally = Tally("processes killed at points found from the code")
    struck = Struck(children, tally, times(WHOLE, FEW))
    calm: dict[int, dict[str, Any]] = {}
    lost: list[str] = []
    while not struck.is_done:
        with centre(postgres, template_database) as practice:
            desk = StruckDesk(practice.portal, practice.office, practice.clock)
            desk.struck, desk.practice = struck, practice
            practice.desk = practice.player.desk = desk
            acts = play(practice, 400, struck)
            came, broken = read(practice), practice.broken_promises()
        if acts not in calm:
            with centre(postgres, template_database) as practice:
                assert play(practice, acts) == acts
                calm[acts] = read(practice)
        tally.kept["acts"] += acts
        for what in ("steps", "signatures", "documents", "events", "notices"):
            tally.kept[what] += len(came[what])
        lost += [
            f"other {what} than undisturbed" for what in came if came[what] != calm[acts][what]
        ]
        lost += [f"{sentence}: {rows}" for sentence, rows in broken.items()]
    assert any("commit" in kind for kind in tally.tried)
    tally.tell(lost)
