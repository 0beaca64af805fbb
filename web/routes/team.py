"""Who works on a case: another responsible caseworker, more officers, fewer."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Response

from models.forms.small import LeavingMemberForm, NewLeadForm, NewMemberForm, SmallForm
from models.permissions import Permission, may
from models.store import views_case, views_step
from web.calls import At, Call

router = APIRouter()

F = TypeVar("F", bound=SmallForm)


@router.get("/cases/{case_id}/team")
def team(at: At, case_id: UUID) -> Response:
    """Show who works on the case, and what may be changed."""
    return _page(at, case_id, {}, 200)


def _page(
    at: Call, case_id: UUID, errors: Mapping[str, list[str]], status: int,
    typed: Mapping[str, Any] | None = None,
) -> Response:  # fmt: skip
    at.require(Permission.CHANGE_TEAM)
    with at.reading() as db:
        row = views_case.case(db, case_id)
        members = views_case.team(db, case_id)
        officers = views_step.officers(db)
    known = {one.officer_id for one in members}
    lead = {one.officer_id for one in members if one.lead}
    return at.page(
        "team.html", status=status, row=row, team=members, errors=errors, said=at.asked("said"),
        typed=typed or {},
        to_lead=[
            one for one in officers
            if may(one.roles, Permission.LEAD_CASE) and one.id not in lead
        ],
        to_add=[one for one in officers if one.id not in known],
    )  # fmt: skip


def _asked(at: Call, case_id: UUID, form: type[F]) -> F:
    """Read a small form of the page, and prepare the way back to it."""
    typed = at.given(form)
    at.on_refusal(lambda errors, status: _page(at, case_id, errors, status, typed))
    return form.read(typed)


@router.post("/cases/{case_id}/team/lead")
def change_lead(at: At, case_id: UUID) -> Response:
    """Make another caseworker responsible."""
    asked = _asked(at, case_id, NewLeadForm)
    return at.once(
        f"/cases/{case_id}/team?said=led",
        lambda desk: desk.change_lead(at.actor, case_id, to=asked.lead),
    )


@router.post("/cases/{case_id}/team/add")
def add(at: At, case_id: UUID) -> Response:
    """Let an officer see the case."""
    asked = _asked(at, case_id, NewMemberForm)
    return at.once(
        f"/cases/{case_id}/team?said=added",
        lambda desk: desk.add_member(at.actor, case_id, officer_id=asked.officer),
    )


@router.post("/cases/{case_id}/team/remove")
def remove(at: At, case_id: UUID) -> Response:
    """End an officer's sight of the case."""
    asked = _asked(at, case_id, LeavingMemberForm)
    return at.once(
        f"/cases/{case_id}/team?said=removed",
        lambda desk: desk.remove_member(at.actor, case_id, officer_id=asked.member),
    )
