"""Who is there to do a thing: choosing an owner, covering absences, finding people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.errors import NotFound
from models.store.acting import Actor
from models.words import Role


@dataclass(frozen=True)
class Owner:
    """Who gets a step, and for whom when the right person is away."""

    officer_id: UUID
    stands_in_for: UUID | None
    on_team: bool


_PICK = """
    SELECT coalesce(c.id, o.id) AS officer_id,
           CASE WHEN c.id IS NULL THEN NULL ELSE o.id END AS stands_in_for,
           a.id IS NOT NULL AND c.id IS NULL AS away,
           EXISTS (
               SELECT 1 FROM case_team s WHERE s.case_id = :case AND s.left_at IS NULL
                 AND s.officer_id = coalesce(c.id, o.id)
           ) AS on_team
    FROM officers o
    {team}
    LEFT JOIN absences a ON a.officer_id = o.id AND a.ended_at IS NULL
        AND :now >= a.from_at AND :now < a.until_at
    LEFT JOIN officers c ON c.id = a.cover_id AND c.active AND :role = ANY (c.roles)
        AND NOT c.id = ANY (:barred)
    WHERE o.centre_id = :centre AND o.active AND :role = ANY (o.roles)
      AND NOT o.id = ANY (:barred)
    ORDER BY away, {order}
    LIMIT 1
"""
_FROM_TEAM = text(
    _PICK.format(
        team="JOIN case_team t ON t.case_id = :case AND t.officer_id = o.id AND t.left_at IS NULL",
        order="t.lead DESC, t.joined_at, o.account",
    )
)
_LEAST_BUSY = text(
    _PICK.format(
        team="",
        order="""(
            SELECT count(*) FROM steps s WHERE s.owner_id = o.id AND s.state = 'open'
        ) + (
            SELECT count(*) FROM signatures g WHERE g.officer_id = o.id AND g.state = 'open'
        ), o.account""",
    )
)


def pick_owner(
    db: Connection,
    *,
    case_id: UUID,
    centre_id: UUID,
    role: Role,
    barred: Collection[UUID],
    now: datetime,
) -> Owner | None:
    """Choose who does it: the case team first, then whoever of the centre has least open work.

    Args:
        db: The transaction at hand.
        case_id: Whose team is asked first.
        centre_id: Whose officers are asked next.
        role: What the officer must be.
        now: Decides who is absent.
        barred: Officers who may not: they wrote what is to be signed, or already signed.

    Returns:
        None when nobody has the role and is not barred: the step then has no owner, and
        `hutong check` and the manager's board say so.
    """
    asked = {
        "case": case_id,
        "centre": centre_id,
        "role": role.value,
        "barred": list(barred),
        "now": now,
    }
    found = [row for query in (_FROM_TEAM,) if (row := db.execute(query, asked).first())]
    if not found or found[0].away:
        found += db.execute(_LEAST_BUSY, asked).all()
    # Somebody away whom nobody can cover is better than nobody, and worse than anybody there.
    row = min(found, key=lambda one: bool(one.away), default=None)
    return Owner(row.officer_id, row.stands_in_for, row.on_team) if row else None


def join_team(
    db: Connection, *, case_id: UUID, centre_id: UUID, officer_id: UUID, at: datetime, lead: bool
) -> None:
    """Put an officer on the case team; who is on it already stays as is."""
    db.execute(
        text(
            "INSERT INTO case_team (id, case_id, centre_id, officer_id, lead, joined_at) VALUES "
            "(gen_random_uuid(), :case, :centre, :officer, :lead, :at) ON CONFLICT DO NOTHING"
        ),
        {"case": case_id, "centre": centre_id, "officer": officer_id, "lead": lead, "at": at},
    )


def actor_by_account(db: Connection, account: str) -> Actor | None:
    """Find an active officer by log-in name, before anybody is logged in."""
    row = db.execute(
        text("SELECT * FROM hutong_find_officer(:account, NULL)"), {"account": account}
    ).first()
    return _actor(row)


def actor_by_id(db: Connection, officer_id: UUID) -> Actor | None:
    """Find an active officer by id, before anybody is logged in."""
    row = db.execute(
        text("SELECT * FROM hutong_find_officer(NULL, :id)"), {"id": officer_id}
    ).first()
    return _actor(row)


def _actor(row: object) -> Actor | None:
    if row is None or not row.active:  # type: ignore[attr-defined]
        return None
    return Actor(
        officer_id=row.id,  # type: ignore[attr-defined]
        centre_id=row.centre_id,  # type: ignore[attr-defined]
        name=row.name,  # type: ignore[attr-defined]
        roles=frozenset(Role(role) for role in row.roles),  # type: ignore[attr-defined]
    )


def officer_row(db: Connection, officer_id: UUID) -> Row[Any]:
    """Find an officer of the centre at hand.

    Raises:
        NotFound: Nobody of that id is to be seen.
    """
    row = db.execute(text("SELECT * FROM officers WHERE id = :id"), {"id": officer_id}).first()
    if row is None:
        raise NotFound("没有找到这位工作人员。")
    return row
