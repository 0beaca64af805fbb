"""Cards: who gets one, writing them, withdrawing them (黄牌/红牌, ADR-0130)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.errors import FormInvalid, RuleBroken
from models.law import cards
from models.law.dates import end_of_day
from models.law.lights import Turns
from models.law.pack import RulePack
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store import card as stored
from models.store import events
from models.store.card import NewCard
from models.store.events import Happening
from models.store.watch import WatchedDeadline
from models.words import Holder, Tag
from tasks.act import Act


@dataclass(frozen=True)
class Carded:
    """A card that is to be written, with the deadline it is about."""

    row: WatchedDeadline
    owed: cards.Owed
    officer_id: UUID | None


def card(row: WatchedDeadline, pack: RulePack, turning: Turns, *, now: datetime) -> list[Carded]:
    """The cards a deadline has earned; none for a clock of the case that no step waits for.

    An outside body's delay is written down with its name and is no officer's card.
    """
    rule = pack.rules.get(row.rule)
    counted = rule.counted if rule else None
    if (row.step_id is None and row.owner_id is None) or (counted and counted.earliest):
        return []
    until = row.ended_at or now
    if row.done_on and row.ended_at:
        until = min(until, end_of_day(row.done_on))
    if row.stood_still_from:
        # It ended while it stood still: nothing was late from that day on.
        until = min(until, end_of_day(row.stood_still_from - timedelta(days=1)))
    opened = row.opened_at or row.starts_at
    found = cards.owed(turning, row.due_at, until=until, opened=opened)
    ours = row.holder is Holder.CENTRE
    return [Carded(row, one, row.owner_id if ours and one.by_owner else None) for one in found]


def give(db: Connection, found: Sequence[Carded], *, now: datetime) -> int:
    """Write the cards that are not written yet, each with its event; how many are new."""
    given = 0
    for one in found:
        row = one.row
        new = stored.give(db, NewCard(
            case_id=row.case_id, centre_id=row.centre_id, deadline_id=row.id,
            step_id=row.step_id, due_at=row.due_at, colour=one.owed.colour, rule=row.rule,
            holder=row.holder, officer_id=one.officer_id, at=one.owed.at, given_at=now,
        ))  # fmt: skip
        if new is None:
            continue
        given += 1
        detail = {"card": str(new), "colour": one.owed.colour.value, "rule": row.rule}
        happened = Happening(Tag.CARD_GIVEN, row.stage_id, row.step_id, None, detail)
        events.append(db, [happened], case_id=row.case_id, centre_id=row.centre_id, at=now)
    return given


def withdraw_card(act: Act, card_id: UUID, *, reason: str) -> UUID:
    """Withdraw a card with a reason; it stays on record. Returns its case.

    Raises:
        NotAllowed: Only the director may.
        FormInvalid: Without a reason.
        OwnWork: It counts against the director themselves.
        RuleBroken: It is withdrawn already.
    """
    act.require(Permission.WITHDRAW_CARD)
    if not reason.strip():
        raise FormInvalid({"reason": ["请写明撤回的理由。"]})
    row = stored.lock(act.db, card_id)
    if row.withdrawn_at is not None:
        raise RuleBroken("这张牌已经撤回。")
    act.require(Permission.WITHDRAW_CARD, *act.actor.being(Circumstance.SELF, row.officer_id))
    sealed = act.office.seal.close_text(reason.strip(), SealedPlace.CARD_REASON.of(card_id))
    stored.withdraw(act.db, card_id, by=act.actor.officer_id, reason=sealed, at=act.now)
    detail = {"card": str(card_id), "colour": row.colour.value}
    act.note(
        [Happening(Tag.CARD_WITHDRAWN, None, row.step_id, act.actor.officer_id, detail)],
        case_id=row.case_id,
        centre_id=row.centre_id,
    )
    return row.case_id
