"""Lists of cases: which, where they stand, how urgent, who has the ball."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.store.views_light import CLOCK_LIGHT, STEP_LIGHT

_LIST = """
    SELECT c.id, c.number, c.state, c.opened_at, c.closed_at, c.child_id, c.practice, h.identity,
        m.name AS stage, m.opened_at AS stage_since,
        w.id AS step_id, w.light, w.is_provisional, w.confirmed, w.stands_still,
        w.kind, w.key, w.form, w.paper, w.about, w.turn, w.holder,
        w.owner_role, w.due_at, w.no_due_reason, w.opened_at AS ball_since, o.name AS owner,
        a.name AS absent, k.light AS clock_light, k.due_at AS clock_due_at,
        k.provisional AS clock_is_provisional, k.receipt->>'confirmed' AS clock_confirmed,
        k.receipt->>'title' AS clock_title,
        (SELECT count(*) FROM stages b WHERE b.case_id = c.id AND b.state = 'open'
            AND NOT b.is_main) AS sides
    FROM cases c JOIN children h ON h.id = c.child_id
    LEFT JOIN stages m ON m.case_id = c.id AND m.state = 'open' AND m.is_main
    LEFT JOIN LATERAL (
        SELECT s.*, {light} AS light, coalesce(l.provisional, false) AS is_provisional,
            l.receipt->>'confirmed' AS confirmed,
            coalesce(l.state = 'suspended', false) AS stands_still
        FROM steps s LEFT JOIN deadlines l ON l.step_id = s.id
        WHERE s.case_id = c.id AND s.state = 'open'
        ORDER BY light, s.due_at NULLS LAST, s.opened_at LIMIT 1
    ) w ON true
    LEFT JOIN LATERAL (
        SELECT d.*, {clock_light} AS light FROM deadlines d
        WHERE d.case_id = c.id AND d.state = 'running' AND d.step_id IS NULL
        ORDER BY d.due_at LIMIT 1
    ) k ON true
    LEFT JOIN officers o ON o.id = w.owner_id LEFT JOIN officers a ON a.id = w.stands_in_for
    WHERE {where}
    ORDER BY {order} LIMIT :size OFFSET :skip
"""
_OPEN = text(
    _LIST.format(
        light=STEP_LIGHT,
        clock_light=CLOCK_LIGHT,
        where="c.state = 'open'",
        order="least(w.light, k.light) NULLS LAST, least(w.due_at, k.due_at) NULLS LAST, "
        "c.opened_at, c.number",
    )
)
_CLOSED = text(
    _LIST.format(
        light=STEP_LIGHT,
        clock_light=CLOCK_LIGHT,
        where="c.state = 'closed'",
        order="c.closed_at DESC, c.number",
    )
)
_SEARCH = text(
    _LIST.format(
        light=STEP_LIGHT,
        clock_light=CLOCK_LIGHT,
        where="c.number ILIKE :like",
        order="c.opened_at DESC, c.number",
    )
)
_COUNT = text("SELECT count(*) FROM cases WHERE state = :state")
_COUNT_LIKE = text("SELECT count(*) FROM cases WHERE number ILIKE :like")


def cases(
    db: Connection, *, closed: bool, now: datetime, page: int, size: int
) -> tuple[list[Row[Any]], int]:
    """One page of the cases this officer may see, and how many there are.

    Open ones by the light of their most urgent step; closed ones newest first.
    """
    rows = db.execute(
        _CLOSED if closed else _OPEN, {"now": now, "size": size, "skip": (page - 1) * size}
    )
    found = db.execute(_COUNT, {"state": "closed" if closed else "open"})
    return list(rows), int(found.scalar_one())


def search(db: Connection, words: str, *, now: datetime, size: int) -> tuple[list[Row[Any]], int]:
    """Cases whose number contains these words; wildcards count as plain characters."""
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like = {"like": f"%{plain}%"}
    rows = db.execute(_SEARCH, {**like, "now": now, "size": size, "skip": 0})
    return list(rows), int(db.execute(_COUNT_LIKE, like).scalar_one())


def child_of_case(db: Connection, number: str) -> UUID | None:
    """The child of the case with this number, for a second case of the same child."""
    found: UUID | None = db.execute(
        text("SELECT child_id FROM cases WHERE number = :number"), {"number": number}
    ).scalar()
    return found
