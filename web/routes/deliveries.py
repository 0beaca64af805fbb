"""What did not arrive, for who looks after it: each failure with its reason, to be tried again."""

from fastapi import APIRouter, Response

from models.errors import NotFound
from models.permissions import Permission
from models.store import deliveries, views_notices
from models.words import DeliveryState
from web.calls import At, uuid_of
from web.pages import to
from web.paging import asked, links
from web.wording import _

router = APIRouter()

_SHOWN = {
    "failed": (DeliveryState.GIVEN_UP, DeliveryState.FAILED),
    "waiting": (DeliveryState.QUEUED,),
    "sent": (DeliveryState.SENT,),
    "withheld": (DeliveryState.WITHHELD,),
}


@router.get("/deliveries")
def listed(at: At, show: str = "failed") -> Response:
    """List deliveries of the centre, newest first."""
    at.require(Permission.SEE_DELIVERIES)
    only = show if show in _SHOWN else "failed"
    where = asked(at)
    with at.reading() as db:
        page = views_notices.deliveries(
            db, at.actor, _SHOWN[only], place=where.place, newer=where.newer
        )
    return at.page(
        "deliveries.html", rows=page.lines, only=only, said=at.asked("said"),
        beside=links(page, f"/deliveries?show={only}&"), sends_mail=at.parts.sends_mail,
    )  # fmt: skip


@router.post("/deliveries/again")
def again(at: At) -> Response:
    """Have one delivery tried anew, or all that failed."""
    at.require(Permission.SEE_DELIVERIES)
    which = None if at.typed("id") == "all" else uuid_of(at.typed("id"))
    with at.acting("/deliveries?said=again") as db:
        if not deliveries.try_again(db, which, now=at.now) and which:
            raise NotFound(_("没有找到这条发送记录，或者不需要重新发送。"))
    return to("/deliveries?said=again")
