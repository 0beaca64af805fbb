"""The tracing reader: which way a stage goes by its answers, told once more without doing anything.

Two traces, before and after an answer is put right, say whether the procedure would have gone
another way, and which effects would be others: from another instant, until another day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, Unpack
from uuid import UUID

from sqlalchemy import Connection

from flows.catalogue import PROCEDURE
from models.forms.base import Form
from models.words import Outcome, Stage
from tasks.effects.handlers import HANDLERS
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import Asked, AskLaw, Effect, OpenStep
from tasks.journal.entry import Entry, StageFacts, Waiting
from tasks.office import Office
from tasks.stage_run import Ask, StageRun

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Way:
    """What a stage asks and does by its answers, in order, and how it ends; None: it waits."""

    stage: Stage
    effects: dict[str, Effect | OpenStep] = field(default_factory=dict)
    outcome: Outcome | None = None


class _Looking:
    """A journal that shows what is there and does nothing more."""

    def __init__(self, journal: CaseJournal) -> None:
        self._journal = journal

    @property
    def facts(self) -> StageFacts:
        return self._journal.facts

    def find(self, key: str) -> Entry | None:
        return self._journal.find(key)

    def answer(self, entry: Entry) -> Form:
        return self._journal.answer(entry)

    def do(self, effect: Effect) -> None:
        """Nothing is done: what waits for it waits, and what is done beside holds nothing up."""

    def take_up(self, entry: Entry) -> None:
        """Nothing is noted."""


class _TracedRun(StageRun):
    """Tells a stage and keeps what it asked for."""

    def __init__(self, journal: CaseJournal) -> None:
        super().__init__(_Looking(journal))
        self.effects: dict[str, Effect | OpenStep] = {}

    def offer(self, form: type[F], **asked: Unpack[Asked]) -> F | None:
        self._keep([Ask(form, **asked).opening])
        return super().offer(form, **asked)

    def ask_all(self, *asks: Ask[Form]) -> list[Form]:
        self._keep(ask.opening for ask in asks)
        return super().ask_all(*asks)

    def _law(self, effect: AskLaw) -> Mapping[str, Any]:
        self._keep([effect])
        return super()._law(effect)

    def _do_and_pass(self, effect: Effect, *, beside: bool = False) -> None:
        self._keep([effect])
        super()._do_and_pass(effect, beside=beside)

    def _keep(self, effects: Iterable[Effect | OpenStep]) -> None:
        self.effects |= {one.key: one for one in effects}


def looked_at(db: Connection, office: Office, stage_id: UUID, *, now: datetime) -> CaseJournal:
    """The journal of a stage, for looking only."""
    return CaseJournal(db, office, stage_id, handlers=HANDLERS, now=now, outside=False, lock=False)


def trace(journal: CaseJournal) -> Way:
    """Which way a stage goes by the answers as they stand."""
    run = _TracedRun(journal)
    try:
        outcome = PROCEDURE[journal.facts.stage](run)
    except Waiting:
        outcome = None
    return Way(journal.facts.stage, run.effects, outcome)
