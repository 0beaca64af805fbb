"""What a journal is to a stage: entries by key, and a way to do what is not yet there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from models.forms.base import Form
from models.words import Outcome, Stage, StepState
from tasks.journal.effect import Effect

#: Tries of one automatic step before a person must look at it.
TRIES = 5


class Waiting(Exception):
    """The procedure waits for a person, a signature or an instant."""


@dataclass(frozen=True)
class Entry:
    """One current journal entry, as a stage sees it."""

    key: str
    state: StepState
    form: str | None
    taken_up: bool
    result: Mapping[str, Any]


@dataclass(frozen=True)
class StageFacts:
    """What a stage may know of itself and its case without asking anybody."""

    stage: Stage
    opened_at: datetime
    custody_began_at: datetime | None
    #: Outcome of the last consultation whose minutes are signed, if any (gate G1).
    conclusion: Outcome | None
    #: A finding broke follow-up off, and the child has not been taken in since.
    owes_visits: bool = False


class Journal(Protocol):
    """The memory of one stage; three readers have three of these."""

    @property
    def facts(self) -> StageFacts:
        """What the stage may know of itself and its case."""

    def find(self, key: str) -> Entry | None:
        """Return the current entry under `key`, newest round."""

    def answer(self, entry: Entry) -> Form:
        """Return the answer of a done form."""

    def do(self, effect: Effect) -> None:
        """Do an effect once; afterwards `find` shows it.

        What touches more than our database is shown open, where this reader leaves it to a worker.
        """

    def take_up(self, entry: Entry) -> None:
        """Note that the procedure went past a done step."""
