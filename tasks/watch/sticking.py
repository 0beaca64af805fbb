"""A step that the program cannot do leads to whose answer it fails on, and to the supervisor."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store import sticking
from models.store.notices import tell_each
from models.words import NoticeKind, Role
from tasks.journal.entry import TRIES
from tasks.watch.whom_to_tell import who_is_there


def tell_stuck(db: Connection, stage_id: UUID, key: str, *, now: datetime) -> None:
    """Tell the author of the answer and the supervisors, once, when it was tried often enough."""
    row = sticking.one(db, stage_id, key)
    if row is None or row.attempts < TRIES:
        return
    leaders = who_is_there(db, [row], now=now).leaders(row, Role.SUPERVISOR, [])
    whom = [row.author_id, *(one for one in leaders if one != row.author_id)]
    tell_each(
        [(one, row.answer_id or row.id, f"stuck:{row.id}:{row.answer_id}") for one in whom],
        db, kind=NoticeKind.STUCK, case_id=row.case_id, centre_id=row.centre_id, at=now,
    )  # fmt: skip
