"""Supervision orders and cards as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.labels import CARD_COLOURS
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store import views_watch
from models.store.acting import Actor
from models.store.views_watch import CardLine, OrderLine
from models.tables.watch import EntryKind, OrderState
from models.words import CardColour
from web.listing import marks_of, title_of
from web.moments import left
from web.names import holder_name
from web.unsealing import Opener
from web.wording import _, word

_STATES = {
    OrderState.OPEN: "等待反馈",
    OrderState.REPORTED: "已反馈，待主任办结",
    OrderState.CLOSED: "已办结",
}
_KINDS = {
    EntryKind.REPORT: "反馈",
    EntryKind.RETURN: "退回补充",
    EntryKind.CLOSE: "办结",
}


@dataclass(frozen=True)
class Entry:
    """A report, a return, the closing."""

    at: datetime
    by: str
    kind: str
    text: str


@dataclass(frozen=True)
class Order:
    """One supervision order."""

    row: OrderLine
    text: str
    about: str
    state: str
    left: str
    is_late: bool
    entries: tuple[Entry, ...]
    marks: tuple[str, ...]
    may_report: bool
    may_return: bool
    may_close: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/orders/{self.row.id}"


@dataclass(frozen=True)
class ShownCard:
    """One card."""

    row: CardLine
    colour: str
    about: str
    whose: str
    standing: str
    """Why it does not count; empty when it does."""
    reason: str
    may_withdraw: bool


def shown_orders(
    db: Connection, opener: Opener, actor: Actor, rows: Sequence[OrderLine], now: datetime
) -> list[Order]:
    """Describe orders with all that was written to them."""
    written: dict[UUID, list[Entry]] = {}
    for one in views_watch.entries(db, [row.id for row in rows]):
        kind = word(_KINDS[EntryKind(one.kind)])
        text = opener.text(one.text, SealedPlace.ORDER_ENTRY_TEXT.of(one.id))
        written.setdefault(one.order_id, []).append(Entry(one.at, one.by_name or "", kind, text))
    return opener.each(
        rows,
        lambda row: _order(opener, actor, row, tuple(written.get(row.id, ())), now),
        lambda row: f"supervision_orders:{row.id}",
    )


def _order(
    opener: Opener, actor: Actor, row: OrderLine, entries: tuple[Entry, ...], now: datetime
) -> Order:
    state = OrderState(row.state)
    to_it = actor.being(Circumstance.OWES, row.owes_id)
    return Order(
        row=row,
        text=opener.text(row.text, SealedPlace.ORDER_TEXT.of(row.id)),
        about=title_of(row) if row.kind else _("全案"),
        state=word(_STATES[state]),
        left=_left(row, now) if state is OrderState.OPEN else "",
        is_late=state is OrderState.OPEN and not row.stands_still and row.feedback_due_at < now,
        entries=entries,
        marks=marks_of(None, row.confirmed),
        may_report=state is OrderState.OPEN and actor.may(Permission.REPORT_ORDER, *to_it),
        may_return=state is OrderState.REPORTED and actor.may(Permission.RETURN_ORDER, *to_it),
        may_close=state is not OrderState.CLOSED and actor.may(Permission.CLOSE_ORDER, *to_it),
    )


def _left(row: OrderLine, now: datetime) -> str:
    if row.stands_still:
        return _("已中止，恢复后重新计算")
    return left(row.feedback_due_at, now)


def shown_cards(opener: Opener, actor: Actor, rows: Sequence[CardLine]) -> list[ShownCard]:
    """Describe cards."""
    return opener.each(rows, lambda row: _card(opener, actor, row), lambda row: f"cards:{row.id}")


def _card(opener: Opener, actor: Actor, row: CardLine) -> ShownCard:
    standing = ""
    if row.withdrawn_at:
        standing = _("已由%(who)s撤回", who=row.withdrawn_by_name or "")
    elif not row.counts:
        standing = _("补录为按时，不计数")
    return ShownCard(
        row=row,
        colour=word(CARD_COLOURS[CardColour(row.colour)]),
        about=title_of(row) if row.kind else word(str(row.title)),
        whose=_whose(row),
        standing=standing,
        reason=opener.text(row.reason, SealedPlace.CARD_REASON.of(row.id)),
        may_withdraw=row.withdrawn_at is None
        and actor.may(Permission.WITHDRAW_CARD, *actor.being(Circumstance.SELF, row.officer_id)),
    )


def _whose(row: CardLine) -> str:
    if row.officer:
        return row.officer
    if row.holder != "centre":
        return holder_name(row.holder)
    return _("不记个人（无人负责或者接手前已超期）")
