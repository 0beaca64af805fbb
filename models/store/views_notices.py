"""What an officer was told, and what went out of it, as lists show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.keyset import Edge, ListPage, page_from
from models.store.query import Query, Value, named
from models.words import DeliveryState


@dataclass(frozen=True)
class NoticeLine:
    """A notice, with the step it is about where it is about one."""

    id: UUID
    kind: str
    created_at: datetime
    read_at: datetime | None
    case_id: UUID | None
    step_id: UUID | None
    number: str | None
    step_state: str | None
    step_kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery: to whom, by which way, what came of it."""

    id: UUID
    via: str
    state: str
    reason: str | None
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    next_at: datetime
    notice_id: UUID | None
    officer: str
    number: str | None
    kind: str | None


_UNREAD = Value(int, named("views_notices", "unread"))
_NOTICES = Query(NoticeLine, named("views_notices", "notices"))
_DELIVERIES = Query(DeliveryLine, named("views_notices", "deliveries"))
_OF_ONE = Query(DeliveryLine, named("views_notices", "deliveries_of_one"))


def unread(db: Connection, actor: Actor) -> int:
    """How many notices an officer has not read; a hundred stands for as many or more."""
    return _UNREAD.one(db, me=actor.officer_id)


def notices(
    db: Connection, actor: Actor, *, place: Edge | None, newer: bool
) -> ListPage[NoticeLine]:
    """An officer's notices beyond a place: unread first, then newest."""

    def read(beyond: Edge, up: bool) -> list[NoticeLine]:  # noqa: FBT001 - see `page_from`
        where = {"first": beyond.first, "at": beyond.at, "id": beyond.id, "newer": up}
        return _NOTICES.all(db, me=actor.officer_id, **where)

    return page_from(
        read, lambda one: Edge(one.created_at, one.id, one.read_at is None), place, newer=newer
    )


def deliveries(
    db: Connection, actor: Actor, states: Collection[DeliveryState], *, place: Edge | None,
    newer: bool,
) -> ListPage[DeliveryLine]:  # fmt: skip
    """The centre's deliveries in these states beyond a place, newest first."""
    kinds = [state.value for state in states]

    def read(beyond: Edge, up: bool) -> list[DeliveryLine]:  # noqa: FBT001 - see `page_from`
        where = {"at": beyond.at, "id": beyond.id, "newer": up, "states": kinds}
        return _DELIVERIES.all(db, centre=actor.centre_id, **where)

    return page_from(read, lambda one: Edge(one.created_at, one.id), place, newer=newer)


def deliveries_to(db: Connection, actor: Actor) -> list[DeliveryLine]:
    """The newest deliveries to the officer."""
    return _OF_ONE.all(db, me=actor.officer_id)
