"""Deliveries: claimed by a worker before each try, marked after it, shown to people.

A try is counted before it is made and holds a lease meanwhile, so no transaction stays open while
a server is waited for, a worker that dies half-way leaves the message to another, and a message
that kills its worker is given up like any other.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.store.acting import Actor
from models.words import DeliveryReason, DeliveryState

#: For one try; longer than any server is waited for.
LEASE = timedelta(minutes=5)
#: Before the second, third … try; after the last a person is told.
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180))
#: Tries in all.
MOST_TRIES = len(WAITS) + 1

_WAITING = "d.state IN ('queued', 'failed') AND d.next_at <= :now"
_CHANNEL = text(
    f"""
    SELECT d.channel_id FROM deliveries d
    WHERE {_WAITING} AND d.channel_id <> ALL (:seen) AND d.via <> ALL (:away)
    ORDER BY d.next_at, d.channel_id LIMIT 1
    """  # noqa: S608 - our own fragments; values are bound
)
_CLAIM = text(
    f"""
    SELECT d.id, d.channel_id, d.notice_id, d.attempts, d.officer_id, d.via, n.kind, n.read_at,
        c.number, c.practice, s.due_at, h.address, h.removed_at, h.code, o.active
    FROM deliveries d JOIN channels h ON h.id = d.channel_id JOIN officers o ON o.id = d.officer_id
    LEFT JOIN notices n ON n.id = d.notice_id LEFT JOIN cases c ON c.id = n.case_id
    LEFT JOIN steps s ON s.id = n.step_id
    WHERE {_WAITING} AND d.channel_id = :channel
    ORDER BY d.attempts DESC, d.created_at, d.id FOR UPDATE OF d SKIP LOCKED
    """  # noqa: S608 - our own fragments; values are bound
)
_LEASE = text(
    "UPDATE deliveries SET attempts = attempts + 1, next_at = :until WHERE id = ANY (:ids)"
)
_MARK = text(
    "UPDATE deliveries SET state = :state, reason = :reason, sent_at = :sent, next_at = :next "
    "WHERE id = ANY (:ids)"
)
_POSTPONE = text("UPDATE deliveries SET next_at = :until WHERE id = ANY (:ids)")
#: The officer, and who looks after the installation.
_TELL = text(
    """
    INSERT INTO notices (id, centre_id, officer_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), o.centre_id, o.id, 'delivery',
        'delivery:' || :once || ':' || o.id, :now
    FROM channels h JOIN officers o ON o.centre_id = h.centre_id AND o.active
    WHERE h.id = :channel AND (
        o.id = h.officer_id OR 'administrator' = ANY (o.roles)
        OR 'supervisor' = ANY (o.roles) AND NOT EXISTS (
            SELECT 1 FROM officers a WHERE a.centre_id = h.centre_id AND a.active
              AND 'administrator' = ANY (a.roles))
    )
    ON CONFLICT (dedup) DO NOTHING
    """
)
_LIST = """
    SELECT d.id, d.via, d.state, d.reason, d.attempts, d.created_at, d.sent_at, d.next_at,
        d.notice_id, o.name AS officer, c.number, n.kind, count(*) OVER () AS total
    FROM deliveries d JOIN officers o ON o.id = d.officer_id
    LEFT JOIN notices n ON n.id = d.notice_id LEFT JOIN cases c ON c.id = n.case_id
    WHERE {which} ORDER BY d.created_at DESC, d.id LIMIT :size OFFSET :skip
"""
_OF_ONE = text(_LIST.format(which="d.officer_id = :me"))
_OF_ALL = text(_LIST.format(which="d.state = ANY (:states)"))
_AGAIN = text(
    "UPDATE deliveries SET state = 'queued', attempts = 0, next_at = :now, reason = NULL "
    "WHERE state IN ('failed', 'given_up') AND notice_id IS NOT NULL "
    "AND (id = :id OR CAST(:id AS uuid) IS NULL)"
)


def next_channel(
    db: Connection, *, seen: Collection[UUID], away: Collection[str], now: datetime
) -> UUID | None:
    """A channel with something due that this pass has not looked at, longest waiting first."""
    found: UUID | None = db.execute(
        _CHANNEL, {"seen": list(seen), "away": list(away), "now": now}
    ).scalar()
    return found


def claim(db: Connection, channel_id: UUID, *, now: datetime) -> list[Row[Any]]:
    """What is due through a channel, locked; what another worker holds is left.

    What was tried before comes first, then the oldest: a message that is sent again after a crash
    begins with the same delivery, and so bears the same id.
    """
    return list(db.execute(_CLAIM, {"channel": channel_id, "now": now}))


def lease(db: Connection, ids: Collection[UUID], *, now: datetime) -> None:
    """Count a try that is about to be made, and keep others off it."""
    db.execute(_LEASE, {"ids": list(ids), "until": now + LEASE})


def postpone(db: Connection, ids: Collection[UUID], *, until: datetime) -> None:
    """Leave it until later, without a try."""
    db.execute(_POSTPONE, {"ids": list(ids), "until": until})


def mark(
    db: Connection, ids: Collection[UUID], state: DeliveryState, *, now: datetime,
    reason: DeliveryReason | None = None, wait: timedelta = timedelta(0),
) -> None:  # fmt: skip
    """Write down what came of it."""
    sent = now if state is DeliveryState.SENT else None
    db.execute(
        _MARK,
        {"ids": list(ids), "state": state, "reason": reason, "sent": sent, "next": now + wait},
    )


def tell_of_failure(db: Connection, channel_id: UUID, *, once: str, now: datetime) -> int:
    """Put it on people's desks that nothing arrives through a channel; how many were told.

    Args:
        db: The transaction that gives up.
        channel_id: Whose officer and centre it concerns.
        once: Names the trouble; nobody is told twice of the same.
        now: The instant of the notices.
    """
    return int(db.execute(_TELL, {"channel": channel_id, "once": once, "now": now}).rowcount)


def of_officer(db: Connection, actor: Actor, *, size: int) -> list[Row[Any]]:
    """The newest deliveries to the officer."""
    return list(db.execute(_OF_ONE, {"me": actor.officer_id, "size": size, "skip": 0}))


def listed(
    db: Connection, states: Collection[DeliveryState], *, page: int, size: int
) -> list[Row[Any]]:
    """One page (from 1) of what the asking officer may see; `total` on each row."""
    given = {"states": [state.value for state in states], "size": size, "skip": (page - 1) * size}
    return list(db.execute(_OF_ALL, given))


def try_again(db: Connection, delivery_id: UUID | None, *, now: datetime) -> int:
    """Have one delivery, or all that did not go out, tried anew; how many."""
    return int(db.execute(_AGAIN, {"id": delivery_id, "now": now}).rowcount)
