"""Whose work is open: my list, and the whole centre's for who leads it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, named

#: Steps on a page.
SIZE = 50
#: Longest list of one person's work; the most urgent come first.
MOST = 500
#: Nothing has moved for so long: not opened anew, not chased.
STALLED_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class StepLine:
    """A step as every list of steps shows it; the child's identity is sealed."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    kind: str
    key: str
    form: str | None
    paper: str | None
    about: str | None
    turn: int
    round: int
    state: str
    due_at: datetime | None
    no_due_reason: str | None
    opened_at: datetime
    viewed_at: datetime | None
    holder: str
    rule: str | None
    owner_id: UUID | None
    owner_role: str | None
    attempts: int
    failure: str | None
    has_draft: bool
    light: int
    is_provisional: bool
    confirmed: str | None
    stands_still: bool
    stage: str
    is_main: bool
    number: str
    child_id: UUID
    practice: bool
    identity: bytes
    owner: str | None
    absent: str | None
    chased: int
    chased_at: datetime | None
    ordered: int


@dataclass(frozen=True)
class WorkLine(StepLine):
    """A step in somebody's own list."""

    came_back: bool


@dataclass(frozen=True)
class MyStep:
    """A step that waits for an officer, or that anybody of their role may do."""

    id: UUID
    is_mine: bool
    light: int


@dataclass(frozen=True)
class BoardCounts:
    """How many open steps of the centre there are by each filter; timers are not work."""

    all: int
    overdue: int
    red: int
    yellow: int
    stalled: int
    outside: int
    nobody: int
    failed: int


@dataclass(frozen=True)
class Narrow:
    """What the board is narrowed to; empty for all."""

    stage: str = ""
    holder: str = ""
    owner: UUID | None = None


ALL = Narrow()
#: The ways to look at the centre's open work.
FILTERS = tuple(BoardCounts.__dataclass_fields__)

_MY_WORK = Query(MyStep, named("views_work", "my_work"))
_OF_MINE = Query(WorkLine, named("views_work", "of_mine"))
_COUNTS = Query(BoardCounts, named("views_work", "board_counts"))
_BOARD = Query(StepLine, named("views_work", "board"))


def my_work(db: Connection, actor: Actor, *, now: datetime) -> list[MyStep]:
    """Open steps and signatures of an officer: their own first, the most urgent first.

    There may be one more than `MOST`, which says that there are more.
    """
    return _MY_WORK.all(
        db, me=actor.officer_id, centre=actor.centre_id, now=now,
        roles=[role.value for role in actor.roles],
    )  # fmt: skip


def work_lines(db: Connection, ids: Sequence[UUID], *, now: datetime) -> list[WorkLine]:
    """What a page of somebody's work shows of these steps, in their order."""
    return _OF_MINE.all(db, ids=list(ids), now=now)


def board_counts(
    db: Connection, actor: Actor, *, now: datetime, narrow: Narrow = ALL
) -> BoardCounts:
    """How many open steps of the officer's centre there are by each filter."""
    return _COUNTS.one(db, **_asked(actor, now, narrow))


def board(
    db: Connection, actor: Actor, *, only: str, now: datetime, page: int, narrow: Narrow = ALL
) -> list[StepLine]:
    """One page (from 1) of the centre's open steps, most urgent first; `only` is of `FILTERS`."""
    return _BOARD.all(db, only=only, skip=(page - 1) * SIZE, **_asked(actor, now, narrow))


def _asked(actor: Actor, now: datetime, narrow: Narrow) -> dict[str, object]:
    since = now - STALLED_AFTER
    return {"centre": actor.centre_id, "now": now, "since": since, **asdict(narrow)}
