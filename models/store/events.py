"""The append-only chain of events: writing, reading, verifying."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, text

from models.tables.case import Event
from models.words import Tag


@dataclass(frozen=True)
class Happening:
    """One event to be written; `detail` carries words, ids, dates and hashes only."""

    tag: Tag
    stage_id: UUID | None = None
    step_id: UUID | None = None
    actor_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def append(
    db: Connection,
    happenings: Sequence[Happening],
    *,
    case_id: UUID,
    centre_id: UUID,
    at: datetime,
) -> None:
    """Append events in this order; number and hash are given by trigger."""
    if not happenings:
        return
    db.execute(
        insert(Event.__table__),  # type: ignore[arg-type]
        [
            {
                "case_id": case_id,
                "centre_id": centre_id,
                "seq": 0,
                "tag": happening.tag,
                "at": at,
                "actor_id": happening.actor_id,
                "stage_id": happening.stage_id,
                "step_id": happening.step_id,
                "detail": happening.detail,
                "prev_hash": "",
                "hash": "",
            }
            for happening in happenings
        ],
    )


_BROKEN = text(
    """
    SELECT DISTINCT case_id FROM (
        SELECT e.case_id,
            e.hash <> encode(sha256(convert_to(hutong_event_text(e), 'UTF8')), 'hex') AS altered,
            e.prev_hash <> coalesce(
                lag(e.hash) OVER chain, repeat('0', 64)) AS unlinked,
            e.seq <> coalesce(lag(e.seq) OVER chain, 0) + 1 AS gap
        FROM events e
        WINDOW chain AS (PARTITION BY e.case_id ORDER BY e.seq)
    ) c WHERE altered OR unlinked OR gap
    UNION
    SELECT h.case_id FROM event_heads h
    LEFT JOIN events e ON e.case_id = h.case_id AND e.seq = h.seq AND e.hash = h.hash
    WHERE e.id IS NULL
    UNION
    SELECT e.case_id FROM events e JOIN event_heads h ON h.case_id = e.case_id AND e.seq > h.seq
    UNION
    SELECT c.id FROM cases c LEFT JOIN event_heads h ON h.case_id = c.id WHERE h.case_id IS NULL
    """
)


def broken_chains(db: Connection) -> list[UUID]:
    """Cases whose chain was altered, cut, reordered, or is missing; empty when all is well."""
    return [row[0] for row in db.execute(_BROKEN)]
