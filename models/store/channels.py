"""Where officers are told besides the portal: kept by themselves, confirmed by a code.

Row-level security shows an officer their own channels alone; addresses are sealed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.seal import Seal
from models.sealed_places import SealedPlace
from models.store.acting import Actor
from models.store.query import Query, Statement, named
from models.words import ChannelKind

#: How long a code may be typed in.
CODE_LIVES = timedelta(minutes=30)
#: Wrong codes after which another one must be sent.
CODE_TRIES = 5
#: Between two codes to one channel.
CODE_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class OwnChannel:
    """A channel of an officer; used once it is confirmed."""

    id: UUID
    kind: ChannelKind
    #: Sealed.
    address: bytes | None
    #: Kinds of notices that are not sent through it.
    muted: list[str]
    #: What was sent there and has not been typed in yet.
    code: str | None
    code_at: datetime | None
    code_tries: int
    verified_at: datetime | None


_MINE = Query(OwnChannel, named("channels", "mine"))
_ONE = Query(OwnChannel, named("channels", "one"))
_ADD = Statement(named("channels", "add"))
_REMOVE = Statement(named("channels", "remove"))
_SET_CODE = Statement(named("channels", "set_code"))
_QUEUE_CODE = Statement(named("channels", "queue_code"))
_CONFIRM = Statement(named("channels", "confirm"))
_COUNT_WRONG_CODE = Statement(named("channels", "count_wrong_code"))
_MUTE = Statement(named("channels", "mute"))


def mine(db: Connection, actor: Actor) -> list[OwnChannel]:
    """The officer's channels, oldest first; addresses sealed."""
    return _MINE.all(db, me=actor.officer_id)


def one(db: Connection, actor: Actor, channel_id: UUID) -> OwnChannel | None:
    """One channel of the officer's own, locked."""
    return _ONE.first(db, me=actor.officer_id, id=channel_id)


def set_channel(
    db: Connection, actor: Actor, kind: ChannelKind, address: str, seal: Seal, *, now: datetime
) -> UUID:
    """Put a channel in the place of the one of its kind; it waits for its code."""
    muted = [kept.muted for kept in mine(db, actor) if kept.kind == kind]
    remove(db, actor, kind=kind, now=now)
    channel_id = uuid4()
    _ADD.run(
        db, id=channel_id, centre=actor.centre_id, me=actor.officer_id, kind=kind,
        address=seal.close_text(address, SealedPlace.CHANNEL_ADDRESS.of(channel_id)),
        muted=muted[0] if muted else [], now=now,
    )  # fmt: skip
    return channel_id


def remove(
    db: Connection, actor: Actor, *, channel_id: UUID | None = None,
    kind: ChannelKind | None = None, now: datetime,
) -> None:  # fmt: skip
    """Take a channel out of use and forget its address."""
    _REMOVE.run(db, me=actor.officer_id, id=channel_id, kind=kind, now=now)


def send_code(
    db: Connection, actor: Actor, channel: OwnChannel, code: str, *, now: datetime
) -> bool:
    """Queue a message with a code; False when the last one is too fresh."""
    if channel.code_at is not None and now < channel.code_at + CODE_PAUSE:
        return False
    _SET_CODE.run(db, id=channel.id, code=code, now=now)
    _QUEUE_CODE.run(
        db, centre=actor.centre_id, me=actor.officer_id, id=channel.id, kind=channel.kind, now=now
    )
    return True


def confirm(db: Connection, channel: OwnChannel, typed: str, *, now: datetime) -> bool:
    """Take a channel into use when the code is right, fresh, and not guessed at.

    When it is not, `count_wrong_code` counts the guess.
    """
    usable = (
        channel.code is not None and channel.code_tries < CODE_TRIES
        and channel.code_at is not None and now < channel.code_at + CODE_LIVES
    )  # fmt: skip
    if usable and typed == channel.code:
        _CONFIRM.run(db, id=channel.id, now=now)
        return True
    return False


def count_wrong_code(db: Connection, channel: OwnChannel) -> None:
    """Count a wrong code; after so many another one must be sent."""
    _COUNT_WRONG_CODE.run(db, id=channel.id)


def mute(db: Connection, channel: OwnChannel, kinds: Collection[str]) -> None:
    """Say which kinds of notices are not sent through a channel."""
    _MUTE.run(db, id=channel.id, kinds=sorted(kinds))
