"""A personal calendar under a secret address: for calendar programs, which cannot log in.

Whatever is wrong with an address, the answer is the same: nobody learns whether it once was one.
"""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from models.store import feeds
from models.store.acting import as_officer
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
    now, place = parts.clock.now(), address_of(request)
    key = hashlib.sha256(secret.encode()).digest()
    with parts.engine.begin() as db:
        found = feeds.find(db, key)
        if found is None:
            # Only who is wrong is sent away: others at the same address keep their calendars.
            if feeds.guesses_too_much(db, place, now=now):
                return Response(status_code=_TOO_OFTEN, headers=_LATER)
            feeds.note_wrong(db, place, now=now)
            return Response(status_code=_NOTHING)
    with as_officer(parts.engine, found.actor) as db:
        if not feeds.count_fetch(db, found, now=now):
            return Response(status_code=_TOO_OFTEN, headers=_LATER)
    with as_officer(parts.engine, found.actor) as db:
        steps = feeds.due_steps(db, found.actor.officer_id)
    appointments = [
        Appointment(step.id, step.number, step.due_at, step.due_moves, step.opened_at)
        for step in steps
    ]
    return Response(calendar_text(appointments, now=now), media_type=_CALENDAR)
