"""A personal calendar under a secret address: for calendar programs, which cannot log in.

Whatever is wrong with an address, the answer is the same: nobody learns whether it once was one.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from models.store import feeds
from web.addresses import address_of
from web.ics import Appointment, calendar_text
from web.sessions import Tools

router = APIRouter()

_CALENDAR = "text/calendar; charset=utf-8"
_NOTHING, _TOO_OFTEN = 404, 429
_LATER = {"Retry-After": "900"}


@router.get("/calendar/{secret}.ics")
def feed(request: Request, parts: Tools, secret: Annotated[str, Path(max_length=100)]) -> Response:
    """Give the calendar of whose secret this is."""
    now = parts.clock.now()
    with parts.engine.begin() as db:
        fetched = feeds.fetch(db, secret, address_of(request), now=now)
    if fetched is feeds.Fetched.TOO_OFTEN:
        return Response(status_code=_TOO_OFTEN, headers=_LATER)
    if fetched is feeds.Fetched.NOTHING:
        return Response(status_code=_NOTHING)
    with parts.engine.begin() as db:
        steps = feeds.due_steps(db, secret)
    appointments = [
        Appointment(step.id, step.number, step.due_at, step.due_moves, step.opened_at)
        for step in steps
    ]
    return Response(calendar_text(appointments, now=now), media_type=_CALENDAR)
