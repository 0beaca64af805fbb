"""One pass of the watch: notices of due and overdue work, covers, children who come of age.

Everything is told once, by a unique key in the database, also when the watch was away for days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from flows.inline import advance
from flows.workplace import Workplace
from models.errors import BrokenInvariant
from models.forms.people import ChildIdentity
from models.law.dates import SHANGHAI, turns_on
from models.law.majority import ADULT_YEARS, majority_notice
from models.law.pack import load_pack
from models.store.acting import as_worker
from models.words import Stage
from tasks.covering import begin_covers, end_covers
from tasks.people import read_child
from tasks.starting import open_by_watch

#: One rung of one rule's ladder against the deadlines that have reached it. A deadline without a
#: step (a clock of the case) belongs to the responsible caseworker; the owner also chases for an
#: outside body. What was told once is never told again.
_TELL = text(
    """
    WITH rungs AS (
        SELECT * FROM unnest(CAST(:rules AS text[]), CAST(:hours AS int[]), CAST(:tells AS text[]))
            AS r(rule, hours, tell)
    ), reached AS (
        SELECT d.*, r.hours, r.tell FROM deadlines d JOIN rungs r ON r.rule = d.rule
        WHERE d.state = 'running' AND d.due_at <= :horizon
          AND d.due_at + make_interval(hours => r.hours) <= :now
    ), told AS (
        SELECT d.id, d.centre_id, d.case_id, d.step_id, d.hours,
               coalesce(s.owner_id, t.officer_id) AS officer_id
        FROM reached d
        LEFT JOIN steps s ON s.id = d.step_id
        LEFT JOIN case_team t ON d.step_id IS NULL AND t.case_id = d.case_id AND t.lead
            AND t.left_at IS NULL
        WHERE d.tell IN ('owner', 'holder')
        UNION ALL
        SELECT d.id, d.centre_id, d.case_id, d.step_id, d.hours, o.id
        FROM reached d JOIN officers o ON o.centre_id = d.centre_id AND o.active
            AND d.tell = ANY (o.roles)
    )
    INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), centre_id, case_id, officer_id, step_id,
           CASE WHEN hours < 0 THEN 'due' ELSE 'overdue' END,
           'rung:' || id || ':' || hours || ':' || officer_id, :now
    FROM told WHERE officer_id IS NOT NULL
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

    told: int = 0
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
        rungs = _rungs()
        ahead = now - timedelta(hours=min(rungs["hours"]))
        watched.told = db.execute(_TELL, rungs | {"now": now, "horizon": ahead}).rowcount
    _prepare_majorities(at, now, watched)
    return watched


def _rungs() -> dict[str, Any]:
    """The ladders of the rule pack, as columns."""
    rungs = [
        (rule.id, rung.hours, rung.tell.value)
        for rule in load_pack().rules.values()
        for rung in rule.remind
    ]
    return {
        "rules": [rule for rule, _, _ in rungs],
        "hours": [hours for _, hours, _ in rungs],
        "tells": [tell for _, _, tell in rungs],
    }


def _prepare_majorities(at: Workplace, now: datetime, watched: Watched) -> None:
    """Open the procedure for children who turn eighteen soon, as rule 6.8 says."""
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
    return turns_on(child.birth_date, ADULT_YEARS) - majority_notice() <= today
