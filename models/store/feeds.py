"""Calendar feeds: found by the hash of their secret, read as their officer, counted by the hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, text

from models.store.acting import Actor
from models.store.officers import actor_by_id

#: Fetches of one feed an hour; calendars ask every few minutes at most.
MOST_AN_HOUR = 120
#: Addresses that name no feed, from one place within the window.
MOST_WRONG = 60
WINDOW = timedelta(minutes=15)
#: Wrong fetches stand among the attempts to log in, under an address that no log-in has.
_PLACE = "calendar:"

_FIND = text("SELECT * FROM hutong_find_feed(:id)")
_LIVE = text("SELECT * FROM calendar_feeds WHERE officer_id = :me AND revoked_at IS NULL")
_OPEN = text(
    "INSERT INTO calendar_feeds (id, centre_id, officer_id, created_at, hour_count) "
    "VALUES (:id, :centre, :me, :now, 0)"
)
_REVOKE = text(
    "UPDATE calendar_feeds SET revoked_at = :now WHERE officer_id = :me AND revoked_at IS NULL"
)
_COUNT = text(
    """
    UPDATE calendar_feeds SET fetched_at = :now,
        hour_count = CASE WHEN hour_at > :hour_ago THEN hour_count + 1 ELSE 1 END,
        hour_at = CASE WHEN hour_at > :hour_ago THEN hour_at ELSE :now END
    WHERE id = :id RETURNING hour_count
    """
)
_WRONG = text("SELECT count(*) FROM login_attempts WHERE address = :place AND at > :since")
_NOTE_WRONG = text(
    "INSERT INTO login_attempts (id, account, address, at, succeeded) "
    "VALUES (:id, '', :place, :now, false)"
)
#: What waits for this officer: their forms, and signatures by their name.
_STEPS = text(
    """
    SELECT s.id, s.due_at, s.due_moves, s.opened_at, c.number
    FROM steps s JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id
    WHERE s.state = 'open' AND g.state = 'open' AND s.due_at IS NOT NULL AND (
        s.kind = 'ask' AND s.owner_id = :me
        OR s.kind = 'approve' AND EXISTS (
            SELECT 1 FROM signatures n WHERE n.step_id = s.id AND n.state = 'open'
              AND n.officer_id = :me)
    )
    ORDER BY s.due_at, s.id LIMIT 2000
    """
)


@dataclass(frozen=True)
class Feed:
    """A live feed and whose it is."""

    id: bytes
    actor: Actor


def find(db: Connection, key: bytes) -> Feed | None:
    """The live feed of an active officer under this hash of a secret; before anybody is known."""
    row = db.execute(_FIND, {"id": key}).first()
    actor = actor_by_id(db, row.officer_id) if row else None
    return Feed(key, actor) if actor else None


def live(db: Connection, actor: Actor) -> Row[Any] | None:
    """The officer's own feed, when there is one."""
    return db.execute(_LIVE, {"me": actor.officer_id}).first()


def renew(db: Connection, actor: Actor, key: bytes, *, now: datetime) -> None:
    """Open a feed under this hash; an earlier one ends."""
    revoke(db, actor, now=now)
    given = {"id": key, "centre": actor.centre_id, "me": actor.officer_id, "now": now}
    db.execute(_OPEN, given)


def revoke(db: Connection, actor: Actor, *, now: datetime) -> None:
    """End the officer's feed."""
    db.execute(_REVOKE, {"me": actor.officer_id, "now": now})


def count_fetch(db: Connection, feed: Feed, *, now: datetime) -> bool:
    """Note a fetch; False when there were too many this hour."""
    hour_ago = now - timedelta(hours=1)
    count = db.execute(_COUNT, {"id": feed.id, "now": now, "hour_ago": hour_ago}).scalar_one()
    return int(count) <= MOST_AN_HOUR


def guesses_too_much(db: Connection, address: str, *, now: datetime) -> bool:
    """Whether one place has asked for too many feeds that there are not."""
    place = {"place": f"{_PLACE}{address}"[:64], "since": now - WINDOW}
    return int(db.execute(_WRONG, place).scalar_one()) >= MOST_WRONG


def note_wrong(db: Connection, address: str, *, now: datetime) -> None:
    """Note that one place asked for a feed that there is not."""
    db.execute(_NOTE_WRONG, {"id": uuid4(), "place": f"{_PLACE}{address}"[:64], "now": now})


def due_steps(db: Connection, officer_id: UUID) -> list[Row[Any]]:
    """Open steps of the officer with a deadline; number, instant and count of moves, no more."""
    db.execute(text("SET TRANSACTION READ ONLY"))
    return list(db.execute(_STEPS, {"me": officer_id}))
