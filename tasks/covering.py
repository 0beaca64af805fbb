"""Absence cover (代理): open work goes over when an absence begins and back when it ends."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, text

from models.errors import NotAllowed, RuleBroken
from models.store import events
from models.store.events import Happening
from models.store.officers import join_team, officer_row
from models.tables.centre import Absence
from models.words import Tag
from tasks.act import Act
from tasks.handing import MAY_MANAGE

_FORMS = text(
    """
    UPDATE steps s SET owner_id = :new, stands_in_for = :for
    WHERE s.owner_id = :old AND s.state = 'open' AND s.kind = 'ask'
      AND (CAST(:only AS uuid) IS NULL OR s.stands_in_for = :only)
      AND EXISTS (SELECT 1 FROM officers o WHERE o.id = :new AND s.owner_role = ANY (o.roles))
    RETURNING s.case_id, s.centre_id, s.stage_id, s.id
    """
)
# Nobody signs what they wrote, also not for somebody else: such signatures stay where they are.
_SIGNATURES = text(
    """
    UPDATE signatures g SET officer_id = :new, stands_in_for = :for FROM paper_versions v
    WHERE v.id = g.version_id AND g.officer_id = :old AND g.state IN ('open', 'pending')
      AND NOT :new = ANY (v.authors) AND (CAST(:only AS uuid) IS NULL OR g.stands_in_for = :only)
      AND EXISTS (SELECT 1 FROM officers o WHERE o.id = :new AND g.role = ANY (o.roles))
    """
)
_CHAINS = text(
    "UPDATE steps s SET owner_id = :new, stands_in_for = :for FROM signatures g "
    "WHERE g.step_id = s.id AND g.state = 'open' AND g.officer_id = :new AND s.owner_id = :old "
    "AND s.state = 'open' RETURNING s.case_id, s.centre_id, s.stage_id, s.id"
)


def cover(act: Act, *, officer: UUID, by: UUID, from_at: datetime, until_at: datetime) -> None:
    """Record who stands in for an absent officer; what is open goes over now if it has begun.

    Raises:
        NotAllowed: Only the officer or a manager may.
        RuleBroken: The times are out of order, or somebody would stand in for themselves.
    """
    if act.actor.officer_id != officer and not act.actor.roles & MAY_MANAGE:
        raise NotAllowed("只有本人、督导或者主任可以设置代理。")
    if until_at <= from_at or officer == by:
        raise RuleBroken("代理的起止时间不对,或者代理人就是本人。")
    if not set(officer_row(act.db, officer).roles) & set(officer_row(act.db, by).roles):
        raise RuleBroken("代理人没有相应岗位。")
    act.db.execute(
        insert(Absence.__table__),  # type: ignore[arg-type]
        {
            "id": uuid4(),
            "centre_id": act.actor.centre_id,
            "officer_id": officer,
            "cover_id": by,
            "from_at": from_at,
            "until_at": until_at,
        },
    )
    if from_at <= act.now < until_at:
        begin_covers(act.db, now=act.now)


def begin_covers(db: Connection, *, now: datetime) -> None:
    """Give the open work of everybody absent at this moment to who stands in; idempotent."""
    for absence in db.execute(
        text(
            "SELECT * FROM absences WHERE ended_at IS NULL AND from_at <= :now AND until_at > :now"
        ),
        {"now": now},
    ).all():
        _swap(db, absence.officer_id, absence.cover_id, stands_in_for=absence.officer_id, now=now)


def end_covers(db: Connection, *, now: datetime) -> None:
    """Give back what is still open when an absence ends; idempotent."""
    for absence in db.execute(
        text("SELECT * FROM absences WHERE ended_at IS NULL AND until_at <= :now"), {"now": now}
    ).all():
        _swap(
            db,
            absence.cover_id,
            absence.officer_id,
            stands_in_for=None,
            now=now,
            only_for=absence.officer_id,
        )
        db.execute(
            text("UPDATE absences SET ended_at = :now WHERE id = :id"),
            {"now": now, "id": absence.id},
        )


def _swap(
    db: Connection,
    old: UUID,
    new: UUID,
    *,
    stands_in_for: UUID | None,
    now: datetime,
    only_for: UUID | None = None,
) -> None:
    who = {"old": old, "new": new, "for": stands_in_for, "only": only_for}
    db.execute(_SIGNATURES, who)
    moved = [*db.execute(_FORMS, who), *db.execute(_CHAINS, who)]
    for row in moved:
        join_team(
            db, case_id=row.case_id, centre_id=row.centre_id, officer_id=new, at=now, lead=False
        )
        to = {"to": str(new), "for": str(stands_in_for or "")}
        events.append(
            db,
            [Happening(Tag.STEP_HANDED_OVER, row.stage_id, row.id, None, to)],
            case_id=row.case_id,
            centre_id=row.centre_id,
            at=now,
        )
