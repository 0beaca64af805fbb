"""A deadline: its receipt as page, data and Word sheet; suspending, resuming, extending, anew."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from documents.deadline_sheet import deadline_sheet, sheet_name
from models.errors import FormInvalid
from models.forms.scalars import read_scalar
from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround
from models.law.sheet import Sheet
from models.store import views_case
from tasks.deadlines.extending import Extending
from tasks.deadlines.offers import offers
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.sheets import read_sheet
from tasks.deadlines.suspending import Suspending
from web.calls import At, Call, uuid_of
from web.listing import marks_of
from web.pages import to
from web.routes.papers import WORD
from web.wording import _

router = APIRouter()

_LONGEST_REASON, _LONGEST_DOCUMENT = 500, 100
_MOST_LENGTH = 3660


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
        receipt = read_sheet(db, at.parts.office, deadline_id)
        case_id = views_case.deadline(db, deadline_id).case_id
        centre = views_case.case(db, case_id).centre
        at.note_view(db, "receipt", case_id=case_id, ref=deadline_id)
    return receipt, centre


def _page(
    at: Call, deadline_id: UUID, typed: Mapping[str, str], errors: Mapping[str, list[str]],
    status: int,
) -> Response:  # fmt: skip
    receipt, _centre = _read(at, deadline_id)
    with at.reading() as db:
        row = views_case.deadline(db, deadline_id)
        offered = offers(db, at.parts.office, deadline_id, now=at.now)
    return at.page(
        "receipt.html", status=status, row=row, receipt=receipt, offers=offered, typed=typed,
        errors=errors, said=at.asked("said"), once=typed.get("once") or str(uuid4()),
        wish=typed.get("do", ""),
        marks=marks_of(receipt.provisional, receipt.receipt.confirmed),
    )  # fmt: skip


@router.post("/deadlines/{deadline_id}")
def change(at: At, deadline_id: UUID) -> Response:
    """Record a suspension, its end, an extension, or a new start."""
    typed = {name: str(value).strip() for name, value in at.form.items() if name != "csrf"}
    at.back_to(f"/deadlines/{deadline_id}")
    at.on_refusal(lambda errors, status: _page(at, deadline_id, typed, errors, status))
    act = _ACTS.get(typed.get("do", ""))
    if act is None:
        raise FormInvalid({"": [_("没有说明要做什么，请使用页面上的按钮。")]})
    shown = act(at, deadline_id, _Typed(typed))
    return to(f"/deadlines/{shown}?said={typed['do']}")


class _Typed:
    """What was typed, read field by field; all errors are told together."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed
        self.errors: dict[str, list[str]] = {}

    def text(self, name: str, *, most: int, needed: str = "") -> str:
        found = self._typed.get(name, "")
        if needed and not found:
            self.errors[name] = [needed]
        if len(found) > most:
            self.errors[name] = [_("最多%(n)s个字。", n=most)]
        return found

    def moment(self, name: str, kind: type[date], *, needed: bool = True) -> Any:
        found = self._typed.get(name, "")
        if not found and not needed:
            return None
        value, problem = read_scalar(kind, found)
        if problem:
            self.errors[name] = [problem]
        return value

    def number(self, name: str) -> int | None:
        found = self._typed.get(name, "")
        if not found:
            return None
        if not found.isdecimal() or not 0 < int(found) <= _MOST_LENGTH:
            self.errors[name] = [_("请填写1到%(n)s的整数。", n=_MOST_LENGTH)]
            return None
        return int(found)

    @property
    def once(self) -> UUID:
        return uuid_of(self._typed.get("once", ""))

    def refuse(self) -> None:
        if self.errors:
            raise FormInvalid(self.errors)


def _suspend(at: Call, deadline_id: UUID, typed: _Typed) -> UUID:
    ground = {one.value: one for one in SuspensionGround}.get(
        typed.text("ground", most=64, needed=_("请选择中止的事由。")), SuspensionGround.COURT_STAY
    )
    asked = Suspending(
        id=typed.once,
        first_on=typed.moment("first_on", date),
        last_on=typed.moment("last_on", date, needed=False),
        ground=ground,
        document=typed.text("document", most=_LONGEST_DOCUMENT) or None,
        reason=_reason(typed),
    )
    typed.refuse()
    at.desk.suspend(at.actor, deadline_id, asked)
    return deadline_id


def _resume(at: Call, deadline_id: UUID, typed: _Typed) -> UUID:
    resumed_on: date = typed.moment("resumed_on", date)
    typed.refuse()
    at.desk.resume(at.actor, deadline_id, resumed_on=resumed_on)
    return deadline_id


def _extend(at: Call, deadline_id: UUID, typed: _Typed) -> UUID:
    asked = Extending(
        id=typed.once,
        length=typed.number("length"),
        until_on=typed.moment("until_on", date, needed=False),
        decided_on=typed.moment("decided_on", date),
        document=typed.text("document", most=_LONGEST_DOCUMENT) or None,
        reason=_reason(typed),
    )
    typed.refuse()
    at.desk.extend(at.actor, deadline_id, asked)
    return deadline_id


def _restart(at: Call, deadline_id: UUID, typed: _Typed) -> UUID:
    evidence = typed.text("evidence", most=64)
    asked = Restarting(
        id=typed.once,
        since=typed.moment("since", datetime),
        evidence=uuid_of(evidence) if evidence else None,
        document=typed.text("document", most=_LONGEST_DOCUMENT) or None,
        reason=_reason(typed),
        rule=typed.text("rule", most=64),
    )
    typed.refuse()
    return at.desk.restart(at.actor, deadline_id, asked)


def _reason(typed: _Typed) -> str:
    return typed.text("reason", most=_LONGEST_REASON, needed=_("请写明理由。"))


_ACTS: dict[str, Callable[[Call, UUID, _Typed], UUID]] = {
    "suspend": _suspend,
    "resume": _resume,
    "extend": _extend,
    "restart": _restart,
}
