"""One step: its form or its waiting; answering, drafting, adding rows, handing over, reminding."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from models.errors import BadInput, FormInvalid, HutongError, RuleBroken
from models.forms.catalogue import FORMS
from models.forms.scalars import read_scalar
from models.forms.small import HandOverForm, ReminderForm, TakingBackForm
from models.permissions import fits
from models.store import notices, views_step
from models.words import Look, StepKind, StepState
from tasks.acts.taking_back import may_take_back
from web.approval import approval_page
from web.calls import At, Call
from web.fields import BESIDE
from web.levels import with_levels
from web.pages import to
from web.step_form import answered, form_page
from web.step_head import StepHead, read_head
from web.typed import Typed, add_row, read_typed, remove_row
from web.unsealing import late_reason
from web.wording import _, word

router = APIRouter()


def head_of(at: Call, step_id: UUID, *, log: bool = False) -> StepHead:
    """Read a step's head, noting who looked; what was told of it is read by that."""
    with at.reading() as db:
        row = views_step.step(db, step_id, now=at.now)
        if log:
            at.note_view(db, Look.STEP, case_id=row.case_id, ref=step_id)
            notices.read_step(db, at.actor, step_id, now=at.now)
        return read_head(db, at.opener, at.actor, row, at.now)


@router.get("/steps/{step_id}")
def step(at: At, step_id: UUID) -> Response:
    """Show a step: a form to fill in, an approval, an answer to read, or what it waits for."""
    head = head_of(at, step_id, log=True)
    if head.is_open and head.row.kind in (StepKind.ASK, StepKind.APPROVE):
        at.done_reading()
        at.desk.look_at(at.actor, step_id)
    return show(at, head)


