"""One case: its page, side procedures, correcting people, reopening."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from models.errors import BadInput, FormInvalid
from models.forms.base import Form
from models.forms.catalogue import form_named
from models.forms.correction import PeopleCorrection
from models.forms.late_paper import LatePaper
from models.forms.small import (
    ReopeningForm,
    SideStartForm,
    SideWithdrawalForm,
    SmallForm,
    VoidingForm,
)
from models.law.pack import RulePack
from models.law.stages import REOPENS_AT
from models.permissions import Permission
from models.store import views_case, views_step, views_watch, voiding
from models.words import MAIN_STAGES, SIDE_STAGES, Look
from web.calls import At, Call
from web.case_file import CaseFile, read_case
from web.describing import fields_of
from web.fields import summary
from web.listing import Item, item_of, step_place
from web.names import SIDE_HINTS, law_name, stage_name
from web.orders import shown_cards, shown_orders
from web.step_form import with_known_people
from web.typed import Typed, add_row, first_shown, read_typed, remove_row
from web.wording import _, word_of_law

router = APIRouter()
#: Forms that a case takes beside its steps, each with its page.
_PAGES: Mapping[type[Form], str] = {
    PeopleCorrection: "people.html", LatePaper: "late_paper.html",
}  # fmt: skip

F = TypeVar("F", bound=SmallForm)
_LONGEST_NUMBER = 10


@router.get("/cases/{case_id}")
def case(at: At, case_id: UUID) -> Response:
    """Show a case; after an action also what came of it and who is next."""
    with at.reading() as db:
        shown = read_case(
            db, at.opener, case_id, at.now, before=_before(at), law=at.parts.office.pack_if_here
        )
        law = at.parts.office.pack_if_here(shown.row.pack, shown.row.locality)
        watched = _watched(at, db, case_id)
        after = _after(at, db, case_id)
        runs = at.parts.runs_viewer.of_case(db, at.actor, case_id, now=at.now)
        at.note_view(db, Look.CASE, case_id=case_id)
    return at.page(
        "case.html", shown=shown, said=at.asked("said"), after=after, typed={}, errors={},
        runs=runs, **_choices(shown, law), **watched,
    )  # fmt: skip


def _again(
    at: Call, case_id: UUID, typed: Mapping[str, Any], errors: Mapping[str, list[str]], status: int
) -> Response:
    with at.reading() as db:
        shown = read_case(
            db, at.opener, case_id, at.now, before=_before(at), law=at.parts.office.pack_if_here
        )
        law = at.parts.office.pack_if_here(shown.row.pack, shown.row.locality)
        watched = _watched(at, db, case_id)
        runs = at.parts.runs_viewer.of_case(db, at.actor, case_id, now=at.now)
    return at.page(
        "case.html", status=status, shown=shown, said="", after=[], typed=typed, errors=errors,
        runs=runs, **_choices(shown, law), **watched,
    )  # fmt: skip


def _watched(at: Call, db: Connection, case_id: UUID) -> dict[str, Any]:
    """Supervision orders, and the cards this officer may see."""
    orders = views_watch.orders_of_case(db, case_id)
    return {
        "orders": shown_orders(db, at.opener, at.actor, orders, at.now),
        "cards": shown_cards(at.opener, at.actor, views_watch.cards_of_case(db, case_id)),
        "is_earlier": _before(at) is not None,
    }


def _before(at: Call) -> int | None:
    """The event before which the shown ones lie; None for the newest."""
    asked = at.asked("before")
    return int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else None


def _choices(shown: CaseFile, law: RulePack | None) -> dict[str, Any]:
    row = shown.row
    return {
        "urgent": [
            (item, word_of_law(form_named(item.row.form or "").what_now, law))
            for item in shown.items
            if item.is_urgent
        ],
        "law_missing": "" if law else law_name(row.pack, row.locality),
        "sides": [
            (one.value, stage_name(one), word_of_law(SIDE_HINTS[one], law)) for one in SIDE_STAGES
        ],
        "mains": [(one.value, stage_name(one)) for one in MAIN_STAGES if one in REOPENS_AT],
    }


def _after(at: Call, db: Connection, case_id: UUID) -> list[Item]:
    """What opened by the step that was just done: who is next."""
    try:
        step_id = UUID(at.asked("step"))
    except ValueError:
        return []
    rows = views_step.next_after(db, case_id, step_id, now=at.now)
    return at.opener.each(rows, lambda row: item_of(row, at.opener, at.now), step_place)


@router.post("/cases/{case_id}/side")
def start_side(at: At, case_id: UUID) -> Response:
    """Open a side procedure, with a reason."""
    asked = _asked(at, case_id, SideStartForm)
    return at.once(
        f"/cases/{case_id}?said=started",
        lambda desk: desk.start_side(at.actor, case_id, asked.stage, reason=asked.reason),
    )


@router.post("/cases/{case_id}/withdraw-side")
def withdraw_side(at: At, case_id: UUID) -> Response:
    """Take back a side procedure that was started by mistake."""
    asked = _asked(at, case_id, SideWithdrawalForm)
    return at.once(
        f"/cases/{case_id}?said=side_withdrawn",
        lambda desk: desk.withdraw_side(at.actor, asked.withdrawn_stage, reason=asked.why),
    )


@router.post("/cases/{case_id}/reopen")
def reopen(at: At, case_id: UUID) -> Response:
    """Open a closed case again."""
    asked = _asked(at, case_id, ReopeningForm)
    return at.once(
        f"/cases/{case_id}?said=reopened",
        lambda desk: desk.reopen(at.actor, case_id, to=asked.main, reason=asked.reopen_reason),
    )


@router.post("/cases/{case_id}/void")
def void(at: At, case_id: UUID) -> Response:
    """Void a case that was opened by mistake, or twice."""
    asked = _asked(at, case_id, VoidingForm)
    other = None
    if asked.other_number:
        with at.reading() as db:
            other = voiding.with_number(db, asked.other_number)
        if other is None:
            raise FormInvalid(
                {"other_number": [_("没有找到这个案号，或者不在您可以查看的范围内。")]}
            )
    return at.once(
        f"/cases/{case_id}?said=case_voided",
        lambda desk: desk.void_case(
            at.actor, case_id, reason=asked.void_reason, in_favour_of=other
        ),
    )


def _asked(at: Call, case_id: UUID, form: type[F]) -> F:
    """Read a small form of the case page, and prepare the way back to it."""
    typed = at.given(form)
    at.back_to(f"/cases/{case_id}")
    at.on_refusal(lambda errors, status: _again(at, case_id, typed, errors, status))
    return form.read(typed)


@router.get("/cases/{case_id}/people")
def people(at: At, case_id: UUID) -> Response:
    """Ask what is to be corrected about the people, with what is known filled in."""
    at.require(Permission.CORRECT_PEOPLE)
    with at.reading() as db:
        row = views_case.case(db, case_id)
        typed = with_known_people(
            db, at.opener, PeopleCorrection, row, first_shown(PeopleCorrection)
        )
        at.note_view(db, Look.PEOPLE, case_id=case_id)
    return _form_page(at, case_id, PeopleCorrection, typed)


def _form_page(
    at: Call,
    case_id: UUID,
    form: type[Form],
    typed: Typed,
    *,
    errors: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> Response:
    """The page of a form that a case takes beside its steps."""
    with at.reading() as db:
        row = views_case.case(db, case_id)
    law = at.parts.office.pack_if_here(row.pack, row.locality)
    fields = fields_of(form, typed, law, errors or {})
    return at.page(
        _PAGES[form],
        status=status,
        row=row,
        fields=fields,
        errors=summary(fields, errors or {}),
        what_now=word_of_law(form.what_now, law),
        law_missing="" if law else law_name(row.pack, row.locality),
    )


@router.get("/cases/{case_id}/late-paper")
def late_paper(at: At, case_id: UUID) -> Response:
    """Ask what came after the step, or the case, was over."""
    at.require(Permission.CORRECT_PEOPLE)
    return _form_page(at, case_id, LatePaper, first_shown(LatePaper))


@router.post("/cases/{case_id}/late-paper")
def record_late_paper(at: At, case_id: UUID) -> Response:
    """Record a paper that came when no step asks for it any more."""
    typed = read_typed(LatePaper, at.form)
    at.back_to(f"/cases/{case_id}")
    at.on_refusal(
        lambda errors, status: _form_page(
            at, case_id, LatePaper, typed, errors=errors, status=status
        )
    )
    return at.once(
        f"/cases/{case_id}?said=late_paper",
        lambda desk: desk.record_late_paper(at.actor, case_id, typed),
    )


@router.post("/cases/{case_id}/people")
def correct_people(at: At, case_id: UUID) -> Response:
    """Correct who the people are; documents in signature that rest on it fall."""
    typed = read_typed(PeopleCorrection, at.form)
    at.back_to(f"/cases/{case_id}")
    at.on_refusal(
        lambda errors, status: _form_page(
            at, case_id, PeopleCorrection, typed, errors=errors, status=status
        )
    )
    wish, _colon, place = at.typed("do").partition(":")
    if wish in ("add", "remove"):
        {"add": add_row, "remove": remove_row}[wish](typed, place)
        return _form_page(at, case_id, PeopleCorrection, typed)
    if wish != "submit":
        raise BadInput(_("没有说明要做什么，请使用页面上的按钮。"))
    return at.once(
        lambda voided: f"/cases/{case_id}?said={'corrected_voided' if voided else 'corrected'}",
        lambda desk: desk.correct_people(at.actor, case_id, typed),
    )
