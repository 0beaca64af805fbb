"""One case: everything its page shows. What is sealed stays sealed here; the page opens it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.errors import NotFound
from models.store.views_light import CLOCK_LIGHT
from models.store.views_work import STEP_COLUMNS, STEP_TABLES

_CASE = text(
    """
    SELECT c.*, c.id AS case_id, h.identity, e.facts->>'name' AS centre,
        (SELECT k.began_at FROM custodies k WHERE k.case_id = c.id AND k.ended_at IS NULL
            ORDER BY k.began_at LIMIT 1) AS custody_began_at
    FROM cases c JOIN children h ON h.id = c.child_id JOIN centres e ON e.id = c.centre_id
    WHERE c.id = :case
    """
)
#: With the reason for which a person took it back, where one did.
_STAGES = text(
    """
    SELECT g.*, w.id AS withdrawn_step_id, w.reason AS withdrawn_reason
    FROM stages g LEFT JOIN LATERAL (
        SELECT s.id, s.reason FROM steps s WHERE s.stage_id = g.id AND NOT g.is_main
          AND g.state = 'interrupted' AND s.state = 'cancelled' AND s.reason IS NOT NULL
        ORDER BY s.position, s.id LIMIT 1
    ) w ON true
    WHERE g.case_id = :case ORDER BY g.ordinal
    """
)
_OPEN_STEPS = text(
    f"SELECT {STEP_COLUMNS} {STEP_TABLES} WHERE s.case_id = :case AND s.state = 'open' "
    "ORDER BY light, s.due_at NULLS LAST, s.opened_at, s.position, s.key"
)
_STEPS = text(
    f"""
    SELECT {STEP_COLUMNS}, g.ordinal AS stage_ordinal, s.done_at, s.done_on, b.name AS done_by_name,
        d.id AS deadline_id, d.met_late, d.state AS deadline_state
    {STEP_TABLES}
    LEFT JOIN officers b ON b.id = s.done_by
    LEFT JOIN deadlines d ON d.step_id = s.id
    WHERE s.case_id = :case AND s.kind <> 'effect'
    ORDER BY s.opened_at, g.ordinal, s.position, s.key
    """
)
_PAPERS = text(
    """
    SELECT p.id AS paper_id, p.paper, p.about, p.full_number, p.title, v.id, v.version,
        v.issued_on, v.made_at, v.sha256, v.size, v.void, g.name AS stage,
        (SELECT count(*) FROM signatures n WHERE n.version_id = v.id AND n.state = 'approved')
            AS signed,
        (SELECT count(*) FROM signatures n WHERE n.version_id = v.id AND n.state <> 'void')
            AS to_sign
    FROM papers p JOIN paper_versions v ON v.paper_id = p.id JOIN stages g ON g.id = p.stage_id
    WHERE p.case_id = :case ORDER BY g.ordinal, p.year, p.number, v.version DESC
    """
)
_TEAM = text(
    """
    SELECT t.officer_id, t.lead, t.joined_at, o.name, o.roles, o.active FROM case_team t
    JOIN officers o ON o.id = t.officer_id
    WHERE t.case_id = :case AND t.left_at IS NULL ORDER BY t.lead DESC, t.joined_at, o.account
    """
)
_GUARDIANS = text(
    "SELECT id, identity FROM case_persons WHERE case_id = :case AND kind = 'guardian' "
    "ORDER BY ordinal"
)
_DEADLINES = text(
    f"""
    SELECT d.*, {CLOCK_LIGHT} AS light,
        d.provisional AS is_provisional, d.receipt->>'confirmed' AS confirmed, g.name AS stage,
        NULL AS no_due_reason,
        d.state = 'suspended' AS stands_still,
        s.kind, s.key AS step_key, s.form, s.paper, s.about, s.turn
    FROM deadlines d JOIN stages g ON g.id = d.stage_id LEFT JOIN steps s ON s.id = d.step_id
    WHERE d.case_id = :case
    ORDER BY (d.state NOT IN ('running', 'suspended')), d.due_at, d.key, d.restarts DESC
    """  # noqa: S608 - our own fragments; values are bound
)
_EVENTS = text(
    """
    SELECT e.seq, e.tag, e.at, e.stage_id, e.step_id, e.detail, o.name AS actor,
        g.name AS stage, s.kind, s.key, s.form, s.paper, s.about, s.turn,
        (SELECT w.name FROM officers w WHERE w.id::text = e.detail ->> 'officer') AS about_officer
    FROM events e LEFT JOIN officers o ON o.id = e.actor_id
    LEFT JOIN stages g ON g.id = e.stage_id LEFT JOIN steps s ON s.id = e.step_id
    WHERE e.case_id = :case ORDER BY e.seq DESC LIMIT :most
    """
)
_DEADLINE = text(
    """
    SELECT d.*, c.number, c.child_id, h.identity, g.name AS stage, s.kind, s.key AS step_key,
        s.form, s.paper, s.about, s.turn, o.name AS owner
    FROM deadlines d JOIN cases c ON c.id = d.case_id JOIN children h ON h.id = c.child_id
    JOIN stages g ON g.id = d.stage_id LEFT JOIN steps s ON s.id = d.step_id
    LEFT JOIN officers o ON o.id = d.owner_id WHERE d.id = :id
    """
)
_CHANGES = text("SELECT * FROM deadline_changes WHERE deadline_id = :id ORDER BY at")


def case(db: Connection, case_id: UUID) -> Row[Any]:
    """The case's own row with its child.

    Raises:
        NotFound: No such case, or not to be seen by this officer; the answer is the same.
    """
    row = db.execute(_CASE, {"case": case_id}).first()
    if row is None:
        raise NotFound("没有找到这个案件。")
    return row


def stages(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All stages, in the order they were opened."""
    return list(db.execute(_STAGES, {"case": case_id}))


def open_steps(db: Connection, case_id: UUID, *, now: datetime) -> list[Row[Any]]:
    """What is open, most urgent first."""
    return list(db.execute(_OPEN_STEPS, {"case": case_id, "now": now}))


def steps(db: Connection, case_id: UUID, *, now: datetime) -> list[Row[Any]]:
    """Every step people or workers had or have, oldest first."""
    return list(db.execute(_STEPS, {"case": case_id, "now": now}))


def papers(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """Every version of every document, newest version of each first."""
    return list(db.execute(_PAPERS, {"case": case_id}))


def team(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """Who works on the case now."""
    return list(db.execute(_TEAM, {"case": case_id}))


def guardians(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """Guardians, sealed."""
    return list(db.execute(_GUARDIANS, {"case": case_id}))


def deadlines(db: Connection, case_id: UUID, *, now: datetime) -> list[Row[Any]]:
    """All deadlines, running ones first."""
    return list(db.execute(_DEADLINES, {"case": case_id, "now": now}))


def events(db: Connection, case_id: UUID, *, most: int) -> list[Row[Any]]:
    """The newest events of the chain, newest first."""
    return list(db.execute(_EVENTS, {"case": case_id, "most": most}))


def deadline(db: Connection, deadline_id: UUID) -> Row[Any]:
    """One deadline with its receipt.

    Raises:
        NotFound: No such deadline, or not to be seen by this officer.
    """
    row = db.execute(_DEADLINE, {"id": deadline_id}).first()
    if row is None:
        raise NotFound("没有找到这个期限。")
    return row


def deadline_changes(db: Connection, deadline_id: UUID) -> list[Row[Any]]:
    """Extensions of a deadline, oldest first."""
    return list(db.execute(_CHANGES, {"id": deadline_id}))
