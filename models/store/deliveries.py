"""Deliveries: claimed by a worker before each try, marked after it, shown to people.

A try is counted before it is made and holds a lease meanwhile, so no transaction stays open while
a server is waited for, a worker that dies half-way leaves the message to another, and a message
that kills its worker is given up like any other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.words import ChannelKind, DeliveryReason, DeliveryState

#: For one try; longer than any server is waited for.
LEASE = timedelta(minutes=5)
#: Before the second, third … try; after the last a person is told.
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180))
#: Tries in all.
MOST_TRIES = len(WAITS) + 1


@dataclass(frozen=True)
class DueDelivery:
    """A message that is due through a channel, and what decides whether it still goes out."""

    id: UUID
    #: None: a code for the channel itself.
    notice_id: UUID | None
    attempts: int
    via: ChannelKind
    kind: str | None
    read_at: datetime | None
    number: str | None
    practice: bool
    due_at: datetime | None
    address: bytes | None
    removed_at: datetime | None
    code: str | None
    active: bool


_NEXT_CHANNEL = Value(UUID, named("deliveries", "next_channel"))
_CLAIM = Query(DueDelivery, named("deliveries", "claim"))
_LEASE = Statement(named("deliveries", "lease"))
_MARK = Statement(named("deliveries", "mark"))
_POSTPONE = Statement(named("deliveries", "postpone"))
_TELL_OF_FAILURE = Statement(named("deliveries", "tell_of_failure"))
_TRY_AGAIN = Statement(named("deliveries", "try_again"))


def next_channel(
    db: Connection, *, seen: Collection[UUID], away: Collection[str], now: datetime
) -> UUID | None:
    """A channel with something due that this pass has not looked at, longest waiting first."""
    return _NEXT_CHANNEL.first(db, seen=list(seen), away=list(away), now=now)


def claim(db: Connection, channel_id: UUID, *, now: datetime) -> list[DueDelivery]:
    """What is due through a channel, locked; what another worker holds is left.

    What was tried before comes first, then the oldest: a message that is sent again after a crash
    begins with the same delivery, and so bears the same id.
    """
    return _CLAIM.all(db, channel=channel_id, now=now)


def lease(db: Connection, ids: Collection[UUID], *, now: datetime) -> None:
    """Count a try that is about to be made, and keep others off it."""
    _LEASE.run(db, deliveries=list(ids), until=now + LEASE)


def postpone(db: Connection, ids: Collection[UUID], *, until: datetime) -> None:
    """Leave it until later, without a try."""
    _POSTPONE.run(db, deliveries=list(ids), until=until)


def mark(
    db: Connection, ids: Collection[UUID], state: DeliveryState, *, now: datetime,
    reason: DeliveryReason | None = None, wait: timedelta = timedelta(0),
) -> None:  # fmt: skip
    """Write down what came of it."""
    sent = now if state is DeliveryState.SENT else None
    _MARK.run(db, deliveries=list(ids), state=state, reason=reason, sent=sent, next=now + wait)


def tell_of_failure(db: Connection, channel_id: UUID, *, once: str, now: datetime) -> int:
    """Put it on people's desks that nothing arrives through a channel; how many were told.

    Args:
        db: The transaction that gives up.
        channel_id: Whose officer and centre it concerns.
        once: Names the trouble; nobody is told twice of the same.
        now: The instant of the notices.
    """
    return _TELL_OF_FAILURE.run(db, channel=channel_id, once=once, now=now)


def try_again(db: Connection, delivery_id: UUID | None, *, now: datetime) -> int:
    """Have one delivery, or all that did not go out, tried anew; how many."""
    return _TRY_AGAIN.run(db, delivery=delivery_id, now=now)
