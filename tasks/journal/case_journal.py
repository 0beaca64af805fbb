"""The journal of one stage in PostgreSQL: read once, then every effect in the given transaction.

The case's row is locked while something is done, and every effect has a unique key in the
database, so that two readers at once are harmless.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.errors import BrokenInvariant, StageNotOpen
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.store import calendars, case, stage
from models.store import journal as entries
from models.store.events import Happening
from models.store.journal import Unwritten
from models.store.stage import EntryRow
from models.tables.case import StageState
from models.words import StepKind, StepState, Tag
from tasks.journal.effect import CloseStage, Effect, IssuePaper, OpenSteps
from tasks.journal.entry import Entry, StageFacts
from tasks.office import Office


@dataclass(frozen=True)
class StoredEntry(Entry):
    """An entry with what the database knows of it."""

    step_id: UUID
    sealed: bytes | None
    position: int
    round: int = 1
    attempts: int = 0
    #: The document that is still to be made under it.
    owed: IssuePaper | None = None


@dataclass(frozen=True)
class Handlers:
    """Who does an effect: `tasks.effects.handlers.HANDLERS` is all there is."""

    by_effect: "Mapping[type[Effect], Callable[[CaseJournal, Any], None]]"
    leave_to_worker: "Callable[[CaseJournal, Effect], None]"
    #: Whose handler asks the record for nothing that effects before it may have gathered; before
    #: any other effect, and before any at all where a step is open, that is written.
    only_gather: frozenset[type[Effect]]


class CaseJournal:
    """The PostgreSQL journal; one object serves one replay in one transaction."""

    facts: StageFacts

    def __init__(
        self,
        db: Connection,
        office: Office,
        stage_id: UUID,
        *,
        handlers: Handlers,
        now: datetime,
        outside: bool,
        actor_id: UUID | None = None,
        lock: bool = True,
    ) -> None:
        """Read a stage and its entries, locking the case (one writer a case at a time).

        Args:
            db: The transaction at hand.
            office: Seal and packs.
            stage_id: The stage.
            handlers: What does each effect.
            now: Written on everything done.
            outside: Whether effects beyond our database are done here, or left to a worker.
            actor_id: Officer on whose behalf; None for the procedure itself.
            lock: False for looking only.

        Raises:
            NotFound: No such stage, or not to be seen by this actor.
        """
        self.db, self.office, self.now = db, office, now
        self.outside, self.actor_id = outside, actor_id
        self._handlers = handlers
        if lock:
            case.lock_of_stage(db, stage_id)
        self.row = row = stage.in_case(db, stage_id)
        #: Stays in effect until this transaction ends.
        self.calendar = calendars.calendar_of(db, row.calendar)
        self.facts = StageFacts(
            stage=row.name,
            opened_at=row.opened_at,
            custody_began_at=row.custody_began_at,
            conclusion=row.conclusion,
            owes_visits=row.owes_visits,
        )
        #: What effects gather; `settle` writes it.
        self.unwritten = Unwritten()
        #: Stages opened here; the reader goes on with them.
        self.opened: list[UUID] = []
        self._show(row.entries)

    def refresh(self) -> None:
        """Write what was gathered, and read the entries again."""
        self.settle()
        self._show(stage.in_case(self.db, self.row.id).entries)

    def _show(self, rows: Sequence[EntryRow]) -> None:
        gone = StepState.SUPERSEDED
        self._entries = {row.key: _entry(row) for row in rows if row.state is not gone}
        self._rounds = dict[str, int]()
        for row in rows:
            self._rounds[row.key] = max(row.round, self._rounds.get(row.key, 0))

    def next_round(self, key: str) -> int:
        """1, or one more than the newest round that was returned or voided."""
        return self._rounds.get(key, 0) + 1

    @property
    def is_open(self) -> bool:
        """Whether this stage is still worked on."""
        return self.row.state is StageState.OPEN

    def find(self, key: str) -> StoredEntry | None:
        """Return the current entry under `key`, newest round."""
        return self._entries.get(key)

    def entry(self, key: str) -> StoredEntry:
        """Return the current entry under `key`, which is known to be there."""
        return self._entries[key]

    def put(self, entry: StoredEntry) -> None:
        """Show an entry that an effect has just written."""
        self._entries[entry.key] = entry

    def next_position(self) -> int:
        """Where the next entries stand in the order of the stage; parallel ones share it."""
        return max((entry.position for entry in self._entries.values()), default=0) + 1

    def position_of(self, beside: Sequence[str]) -> int:
        """Where these stand; where the next entries stand when there are none."""
        return max((self._entries[key].position for key in beside), default=self.next_position())

    def answer(self, entry: Entry) -> Form:
        """Open and read the answer of a done form."""
        stored = self._entries[entry.key]
        if stored.sealed is None or stored.form is None:
            raise BrokenInvariant("环节已办理却没有表单内容。")
        read = self.office.seal.open_json(stored.sealed, SealedPlace.STEP_ANSWER.of(stored.step_id))
        return FORMS[stored.form].load(read)

    def take_up(self, entry: Entry) -> None:
        """Note, once, that the procedure went past a done step."""
        if not entry.taken_up:
            self.unwritten.taken.append(self._entries[entry.key].step_id)

    def do(self, effect: Effect) -> None:
        """Do an effect once, or open it for a worker.

        Raises:
            StageNotOpen: The stage ended meanwhile, and this is no document that it left behind.
        """
        found = self.find(effect.key)
        if not self.is_open and not (found and found.owed):
            raise StageNotOpen
        if self._is_there(effect):
            return
        if effect.outside and not self.outside:
            if found is None:
                self._handlers.leave_to_worker(self, effect)
                self.unwritten.woken.append(self.row.id)
            return
        if type(effect) not in self._handlers.only_gather or self.unwritten.is_owed:
            self.settle()
        self._handlers.by_effect[type(effect)](self, effect)

    def owed(self) -> list[StoredEntry]:
        """Documents of this stage that a worker has still to make, in order.

        A stage that is over owes them as one that is open does: what they were asked for by stands.
        """
        waiting = [entry for entry in self._entries.values() if entry.owed]
        return sorted(waiting, key=lambda entry: (entry.position, entry.key))

    def make_owed(self) -> None:
        """Make them, each from what its entry says."""
        for entry in self.owed():
            if entry.owed:
                self.do(entry.owed)

    def _is_there(self, effect: Effect) -> bool:
        """Another reader was first: its effect stands, and this one has nothing left to do."""
        if isinstance(effect, CloseStage):
            return False
        keys = [s.key for s in effect.steps] if isinstance(effect, OpenSteps) else [effect.key]
        found = [self._entries.get(key) for key in keys]
        return all(e and (e.state is StepState.DONE or not effect.outside) for e in found)

    def note(
        self, tag: Tag, *, step_id: UUID | None = None, stage_id: UUID | None = None, **detail: Any
    ) -> None:
        """Write an event at the end of this transaction's work, in the order noted."""
        self.unwritten.happenings.append(
            Happening(tag, stage_id or self.row.id, step_id, self.actor_id, detail)
        )

    def happened(self, before: Sequence[Happening]) -> None:
        """Put what went before first in the chain."""
        self.unwritten.happenings[:0] = before

    def settle(self) -> None:
        """Write what was gathered since the last time, in one statement."""
        unwritten, self.unwritten = self.unwritten, Unwritten()
        row = self.row
        entries.settle(
            self.db, unwritten, case_id=row.case_id, centre_id=row.centre_id, at=self.now
        )


def _entry(row: EntryRow) -> StoredEntry:
    is_owed = row.kind is StepKind.ISSUE and row.state is StepState.OPEN
    return StoredEntry(
        key=row.key,
        state=row.state,
        form=row.form,
        taken_up=row.taken_up,
        result=row.result,
        step_id=row.id,
        sealed=row.answer,
        position=row.position,
        attempts=row.attempts,
        owed=IssuePaper(row.key, row.paper, row.about, row.turn) if row.paper and is_owed else None,
    )
