"""Cards: who gets one, writing them, withdrawing them (黄牌/红牌, ADR-0130)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, text

from models.errors import FormInvalid, NotFound, RuleBroken
from models.law import cards
from models.law.dates import end_of_day
from models.law.lights import Turns
from models.law.pack import RulePack
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store import events
from models.store.events import Happening
from models.words import CardColour, Holder, Tag
from tasks.act import Act

_GIVE = text(
    """
    INSERT INTO cards (id, case_id, centre_id, deadline_id, step_id, due_at, colour, rule, holder,
        officer_id, at, given_at)
    VALUES (:id, :case_id, :centre_id, :deadline_id, :step_id, :due_at, :colour, :rule, :holder,
        :officer_id, :at, :now)
    ON CONFLICT ON CONSTRAINT uq_cards_once DO NOTHING RETURNING id
    """
)
_CARD = text("SELECT * FROM cards WHERE id = :id FOR UPDATE")
_WITHDRAW = text(
    "UPDATE cards SET withdrawn_at = :now, withdrawn_by = :by, reason = :reason WHERE id = :id"
)


@dataclass(frozen=True)
class Carded:
    """A card that is to be written, with the deadline it is about."""

    row: Row[Any]
    owed: cards.Owed
    officer_id: UUID | None


def card(row: Row[Any], pack: RulePack, turning: Turns, *, now: datetime) -> list[Carded]:
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
    ours = row.holder == Holder.CENTRE
    return [Carded(row, one, row.owner_id if ours and one.by_owner else None) for one in found]


def give(db: Connection, found: Sequence[Carded], *, now: datetime) -> int:
    """Write the cards that are not written yet, each with its event; how many are new."""
    given = 0
    for one in found:
        row = one.row
        new = db.execute(
            _GIVE,
            {
                "id": uuid4(), "case_id": row.case_id, "centre_id": row.centre_id,
                "deadline_id": row.id, "step_id": row.step_id, "due_at": row.due_at,
                "colour": one.owed.colour.value, "rule": row.rule, "holder": row.holder,
                "officer_id": one.officer_id, "at": one.owed.at, "now": now,
            },
        ).scalar()  # fmt: skip
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
    row = act.db.execute(_CARD, {"id": card_id}).first()
    if row is None:
        raise NotFound("没有找到这张牌。")
    if row.withdrawn_at is not None:
        raise RuleBroken("这张牌已经撤回。")
    act.require(Permission.WITHDRAW_CARD, *act.actor.being(Circumstance.SELF, row.officer_id))
    sealed = act.office.seal.close_text(reason.strip(), SealedPlace.CARD_REASON.of(card_id))
    act.db.execute(
        _WITHDRAW,
        {"now": act.now, "by": act.actor.officer_id, "reason": sealed, "id": card_id},
    )
    detail = {"card": str(card_id), "colour": CardColour(row.colour).value}
    act.note(
        [Happening(Tag.CARD_WITHDRAWN, None, row.step_id, act.actor.officer_id, detail)],
        case_id=row.case_id,
        centre_id=row.centre_id,
    )
    case_id: UUID = row.case_id
    return case_id
