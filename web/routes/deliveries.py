"""What did not arrive, for who looks after it: each failure with its reason, to be tried again."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from models.permissions import Permission
from models.store import deliveries
from models.words import DeliveryState
from web.calls import At, uuid_of
from web.pages import to

router = APIRouter()

SIZE = 50
_SHOWN = {
    "failed": (DeliveryState.GIVEN_UP, DeliveryState.FAILED),
    "waiting": (DeliveryState.QUEUED,),
    "sent": (DeliveryState.SENT,),
    "withheld": (DeliveryState.WITHHELD,),
}


@router.get("/deliveries")
def listed(
    at: At, show: str = "failed",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:  # fmt: skip
    """List deliveries of the centre, newest first."""
    at.require(Permission.SEE_DELIVERIES)
    only = show if show in _SHOWN else "failed"
    with at.reading() as db:
        rows = deliveries.listed(db, _SHOWN[only], page=page_no, size=SIZE)
    total = rows[0].total if rows else 0
    return at.page(
        "deliveries.html", rows=rows, total=total, only=only, page_no=page_no,
        pages=max((total + SIZE - 1) // SIZE, 1), said=at.asked("said"),
        sends_mail=at.parts.sends_mail,
    )  # fmt: skip


@router.post("/deliveries/again")
def again(at: At) -> Response:
    """Have one delivery tried anew, or all that failed."""
    at.require(Permission.SEE_DELIVERIES)
    which = None if at.typed("id") == "all" else uuid_of(at.typed("id"))
    with at.reading() as db:
        deliveries.try_again(db, which, now=at.now)
    return to("/deliveries?said=again")
