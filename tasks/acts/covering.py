"""Absence cover (代理): open work goes over when an absence begins and back when it ends."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, text

from models.errors import RuleBroken
from models.permissions import Circumstance, Permission, share_a_role
from models.store import events
from models.store.events import Happening
from models.store.officers import join_team, officer_row
from models.tables.centre import Absence
from models.words import Tag
from tasks.act import Act

# Both ways: from the absent officer (`old`) to who stands in, or all that is done for them back.
# Whoever stands in for one who stood in, does so for the first.
_FORMS = text(
    """
    UPDATE steps s SET owner_id = :new, stands_in_for =
        CASE WHEN CAST(:back AS uuid) IS NULL THEN coalesce(s.stands_in_for, :old) END
    WHERE (s.owner_id = :old OR s.stands_in_for = :back) AND s.state = 'open' AND s.kind = 'ask'
      AND EXISTS (SELECT 1 FROM officers o WHERE o.id = :new AND s.owner_role = ANY (o.roles))
    RETURNING s.case_id, s.centre_id, s.stage_id, s.id
    """
)
# Nobody signs what they wrote or signs twice, also not for somebody else: such signatures stay.
_SIGNATURES = text(
    """
    UPDATE signatures s SET officer_id = :new, stands_in_for =
        CASE WHEN CAST(:back AS uuid) IS NULL THEN coalesce(s.stands_in_for, :old) END
    FROM paper_versions v
    WHERE v.id = s.version_id AND (s.officer_id = :old OR s.stands_in_for = :back)
      AND s.state IN ('open', 'pending') AND NOT :new = ANY (v.authors)
      AND NOT EXISTS (
          SELECT 1 FROM signatures t WHERE t.step_id = s.step_id AND t.id <> s.id
            AND :new IN (t.officer_id, t.decided_by))
      AND EXISTS (SELECT 1 FROM officers o WHERE o.id = :new AND s.role = ANY (o.roles))
    RETURNING s.case_id, s.centre_id, s.step_id
    """
)
_CHAINS = text(
    """
    UPDATE steps s SET owner_id = g.officer_id, stands_in_for = g.stands_in_for
    FROM signatures g
    WHERE s.id = ANY (:steps) AND s.state = 'open' AND g.step_id = s.id AND g.state = 'open'
      AND g.officer_id = :new AND NOT EXISTS (
          SELECT 1 FROM signatures t WHERE t.step_id = s.id AND t.state = 'open'
            AND t.officer_id = s.owner_id)
    RETURNING s.case_id, s.centre_id, s.stage_id, s.id
    """
)
_AWAY = text(
    "SELECT EXISTS (SELECT 1 FROM absences WHERE officer_id = :who AND ended_at IS NULL "
    "AND from_at < :until AND until_at > :since)"
)


def cover(act: Act, *, officer: UUID, by: UUID, from_at: datetime, until_at: datetime) -> None:
    """Record who stands in for an absent officer; what is open goes over now if it has begun.

    Raises:
        NotAllowed: Only the officer or a manager may.
        RuleBroken: The times are out of order, somebody would stand in for themselves, or who
            stands in is away too.
    """
    act.require(Permission.COVER, *act.actor.being(Circumstance.SELF, officer))
    if until_at <= from_at or officer == by:
        raise RuleBroken("代理的起止时间不对,或者代理人就是本人。")
    if not share_a_role(officer_row(act.db, officer).roles, officer_row(act.db, by).roles):
        raise RuleBroken("代理人没有相应岗位。")
    if act.db.execute(_AWAY, {"who": by, "since": from_at, "until": until_at}).scalar():
        raise RuleBroken("代理人在这段时间也不在岗,请另选一人。")
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
        _move(db, absence.cover_id, old=absence.officer_id, now=now)


def end_covers(db: Connection, *, now: datetime) -> None:
    """Give back what is still open when an absence ends; idempotent."""
    for absence in db.execute(
        text("SELECT * FROM absences WHERE ended_at IS NULL AND until_at <= :now"), {"now": now}
    ).all():
        _move(db, absence.officer_id, back=absence.officer_id, now=now)
        db.execute(
            text("UPDATE absences SET ended_at = :now WHERE id = :id"),
            {"now": now, "id": absence.id},
        )


def _move(
    db: Connection, new: UUID, *, old: UUID | None = None, back: UUID | None = None, now: datetime
) -> None:
    """Move what is open; in a second pass there is nothing left to move."""
    who = {"new": new, "old": old, "back": back}
    signed = db.execute(_SIGNATURES, who).all()
    steps = {**who, "steps": [row.step_id for row in signed]}
    moved = [*db.execute(_FORMS, who), *db.execute(_CHAINS, steps)]
    for row in (*moved, *signed):
        join_team(
            db, case_id=row.case_id, centre_id=row.centre_id, officer_id=new, at=now, lead=False
        )
    for row in moved:
        to = {"to": str(new), "for": str(old or "")}
        events.append(
            db,
            [Happening(Tag.STEP_HANDED_OVER, row.stage_id, row.id, None, to)],
            case_id=row.case_id,
            centre_id=row.centre_id,
            at=now,
        )
