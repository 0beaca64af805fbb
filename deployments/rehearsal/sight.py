"""Looking at a case being played: steps, papers and dates. Reads only, as the worker sees it."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from deployments.rehearsal.script import StepName

_TURN = re.compile(r"#\d+$")

_STEPS = text(
    """
    SELECT s.id, s.kind, s.key, s.form, s.paper, s.about, s.turn, s.round, s.position, s.state,
        s.owner_id, s.owner_role, s.holder, s.rule, s.due_at, s.no_due_reason, s.opened_at,
        s.done_at, s.done_on, s.stands_in_for, s.stage_id,
        g.name AS stage, g.ordinal, g.is_main, g.state AS stage_state,
        o.account AS owner, o.name AS owner_name, b.account AS done_by, b.name AS done_by_name,
        f.name AS stands_in_for_name,
        d.state AS deadline_state, d.met_late, d.id AS deadline_id
    FROM steps s JOIN stages g ON g.id = s.stage_id
    LEFT JOIN officers o ON o.id = s.owner_id
    LEFT JOIN officers b ON b.id = s.done_by
    LEFT JOIN officers f ON f.id = s.stands_in_for
    LEFT JOIN deadlines d ON d.step_id = s.id
    WHERE s.case_id = :case
    ORDER BY s.opened_at, g.ordinal, s.position, s.key, s.round
    """
)
_TURNS = text(
    "SELECT g.officer_id, o.account FROM signatures g LEFT JOIN officers o ON o.id = g.officer_id "
    "WHERE g.step_id = :step AND g.state = 'open' ORDER BY g.ordinal"
)
_STAGES = text(
    "SELECT id, name, ordinal, is_main, state, outcome, opened_at, closed_at FROM stages "
    "WHERE case_id = :case ORDER BY ordinal"
)
_CASE = text(
    "SELECT c.id, c.number, c.state, c.child_id, c.opened_at, c.closed_at, e.code AS centre, "
    "e.id AS centre_id, EXISTS (SELECT 1 FROM custodies k WHERE k.case_id = c.id "
    "AND k.ended_at IS NULL) AS in_custody "
    "FROM cases c JOIN centres e ON e.id = c.centre_id WHERE c.id = :case"
)
_PAPERS = text(
    "SELECT p.paper, p.about, p.full_number, p.title, v.version, v.file_name, v.issued_on, "
    "v.made_at, v.void, v.sha256, v.size, v.id AS version_id, f.content, g.name AS stage "
    "FROM papers p JOIN paper_versions v ON v.paper_id = p.id JOIN files f ON f.version_id = v.id "
    "JOIN stages g ON g.id = p.stage_id WHERE p.case_id = :case ORDER BY v.made_at, p.number, "
    "v.version"
)
_DEADLINES = text(
    "SELECT d.id, d.key, d.rule, d.pack, d.holder, d.starts_at, d.due_at, d.provisional, "
    "d.printable, d.receipt, d.state, d.ended_at, d.met_late, g.name AS stage, "
    "o.name AS owner_name FROM deadlines d JOIN stages g ON g.id = d.stage_id "
    "LEFT JOIN officers o ON o.id = d.owner_id WHERE d.case_id = :case "
    "ORDER BY d.starts_at, d.due_at, d.key"
)
_CHANGES = text(
    "SELECT deadline_id, at, old_due_at, new_due_at FROM deadline_changes WHERE case_id = :case "
    "ORDER BY at"
)
_SIGNED = text(
    "SELECT g.step_id, g.ordinal, g.role, g.state, g.decided_at, o.name AS decided_by "
    "FROM signatures g LEFT JOIN officers o ON o.id = g.decided_by WHERE g.case_id = :case "
    "ORDER BY g.step_id, g.ordinal"
)


def rows(db: Connection, query: Any, case_id: UUID) -> list[Row[Any]]:
    """Run one of this module's queries for a case."""
    return list(db.execute(query, {"case": case_id}))


def steps(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All steps, oldest first; a step with a deadline carries its state."""
    return rows(db, _STEPS, case_id)


def stages(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All stages, in the order they were opened."""
    return rows(db, _STAGES, case_id)


def papers(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All versions of all documents, in the order they were made."""
    return rows(db, _PAPERS, case_id)


def deadlines(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All deadlines, in the order they began."""
    return rows(db, _DEADLINES, case_id)


def changes(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """Extensions of deadlines."""
    return rows(db, _CHANGES, case_id)


def signatures(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All signatures, by chain and order."""
    return rows(db, _SIGNED, case_id)


def case_facts(db: Connection, case_id: UUID) -> Row[Any]:
    """The case's row and its centre."""
    return db.execute(_CASE, {"case": case_id}).one()


def turns(db: Connection, step_id: UUID) -> list[Row[Any]]:
    """Whose signature is due now in an approval, by order."""
    return list(db.execute(_TURNS, {"step": step_id}))


def plain_key(key: str) -> str:
    """A journal key without the turn of its loop."""
    return _TURN.sub("", key)


def named(found: list[Row[Any]], name: StepName, *, open_only: bool = True) -> list[Row[Any]]:
    """The steps a file means by a name."""
    return [
        row
        for row in found
        if plain_key(row.key) == name.key
        and (name.stage is None or row.stage == name.stage)
        and (not open_only or (row.state == "open" and row.stage_state == "open"))
    ]
