"""The case record as a test sees it: everything at once, and with a superuser's hands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, text

from models.sealed_places import SealedPlace
from models.store.acting import as_worker
from tasks.check.statement import promises
from tasks.office import Office
from tests.orchestrated.shared_clock import WrittenClock

_UNDONE = """
    SELECT s.case_id, g.name, s.key, s.round FROM steps s JOIN stages g ON g.id = s.stage_id
    WHERE s.state = 'open' AND s.kind IN ('issue', 'effect')
"""


@dataclass
class Record:
    """One database of cases.

    Attributes:
        worker_engine: Sees every case.
        root: May do anything, past every trigger.
        office: Its seal opens what is stored.
        clock: Everybody's.
    """

    worker_engine: Engine
    root: Engine
    office: Office
    clock: WrittenClock

    def rows(self, question: str, **given: Any) -> list[Row[Any]]:
        """Ask the case record, seeing every case."""
        with as_worker(self.worker_engine) as db:
            return list(db.execute(text(question), given))

    def one(self, question: str, **given: Any) -> Any:
        """The single value of a question."""
        [row] = self.rows(question, **given)
        return row[0]

    def tell(self, order: str, **given: Any) -> None:
        """Change the record behind everybody's back: superuser, triggers off."""
        with self.root.begin() as db:
            db.execute(text("SET LOCAL session_replication_role = replica"))
            db.execute(text(order), given)

    def spoil_child(self, case_id: UUID, word: str) -> Callable[[], None]:
        """Make what is known of a case's child unreadable, quoting a word; returns the mending."""
        child_id = self.one("SELECT child_id FROM cases WHERE id = :case", case=case_id)
        good = self.one("SELECT identity FROM children WHERE id = :id", id=child_id)
        bad = self.office.seal.close_json(
            {"birth_date": word}, SealedPlace.CHILD_IDENTITY.of(child_id)
        )

        def write(identity: bytes) -> None:
            self.tell("UPDATE children SET identity = :it WHERE id = :id", it=identity, id=child_id)
            # Taken over as by a migration: it is to be unreadable, not changed unseen.
            self.tell("SELECT hutong_imprint_all('children')")

        write(bad)
        return lambda: write(good)

    def answers(self) -> list[dict[str, Any]]:
        """Every stored answer, its seal opened."""
        rows = self.rows("SELECT id, answer FROM steps WHERE answer IS NOT NULL")
        return [
            self.office.seal.open_json(row.answer, SealedPlace.STEP_ANSWER.of(row.id))
            for row in rows
        ]

    def undone(self, case_id: UUID) -> list[str]:
        """Automatic steps not yet done."""
        return [row.key for row in self.rows(_UNDONE) if row.case_id == case_id]

    def all_undone(self) -> list[str]:
        """Automatic steps of all cases not yet done: stage, key, round."""
        return [f"{row.name} {row.key} {row.round}" for row in self.rows(_UNDONE)]

    def broken_promises(self) -> dict[str, tuple[str, ...]]:
        """What the nothing-lost statement finds, when nothing can be on its way any more."""
        with as_worker(self.worker_engine) as db:
            found = promises(db, self.office, now=self.clock.now() + timedelta(minutes=5))
        return {one.sentence: one.problems for one in found if not one.holds}
