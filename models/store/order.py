"""Supervision orders (督办) and what was written to them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store import case
from models.store.query import Query, Statement, Value, named
from models.tables.watch import EntryKind, OrderState


@dataclass(frozen=True)
class NewOrder:
    """An order as it is given; its text is sealed."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    stage_id: UUID
    step_id: UUID | None
    ordered_by: UUID
    ordered_at: datetime
    owes_id: UUID
    due_at: datetime
    text: bytes


@dataclass(frozen=True)
class OrderNow:
    """An order, and where it stands."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    stage_id: UUID
    step_id: UUID | None
    ordered_by: UUID
    owes_id: UUID
    due_at: datetime
    state: OrderState


_PLACE = Value(UUID, named("order", "place"))
_WRITE = Statement(named("order", "write"))
_ONE = Query(OrderNow, named("order", "one"))
_SET_STATE = Statement(named("order", "set_state"))
_CLOSE = Statement(named("order", "close"))
_ADD_ENTRY = Statement(named("order", "add_entry"))


def place(db: Connection, case_id: UUID) -> UUID:
    """The stage that an order about a whole case hangs on."""
    return _PLACE.one(db, case=case_id)


def write(db: Connection, new: NewOrder) -> None:
    """Write an order that is open."""
    _WRITE.run(db, **asdict(new))


def lock(db: Connection, order_id: UUID) -> OrderNow:
    """Lock the order's case and read the order.

    Raises:
        NotFound: Not there, or not to be seen by this actor.
    """
    seen = _ONE.first(db, order=order_id)
    if seen is None:
        raise NotFound("没有找到这项督办。")
    case.lock(db, seen.case_id)
    return _ONE.one(db, order=order_id)


def set_state(db: Connection, order_id: UUID, state: OrderState, *, due_at: datetime) -> None:
    """Let the feedback be owed, or reported."""
    _SET_STATE.run(db, order=order_id, state=state.value, due_at=due_at)


def close(db: Connection, order_id: UUID, *, by: UUID, at: datetime) -> None:
    """Close an order."""
    _CLOSE.run(db, order=order_id, by=by, at=at)


def add_entry(
    db: Connection, entry_id: UUID, order: OrderNow, kind: EntryKind, *, by: UUID, at: datetime,
    text: bytes,
) -> None:  # fmt: skip
    """Write a report, a return or the closing to an order."""
    _ADD_ENTRY.run(
        db,
        id=entry_id,
        case=order.case_id,
        order=order.id,
        at=at,
        by=by,
        kind=kind.value,
        text=text,
    )
