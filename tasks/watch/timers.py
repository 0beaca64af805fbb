"""Timers of the procedure: what is due is fired once, in order, also after days of silence."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store import events, journal
from models.store.events import Happening
from models.words import Tag

#: Stages read at a time.
_MOST = 100


def due_stages(db: Connection, *, now: datetime, without: Collection[UUID] = ()) -> list[UUID]:
    """The stages in which a timer is due, the earliest first, without these."""
    return journal.due_stages(db, at=now, without=without, most=_MOST)


def fire(db: Connection, stage_id: UUID, *, now: datetime) -> int:
    """Fire the timers of a stage that are due; how many there were.

    Those somebody else is at are left out.
    """
    due = journal.due_timers(db, stage_id, at=now)
    if not due:
        return 0
    journal.fire(db, [timer.id for timer in due], at=now)
    for timer in due:
        told = {"due": timer.due_at.isoformat()}
        fired = Happening(Tag.TIMER_FIRED, timer.stage_id, timer.id, None, told)
        events.append(db, [fired], case_id=timer.case_id, centre_id=timer.centre_id, at=now)
    return len(due)
