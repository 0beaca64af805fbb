"""What I was told: unread first; each says its kind, the case number and the step, no more."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from models.errors import BadInput, NotFound
from models.permissions import Permission
from models.store import notices, views_notices, views_step
from models.store.views_notices import NoticeLine
from models.words import NoticeKind
from web.calls import At, uuid_of
from web.pages import to
from web.paging import asked, links
from web.titles import step_title
from web.wording import _

router = APIRouter()

#: They lead to the receipt: old day, new day, why, and the documents that print the old one.
_RECOUNTED = (NoticeKind.RECOUNTED, NoticeKind.RECOUNTED_PAST)


@router.get("/notices")
def listed(at: At) -> Response:
    """List my notices."""
    where = asked(at)
    with at.reading() as db:
        page = views_notices.notices(db, at.actor, place=where.place, newer=where.newer)
    rows = page.lines
    steps = {row.id: _step(row) for row in rows if row.step_kind}
    return at.page(
        "notices.html", rows=rows, steps=steps, beside=links(page, "/notices?"),
        said=at.asked("said"), until=at.now.isoformat(),
    )  # fmt: skip


def _step(row: NoticeLine) -> str:
    return step_title(
        str(row.step_kind), key=str(row.key), form=row.form, paper=row.paper, about=row.about,
        turn=row.turn or 1,
    )  # fmt: skip


@router.get("/notices/{notice_id}")
def follow(at: At, notice_id: UUID) -> Response:
    """Go to what a notice is about; it is read by that."""
    with at.reading() as db:
        row = notices.read_one(db, at.actor, notice_id, now=at.now)
        moved = row.step_id if row is not None and row.kind in _RECOUNTED else None
        deadline = views_step.deadline_of(db, moved) if moved else None
    if row is None:
        raise NotFound(_("没有找到这条消息。"))
    if deadline:
        return to(f"/deadlines/{deadline}")
    if row.step_id and row.kind != NoticeKind.DIGEST:
        return to(f"/steps/{row.step_id}")
    sees = at.actor.may(Permission.SEE_DELIVERIES)
    by_kind = {
        NoticeKind.DIGEST: f"/reminders/{notice_id}",
        NoticeKind.LAW_CHANGED: f"/cases/{row.case_id}/law",
        NoticeKind.UNREADABLE: "/notices?said=unreadable",
        NoticeKind.DELIVERY: "/deliveries" if sees else "/account",
    }
    case = f"/cases/{row.case_id}" if row.case_id else "/work"
    return to(by_kind.get(NoticeKind(row.kind), case))


@router.post("/notices/read")
def read(at: At) -> Response:
    """Mark one notice as read, without going there."""
    with at.acting("/notices?said=read") as db:
        if notices.read_one(db, at.actor, uuid_of(at.typed("id")), now=at.now) is None:
            raise NotFound(_("没有找到这条消息。"))
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
    with at.acting("/notices?said=read") as db:
        notices.read_all(db, at.actor, until=until, now=at.now)
    return to("/notices?said=read")
