"""Signing, returning, taking back."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Response

from models.forms.small import ApprovalForm, SendingBackForm, SmallForm, WithdrawalForm
from tasks.acts.binding import Decision
from web.calls import At, Call
from web.routes.steps import head_of, show

router = APIRouter()

F = TypeVar("F", bound=SmallForm)


@router.post("/steps/{step_id}/sign")
def sign(at: At, step_id: UUID) -> Response:
    """Approve, bound to the document that was shown."""
    case, asked = _asked(at, step_id, ApprovalForm)
    return at.once(
        _done(case, step_id), lambda desk: desk.sign(at.actor, step_id, opinion=asked.opinion)
    )


@router.post("/steps/{step_id}/return")
def send_back(at: At, step_id: UUID) -> Response:
    """Return to an earlier form, with a reason."""
    case, asked = _asked(at, step_id, SendingBackForm)
    return at.once(
        _done(case, step_id),
        lambda desk: desk.send_back(at.actor, step_id, to_step=asked.to_step, reason=asked.reason),
    )


@router.post("/steps/{step_id}/withdraw")
def withdraw(at: At, step_id: UUID) -> Response:
    """Take back what was sent for approval, while nobody has opened it."""
    case, asked = _asked(at, step_id, WithdrawalForm)
    return at.once(
        _done(case, step_id), lambda desk: desk.withdraw(at.actor, step_id, reason=asked.why)
    )


def _asked(at: Call, step_id: UUID, form: type[F]) -> tuple[str, F]:
    """The case's address and what was asked; a refusal comes back with what was typed."""
    head, typed = head_of(at, step_id), at.given(form)
    at.back_to(head.case_href)
    at.on_refusal(lambda errors, status: show(at, head, typed=typed, errors=errors, status=status))
    return head.case_href, form.read(typed)


def _done(case: str, step_id: UUID) -> Callable[[Decision], str]:
    return lambda decision: f"{case}?said={decision.value}&step={step_id}"