def show(
    at: Call, head: StepHead, *, typed: Typed | None = None,
    errors: Mapping[str, list[str]] | None = None, late: Mapping[str, str] | None = None,
    aside: Typed | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """Draw a step as it stands; with `aside` typed, the errors are of the reminder beside it."""
    errors = errors or {}
    beside = {"aside": aside or {}, "aside_errors": errors if aside else {}}
    errors = {} if aside else errors
    if head.row.kind == StepKind.APPROVE:
        with at.reading() as db:
            shown = approval_page(db, at.opener, at.actor, head)
        return at.page(
            "step_approval.html", status=status, shown=shown, head=shown.head, typed=typed or {},
            errors=errors, said=at.asked("said"), **beside,
        )  # fmt: skip
    if head.row.kind == StepKind.ASK and head.is_open and not head.why_not:
        with at.reading() as db:
            form = form_page(
                db, at.parts.office, at.opener, head, now=at.now, typed=typed, errors=errors,
                seen=at.typed("seen") if typed else "",
            )  # fmt: skip
        return at.page(
            "step_form.html", status=status, shown=form, head=head, late=late or {},
            late_errors=[word(one) for name in BESIDE for one in errors.get(name, ())],
            said=at.asked("said"),
            **beside,
        )  # fmt: skip
    is_over = head.row.state != StepState.OPEN
    with at.reading() as db:
        fields = answered(db, at.parts.office, at.opener, head.row, at.now) if is_over else ()
        is_undoable = head.row.state == StepState.DONE and may_take_back(db, at.actor, head.row.id)
    return at.page(
        "step_read.html", status=status, head=head, fields=fields, errors=errors,
        late_reason=late_reason(at.opener, head.row.id, head.row.late_reason),
        said=at.asked("said"), may_take_back=is_undoable, **beside,
    )  # fmt: skip


@router.post("/steps/{step_id}")
def answer(at: At, step_id: UUID) -> Response:
    """Answer, keep a draft, or change how many rows are shown; nothing typed is ever lost."""
    head = head_of(at, step_id)
    if head.row.kind != StepKind.ASK:
        raise RuleBroken(_("这个环节不是填写表单的环节。"))
    form = FORMS[str(head.row.form)]
    law = at.parts.office.pack_if_here(head.row.pack, head.row.locality)
    typed = with_levels(form, read_typed(form, at.form), law)
    late = {name: at.typed(name) for name in BESIDE}
    at.back_to(head.case_href)
    at.on_refusal(
        lambda errors, status: show(
            at, _kept(at, head, typed), typed=typed, errors=errors, late=late, status=status
        )
    )
    wish, _colon, place = at.typed("do").partition(":")
    if wish in ("draft", "keep"):
        version = at.desk.save_draft(at.actor, step_id, typed, seen=at.typed("seen"))
        if wish == "keep":
            return Response(status_code=204, headers={"Draft-Version": version})
        return to(f"{head.href}?said=draft")
    if wish in ("add", "remove", "again"):
        {"add": add_row, "remove": remove_row, "again": _nothing}[wish](typed, place)
        return show(at, _kept(at, head, typed), typed=typed, late=late)
    if wish != "submit":
        raise BadInput(_("没有说明要做什么，请使用页面上的按钮。"))
    done_on = _day(late["done_on"])
    return at.once(
        f"{head.case_href}?said=answered&step={step_id}",
        lambda desk: desk.answer(
            at.actor, step_id, typed, done_on=done_on, late_reason=late["late_reason"]
        ),
    )


def _kept(at: Call, head: StepHead, typed: Typed) -> StepHead:
    """Keep what was typed at a round trip, and read the step anew; never over another's draft."""
    with suppress(HutongError):
        at.desk.save_draft(at.actor, head.row.id, typed, seen=at.typed("seen"))
    return head_of(at, head.row.id)


def _nothing(_typed: Typed, _place: str) -> None:
    """Only show the form again."""


def _day(typed: str) -> date | None:
    """Read the day of a late entry."""
    if not typed:
        return None
    day, problem = read_scalar(date, typed)
    if problem:
        raise FormInvalid({"done_on": [problem]})
    read: date = day
    return read


@router.post("/steps/{step_id}/chase")
def chase(at: At, step_id: UUID) -> Response:
    """Note a reminder to whoever has the ball."""
    head = head_of(at, step_id)
    at.back_to(head.href)
    typed = at.given(ReminderForm)
    at.on_refusal(lambda errors, status: show(at, head, errors=errors, aside=typed, status=status))
    asked = ReminderForm.read(typed)
    return at.once(
        f"{head.href}?said=chased",
        lambda desk: desk.chase(at.actor, step_id, means=asked.means, note=asked.chase_note),
    )


@router.post("/steps/{step_id}/retry")
def retry(at: At, step_id: UUID) -> Response:
    """Have an automatic step that failed tried anew."""
    head = head_of(at, step_id)
    at.back_to(head.href)
    return at.once(f"{head.href}?said=retried", lambda desk: desk.try_again(at.actor, step_id))


@router.post("/steps/{step_id}/take-back")
def take_back(at: At, step_id: UUID) -> Response:
    """Take an answer back before anything that rests on it went out."""
    head = head_of(at, step_id)
    at.back_to(head.href)
    typed = at.given(TakingBackForm)
    at.on_refusal(lambda errors, status: show(at, head, errors=errors, status=status))
    asked = TakingBackForm.read(typed)
    return at.once(
        f"/cases/{head.row.case_id}?said=taken_back&step={step_id}",
        lambda desk: desk.take_back(at.actor, step_id, reason=asked.back_reason),
    )


@router.get("/steps/{step_id}/hand-over")
def hand_over(at: At, step_id: UUID) -> Response:
    """Choose who takes a step."""
    return _hand_over_page(at, step_id, {}, 200)


def _hand_over_page(
    at: Call, step_id: UUID, errors: Mapping[str, list[str]], status: int
) -> Response:
    head = head_of(at, step_id)
    with at.reading() as db:
        officers = views_step.officers(db)
        at.note_view(db, Look.STEP, case_id=head.row.case_id, ref=step_id)
    able = [
        one
        for one in officers
        if fits(one.roles, head.row.owner_role) and one.id != head.row.owner_id
    ]
    return at.page("hand_over.html", status=status, head=head, officers=able, errors=errors)


@router.post("/steps/{step_id}/hand-over")
def do_hand_over(at: At, step_id: UUID) -> Response:
    """Give the step to another officer of the same role."""
    head = head_of(at, step_id)
    at.on_refusal(lambda errors, status: _hand_over_page(at, step_id, errors, status))
    asked = HandOverForm.read(at.given(HandOverForm))
    return at.once(
        f"{head.case_href}?said=handed",
        lambda desk: desk.hand_over(at.actor, step_id, to=asked.to),
    )
