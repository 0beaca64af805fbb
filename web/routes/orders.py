"""Supervision orders, cards, chaser letters: pages and actions of those who see that things move."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from flows.desk.desk import Desk
from models.errors import BadInput, NotFound
from models.forms.moments import day_begins
from models.forms.small import CardWithdrawalForm, OrderEntryForm, OrderForm
from models.law.cards import month_of
from models.law.dates import shanghai_date
from models.permissions import Permission, may
from models.store import law_moves, own_targets, views_case, views_step, views_watch
from models.words import Look
from tasks.acts.order_clock import RULE
from web.calls import At, Call, uuid_of
from web.law_shown import target_line
from web.listing import marks_of, title_of
from web.orders import shown_cards, shown_orders
from web.routes.steps import head_of
from web.wording import _, word

router = APIRouter()

#: How far back cards are counted on the board.
MONTHS_SHOWN = timedelta(days=366)
#: Of this century and the one before, so that the month after is a date too.
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


@router.get("/cases/{case_id}/order")
def ask_order(at: At, case_id: UUID) -> Response:
    """Ask what is ordered, of whom, until when."""
    return _order_form(at, case_id, {"step": at.asked("step")}, {}, 200)


def _order_form(
    at: Call, case_id: UUID, typed: Mapping[str, str], errors: Mapping[str, list[str]], status: int
) -> Response:
    at.require(Permission.GIVE_ORDER)
    with at.reading() as db:
        views_case.case(db, case_id)
        officers = [
            one for one in views_step.officers(db)
            if one.id != at.actor.officer_id and may(one.roles, Permission.OWE_FEEDBACK)
        ]  # fmt: skip
        step = (
            views_step.step(db, uuid_of(str(typed["step"])), now=at.now) if typed["step"] else None
        )
        usual = _usual_time(at, db, case_id)
    chosen = typed.get("owes") or (str(step.owner_id) if step is not None else "")
    return at.page(
        "order_new.html", status=status, case_id=case_id, officers=officers, errors=errors,
        typed={**typed, "owes": chosen}, about=title_of(step) if step is not None else "",
        usual=usual,
    )  # fmt: skip


def _usual_time(at: Call, db: Connection, case_id: UUID) -> str:
    """How long feedback takes where the director names no day: the centre's own number."""
    law = law_moves.law_of(db, case_id)
    if law is None:
        raise NotFound(_("没有找到这个案件。"))
    pack = at.parts.office.pack_if_here(law.pack, law.locality)
    if pack is None:
        return ""
    own = own_targets.current(db, at.actor.centre_id).get(RULE)
    return target_line(pack, pack.rule(RULE), own).number


@router.post("/cases/{case_id}/order")
def give_order(at: At, case_id: UUID) -> Response:
    """Give a supervision order."""
    typed = at.given(OrderForm)
    at.on_refusal(lambda errors, status: _order_form(at, case_id, typed, errors, status))
    asked = OrderForm.read(typed)
    return at.once(
        lambda order_id: f"/orders/{order_id}?said=given",
        lambda desk: desk.order(
            at.actor, case_id, words=asked.words, owes=asked.owes, step_id=asked.step,
            report_by=asked.report_by,
        ),
    )  # fmt: skip


@router.get("/orders/{order_id}")
def order(at: At, order_id: UUID) -> Response:
    """Show one order with all that was written to it."""
    return _order_page(at, order_id, {}, {}, 200)


def _order_page(
    at: Call, order_id: UUID, typed: Mapping[str, str], errors: Mapping[str, list[str]], status: int
) -> Response:
    with at.reading() as db:
        row = views_watch.order(db, order_id)
        [shown] = shown_orders(db, at.opener, at.actor, [row], at.now)
        at.note_view(db, Look.ORDER, case_id=row.case_id, ref=order_id)
    return at.page(
        "order.html", status=status, one=shown, typed=typed, errors=errors, said=at.asked("said")
    )


@router.post("/orders/{order_id}")
def act_on_order(at: At, order_id: UUID) -> Response:
    """Report, ask for more, or close."""
    typed = at.given(OrderEntryForm)
    at.on_refusal(lambda errors, status: _order_page(at, order_id, typed, errors, status))
    asked, wish = OrderEntryForm.read(typed), at.typed("do")
    acts: dict[str, Callable[[Desk], UUID]] = {
        "report": lambda desk: desk.report_order(at.actor, order_id, words=asked.words),
        "return": lambda desk: desk.return_order(
            at.actor, order_id, words=asked.words, report_by=asked.report_by
        ),
        "close": lambda desk: desk.close_order(at.actor, order_id, words=asked.words),
    }
    if wish not in acts:
        raise BadInput(_("没有说明要做什么，请使用页面上的按钮。"))
    return at.once(f"/orders/{order_id}?said={wish}", acts[wish])


@router.get("/cards")
def cards(at: At, month: str = "") -> Response:
    """Count cards by person and month, and list those of one month."""
    return _cards_page(at, month, {}, 200)


def _cards_page(
    at: Call, month: str, errors: Mapping[str, list[str]], status: int,
    *, card: UUID | None = None,
) -> Response:  # fmt: skip
    at.require(Permission.SEE_CARDS)
    chosen = month if _MONTH.fullmatch(month) else month_of(at.now)
    since = day_begins(shanghai_date(at.now - MONTHS_SHOWN))
    with at.reading() as db:
        counted = views_watch.cards_counted(db, at.actor, since=since)
        begins, ends = _days_of(chosen)
        rows = views_watch.cards_between(db, at.actor, since=begins, until=ends)
        at.note_view(db, Look.CARDS)
    months = sorted({row.month for row in counted} | {chosen}, reverse=True)
    return at.page(
        "cards.html", status=status, month=chosen, months=months, counted=counted,
        cards=shown_cards(at.opener, at.actor, rows), errors=errors,
        said=at.asked("said"), refused=card, reason=at.typed("reason") if card else "",
    )  # fmt: skip


def _days_of(month: str) -> tuple[datetime, datetime]:
    """When a month such as `2026-11` begins and ends, in Shanghai."""
    first = date.fromisoformat(f"{month}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return day_begins(first), day_begins(after)


@router.post("/cards/{card_id}/withdraw")
def withdraw(at: At, card_id: UUID) -> Response:
    """Withdraw a card with a reason."""
    typed = at.given(CardWithdrawalForm)
    at.on_refusal(
        lambda errors, status: _cards_page(at, typed["month"], errors, status, card=card_id)
    )
    asked = CardWithdrawalForm.read(typed)
    month = asked.month if _MONTH.fullmatch(asked.month) else ""
    return at.once(
        f"/cards?{urlencode({'month': month, 'said': 'withdrawn'})}",
        lambda desk: desk.withdraw_card(at.actor, card_id, reason=asked.reason),
    )


@router.post("/steps/{step_id}/letter")
def letter(at: At, step_id: UUID) -> Response:
    """Write a chaser letter to whoever has the ball."""
    head = head_of(at, step_id)
    at.back_to(head.href)
    return at.once(
        f"{head.case_href}?said=letter#documents",
        lambda desk: desk.chase_by_letter(at.actor, step_id),
    )


@router.get("/reminders/{notice_id}")
def digest(at: At, notice_id: UUID) -> Response:
    """List what a digest told of."""
    with at.reading() as db:
        rows = views_watch.digest(db, notice_id, at.actor.officer_id)
    shown = [
        (
            row, title_of(row) if row.kind else word(str(row.title)),
            marks_of(row.is_provisional, row.confirmed) if row.due_at else (),
        )
        for row in rows
    ]  # fmt: skip
    return at.page("digest.html", rows=shown)
