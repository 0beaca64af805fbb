"""One pass of delivering: what waits in the outbox goes out, at least once, one message a channel.

Everything that is due through one channel goes into one message, so that an outage of days ends
in one message, not in hundreds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from flows.clockwork.alone import Setbacks
from flows.readers.workplace import Workplace
from models.errors import BrokenInvariant
from models.law.dates import SHANGHAI
from models.seal import Seal
from models.sealed_places import SealedPlace
from models.settings import Settings
from models.store import deliveries
from models.store.acting import as_worker
from models.store.deliveries import DueDelivery
from models.words import ChannelKind, DeliveryReason, DeliveryState
from tasks.outbox.mailing import mail
from tasks.outbox.message import Message, code_message, message_of, wait_until
from tasks.outbox.undelivered import Undelivered

#: Sends a message to an address.
Sender = Callable[[str, Message], None]


@dataclass(frozen=True)
class PostOffice:
    """How this installation sends: one sender a kind of channel, and what it says of itself."""

    senders: Mapping[ChannelKind, Sender]
    portal: str
    practice: bool = False
    """Whether messages of practice cases go out too."""


@dataclass
class Delivered:
    """What one pass did, in deliveries."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    withheld: int = 0
    postponed: int = 0


@dataclass(frozen=True)
class _Batch:
    """What goes out through one channel now."""

    channel_id: UUID
    kind: ChannelKind
    rows: Sequence[DueDelivery]

    @property
    def ids(self) -> list[UUID]:
        return [row.id for row in self.rows]


def post_office(settings: Settings, clock: Callable[[], datetime]) -> PostOffice:
    """The senders of an installation; Apprise is imported with the first message that needs it."""

    def by_mail(to: str, message: Message) -> None:
        mail(settings, to, message, now=clock())

    messengers = [kind for kind in ChannelKind if kind is not ChannelKind.EMAIL]
    return PostOffice(
        senders={ChannelKind.EMAIL: by_mail, **dict.fromkeys(messengers, _by_messenger)},
        portal=settings.portal_address,
        practice=settings.practice_messages,
    )


def _by_messenger(address: str, message: Message) -> None:
    # It takes half a second to import, and the portal, which shares this package, never sends.
    from tasks.outbox.messengers import post  # noqa: PLC0415

    post(address, message)


def deliver_once(at: Workplace, office: PostOffice) -> Delivered:
    """Send what is due; may run twice at once, and die at any place."""
    done, seen, away = Delivered(), set[UUID](), set[str]()
    setbacks = Setbacks(at, "deliver")
    while True:
        now = at.clock.now()
        with as_worker(at.engine) as db:
            channel = deliveries.next_channel(db, seen=seen, away=away, now=now)
            if channel is None:
                return done
        seen.add(channel)
        with setbacks.alone(channel):
            away |= _deliver_one(at, office, channel, done)


def _deliver_one(at: Workplace, office: PostOffice, channel: UUID, done: Delivered) -> set[str]:
    """Send what is due through one channel; the kind of channel whose server is away."""
    now = at.clock.now()
    with as_worker(at.engine) as db:
        batch = _claim(db, channel, office, done, now)
    if batch is None:
        return set()
    failure = _send(batch, office, at.office.seal)
    with as_worker(at.engine) as db:
        _mark(db, batch, failure, done, at.clock.now())
    return {batch.kind} if failure is not None and failure.server else set()


def _claim(
    db: Connection, channel: UUID, office: PostOffice, done: Delivered, now: datetime
) -> _Batch | None:
    """Sort what is due: withheld, until the morning, given up, or out now under a lease."""
    out: list[DueDelivery] = []
    spent: list[DueDelivery] = []
    for row in deliveries.claim(db, channel, now=now):
        reason = _needless(row, office)
        wait = wait_until(row.kind, row.due_at, now) if row.kind else None
        if reason is not None:
            deliveries.mark(db, [row.id], DeliveryState.WITHHELD, reason=reason, now=now)
            done.withheld += 1
        elif row.attempts >= deliveries.MOST_TRIES:
            spent.append(row)
        elif wait is not None:
            deliveries.postpone(db, [row.id], until=wait)
            done.postponed += 1
        else:
            out.append(row)
    if spent:
        batch = _Batch(channel, spent[0].via, spent)
        _mark(db, batch, Undelivered(DeliveryReason.ABANDONED), done, now)
    if not out:
        return None
    # A code goes alone, and at once; what else is due follows in the next pass.
    out = [row for row in out if row.notice_id is None] or out
    deliveries.lease(db, [row.id for row in out], now=now)
    return _Batch(channel, out[0].via, out)


def _needless(row: DueDelivery, office: PostOffice) -> DeliveryReason | None:
    if row.removed_at is not None or not row.active or (row.notice_id is None and not row.code):
        return DeliveryReason.REMOVED
    if row.practice and not office.practice:
        return DeliveryReason.PRACTICE
    return DeliveryReason.READ if row.read_at is not None else None


def _send(batch: _Batch, office: PostOffice, seal: Seal) -> Undelivered | None:
    """Send one message; why not, when it did not go out."""
    first = batch.rows[0]
    said = partial(message_of, [row.number for row in batch.rows if row.number])
    if first.notice_id is None and first.code:
        said = partial(code_message, first.code)
    try:
        address = seal.open_text(first.address, SealedPlace.CHANNEL_ADDRESS.of(batch.channel_id))
        office.senders[batch.kind](address, said(id=first.id, portal=office.portal))
    except Undelivered as failed:
        return failed
    except BrokenInvariant:
        return Undelivered(DeliveryReason.ADDRESS, final=True)
    return None


def _mark(
    db: Connection, batch: _Batch, failure: Undelivered | None, done: Delivered, now: datetime
) -> None:
    if failure is None:
        deliveries.mark(db, batch.ids, DeliveryState.SENT, now=now)
        done.sent += len(batch.rows)
        return
    given_up = False
    for row in batch.rows:
        # A code that did not arrive is asked for again by who waits for it.
        last = failure.final or row.notice_id is None or row.attempts >= len(deliveries.WAITS)
        if last:
            state = DeliveryState.GIVEN_UP
            deliveries.mark(db, [row.id], state, reason=failure.reason, now=now)
            done.given_up += 1
            given_up |= row.notice_id is not None
        else:
            wait = deliveries.WAITS[row.attempts]
            deliveries.mark(
                db, [row.id], DeliveryState.FAILED, reason=failure.reason, now=now, wait=wait
            )
            done.failed += 1
    if given_up:
        day = now.astimezone(SHANGHAI).date().isoformat()
        # When the server is at fault, people are told once, not once for each of its channels.
        what = batch.kind if failure.server else batch.channel_id
        deliveries.tell_of_failure(db, batch.channel_id, once=f"{what}:{day}", now=now)
