"""Who hears of a deadline at one rung: the right person of that moment, and never nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection

from models.law.ladder import TO_THE_OWNER
from models.law.vocabulary import Tell
from models.store import presence
from models.store.presence import OfficerAtWork
from models.words import Role, StepKind


class OfCase(Protocol):
    """Something of a case: whoever leads it hears of it."""

    @property
    def case_id(self) -> UUID: ...
    @property
    def centre_id(self) -> UUID: ...


class Owned(OfCase, Protocol):
    """A deadline or a step, and whose it is."""

    @property
    def step_id(self) -> UUID | None: ...
    @property
    def owner_id(self) -> UUID | None: ...
    @property
    def kind(self) -> StepKind | None: ...


@dataclass(frozen=True)
class There:
    """Who is there, for the cases of one batch."""

    #: Active officers with their centre and roles.
    officers: dict[UUID, OfficerAtWork]
    away: frozenset[UUID]
    #: Case to its team, the lead first.
    teams: dict[UUID, list[UUID]]
    #: Approval step to those whose turn it is.
    signers: dict[UUID, list[UUID]]

    def owners(self, row: Owned) -> list[UUID]:
        """Whose work it is now, of those who still work here; may be empty.

        A deadline without step and owner is a clock of the case: it is the lead's.
        """
        if row.kind == StepKind.APPROVE and row.step_id:
            found: Sequence[UUID] = self.signers.get(row.step_id, ())
        elif row.step_id or row.owner_id:
            found = [row.owner_id] if row.owner_id else []
        else:
            found = self.teams.get(row.case_id, [])[:1]
        return [one for one in found if one in self.officers]

    def hearers(self, row: Owned, tell: Tell) -> list[UUID]:
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

    def leaders(self, of: OfCase, role: Role, besides: Collection[UUID]) -> list[UUID]:
        """Leaders of the case's centre: of its team before others, those there before those away."""
        order = [role, *(one for one in (Role.DIRECTOR, Role.SUPERVISOR) if one is not role)]
        team = self.teams.get(of.case_id, [])
        for wanted in order:
            able = [
                one.id
                for one in self.officers.values()
                if one.centre_id == of.centre_id and wanted in one.roles and one.id not in besides
            ]
            there = [one for one in able if one not in self.away] or able
            if there:
                return [one for one in there if one in team] or there
        return []


def who_is_there(
    db: Connection, things: Sequence[OfCase], *, now: datetime, steps: Collection[UUID] = ()
) -> There:
    """Read who is there for these things of cases; of `steps` also whose turn it is to sign."""
    centres = {one.centre_id for one in things}
    teams: dict[UUID, list[UUID]] = {}
    for member in presence.teams(db, {one.case_id for one in things}):
        teams.setdefault(member.case_id, []).append(member.officer_id)
    signers: dict[UUID, list[UUID]] = {}
    for turn in presence.signers(db, steps) if steps else ():
        signers.setdefault(turn.step_id, []).append(turn.officer_id)
    return There(
        officers={one.id: one for one in presence.officers(db, centres)},
        away=presence.away(db, centres, at=now),
        teams=teams,
        signers=signers,
    )
