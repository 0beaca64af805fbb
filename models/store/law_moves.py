"""Cases and the law they are judged by, as the pages and the move read and write them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

_CASES = """
    SELECT c.id, c.number, c.pack, c.locality, c.opened_at, c.child_id, h.identity,
        g.id AS main_stage, g.name AS stage,
        (SELECT count(*) FROM deadlines d WHERE d.case_id = c.id AND d.state = 'running') AS running
    FROM cases c JOIN children h ON h.id = c.child_id
    JOIN LATERAL (SELECT s.id, s.name FROM stages s WHERE s.case_id = c.id
                  ORDER BY s.state = 'open' AND s.is_main DESC, s.is_main DESC, s.ordinal DESC
                  LIMIT 1) g ON true
    WHERE c.centre_id = :centre AND c.state = 'open' {which}
    ORDER BY c.opened_at, c.number
"""
_CHOSEN = text(_CASES.format(which="AND c.id = ANY (:ids)"))
_OTHERS = text(_CASES.format(which="AND (c.pack, c.locality) <> (:pack, :locality)"))
_LOCK = text("SELECT 1 FROM cases WHERE id = ANY (:ids) ORDER BY id FOR NO KEY UPDATE")
_FACTS = text("SELECT facts FROM centres WHERE id = :id")
_TELL = text(
    """
    INSERT INTO notices (id, centre_id, case_id, officer_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), :centre, :case, t.officer_id, 'law_changed',
        'law:' || :move || ':' || t.officer_id, :at
    FROM case_team t JOIN officers o ON o.id = t.officer_id AND o.active
    WHERE t.case_id = :case AND t.left_at IS NULL
    ON CONFLICT (dedup) DO NOTHING
    """
)
_MOVES = text(
    "SELECT m.id, m.at, m.old_pack, m.old_locality, m.new_pack, m.new_locality, m.reason, "
    "o.name AS by_name FROM law_moves m JOIN officers o ON o.id = m.by_id "
    "WHERE m.case_id = :case ORDER BY m.at"
)
_OF_CASE = text("SELECT pack, locality FROM cases WHERE id = :case")


def open_cases(db: Connection, centre_id: UUID, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """These open cases of a centre."""
    return db.execute(_CHOSEN, {"centre": centre_id, "ids": list(ids)}).all()


def on_other_law(
    db: Connection, centre_id: UUID, pack: str, locality: str
) -> Sequence[Row[Any]]:  # fmt: skip
    """Open cases of a centre that are judged by another law than this, the oldest first."""
    return db.execute(_OTHERS, {"centre": centre_id, "pack": pack, "locality": locality}).all()


def lock(db: Connection, ids: Sequence[UUID]) -> None:
    """Lock cases, in one order for all, before anything of them is read."""
    db.execute(_LOCK, {"ids": sorted(set(ids))})


def centre_facts(db: Connection, centre_id: UUID) -> dict[str, Any]:
    """What a centre says of itself."""
    found: dict[str, Any] = db.execute(_FACTS, {"id": centre_id}).scalar_one()
    return found


def tell_team(
    db: Connection, case_id: UUID, centre_id: UUID, move_id: UUID, *, at: datetime
) -> None:
    """Tell everybody of the case's team, once."""
    told = {"case": case_id, "centre": centre_id, "move": str(move_id), "at": at}
    db.execute(_TELL, told)


def law_of(db: Connection, case_id: UUID) -> Row[Any] | None:
    """The pack and overlay of a case."""
    return db.execute(_OF_CASE, {"case": case_id}).first()


def moves(db: Connection, case_id: UUID) -> Sequence[Row[Any]]:
    """When a case changed its law, by whom; the reason is sealed."""
    return db.execute(_MOVES, {"case": case_id}).all()
