"""A case looked at from outside: as who plays and judges it sees it, and nothing is locked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Value, named
from models.tables.case import CaseState, StageState
from models.tables.step import DeadlineState
from models.tables.watch import OrderState
from models.words import (
    CardColour,
    Holder,
    Outcome,
    Paper,
    Role,
    SignatureState,
    Stage,
    StepKind,
    StepState,
)


@dataclass(frozen=True)
class PlayedStep:
    """A step with its people and its deadline."""

    id: UUID
    kind: StepKind
    key: str
    form: str | None
    paper: Paper | None
    about: str | None
    turn: int
    round: int
    position: int
    state: StepState
    owner_id: UUID | None
    owner_role: Role | None
    holder: Holder
    rule: str | None
    due_at: datetime | None
    no_due_reason: str | None
    opened_at: datetime
    done_at: datetime | None
    done_on: date | None
    stands_in_for: UUID | None
    stage_id: UUID
    stage: Stage
    ordinal: int
    is_main: bool
    stage_state: StageState
    #: Accounts and names.
    owner: str | None
    owner_name: str | None
    done_by: str | None
    done_by_name: str | None
    stands_in_for_name: str | None
    deadline_state: DeadlineState | None
    met_late: bool | None
    deadline_id: UUID | None


@dataclass(frozen=True)
class PlayedTurn:
    """A signature whose turn it is."""

    officer_id: UUID | None
    account: str | None


@dataclass(frozen=True)
class PlayedStage:
    """A stage, and how it ended."""

    id: UUID
    name: Stage
    ordinal: int
    is_main: bool
    state: StageState
    outcome: Outcome | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class PlayedCase:
    """A case and its centre."""

    id: UUID
    number: str
    state: CaseState
    child_id: UUID
    opened_at: datetime
    closed_at: datetime | None
    centre: str
    centre_id: UUID
    in_custody: bool
    #: When temporary guardianship runs out as things stand; None where it does not run.
    custody_until: datetime | None


@dataclass(frozen=True)
class PlayedPaper:
    """A version of a document; its bytes are sealed."""

    paper: Paper
    about: str | None
    full_number: str
    title: str
    version: int
    file_name: str
    issued_on: date
    made_at: datetime
    void: bool
    sha256: str
    size: int
    version_id: UUID
    content: bytes
    stage: Stage


@dataclass(frozen=True)
class PlayedDeadline:
    """A deadline with its receipt."""

    id: UUID
    key: str
    rule: str
    pack: str
    holder: Holder
    starts_at: datetime
    due_at: datetime
    provisional: bool
    printable: bool
    receipt: dict[str, Any]
    state: DeadlineState
    ended_at: datetime | None
    met_late: bool | None
    stage: Stage
    owner_name: str | None


@dataclass(frozen=True)
class PlayedMove:
    """A deadline that moved."""

    deadline_id: UUID
    at: datetime
    old_due_at: datetime
    new_due_at: datetime


@dataclass(frozen=True)
class PlayedSignature:
    """A signature, and who gave it."""

    step_id: UUID
    ordinal: int
    role: Role
    state: SignatureState
    decided_at: datetime | None
    decided_by: str | None


@dataclass(frozen=True)
class NextWindow:
    """A window of follow-up that is to be visited."""

    key: str
    opens_at: datetime
    closes_at: datetime | None


@dataclass(frozen=True)
class PlayedOrder:
    """A supervision order."""

    id: UUID
    state: OrderState


@dataclass(frozen=True)
class PlayedCard:
    """A card; `account` is None where it is an outside body's, or nobody's."""

    id: UUID
    colour: CardColour
    account: str | None
    stands: bool


@dataclass(frozen=True)
class PlayedReminder:
    """A rung of a ladder that was reached, once for all who heard."""

    deadline_id: UUID | None
    step_id: UUID | None


@dataclass(frozen=True)
class PlayedChaser:
    """That somebody reminded whoever has a step."""

    step_id: UUID


@dataclass(frozen=True)
class PlayedChild:
    """A child who may come of age, and the law of the case."""

    child_id: UUID
    pack: str
    locality: str


_STEPS = Query(PlayedStep, named("played", "steps"))
_TURNS = Query(PlayedTurn, named("played", "turns"))
_STAGES = Query(PlayedStage, named("played", "stages"))
_OF_CASE = Query(PlayedCase, named("played", "of_case"))
_PAPERS = Query(PlayedPaper, named("played", "papers"))
_DEADLINES = Query(PlayedDeadline, named("played", "deadlines"))
_MOVES = Query(PlayedMove, named("played", "moves"))
_SIGNATURES = Query(PlayedSignature, named("played", "signatures"))
_NEXT_WINDOW = Query(NextWindow, named("played", "next_window"))
_NEXT_COVER = Value(datetime, named("played", "next_cover"))
_CHILDREN = Query(PlayedChild, named("played", "children"))
_ORDERS = Query(PlayedOrder, named("played", "orders"))
_CARDS = Query(PlayedCard, named("played", "cards"))
_REMINDERS = Query(PlayedReminder, named("played", "reminders"))
_CHASERS = Query(PlayedChaser, named("played", "chasers"))
_SEALED_ANSWER = Value(bytes, named("played", "sealed_answer"))


def steps(db: Connection, case_id: UUID) -> list[PlayedStep]:
    """All steps, oldest first; a step with a deadline carries its state."""
    return _STEPS.all(db, case=case_id)


def stages(db: Connection, case_id: UUID) -> list[PlayedStage]:
    """All stages, in the order they were opened."""
    return _STAGES.all(db, case=case_id)


def papers(db: Connection, case_id: UUID) -> list[PlayedPaper]:
    """All versions of all documents, in the order they were made."""
    return _PAPERS.all(db, case=case_id)


def deadlines(db: Connection, case_id: UUID) -> list[PlayedDeadline]:
    """All deadlines, in the order they began."""
    return _DEADLINES.all(db, case=case_id)


def changes(db: Connection, case_id: UUID) -> list[PlayedMove]:
    """Moves of deadlines."""
    return _MOVES.all(db, case=case_id)


def signatures(db: Connection, case_id: UUID) -> list[PlayedSignature]:
    """All signatures, by chain and order."""
    return _SIGNATURES.all(db, case=case_id)


def case_facts(db: Connection, case_id: UUID) -> PlayedCase:
    """The case and its centre."""
    return _OF_CASE.one(db, case=case_id)


def turns(db: Connection, step_id: UUID) -> list[PlayedTurn]:
    """Whose signature is due now in an approval, by order."""
    return _TURNS.all(db, step=step_id)


def next_window(db: Connection, case_id: UUID) -> NextWindow | None:
    """The next window of follow-up to be visited."""
    return _NEXT_WINDOW.first(db, case=case_id)


def next_cover(db: Connection, *, after: datetime) -> datetime | None:
    """When the next absence begins or ends."""
    return _NEXT_COVER.first(db, now=after)


def children(db: Connection) -> list[PlayedChild]:
    """Children of open cases whose coming of age is still ahead."""
    return _CHILDREN.all(db)


def orders(db: Connection, case_id: UUID) -> list[PlayedOrder]:
    """All orders, oldest first."""
    return _ORDERS.all(db, case=case_id)


def cards(db: Connection, case_id: UUID) -> list[PlayedCard]:
    """All cards, by the instant that passed."""
    return _CARDS.all(db, case=case_id)


def reminders(db: Connection, case_id: UUID) -> list[PlayedReminder]:
    """All rungs that were reached."""
    return _REMINDERS.all(db, case=case_id)


def chasers(db: Connection, case_id: UUID) -> list[PlayedChaser]:
    """All reminders by people."""
    return _CHASERS.all(db, case=case_id)


def sealed_answer(db: Connection, step_id: UUID) -> bytes:
    """What was answered; sealed."""
    return _SEALED_ANSWER.one(db, step=step_id)
