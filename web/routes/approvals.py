"""Signing, returning, taking back."""

from uuid import UUID

from fastapi import APIRouter, Response

from models.errors import FormInvalid
from tasks.acts.binding import Decision
from web.calls import At, Call, uuid_of
from web.pages import to
from web.routes.steps import head_of, show
from web.wording import _

router = APIRouter()

#: Characters of an opinion or reason.
LONGEST = 2_000


@router.post("/steps/{step_id}/sign")
def sign(at: At, step_id: UUID) -> Response:
    """Approve, bound to the document that was shown."""
    case = _ready(at, step_id)
    decision = at.desk.sign(at.actor, step_id, opinion=_text(at, "opinion"))
    return _done(case, step_id, decision)


@router.post("/steps/{step_id}/return")
def send_back(at: At, step_id: UUID) -> Response:
    """Return to an earlier form, with a reason."""
    case = _ready(at, step_id)
    reason, chosen = _text(at, "reason"), at.typed("to_step")
    errors = {}
    if not reason:
        errors["reason"] = [_("请写明退回的理由。")]
    if not chosen:
        errors["to_step"] = [_("请选择退回到哪个环节。")]
    if errors:
        raise FormInvalid(errors)
    decision = at.desk.send_back(at.actor, step_id, to_step=uuid_of(chosen), reason=reason)
    return _done(case, step_id, decision)


@router.post("/steps/{step_id}/withdraw")
def withdraw(at: At, step_id: UUID) -> Response:
    """Take back what was sent for approval, while nobody has opened it."""
    case = _ready(at, step_id)
    decision = at.desk.withdraw(at.actor, step_id, reason=_text(at, "why"))
    return _done(case, step_id, decision)


def _ready(at: Call, step_id: UUID) -> str:
    """Prepare the way back to the page with what was typed; the case's address."""
    head = head_of(at, step_id)
    typed = {name: at.typed(name) for name in ("opinion", "reason", "to_step", "why")}
    at.back_to(head.case_href)
    at.on_refusal(lambda errors, status: show(at, head, typed=typed, errors=errors, status=status))
    return head.case_href


def _text(at: Call, name: str) -> str:
    text = at.typed(name)
    if len(text) > LONGEST:
        raise FormInvalid({name: [_("最多%(n)s个字。", n=LONGEST)]})
    return text


def _done(case: str, step_id: UUID, decision: Decision) -> Response:
    return to(f"{case}?said={decision.value}&step={step_id}")
