"""Telling people: a notice is written with the fact it tells of, once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

_TELL = text(
    """
    INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at)
    SELECT gen_random_uuid(), :centre, :case, n.officer, n.step, :kind, n.dedup, :at
    FROM unnest(CAST(:officers AS uuid[]), CAST(:steps AS uuid[]), CAST(:dedups AS text[]))
        AS n(officer, step, dedup)
    ON CONFLICT (dedup) DO NOTHING
    """
)


def tell(
    db: Connection,
    officer_id: UUID | None,
    *,
    kind: str,
    once: str,
    case_id: UUID,
    centre_id: UUID,
    step_id: UUID | None,
    at: datetime,
) -> None:
    """Queue a notice to an officer; nobody there, or told before: nothing is written.

    Args:
        db: The transaction of the fact.
        officer_id: Who is told; None when a step has no owner.
        kind: `work`, `approval`, `due`, `overdue`; `chase`: the ball is outside; `nobody`: a step
            without owner; `digest`: several at once; `order`: a supervision order.
        once: Names the fact; one notice for each person and fact, also after a restart.
        case_id: The case.
        centre_id: Its centre.
        step_id: What it is about; None for the case as a whole.
        at: Now.
    """
    tell_each(
        [(officer_id, step_id, once)], db, kind=kind, case_id=case_id, centre_id=centre_id, at=at
    )


def tell_each(
    whom: Sequence[tuple[UUID | None, UUID | None, str]],
    db: Connection,
    *,
    kind: str,
    case_id: UUID,
    centre_id: UUID,
    at: datetime,
) -> None:
    """Queue a notice to each: officer, step, and what names the fact once; see `tell`."""
    known = [(officer, step, f"{once}:{officer}") for officer, step, once in whom if officer]
    if not known:
        return
    officers, steps, dedups = zip(*known, strict=True)
    told = {
        "centre": centre_id,
        "case": case_id,
        "kind": kind,
        "at": at,
        "officers": list(officers),
        "steps": list(steps),
        "dedups": list(dedups),
    }
    db.execute(_TELL, told)
