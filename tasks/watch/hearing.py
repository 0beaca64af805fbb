"""Who hears of a deadline at one rung: the right person of that moment, and never nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.law.ladder import TO_THE_OWNER
from models.law.vocabulary import Tell
from models.words import Role, StepKind

_OFFICERS = text(
    "SELECT id, centre_id, roles FROM officers WHERE active AND centre_id = ANY (:centres) "
    "ORDER BY account"
)
_AWAY = text(
    "SELECT officer_id FROM absences WHERE ended_at IS NULL AND from_at <= :now "
    "AND until_at > :now AND centre_id = ANY (:centres)"
)
_TEAMS = text(
    "SELECT case_id, officer_id, lead FROM case_team WHERE left_at IS NULL "
    "AND case_id = ANY (:cases) ORDER BY lead DESC, joined_at"
)
_SIGNERS = text(
    "SELECT step_id, officer_id FROM signatures WHERE state = 'open' AND officer_id IS NOT NULL "
    "AND step_id = ANY (:steps) ORDER BY ordinal"
)


@dataclass(frozen=True)
class There:
    """Who is there, for the cases of one batch."""

    #: Active officers with their centre and roles.
    officers: dict[UUID, Row[Any]]
    away: frozenset[UUID]
    #: Case to its team, the lead first.
    teams: dict[UUID, list[UUID]]
    #: Approval step to those whose turn it is.
    signers: dict[UUID, list[UUID]]

    def owners(self, row: Row[Any]) -> list[UUID]:
        """Whose work it is now, of those who still work here; may be empty.

        A deadline without step and owner is a clock of the case: it is the lead's.
        """
        if row.kind == StepKind.APPROVE:
            found: Sequence[UUID] = self.signers.get(row.step_id, ())
        elif row.step_id or row.owner_id:
            found = [row.owner_id] if row.owner_id else []
        else:
            found = self.teams.get(row.case_id, [])[:1]
        return [one for one in found if one in self.officers]

    def hearers(self, row: Row[Any], tell: Tell) -> list[UUID]:
        """Who hears at a rung.

        An owner who is away and not covered hears too, but somebody who is there must know.
        Leaders hear of others' work; of their own the next above them hears.
        """
        owners = self.owners(row)
        if tell not in TO_THE_OWNER:
            return self.leaders(row, Role(tell.value), owners) or owners
        if any(one not in self.away for one in owners):
            return owners
        return [*owners, *self.leaders(row, Role.SUPERVISOR, owners)]

    def leaders(self, row: Row[Any], role: Role, besides: Collection[UUID]) -> list[UUID]:
        """Leaders of the case's centre: of its team before others, those there before those away."""
        order = [role, *(one for one in (Role.DIRECTOR, Role.SUPERVISOR) if one is not role)]
        team = self.teams.get(row.case_id, [])
        for wanted in order:
            able = [
                one.id
                for one in self.officers.values()
                if one.centre_id == row.centre_id and wanted in one.roles and one.id not in besides
            ]
            there = [one for one in able if one not in self.away] or able
            if there:
                return [one for one in there if one in team] or there
        return []


def who_is_there(db: Connection, rows: Sequence[Row[Any]], *, now: datetime) -> There:
    """Read who is there for these deadlines or steps (`case_id`, `centre_id`, `step_id`)."""
    asked = {
        "centres": list({row.centre_id for row in rows}),
        "cases": list({row.case_id for row in rows}),
        "steps": [row.step_id for row in rows if row.step_id],
        "now": now,
    }
    teams: dict[UUID, list[UUID]] = {}
    for one in db.execute(_TEAMS, asked):
        teams.setdefault(one.case_id, []).append(one.officer_id)
    signers: dict[UUID, list[UUID]] = {}
    for one in db.execute(_SIGNERS, asked):
        signers.setdefault(one.step_id, []).append(one.officer_id)
    return There(
        officers={one.id: one for one in db.execute(_OFFICERS, asked)},
        away=frozenset(db.execute(_AWAY, asked).scalars()),
        teams=teams,
        signers=signers,
    )
