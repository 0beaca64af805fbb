"""Calendar feeds: found by the hash of their secret, read as their officer, counted by the hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.officers import actor_by_id
from models.store.query import Query, Statement, Value, named

#: Fetches of one feed an hour; calendars ask every few minutes at most.
MOST_AN_HOUR = 120
#: Addresses that name no feed, from one place within the window.
MOST_WRONG = 60
WINDOW = timedelta(minutes=15)
#: Wrong fetches stand among the attempts to log in, under an address that no log-in has.
_PLACE = "calendar:"


@dataclass(frozen=True)
class Feed:
    """A live feed and whose it is."""

    id: bytes
    actor: Actor


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


_WHOSE = Value(UUID, named("feeds", "whose"))
_LIVE = Query(FeedUse, named("feeds", "live"))
_OPEN = Statement(named("feeds", "open"))
_REVOKE = Statement(named("feeds", "revoke"))
_COUNT_FETCH = Value(int, named("feeds", "count_fetch"))
_WRONG = Value(int, named("feeds", "wrong"))
_NOTE_WRONG = Statement(named("feeds", "note_wrong"))
_READ_ONLY = Statement(named("feeds", "read_only"))
_DUE_STEPS = Query(DueStep, named("feeds", "due_steps"))


def find(db: Connection, key: bytes) -> Feed | None:
    """The live feed of an active officer under this hash of a secret; before anybody is known."""
    officer_id = _WHOSE.first(db, id=key)
    actor = actor_by_id(db, officer_id) if officer_id else None
    return Feed(key, actor) if actor else None


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


def count_fetch(db: Connection, feed: Feed, *, now: datetime) -> bool:
    """Note a fetch; False when there were too many this hour."""
    hour_ago = now - timedelta(hours=1)
    return _COUNT_FETCH.one(db, id=feed.id, now=now, hour_ago=hour_ago) <= MOST_AN_HOUR


def guesses_too_much(db: Connection, address: str, *, now: datetime) -> bool:
    """Whether one place has asked for too many feeds that there are not."""
    return _WRONG.one(db, place=_place(address), since=now - WINDOW) >= MOST_WRONG


def note_wrong(db: Connection, address: str, *, now: datetime) -> None:
    """Note that one place asked for a feed that there is not."""
    _NOTE_WRONG.run(db, place=_place(address), now=now)


def _place(address: str) -> str:
    return f"{_PLACE}{address}"[:64]


def due_steps(db: Connection, officer_id: UUID) -> list[DueStep]:
    """Open steps of the officer with a deadline; number, instant and count of moves, no more."""
    _READ_ONLY.run(db)
    return _DUE_STEPS.all(db, me=officer_id)
