"""A deadline: its receipt as page, data and Word sheet; what may be done with it."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from documents.deadline_sheet import deadline_sheet, sheet_name
from models.errors import FormInvalid
from models.forms.small import (
    Became,
    ExtensionForm,
    RestartForm,
    ResumptionForm,
    SettlementForm,
    SmallForm,
    SuspensionForm,
)
from models.law.dates import shanghai_date
from models.law.sheet import Sheet
from models.store import obligations, views_case
from models.words import Look
from tasks.deadlines.extending import Extending
from tasks.deadlines.offers import offers
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.settling import Settling
from tasks.deadlines.sheets import read_sheet
from tasks.deadlines.suspending import Suspending
from web.calls import At, Call
from web.listing import marks_of
from web.obligations import words_of
from web.routes.papers import WORD
from web.typed import Typed
from web.wording import _

router = APIRouter()


@router.get("/deadlines/{deadline_id}.json")
def receipt_data(at: At, deadline_id: UUID) -> Response:
    """The receipt as data."""
    return JSONResponse(_read(at, deadline_id)[0].as_json())


@router.get("/deadlines/{deadline_id}.docx")
def receipt_sheet(at: At, deadline_id: UUID) -> Response:
    """The receipt as a Word sheet."""
    receipt, centre = _read(at, deadline_id)
    today = shanghai_date(at.now)
    content = deadline_sheet(receipt, centre=centre, issued_on=today)
    name = quote(sheet_name(receipt, today), safe="")
    headers = {
        "Content-Disposition": f"attachment; filename=\"deadline.docx\"; filename*=UTF-8''{name}"
    }
    return Response(content, media_type=WORD, headers=headers)


@router.get("/deadlines/{deadline_id}")
def receipt(at: At, deadline_id: UUID) -> Response:
    """Show how a deadline was counted, step by step, and what may be done with it."""
    return _page(at, deadline_id, {}, {}, 200)


def _read(at: Call, deadline_id: UUID) -> tuple[Sheet, str]:
    """The receipt and the name of the centre, noting who looked."""
    with at.reading() as db:
        receipt = read_sheet(db, at.opener.text, deadline_id)
        case_id = views_case.deadline(db, deadline_id).case_id
        centre = views_case.case(db, case_id).centre or ""
        at.note_view(db, Look.RECEIPT, case_id=case_id, ref=deadline_id)
    return receipt, centre


def _page(
    at: Call, deadline_id: UUID, typed: Mapping[str, Any], errors: Mapping[str, list[str]],
    status: int,
) -> Response:  # fmt: skip
    receipt, _centre = _read(at, deadline_id)
    with at.reading() as db:
        row = views_case.deadline(db, deadline_id)
        offered = offers(db, at.parts.office, deadline_id, now=at.now)
        told = [row.obliged_by] if row.obliged_by else []
        words = words_of(obligations.in_words(db, told), at.opener)
    return at.page(
        "receipt.html", status=status, row=row, receipt=receipt, offers=offered, typed=typed,
        errors=errors, said=at.asked("said"), once=typed.get("once") or str(uuid4()),
        wish=typed.get("do", ""), words=words.get(offered.deadline.key, ""), became=list(Became),
        marks=marks_of(receipt.provisional, receipt.receipt.confirmed),
    )  # fmt: skip


@router.post("/deadlines/{deadline_id}")
def change(at: At, deadline_id: UUID) -> Response:
    """Record a suspension, its end, an extension, a new start, or what became of an obligation."""
    wish = at.typed("do")
    form, act = _ACTS.get(wish, (SmallForm, None))
    typed = at.given(form)
    at.back_to(f"/deadlines/{deadline_id}")
    shown_again = typed | {"do": wish}
    at.on_refusal(lambda errors, status: _page(at, deadline_id, shown_again, errors, status))
    if act is None:
        raise FormInvalid({"": [_("没有说明要做什么，请使用页面上的按钮。")]})
    return act(at, deadline_id, typed)


def _suspend(at: Call, deadline_id: UUID, typed: Typed) -> Response:
    asked = SuspensionForm.read(typed)
    suspending = Suspending(
        asked.once, asked.first_on, asked.last_on, asked.ground, asked.document, asked.reason
    )
    return at.once(
        f"/deadlines/{deadline_id}?said=suspend",
        lambda desk: desk.suspend(at.actor, deadline_id, suspending),
    )


def _resume(at: Call, deadline_id: UUID, typed: Typed) -> Response:
    asked = ResumptionForm.read(typed)
    return at.once(
        f"/deadlines/{deadline_id}?said=resume",
        lambda desk: desk.resume(at.actor, deadline_id, resumed_on=asked.resumed_on),
    )


def _extend(at: Call, deadline_id: UUID, typed: Typed) -> Response:
    asked = ExtensionForm.read(typed)
    extending = Extending(
        asked.once, asked.length, asked.until_on, asked.decided_on, asked.document, asked.reason
    )
    return at.once(
        f"/deadlines/{deadline_id}?said=extend",
        lambda desk: desk.extend(at.actor, deadline_id, extending),
    )


def _restart(at: Call, deadline_id: UUID, typed: Typed) -> Response:
    asked = RestartForm.read(typed)
    restarting = Restarting(
        asked.once, asked.since, asked.evidence, asked.document, asked.reason, asked.rule
    )
    return at.once(
        lambda begun: f"/deadlines/{begun}?said=restart",
        lambda desk: desk.restart(at.actor, deadline_id, restarting),
    )


def _settle(at: Call, deadline_id: UUID, typed: Typed) -> Response:
    asked = SettlementForm.read(typed)
    settling = Settling(asked.once, asked.became, asked.kept_on, asked.put_off_to, asked.how)
    return at.once(
        f"/deadlines/{deadline_id}?said=settle",
        lambda desk: desk.settle(at.actor, deadline_id, settling),
    )


_ACTS: dict[str, tuple[type[SmallForm], Callable[[Call, UUID, Typed], Response]]] = {
    "suspend": (SuspensionForm, _suspend),
    "resume": (ResumptionForm, _resume),
    "extend": (ExtensionForm, _extend),
    "restart": (RestartForm, _restart),
    "settle": (SettlementForm, _settle),
}
