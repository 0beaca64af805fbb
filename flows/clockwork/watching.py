"""One pass of the watch: ladders and cards of deadlines, covers, children who come of age.

Everything is told once, by a unique key in the database, also when the watch was away for days.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from flows.clockwork.alone import Setbacks, is_away
from flows.readers.inline import advance
from flows.readers.workplace import Workplace
from models.forms.moments import day_begins
from models.forms.people import ChildIdentity
from models.law.majority import told_of_majority
from models.store import presses, watch
from models.store.acting import as_worker
from models.store.watch import WatchedChild
from models.words import Stage
from tasks.acts.covering import begin_covers, end_covers
from tasks.acts.starting import open_by_watch
from tasks.record.child import read_child
from tasks.watch.watching_over import BATCH, Batch, look, tell_of_nobodys

#: A record without birth date, or that does not open, is looked at again; a changed one at once.
_UNKNOWN = timedelta(days=30)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
#: The parts of a pass that are of no case: named by numbers of their own.
_COVERS, _NOBODYS, _PRESSES = UUID(int=1), UUID(int=2), UUID(int=3)


@dataclass
class Watched:
    """What one pass did."""

    #: Deadlines whose instant had come, or that were new, moved or ended.
    looked: int = 0
    told: int = 0
    carded: int = 0
    majorities: int = 0
    #: Children whose record or law does not open, or whose procedure; tried again the next day.
    unreadable: int = 0


def watch_once(at: Workplace) -> Watched:
    """Do one pass; twice does nothing more."""
    now = at.clock.now()
    watched, heard = Watched(), Counter[UUID]()
    setbacks = Setbacks(at, "watch")
    with setbacks.alone(_COVERS), as_worker(at.engine) as db:
        end_covers(db, now=now)
        begin_covers(db, now=now)
    with setbacks.alone(_NOBODYS), as_worker(at.engine) as db:
        watched.told += tell_of_nobodys(db, now=now, heard=heard)
    with setbacks.alone(_PRESSES), as_worker(at.engine) as db:
        presses.forget(db, now=now)
    _look_at_deadlines(at, now, watched, heard)
    _prepare_majorities(at, now, watched)
    return watched


def _look_at_deadlines(
    at: Workplace, now: datetime, watched: Watched, heard: Counter[UUID]
) -> None:
    """Batch by batch, each a transaction: what a broken-off pass did is done.

    A batch with one that fails is looked at one by one; that one is left until the next hour.
    """
    setbacks = Setbacks(at, "look")
    while True:
        batch = _together(at, now, heard) if not setbacks.are_standing else None
        batch = batch or _one_by_one(at, now, heard, setbacks)
        watched.looked += batch.looked
        watched.told += batch.told
        watched.carded += batch.carded
        if not batch.looked:
            return


def _together(at: Workplace, now: datetime, heard: Counter[UUID]) -> Batch | None:
    """Look at a batch; None where one of them fails."""
    before = heard.copy()
    try:
        with as_worker(at.engine) as db:
            return look(db, at.office, now=now, heard=heard)
    except Exception as failed:
        if is_away(failed):
            raise
        heard.clear()
        heard.update(before)
        return None


def _one_by_one(at: Workplace, now: datetime, heard: Counter[UUID], setbacks: Setbacks) -> Batch:
    whole = Batch()
    with as_worker(at.engine) as db:
        waiting = watch.waiting(db, now=now, most=BATCH)
    for deadline_id in waiting:
        with setbacks.alone(deadline_id), as_worker(at.engine) as db:
            one = look(db, at.office, now=now, heard=heard, only=deadline_id)
            whole.told += one.told
            whole.carded += one.carded
        if deadline_id in setbacks.failed:
            with as_worker(at.engine) as db:
                watch.look_again(db, deadline_id, at=now + _HOUR)
    whole.looked = len(waiting)
    return whole


def _prepare_majorities(at: Workplace, now: datetime, watched: Watched) -> None:
    """Open the procedure for children who turn eighteen soon, as rule 6.8 says."""
    seen, setbacks = list[UUID](), Setbacks(at, "majority")
    while True:
        with as_worker(at.engine) as db:
            rows = watch.children(db, now=now, seen=seen)
            coming = [row for row in rows if _is_coming(db, at, row, now, setbacks)]
        if not rows:
            break
        seen += [row.case_id for row in rows]
        for row in coming:
            with setbacks.alone(row.case_id):
                watched.majorities += _open_majority(at, row, now)
            if row.case_id in setbacks.failed:
                with as_worker(at.engine) as db:
                    watch.look_at_child(db, row.case_id, at=now + _DAY)
    watched.unreadable += len(setbacks.failed)


def _open_majority(at: Workplace, row: WatchedChild, now: datetime) -> int:
    """Open the procedure and go on with it; 0 where somebody did."""
    with as_worker(at.engine) as db:
        opened = open_by_watch(db, row.case_id, row.centre_id, Stage.MAJORITY, now=now)
        if opened is not None:
            advance(db, at.office, opened, now=now)
        watch.look_at_child(db, row.case_id, at=None)
    return int(opened is not None)


def _is_coming(
    db: Connection, at: Workplace, row: WatchedChild, now: datetime, setbacks: Setbacks
) -> bool:
    """Whether a child comes of age soon; else note when to look again.

    Half of what is left each time: few looks a child, and the instant tells nobody the birthday.
    """
    if row.opened:
        watch.look_at_child(db, row.case_id, at=None)
        return False
    # One damaged record, or a law that is gone, must not keep the others waiting.
    told_on, again = None, now + _DAY
    with setbacks.alone(row.case_id):
        told_on, again = _told_of_majority(db, at, row), now + _UNKNOWN
    if told_on is not None:
        left = day_begins(told_on) - now
        if left <= timedelta():
            return True
        again = now + max(left / 2, min(left, _DAY))
    watch.look_at_child(db, row.case_id, at=again)
    return False


def _told_of_majority(db: Connection, at: Workplace, row: WatchedChild) -> date | None:
    """From which day people are told that this child comes of age; None: no birth date known."""
    child = ChildIdentity.model_validate(read_child(db, at.office, row.child_id))
    if child.birth_date is None:
        return None
    return told_of_majority(child.birth_date, at.office.pack(row.pack, row.locality))
