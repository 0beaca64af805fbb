"""Supervision orders, cards, and what the watch told: as pages show them, still sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.errors import NotFound

_ORDERS = """
    SELECT r.*, coalesce(d.due_at, r.due_at) AS feedback_due_at,
        coalesce(d.state = 'suspended', false) AS stands_still,
        c.number, b.name AS ordered_by_name, w.name AS owes_name, x.name AS closed_by_name,
        s.kind, s.key, s.form, s.paper, s.about, s.turn,
        d.receipt->>'confirmed' AS confirmed
    FROM supervision_orders r JOIN cases c ON c.id = r.case_id
    JOIN officers b ON b.id = r.ordered_by JOIN officers w ON w.id = r.owes_id
    LEFT JOIN officers x ON x.id = r.closed_by LEFT JOIN steps s ON s.id = r.step_id
    LEFT JOIN deadlines d ON d.case_id = r.case_id AND d.state IN ('running', 'suspended')
        AND d.key LIKE 'order:' || r.id || ':%'
    WHERE {where} ORDER BY (r.state = 'closed'), feedback_due_at, r.id
"""
_OF_CASE = text(_ORDERS.format(where="r.case_id = :case"))
_OPEN = text(_ORDERS.format(where="r.state <> 'closed'"))
_MINE = text(_ORDERS.format(where="r.state = 'open' AND r.owes_id = :me"))
_ONE = text(_ORDERS.format(where="r.id = :id"))
_ENTRIES = text(
    "SELECT e.*, o.name AS by_name FROM order_entries e JOIN officers o ON o.id = e.by_id "
    "WHERE e.order_id = ANY (:orders) ORDER BY e.at, e.id"
)
#: A card counts unless it was withdrawn, or a late entry showed that all was done in time.
_COUNTS = "k.withdrawn_at IS NULL AND d.met_late IS NOT FALSE"
_MONTH = "to_char(k.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"
_BY_PERSON = text(
    f"""
    SELECT {_MONTH} AS month, k.officer_id, o.name AS officer,
        CASE WHEN k.officer_id IS NULL AND k.holder <> 'centre' THEN k.holder END AS holder,
        count(*) FILTER (WHERE k.colour = 'yellow') AS yellow,
        count(*) FILTER (WHERE k.colour = 'red') AS red
    FROM cards k JOIN deadlines d ON d.id = k.deadline_id
    LEFT JOIN officers o ON o.id = k.officer_id
    WHERE {_COUNTS} AND k.at >= :since GROUP BY 1, 2, 3, 4
    ORDER BY 1 DESC, (k.officer_id IS NULL), red DESC, yellow DESC, o.name, holder
    """  # noqa: S608 - our own fragments; values are bound
)
_CARDS = f"""
    SELECT k.*, {_MONTH} AS month, {_COUNTS} AS counts, d.met_late, d.receipt->>'title' AS title,
        c.number, o.name AS officer, w.name AS withdrawn_by_name,
        s.kind, s.key, s.form, s.paper, s.about, s.turn
    FROM cards k JOIN deadlines d ON d.id = k.deadline_id JOIN cases c ON c.id = k.case_id
    LEFT JOIN officers o ON o.id = k.officer_id LEFT JOIN officers w ON w.id = k.withdrawn_by
    LEFT JOIN steps s ON s.id = k.step_id
    WHERE {{where}} ORDER BY k.at DESC, k.id LIMIT :most
"""  # noqa: S608 - our own fragments; values are bound
_OF_MONTH = text(_CARDS.format(where=f"{_MONTH} = :month"))
_CARDS_OF_CASE = text(_CARDS.format(where="k.case_id = :case"))
_RUNGS = text(
    """
    SELECT r.hours, r.tell, r.at, r.due_at, n.kind, string_agg(o.name, '、' ORDER BY o.name) AS who
    FROM rungs r
    LEFT JOIN officers o ON o.id = r.officer_id LEFT JOIN notices n ON n.id = r.notice_id
    WHERE r.step_id = :step GROUP BY 1, 2, 3, 4, 5 ORDER BY r.at, r.hours
    """
)
_DIGEST = text(
    """
    SELECT DISTINCT ON (coalesce(d.due_at, r.at), r.deadline_id, r.step_id)
        r.case_id, c.number, r.step_id, r.due_at, d.receipt->>'title' AS title,
        d.provisional AS is_provisional, d.receipt->>'confirmed' AS confirmed,
        s.kind, s.key, s.form, s.paper, s.about, s.turn, s.state
    FROM rungs r JOIN cases c ON c.id = r.case_id LEFT JOIN deadlines d ON d.id = r.deadline_id
    LEFT JOIN steps s ON s.id = r.step_id
    WHERE r.notice_id = :notice AND r.officer_id = :me
    ORDER BY coalesce(d.due_at, r.at), r.deadline_id, r.step_id, r.hours DESC
    """
)


def orders_of_case(db: Connection, case_id: UUID) -> list[Row[Any]]:
    """All supervision orders of a case, open ones first."""
    return list(db.execute(_OF_CASE, {"case": case_id}))


def open_orders(db: Connection) -> list[Row[Any]]:
    """Every order that is not closed, of the cases this officer may see."""
    return list(db.execute(_OPEN))


def orders_to_answer(db: Connection, officer: UUID) -> list[Row[Any]]:
    """The orders to which this officer owes feedback."""
    return list(db.execute(_MINE, {"me": officer}))


def order(db: Connection, order_id: UUID) -> Row[Any]:
    """One order.

    Raises:
        NotFound: No such order, or not to be seen by this officer.
    """
    row = db.execute(_ONE, {"id": order_id}).first()
    if row is None:
        raise NotFound("没有找到这项督办。")
    return row


def entries(db: Connection, orders: Sequence[UUID]) -> list[Row[Any]]:
    """What was reported, returned and closed, oldest first."""
    return list(db.execute(_ENTRIES, {"orders": list(orders)}))


def cards_counted(db: Connection, *, since: datetime) -> list[Row[Any]]:
    """Cards by month and person; outside bodies apart; only what counts."""
    return list(db.execute(_BY_PERSON, {"since": since}))


def cards_of_month(db: Connection, month: str, *, most: int = 500) -> list[Row[Any]]:
    """Every card of a month (`2026-11`), also what does not count."""
    return list(db.execute(_OF_MONTH, {"month": month, "most": most}))


def cards_of_case(db: Connection, case_id: UUID, *, most: int = 100) -> list[Row[Any]]:
    """The cards of a case that this officer may see."""
    return list(db.execute(_CARDS_OF_CASE, {"case": case_id, "most": most}))


def rungs_of_step(db: Connection, step_id: UUID) -> list[Row[Any]]:
    """Who was told of a step's deadline, and when."""
    return list(db.execute(_RUNGS, {"step": step_id}))


def digest(db: Connection, notice_id: UUID, officer: UUID) -> list[Row[Any]]:
    """What one notice told this officer of, the most urgent first."""
    return list(db.execute(_DIGEST, {"notice": notice_id, "me": officer}))
