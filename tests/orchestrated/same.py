"""What a case has come to, written so that two cases played alike are equal."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from models.store.acting import as_worker

_QUESTIONS = {
    "stages": """
        SELECT ordinal, name, is_main, state, outcome, opened_at, closed_at
        FROM stages WHERE case_id = :case ORDER BY ordinal
    """,
    "steps": """
        SELECT g.ordinal, s.kind, s.key, s.round, s.position, s.state, s.form, s.due_at,
            s.opened_at, s.done_at, s.taken_up_at IS NOT NULL, s.attempts, o.account
        FROM steps s JOIN stages g ON g.id = s.stage_id LEFT JOIN officers o ON o.id = s.owner_id
        WHERE s.case_id = :case ORDER BY g.ordinal, s.position, s.key, s.round
    """,
    "documents": """
        SELECT g.ordinal, p.paper, p.about, p.full_number, p.title, v.version, v.file_name,
            v.issued_on, v.made_at, v.void, v.data_digest, v.template, s.key, s.round
        FROM papers p JOIN stages g ON g.id = p.stage_id
        JOIN paper_versions v ON v.paper_id = p.id JOIN steps s ON s.id = v.step_id
        WHERE p.case_id = :case ORDER BY g.ordinal, p.paper, p.about, v.version
    """,
    "counters": "SELECT series, year, last FROM counters ORDER BY series, year",
    "signatures": """
        SELECT s.key, s.round, n.ordinal, n.role, n.state, n.decided_at, o.account
        FROM signatures n JOIN steps s ON s.id = n.step_id LEFT JOIN officers o
        ON o.id = n.decided_by WHERE n.case_id = :case ORDER BY s.key, s.round, n.ordinal
    """,
    "deadlines": """
        SELECT g.ordinal, d.key, d.rule, d.starts_at, d.due_at, d.state, d.ended_at, d.met_late
        FROM deadlines d JOIN stages g ON g.id = d.stage_id
        WHERE d.case_id = :case ORDER BY g.ordinal, d.key
    """,
    "custodies": "SELECT began_at, ended_at FROM custodies WHERE case_id = :case",
    "notices": """
        SELECT n.kind, o.account, count(*) FROM notices n JOIN officers o ON o.id = n.officer_id
        WHERE n.case_id = :case GROUP BY 1, 2 ORDER BY 1, 2
    """,
    "events": """
        SELECT seq, tag, at, detail ->> 'key', detail ->> 'number'
        FROM events WHERE case_id = :case ORDER BY seq
    """,
    "case": "SELECT number, state, opened_at, closed_at FROM cases WHERE id = :case",
}


def account_of(engine: Engine, case_id: UUID) -> dict[str, list[tuple[Any, ...]]]:
    """Everything about a case but its random ids and sealed bytes, by heading."""
    with as_worker(engine) as db:
        return {
            heading: [tuple(row) for row in db.execute(text(question), {"case": case_id})]
            for heading, question in _QUESTIONS.items()
        }
