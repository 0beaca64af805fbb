"""One pass of the watch: notices of due and overdue work, covers, children who come of age.

Everything is told once, by a unique key in the database, also when the watch was away for days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from flows.inline import advance
from flows.workplace import Workplace
from models.errors import BrokenInvariant
from models.forms.people import ChildIdentity
from models.law.dates import SHANGHAI, turns_on
from models.law.majority import ADULT_YEARS
from models.store.acting import as_worker
from models.words import Stage
from tasks.cases import open_by_watch
from tasks.covering import begin_covers, end_covers
from tasks.people import read_child

#: Days before the eighteenth birthday at which the procedure begins (gate G10, the centre's own).
BEFORE_MAJORITY = timedelta(days=90)
#: Before a deadline its owner is told once more.
SOON = timedelta(days=3)

_TELL = text(
    """
    INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), d.centre_id, d.case_id, s.owner_id, s.id, CAST(:kind AS text),
           CAST(:kind AS text) || ':' || d.id || ':' || s.owner_id, :now
    FROM deadlines d JOIN steps s ON s.id = d.step_id
    WHERE d.state = 'running' AND d.due_at <= :until AND s.state = 'open' AND s.owner_id IS NOT NULL
    ON CONFLICT (dedup) DO NOTHING
    """
)
_TELL_SUPERVISORS = text(
    """
    INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), d.centre_id, d.case_id, o.id, d.step_id, 'overdue',
           'overdue:' || d.id || ':' || o.id, :now
    FROM deadlines d JOIN officers o ON o.centre_id = d.centre_id AND o.active
        AND 'supervisor' = ANY (o.roles)
    WHERE d.state = 'running' AND d.due_at < :now
    ON CONFLICT (dedup) DO NOTHING
    """
)
_CHILDREN = text(
    """
    SELECT c.id AS case_id, c.child_id, c.centre_id FROM cases c WHERE c.state = 'open'
      AND NOT EXISTS (SELECT 1 FROM stages g WHERE g.case_id = c.id AND g.name = 'majority')
    """
)


@dataclass
class Watched:
    """What one pass did."""

    due: int = 0
    overdue: int = 0
    majorities: int = 0
    #: Children whose record does not open; `hutong check` says which files and chains are broken.
    unreadable: int = 0


def watch_once(at: Workplace) -> Watched:
    """Do one pass; twice does nothing more."""
    now = at.clock.now()
    watched = Watched()
    with as_worker(at.engine) as db:
        end_covers(db, now=now)
        begin_covers(db, now=now)
    with as_worker(at.engine) as db:
        watched.due = db.execute(_TELL, {"kind": "due", "now": now, "until": now + SOON}).rowcount
        watched.overdue = db.execute(_TELL, {"kind": "overdue", "now": now, "until": now}).rowcount
        watched.overdue += db.execute(_TELL_SUPERVISORS, {"now": now}).rowcount
    _prepare_majorities(at, now, watched)
    return watched


def _prepare_majorities(at: Workplace, now: datetime, watched: Watched) -> None:
    """Open the procedure for children who turn eighteen within ninety days."""
    coming = []
    with as_worker(at.engine) as db:
        for row in db.execute(_CHILDREN).all():
            try:
                if _comes_of_age(db, at, row.child_id, now.astimezone(SHANGHAI).date()):
                    coming.append(row)
            except BrokenInvariant:  # One damaged record must not keep the others waiting.
                watched.unreadable += 1
    for row in coming:
        with as_worker(at.engine) as db:
            opened = open_by_watch(db, row.case_id, row.centre_id, Stage.MAJORITY, now=now)
            if opened is not None:
                advance(db, at.office, opened, now=now)
                watched.majorities += 1


def _comes_of_age(db: Connection, at: Workplace, child_id: UUID, today: date) -> bool:
    child = ChildIdentity.model_validate(read_child(db, at.office, child_id))
    if child.birth_date is None:
        return False
    return turns_on(child.birth_date, ADULT_YEARS) - BEFORE_MAJORITY <= today
