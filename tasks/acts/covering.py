"""Absence cover (代理): open work goes over when an absence begins and back when it ends."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import RuleBroken
from models.permissions import Circumstance, Permission, share_a_role
from models.store import cover as absences
from models.store import events, team
from models.store.events import Happening
from models.store.officers import officer_of_centre
from models.words import Tag
from tasks.act import Act


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
    absent, stand_in = officer_of_centre(act.db, officer), officer_of_centre(act.db, by)
    if not share_a_role(absent.roles, stand_in.roles):
        raise RuleBroken("代理人没有相应岗位。")
    if absences.is_away(act.db, by, from_at=from_at, until_at=until_at):
        raise RuleBroken("代理人在这段时间也不在岗,请另选一人。")
    absences.write(
        act.db, act.actor.centre_id, officer=officer, by=by, from_at=from_at, until_at=until_at
    )
    if from_at <= act.now < until_at:
        begin_covers(act.db, now=act.now)


def begin_covers(db: Connection, *, now: datetime) -> None:
    """Give the open work of everybody absent at this moment to who stands in; idempotent."""
    for absence in absences.running(db, now=now):
        _move(db, absence.cover_id, old=absence.officer_id, now=now)


def end_covers(db: Connection, *, now: datetime) -> None:
    """Give back what is still open when an absence ends; idempotent."""
    for absence in absences.over(db, now=now):
        _move(db, absence.officer_id, back=absence.officer_id, now=now)
        absences.finish(db, absence.id, now=now)


def _move(
    db: Connection, new: UUID, *, old: UUID | None = None, back: UUID | None = None, now: datetime
) -> None:
    """Move what is open; in a second pass there is nothing left to move."""
    signed = absences.move_signatures(db, new, old=old, back=back)
    moved = absences.move_forms(db, new, old=old, back=back)
    moved += absences.move_chains(db, new, [one.step_id for one in signed])
    went = {(one.case_id, one.centre_id) for one in moved}
    went |= {(one.case_id, one.centre_id) for one in signed}
    handed_over = {row.case_id for row in moved}
    for case_id, centre_id in sorted(went):
        team.join(db, case_id=case_id, centre_id=centre_id, officer_id=new, at=now)
        if case_id not in handed_over:
            joined = Happening(Tag.TEAM_JOINED, None, None, None, {"officer": str(new)})
            events.append(db, [joined], case_id=case_id, centre_id=centre_id, at=now)
    for row in moved:
        to = {"to": str(new), "for": str(old or "")}
        events.append(
            db,
            [Happening(Tag.STEP_HANDED_OVER, row.stage_id, row.step_id, None, to)],
            case_id=row.case_id,
            centre_id=row.centre_id,
            at=now,
        )
