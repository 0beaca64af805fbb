"""The effects a stage can have on the world, as values: ids and words, never a fact of the case.

A verb of `tasks.stage_run` asks its journal to do one of these. That makes them what a Prefect task
may be given (Prefect keeps parameters readable), and what the memory reader can do without a
database. `outside` marks what must not happen inside a person's transaction: it takes long, or
touches more than the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Required, TypedDict
from uuid import UUID

from models.words import Holder, Outcome, Paper, Role, SignMode, Stage


@dataclass(frozen=True)
class Effect:
    """Something done once under a key."""

    #: Journal key under which it is done once.
    key: str
    #: Left to a worker by the inline reader.
    outside: ClassVar[bool] = False


class Asked(TypedDict, total=False):
    """How a form is asked, as the verbs of a stage take it: `stage.ask(Form, of=…, rule=…)`."""

    #: Role of the officer who answers or records it.
    of: Required[Role]
    #: Rule of the pack that gives the deadline; its number, or the reason for none.
    rule: str | None
    #: Instant the count starts; the opening of the step when absent.
    since: datetime | None
    #: Fixed instant instead of a count (a meeting, the end of a window).
    by: datetime | None
    #: Who has the ball; an outside body is chased.
    holder: Holder
    #: Subject: party, voice, window.
    about: str | None
    #: Turn of a loop, from 1.
    turn: int


@dataclass(frozen=True)
class OpenStep:
    """One form to be asked; part of `OpenSteps`. What is asked how is told in `Asked`."""

    key: str
    form: str
    of: Role
    rule: str | None = None
    since: datetime | None = None
    by: datetime | None = None
    holder: Holder = Holder.CENTRE
    about: str | None = None
    turn: int = 1
    #: Key of the turn that was answered "not yet": the deadline of the duty goes on with this one.
    after: str | None = None


@dataclass(frozen=True)
class OpenSteps(Effect):
    """Ask these forms, side by side."""

    steps: tuple[OpenStep, ...]
    #: Keys asked side by side with them before, and not returned: they share their position.
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssuePaper(Effect):
    """Number, render, hash and store a document; what does not rest on it goes on meanwhile."""

    paper: Paper
    about: str | None
    turn: int
    outside: ClassVar[bool] = True


@dataclass(frozen=True)
class OpenApproval(Effect):
    """Send a document round its chain of signatures."""

    paper: Paper
    about: str | None
    turn: int
    by: tuple[Role, ...]
    mode: SignMode
    #: The centre's own target for the whole chain.
    rule: str = "C.8"
    #: Fixed instant instead of that target.
    until: datetime | None = None


@dataclass(frozen=True)
class SetTimer(Effect):
    """Wait for an instant."""

    at: datetime


@dataclass(frozen=True)
class StartClock(Effect):
    """Start a deadline that no single step waits for."""

    rule: str
    since: datetime


@dataclass(frozen=True)
class ExtendClock(Effect):
    """Move a running clock of the case, keeping old and new date."""

    rule: str
    until: datetime


@dataclass(frozen=True)
class AskLaw(Effect):
    """Ask the pack of the case for what follows from law; what it says then is what stands."""


@dataclass(frozen=True)
class LayWindows(AskLaw):
    """In which windows visits are owed under a plan, which is named by the key of its form."""

    plan: str


@dataclass(frozen=True)
class CountTurns(AskLaw):
    """How often something is done before the procedure goes another way, by a rule."""

    by: str


@dataclass(frozen=True)
class CountAssessment(AskLaw):
    """Until when a child in follow-up is assessed again."""

    starts_on: date
    after: date


@dataclass(frozen=True)
class CountRenewal(AskLaw):
    """When the renewal of a protection order is thought of."""

    ends_on: date
    made_at: datetime


@dataclass(frozen=True)
class BeginCustody(Effect):
    """Temporary guardianship begins at T0 (gate G3)."""

    at: datetime


@dataclass(frozen=True)
class EndCustody(Effect):
    """The child left; the clocks of temporary guardianship stop."""

    at: datetime


@dataclass(frozen=True)
class StartSide(Effect):
    """Open a side procedure, unless one of its kind is open in the case."""

    stage: Stage


@dataclass(frozen=True)
class Divert(Effect):
    """End the open main stage from outside and open another."""

    to: Stage
    #: Side procedures that end with it, and the clocks of the case with them.
    ends: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class MoveCase(Effect):
    """Give the case to another centre."""

    to_centre: str
    outside: ClassVar[bool] = True


@dataclass(frozen=True)
class CloseCase(Effect):
    """Close the case; side procedures still open end with it."""


@dataclass(frozen=True)
class CloseStage(Effect):
    """End this stage with its outcome and open what the table says follows."""

    outcome: Outcome


@dataclass(frozen=True)
class Ref:
    """Where an effect belongs: a case and one of its stages."""

    case_id: UUID
    stage_id: UUID
