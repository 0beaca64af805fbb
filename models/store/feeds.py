"""Calendar feeds: found by the hash of their secret, counted by the hour.

Who fetches is not logged in and becomes nobody: the secret shows the due dates of its officer
(`hutong_feed_steps`), and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, Statement, Value, named


class Fetched(StrEnum):
    """What a fetch comes to."""

    GIVEN = "given"
    #: Of one feed in an hour, or of what is none from one place.
    TOO_OFTEN = "too-often"
    NOTHING = "nothing"


@dataclass(frozen=True)
class FeedUse:
    """Since when an officer has a feed, and when a calendar last read it."""

    created_at: datetime
    fetched_at: datetime | None


@dataclass(frozen=True)
class DueStep:
    """An open step with a deadline: what a calendar may say of it, no more."""

    id: UUID
    number: str
    due_at: datetime
    due_moves: int
    opened_at: datetime


_LIVE = Query(FeedUse, named("feeds", "live"))
_OPEN = Statement(named("feeds", "open"))
_REVOKE = Statement(named("feeds", "revoke"))
_FETCH = Value(str, named("feeds", "fetch"))
_DUE_STEPS = Query(DueStep, named("feeds", "due_steps"))


def live(db: Connection, actor: Actor) -> FeedUse | None:
    """The officer's own feed, when there is one."""
    return _LIVE.first(db, me=actor.officer_id)


def renew(db: Connection, actor: Actor, key: bytes, *, now: datetime) -> None:
    """Open a feed under this hash; an earlier one ends."""
    revoke(db, actor, now=now)
    _OPEN.run(db, id=key, centre=actor.centre_id, me=actor.officer_id, now=now)


def revoke(db: Connection, actor: Actor, *, now: datetime) -> None:
    """End the officer's feed."""
    _REVOKE.run(db, me=actor.officer_id, now=now)


def fetch(db: Connection, secret: str, place: str, *, now: datetime) -> Fetched:
    """Note a fetch, of a feed or of what is none; before anybody is known."""
    return Fetched(_FETCH.one(db, secret=secret.encode(), place=place, now=now))


def due_steps(db: Connection, secret: str) -> list[DueStep]:
    """Open steps of the feed's officer with a deadline: number, instant and count of moves."""
    return _DUE_STEPS.all(db, secret=secret.encode())
