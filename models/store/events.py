"""The append-only chain of events: writing, reading, verifying."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, named
from models.words import Tag


@dataclass(frozen=True)
class Happening:
    """One event to be written; `detail` carries words, ids, dates and hashes only."""

    tag: Tag
    stage_id: UUID | None = None
    step_id: UUID | None = None
    actor_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CutChain:
    """A case whose chain was altered, and its first event that is not as written; 0: the head."""

    id: UUID
    seq: int
    number: str | None


_APPEND = Statement(named("events", "append"))
_BROKEN_CHAINS = Query(CutChain, named("events", "broken_chains"))


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
    _APPEND.run(db, **columns(happenings, case_id=case_id, centre_id=centre_id, at=at))


def columns(
    happenings: Sequence[Happening], *, case_id: UUID, centre_id: UUID, at: datetime
) -> dict[str, Any]:
    """What the statement that appends is given."""
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


def broken_chains(db: Connection) -> list[CutChain]:
    """Cases whose chain was altered, cut, reordered, or is missing; empty when all is well."""
    return _BROKEN_CHAINS.all(db)
