"""Telling people: a notice is written with the fact it tells of, once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

_TELL = text(
    "INSERT INTO notices (id, centre_id, case_id, officer_id, step_id, kind, dedup, created_at) "
    "VALUES (gen_random_uuid(), :centre, :case, :officer, :step, :kind, :dedup, :at) "
    "ON CONFLICT (dedup) DO NOTHING"
)


def tell(
    db: Connection,
    officer_id: UUID | None,
    *,
    kind: str,
    once: str,
    case_id: UUID,
    centre_id: UUID,
    step_id: UUID,
    at: datetime,
) -> None:
    """Queue a notice to an officer; nobody there, or told before: nothing is written.

    Args:
        db: The transaction of the fact.
        officer_id: Who is told; None when a step has no owner.
        kind: `work`, `approval`, `due`, `overdue`.
        once: Names the fact; one notice for each person and fact, also after a restart.
        case_id: The case.
        centre_id: Its centre.
        step_id: What it is about.
        at: Now.
    """
    if officer_id is None:
        return
    told = {
        "centre": centre_id,
        "case": case_id,
        "officer": officer_id,
        "step": step_id,
        "kind": kind,
        "dedup": f"{once}:{officer_id}",
        "at": at,
    }
    db.execute(_TELL, told)
