"""Timers of the procedure: what is due is fired once, in order, also after days of silence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store import events, journal
from models.store.events import Happening
from models.words import Tag


def fire(db: Connection, *, now: datetime, most: int = 100) -> list[UUID]:
    """Fire the timers that are due; the stages to go on with, earliest first."""
    due = journal.due_timers(db, at=now, most=most)
    if not due:
        return []
    journal.fire(db, [timer.id for timer in due], at=now)
    for timer in due:
        told = {"due": timer.due_at.isoformat()}
        fired = Happening(Tag.TIMER_FIRED, timer.stage_id, timer.id, None, told)
        events.append(db, [fired], case_id=timer.case_id, centre_id=timer.centre_id, at=now)
    return list(dict.fromkeys(timer.stage_id for timer in due))
