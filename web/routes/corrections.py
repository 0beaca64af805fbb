"""Putting an answer right: the form as it was given, what rests on it, and the confirmation."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Response

from models.errors import BadInput, RuleBroken
from models.forms.catalogue import FORMS
from models.permissions import Permission
from models.words import Look, StepKind, StepState
from tasks.acts.putting_right import Correcting
from web.calls import At, Call
from web.corrections import ShownConsequences, shown_consequences
from web.describing import fields_of
from web.fields import summary
from web.levels import with_levels
from web.names import law_name
from web.routes.steps import head_of
from web.step_head import StepHead
from web.typed import Typed, add_row, as_typed, read_typed, remove_row
from web.unsealing import answer_shown
from web.wording import _, word

router = APIRouter()

ASKED = ("correction_reason", "correction_evidence")


@router.get("/steps/{step_id}/correct")
def correction(at: At, step_id: UUID) -> Response:
    """Show an answer to be put right."""
    at.require(Permission.CORRECT_ANSWER)
    head = _answer(at, step_id)
    with at.reading() as db:
        at.note_view(db, Look.STEP, case_id=head.row.case_id, ref=step_id)
    form = str(head.row.form)
    given = answer_shown(at.opener, form, step_id, head.row.answer or b"")
    return _page(at, head, as_typed(FORMS[form], {}) if given is None else given, {})


@router.post("/steps/{step_id}/correct")
def correct(at: At, step_id: UUID) -> Response:
    """Show what rests on the answer; put it right when that is confirmed."""
    at.require(Permission.CORRECT_ANSWER)
    head = _answer(at, step_id)
    form = FORMS[str(head.row.form)]
    law = at.parts.office.pack_if_here(head.row.pack, head.row.locality)
    typed = with_levels(form, read_typed(form, at.form), law)
    why = {name: at.typed(name) for name in ASKED}
    at.back_to(head.href)
    at.on_refusal(lambda errors, status: _page(at, head, typed, why, errors=errors, status=status))
    asked = Correcting(typed, why["correction_reason"], why["correction_evidence"])
    wish, _colon, place = at.typed("do").partition(":")
    if wish in ("add", "remove"):
        {"add": add_row, "remove": remove_row}[wish](typed, place)
        return _page(at, head, typed, why)
    if wish == "preview":
        found = at.desk.preview_correction(at.actor, step_id, asked)
        return _page(at, head, typed, why, seen=shown_consequences(found))
    if wish != "submit":
        raise BadInput(_("没有说明要做什么，请使用页面上的按钮。"))
    digest = at.typed("digest")
    return at.once(
        f"{head.case_href}?said=answer_corrected",
        lambda desk: desk.correct_answer(at.actor, step_id, asked, digest=digest),
    )


def _answer(at: Call, step_id: UUID) -> StepHead:
    head = head_of(at, step_id)
    if head.row.kind != StepKind.ASK or head.row.state != StepState.DONE:
        raise RuleBroken(_("只有已经办结、仍然有效的表单可以更正。"))
    return head


def _page(
    at: Call, head: StepHead, typed: Typed, why: Mapping[str, str], *,
    errors: Mapping[str, list[str]] | None = None, status: int = 200,
    seen: ShownConsequences | None = None,
) -> Response:  # fmt: skip
    law = at.parts.office.pack_if_here(head.row.pack, head.row.locality)
    fields = fields_of(FORMS[str(head.row.form)], typed, law, errors)
    aside = {name: [word(one) for one in (errors or {}).get(name, ())] for name in ASKED}
    return at.page(
        "step_correct.html", status=status, head=head, fields=fields, why=why, aside=aside,
        errors=summary(fields, errors or {}), seen=seen,
        law_missing="" if law else law_name(head.row.pack, head.row.locality),
    )  # fmt: skip
