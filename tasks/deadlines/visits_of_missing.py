"""Visits stand still while their child is missing, and go on when the search has ended.

Nobody can be visited who is not there, so no window alarms meanwhile (ADR 0125). Each visit that is
open then is owed as many days later as it stood still; a window that ended meanwhile is recorded as
left out until that day. The days follow from the search on record, and no person enters them.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.law.dates import chinese_day, shanghai_date
from models.store import events, ledger, missing
from models.store.events import Happening
from models.store.ledger import DeadlineOfCase, KeptChange
from models.store.missing import VisitOfMissing
from models.tables.step import ChangeKind
from models.words import Tag

_STANDS_STILL = "未成年人下落不明,自{since}起回访不计期限;找回以后继续,已经停止的天数顺延。"


def not_in_step(db: Connection) -> list[UUID]:
    """Deadlines of visits that run although the child is missing, or stand still although not."""
    return [one.id for one in missing.visits(db)]


def fall_in(db: Connection, *, now: datetime, only: UUID | None = None) -> int:
    """Let stand still what should, and go on what should; how many there were. Twice is once."""
    found = missing.visits(db, only=only)
    for one in found:
        deadline = ledger.read(db, one.id)
        told = _stand_still(db, deadline, one) if one.is_missing else _go_on(db, deadline, one, now)
        events.append(
            db, [told], case_id=deadline.case_id, centre_id=deadline.centre_id, at=now
        )  # fmt: skip
    return len(found)


def _stand_still(db: Connection, deadline: DeadlineOfCase, one: VisitOfMissing) -> Happening:
    because = _STANDS_STILL.format(since=chinese_day(one.since_on))
    ledger.stand_still(db, deadline.id, because=because)
    return _told(Tag.CLOCK_SUSPENDED, deadline, first_on=one.since_on.isoformat())


def _go_on(
    db: Connection, deadline: DeadlineOfCase, one: VisitOfMissing, now: datetime
) -> Happening:
    ended_on = one.until_on or shanghai_date(now)
    due = deadline.due_at + max(ended_on - one.since_on, timedelta())
    if due != deadline.due_at:
        moved = deadline.receipt.fixed_anew(due, "未成年人找回,停止的天数顺延")
        ledger.put_off(db, deadline.id, due_at=due, receipt=moved)
        ledger.keep(db, KeptChange(
            id=uuid4(), case_id=deadline.case_id, deadline_id=deadline.id,
            kind=ChangeKind.SUSPENSION, at=now, old_due_at=deadline.due_at, new_due_at=due,
        ))  # fmt: skip
    ledger.run_on(db, deadline.id, due_at=due)
    return _told(Tag.CLOCK_RESUMED, deadline, due=due.isoformat())


def _told(tag: Tag, deadline: DeadlineOfCase, **detail: str) -> Happening:
    told = {"rule": deadline.rule, "deadline": str(deadline.id), **detail}
    return Happening(tag, deadline.stage_id, deadline.step_id, None, told)
