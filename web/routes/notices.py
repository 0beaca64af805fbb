"""What I was told: unread first; each says its kind, the case number and the step, no more."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import Row

from models.errors import BadInput, NotFound
from models.permissions import Permission
from models.store import notices, views_step
from models.words import NoticeKind
from web.calls import At, uuid_of
from web.pages import to
from web.titles import step_title
from web.wording import _

router = APIRouter()

#: They lead to the receipt: old day, new day, why, and the documents that print the old one.
_RECOUNTED = (NoticeKind.RECOUNTED, NoticeKind.RECOUNTED_PAST)

SIZE = 50


@router.get("/notices")
def listed(at: At, page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1) -> Response:
    """List my notices."""
    with at.reading() as db:
        rows = notices.page_of(db, at.actor, page=page_no, size=SIZE)
    total = rows[0].total if rows else 0
    steps = {row.id: _step(row) for row in rows if row.step_kind}
    return at.page(
        "notices.html", rows=rows, steps=steps, total=total, page_no=page_no, said=at.asked("said"),
        pages=max((total + SIZE - 1) // SIZE, 1), until=at.now.isoformat(),
    )  # fmt: skip


def _step(row: Row[Any]) -> str:
    return step_title(
        row.step_kind, key=row.key, form=row.form, paper=row.paper, about=row.about, turn=row.turn
    )


@router.get("/notices/{notice_id}")
def follow(at: At, notice_id: UUID) -> Response:
    """Go to what a notice is about; it is read by that."""
    with at.reading() as db:
        row = notices.read_one(db, at.actor, notice_id, now=at.now)
        moved = row is not None and row.kind in _RECOUNTED and row.step_id
        deadline = views_step.deadline_of(db, row.step_id) if row and moved else None
    if row is None:
        raise NotFound(_("没有找到这条消息。"))
    if deadline:
        return to(f"/deadlines/{deadline}")
    if row.kind == NoticeKind.DIGEST:
        return to(f"/reminders/{notice_id}")
    if row.step_id:
        return to(f"/steps/{row.step_id}")
    if row.kind == NoticeKind.LAW_CHANGED:
        return to(f"/cases/{row.case_id}/law")
    if row.kind == NoticeKind.DELIVERY:
        return to("/deliveries" if at.actor.may(Permission.SEE_DELIVERIES) else "/account")
    return to(f"/cases/{row.case_id}" if row.case_id else "/work")


@router.post("/notices/read")
def read(at: At) -> Response:
    """Mark one notice as read, without going there."""
    with at.reading() as db:
        notices.read_one(db, at.actor, uuid_of(at.typed("id")), now=at.now)
    return to("/notices?said=read")


@router.post("/notices/read-all")
def read_all(at: At) -> Response:
    """Mark all as read that the page had; what came since stays unread."""
    try:
        until = datetime.fromisoformat(at.typed("until"))
    except ValueError as wrong:
        raise BadInput(_("提交的内容不完整，请刷新页面后再试。")) from wrong
    if until.tzinfo is None:
        raise BadInput(_("提交的内容不完整，请刷新页面后再试。"))
    with at.reading() as db:
        notices.read_all(db, at.actor, until=until, now=at.now)
    return to("/notices?said=read")
