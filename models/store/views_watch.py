"""Supervision orders, cards, and what the watch told: as pages show them, still sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.acting import Actor
from models.store.query import Query, named


@dataclass(frozen=True)
class OrderLine:
    """A supervision order, with the step it is about where it is about one; the text is sealed."""

    id: UUID
    case_id: UUID
    step_id: UUID | None
    owes_id: UUID
    state: str
    text: bytes
    ordered_at: datetime
    closed_at: datetime | None
    feedback_due_at: datetime
    stands_still: bool
    number: str
    ordered_by_name: str
    owes_name: str
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None
    confirmed: str | None


@dataclass(frozen=True)
class EntryLine:
    """What was reported, returned or closed; sealed."""

    id: UUID
    order_id: UUID
    at: datetime
    kind: str
    text: bytes
    by_name: str | None


@dataclass(frozen=True)
class CardCount:
    """Cards of a month of one officer, or of an outside body."""

    month: str
    officer_id: UUID | None
    officer: str | None
    holder: str | None
    yellow: int
    red: int


@dataclass(frozen=True)
class CardLine:
    """A card; the reason of a withdrawal is sealed."""

    id: UUID
    case_id: UUID
    officer_id: UUID | None
    colour: str
    holder: str
    at: datetime
    reason: bytes | None
    withdrawn_at: datetime | None
    month: str
    counts: bool
    title: str | None
    number: str
    officer: str | None
    withdrawn_by_name: str | None
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None


@dataclass(frozen=True)
class RungLine:
    """A rung of a ladder that was told."""

    hours: int
    at: datetime
    due_at: datetime | None
    who: str | None


@dataclass(frozen=True)
class DigestLine:
    """Something that a digest told of."""

    case_id: UUID
    number: str
    step_id: UUID | None
    due_at: datetime | None
    title: str | None
    is_provisional: bool | None
    confirmed: str | None
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None
    state: str | None


_OF_CASE = Query(OrderLine, named("views_watch", "of_case"))
_OPEN = Query(OrderLine, named("views_watch", "open_orders"))
_OWED = Query(OrderLine, named("views_watch", "owed"))
_ONE = Query(OrderLine, named("views_watch", "order"))
_ENTRIES = Query(EntryLine, named("views_watch", "entries"))
_BY_PERSON = Query(CardCount, named("views_watch", "cards_counted"))
_OF_MONTH = Query(CardLine, named("views_watch", "cards_of_month"))
_CARDS_OF_CASE = Query(CardLine, named("views_watch", "cards_of_case"))
_RUNGS = Query(RungLine, named("views_watch", "rungs"))
_DIGEST = Query(DigestLine, named("views_watch", "digest"))


def orders_of_case(db: Connection, case_id: UUID) -> list[OrderLine]:
    """The supervision orders of a case, open ones first."""
    return _OF_CASE.all(db, case=case_id)


def open_orders(db: Connection, actor: Actor) -> list[OrderLine]:
    """The orders of the officer's centre that are not closed, of the cases they may see."""
    return _OPEN.all(db, centre=actor.centre_id)


def orders_to_answer(db: Connection, officer: UUID) -> list[OrderLine]:
    """The orders to which this officer owes feedback."""
    return _OWED.all(db, me=officer)


def order(db: Connection, order_id: UUID) -> OrderLine:
    """One order.

    Raises:
        NotFound: No such order, or not to be seen by this officer.
    """
    row = _ONE.first(db, id=order_id)
    if row is None:
        raise NotFound("没有找到这项督办。")
    return row


def entries(db: Connection, orders: Sequence[UUID]) -> list[EntryLine]:
    """What was reported, returned and closed, oldest first."""
    return _ENTRIES.all(db, orders=list(orders)) if orders else []


def cards_counted(db: Connection, actor: Actor, *, since: datetime) -> list[CardCount]:
    """Cards of the centre by month and person; outside bodies apart; only what counts."""
    return _BY_PERSON.all(db, centre=actor.centre_id, since=since)


def cards_between(
    db: Connection, actor: Actor, *, since: datetime, until: datetime
) -> list[CardLine]:
    """The newest cards of the centre in a span, also what does not count."""
    return _OF_MONTH.all(db, centre=actor.centre_id, since=since, until=until)


def cards_of_case(db: Connection, case_id: UUID) -> list[CardLine]:
    """The cards of a case that this officer may see."""
    return _CARDS_OF_CASE.all(db, case=case_id)


def rungs_of_step(db: Connection, step_id: UUID) -> list[RungLine]:
    """Who was told of a step's deadline, and when."""
    return _RUNGS.all(db, step=step_id)


def digest(db: Connection, notice_id: UUID, officer: UUID) -> list[DigestLine]:
    """What one notice told this officer of, the most urgent first."""
    return _DIGEST.all(db, notice=notice_id, me=officer)
