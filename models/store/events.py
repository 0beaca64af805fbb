"""The append-only chain of events: writing, reading, verifying."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from models.words import Tag


@dataclass(frozen=True)
class Happening:
    """One event to be written; `detail` carries words, ids, dates and hashes only."""

    tag: Tag
    stage_id: UUID | None = None
    step_id: UUID | None = None
    actor_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


#: One statement however many there are, in their order.
APPEND = """
    INSERT INTO events
        (case_id, centre_id, seq, tag, at, actor_id, stage_id, step_id, detail, prev_hash, hash)
    SELECT :case, :centre, 0, tag, :at, actor, stage, step, detail, '', ''
    FROM unnest(
        CAST(:tags AS text[]), CAST(:actors AS uuid[]), CAST(:stages AS uuid[]),
        CAST(:steps AS uuid[]), CAST(:details AS jsonb[])
    ) WITH ORDINALITY AS e(tag, actor, stage, step, detail, place)
    ORDER BY place
    """
_APPEND = text(APPEND)


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
    db.execute(_APPEND, columns(happenings, case_id=case_id, centre_id=centre_id, at=at))


def columns(
    happenings: Sequence[Happening], *, case_id: UUID, centre_id: UUID, at: datetime
) -> dict[str, Any]:
    """What `APPEND` asks for."""
    return {
        "case": case_id,
        "centre": centre_id,
        "at": at,
        "tags": [happening.tag.value for happening in happenings],
        "actors": [happening.actor_id for happening in happenings],
        "stages": [happening.stage_id for happening in happenings],
        "steps": [happening.step_id for happening in happenings],
        "details": [json.dumps(happening.detail) for happening in happenings],
    }


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
