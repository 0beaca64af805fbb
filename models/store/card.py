"""Cards (黄牌/红牌): given once each, withdrawn with a reason, never deleted."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotFound
from models.store.query import Query, Statement, Value, named
from models.words import CardColour, Holder


@dataclass(frozen=True)
class NewCard:
    """A card that a deadline has earned."""

    case_id: UUID
    centre_id: UUID
    deadline_id: UUID
    step_id: UUID | None
    due_at: datetime
    colour: CardColour
    rule: str
    holder: Holder
    officer_id: UUID | None
    #: The instant that passed undone.
    at: datetime
    given_at: datetime


@dataclass(frozen=True)
class CardNow:
    """A card, and whether it was withdrawn."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    step_id: UUID | None
    officer_id: UUID | None
    colour: CardColour
    withdrawn_at: datetime | None


_GIVE = Value(UUID, named("card", "give"))
_LOCK = Query(CardNow, named("card", "lock"))
_WITHDRAW = Statement(named("card", "withdraw"))


def give(db: Connection, new: NewCard) -> UUID | None:
    """Give a card; None where it was given before."""
    return _GIVE.first(db, **asdict(new))


def lock(db: Connection, card_id: UUID) -> CardNow:
    """A card nobody else withdraws meanwhile.

    Raises:
        NotFound: No such card, or not to be seen by this actor.
    """
    found = _LOCK.first(db, card=card_id)
    if found is None:
        raise NotFound("没有找到这张牌。")
    return found


def withdraw(db: Connection, card_id: UUID, *, by: UUID, reason: bytes, at: datetime) -> None:
    """Withdraw a card; it stays on record."""
    _WITHDRAW.run(db, card=card_id, by=by, reason=reason, at=at)
