"""Where officers are told besides the portal: kept by themselves, confirmed by a code.

Row-level security shows an officer their own channels alone; addresses are sealed.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, text

from models.seal import Seal
from models.sealed_places import SealedPlace
from models.store.acting import Actor
from models.words import ChannelKind, DeliveryState

#: How long a code may be typed in.
CODE_LIVES = timedelta(minutes=30)
#: Wrong codes after which another one must be sent.
CODE_TRIES = 5
#: Between two codes to one channel.
CODE_PAUSE = timedelta(minutes=1)

_MINE = text(
    "SELECT * FROM channels WHERE officer_id = :me AND removed_at IS NULL ORDER BY created_at"
)
_ONE = text(
    "SELECT * FROM channels WHERE id = :id AND officer_id = :me AND removed_at IS NULL FOR UPDATE"
)
_ADD = text(
    "INSERT INTO channels (id, centre_id, officer_id, kind, address, muted, code_tries, "
    "created_at) VALUES (:id, :centre, :me, :kind, :address, :muted, 0, :now)"
)
_REMOVE = text(
    "UPDATE channels SET removed_at = :now, address = NULL, code = NULL "
    "WHERE officer_id = :me AND removed_at IS NULL AND (id = :id OR kind = :kind)"
)
_CODE = text("UPDATE channels SET code = :code, code_at = :now, code_tries = 0 WHERE id = :id")
_QUEUE_CODE = text(
    "INSERT INTO deliveries (id, centre_id, officer_id, channel_id, via, state, attempts, "
    "created_at, next_at) VALUES (gen_random_uuid(), :centre, :me, :id, :kind, :state, 0, :now, "
    ":now)"
)
_CONFIRM = text(
    "UPDATE channels SET verified_at = :now, code = NULL, code_tries = 0 WHERE id = :id"
)


def mine(db: Connection, actor: Actor) -> list[Row[Any]]:
    """The officer's channels, oldest first; addresses sealed."""
    return list(db.execute(_MINE, {"me": actor.officer_id}))


def one(db: Connection, actor: Actor, channel_id: UUID) -> Row[Any] | None:
    """One channel of the officer's own, locked."""
    return db.execute(_ONE, {"me": actor.officer_id, "id": channel_id}).first()


def set_channel(
    db: Connection, actor: Actor, kind: ChannelKind, address: str, seal: Seal, *, now: datetime
) -> UUID:
    """Put a channel in the place of the one of its kind; it waits for its code."""
    muted = [row.muted for row in mine(db, actor) if row.kind == kind]
    remove(db, actor, kind=kind, now=now)
    channel_id = uuid4()
    db.execute(
        _ADD,
        {
            "id": channel_id, "centre": actor.centre_id, "me": actor.officer_id,
            "kind": kind.value,
            "address": seal.close_text(address, SealedPlace.CHANNEL_ADDRESS.of(channel_id)),
            "muted": muted[0] if muted else [], "now": now,
        },
    )  # fmt: skip
    return channel_id


def remove(
    db: Connection, actor: Actor, *, channel_id: UUID | None = None,
    kind: ChannelKind | None = None, now: datetime,
) -> None:  # fmt: skip
    """Take a channel out of use and forget its address."""
    given = {"me": actor.officer_id, "id": channel_id, "kind": kind, "now": now}
    db.execute(_REMOVE, given)


def send_code(db: Connection, actor: Actor, channel: Row[Any], code: str, *, now: datetime) -> bool:
    """Queue a message with a code; False when the last one is too fresh."""
    if channel.code_at is not None and now < channel.code_at + CODE_PAUSE:
        return False
    db.execute(_CODE, {"id": channel.id, "code": code, "now": now})
    db.execute(
        _QUEUE_CODE,
        {
            "centre": actor.centre_id, "me": actor.officer_id, "id": channel.id,
            "kind": channel.kind, "state": DeliveryState.QUEUED.value, "now": now,
        },
    )  # fmt: skip
    return True


def confirm(db: Connection, channel: Row[Any], typed: str, *, now: datetime) -> bool:
    """Take a channel into use when the code is right, fresh, and not guessed at."""
    usable = (
        channel.code is not None and channel.code_tries < CODE_TRIES
        and now < channel.code_at + CODE_LIVES
    )  # fmt: skip
    if usable and typed == channel.code:
        db.execute(_CONFIRM, {"id": channel.id, "now": now})
        return True
    db.execute(
        text("UPDATE channels SET code_tries = code_tries + 1 WHERE id = :id"), {"id": channel.id}
    )
    return False


def mute(db: Connection, channel: Row[Any], kinds: Collection[str]) -> None:
    """Say which kinds of notices are not sent through a channel."""
    db.execute(
        text("UPDATE channels SET muted = :kinds WHERE id = :id"),
        {"id": channel.id, "kinds": sorted(kinds)},
    )
