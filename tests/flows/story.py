"""What a case comes to, without what differs from run to run: to compare a disturbed with a calm one."""

from typing import Any

from sqlalchemy import Connection, text

_QUESTIONS = {
    "cases": "SELECT number, state FROM cases ORDER BY number",
    "stages": "SELECT c.number, g.ordinal, g.name, g.state, g.outcome FROM stages g "
    "JOIN cases c ON c.id = g.case_id ORDER BY 1, 2",
    "steps": "SELECT c.number, g.ordinal, s.key, s.round, s.kind, s.state, s.position, "
    "s.taken_up_at IS NOT NULL AS taken_up, o.account AS owner, d.account AS done_by, s.due_at "
    "FROM steps s JOIN stages g ON g.id = s.stage_id JOIN cases c ON c.id = s.case_id "
    "LEFT JOIN officers o ON o.id = s.owner_id LEFT JOIN officers d ON d.id = s.done_by "
    "ORDER BY 1, 2, 3, 4",
    "signatures": "SELECT g.ordinal AS stage, s.key, s.round, n.ordinal, n.role, n.state, "
    "o.account FROM signatures n JOIN steps s ON s.id = n.step_id "
    "JOIN stages g ON g.id = s.stage_id LEFT JOIN officers o ON o.id = n.decided_by "
    "ORDER BY 1, 2, 3, 4",
    "documents": "SELECT p.full_number, p.paper, p.about, v.version, v.void, v.data_digest, "
    "v.file_name FROM papers p JOIN paper_versions v ON v.paper_id = p.id ORDER BY 1, 4",
    "files": "SELECT count(*) FROM files",
    "counters": "SELECT series, year, last FROM counters ORDER BY 1, 2",
    "deadlines": "SELECT g.ordinal, replace(d.key, coalesce(d.obliged_by::text, ''), 'answer'), "
    "d.rule, d.due_at, d.state, d.met_late FROM deadlines d "
    "JOIN stages g ON g.id = d.stage_id ORDER BY 1, 2, 4, 5",
    "custodies": "SELECT began_at, ended_at FROM custodies ORDER BY 1",
    "events": "SELECT c.number, e.seq, e.tag FROM events e JOIN cases c ON c.id = e.case_id "
    "ORDER BY 1, 2",
    "notices": "SELECT n.kind, o.account, s.key, count(*) FROM notices n "
    "JOIN officers o ON o.id = n.officer_id JOIN steps s ON s.id = n.step_id "
    "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "team": "SELECT c.number, o.account FROM case_team t JOIN cases c ON c.id = t.case_id "
    "JOIN officers o ON o.id = t.officer_id ORDER BY 1, 2",
}


def story(db: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that must be the same however often the work was broken off."""
    return {
        name: [tuple(row) for row in db.execute(text(question))]
        for name, question in _QUESTIONS.items()
    }
