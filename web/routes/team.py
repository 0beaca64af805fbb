"""Who works on a case: another responsible caseworker, more officers, fewer."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Response

from models.errors import FormInvalid
from models.permissions import Permission, may
from models.store import views_case, views_step
from web.calls import At, Call, uuid_of
from web.pages import to
from web.wording import _

router = APIRouter()


@router.get("/cases/{case_id}/team")
def team(at: At, case_id: UUID) -> Response:
    """Show who works on the case, and what may be changed."""
    return _page(at, case_id, {}, 200)


def _page(at: Call, case_id: UUID, errors: Mapping[str, list[str]], status: int) -> Response:
    at.require(Permission.CHANGE_TEAM)
    with at.reading() as db:
        row = views_case.case(db, case_id)
        members = views_case.team(db, case_id)
        officers = views_step.officers(db)
    known = {one.officer_id for one in members}
    lead = {one.officer_id for one in members if one.lead}
    return at.page(
        "team.html", status=status, row=row, team=members, errors=errors, said=at.asked("said"),
        to_lead=[
            one for one in officers
            if may(one.roles, Permission.LEAD_CASE) and one.id not in lead
        ],
        to_add=[one for one in officers if one.id not in known],
    )  # fmt: skip


def _chosen(at: Call, case_id: UUID, field: str, missing: str) -> UUID:
    at.on_refusal(lambda errors, status: _page(at, case_id, errors, status))
    if not at.typed(field):
        raise FormInvalid({field: [missing]})
    return uuid_of(at.typed(field))


@router.post("/cases/{case_id}/team/lead")
def change_lead(at: At, case_id: UUID) -> Response:
    """Make another caseworker responsible."""
    chosen = _chosen(at, case_id, "lead", _("请选择新的主办人。"))
    at.desk.change_lead(at.actor, case_id, to=chosen)
    return to(f"/cases/{case_id}/team?said=led")


@router.post("/cases/{case_id}/team/add")
def add(at: At, case_id: UUID) -> Response:
    """Let an officer see the case."""
    chosen = _chosen(at, case_id, "officer", _("请选择加入的人。"))
    at.desk.add_member(at.actor, case_id, officer_id=chosen)
    return to(f"/cases/{case_id}/team?said=added")


@router.post("/cases/{case_id}/team/remove")
def remove(at: At, case_id: UUID) -> Response:
    """End an officer's sight of the case."""
    chosen = _chosen(at, case_id, "member", _("请选择移出的人。"))
    at.desk.remove_member(at.actor, case_id, officer_id=chosen)
    return to(f"/cases/{case_id}/team?said=removed")
