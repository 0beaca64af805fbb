"""An answer as it was given: the only source of a fact."""

from dataclasses import dataclass
from datetime import date, datetime

from models.forms.base import Form
from models.words import Paper, Stage


@dataclass(frozen=True)
class GivenAnswer:
    """One answered step, newest round only."""

    step_id: str
    form: Form
    about: str | None
    """Party, voice, window."""
    turn: int
    stage: Stage
    stage_ordinal: int
    """Which stage of its kind in the case: each consultation, each follow-up has its own answers."""
    answered_at: datetime
    """When it became known: the instant of recording."""
    done_on: date | None
    """Shanghai date of the act, where it was entered later."""
    by: str
    """Name of the officer who answered."""


@dataclass(frozen=True)
class Signed:
    """A document whose whole chain of signatures is complete."""

    paper: Paper
    stage: Stage
    stage_ordinal: int
    turn: int
    at: datetime
    """Of the last signature: from here on it is in force."""
