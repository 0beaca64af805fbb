"""One act of an officer: in which transaction, with what tools, by whom, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from models.errors import NotAllowed, OwnWork
from models.permissions import Circumstance, Permission
from models.store import events
from models.store.acting import Actor
from models.store.events import Happening
from tasks.office import Office

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """What came of an act, and where the procedure goes on from it in the same transaction.

    Attributes:
        came_of_it: What the person is told.
        goes_on: Stages to be gone on with; their case is locked.
        happened: For the chain, written with what the first of them does next.
    """

    came_of_it: T
    goes_on: tuple[UUID, ...] = ()
    happened: tuple[Happening, ...] = ()

    @staticmethod
    def going_on(stage_id: UUID) -> "Done[UUID]":
        """A stage that is gone on with, and told."""
        return Done(stage_id, (stage_id,))


@dataclass(frozen=True)
class Act:
    """What every action of a person needs at hand; lives as long as its transaction."""

    db: Connection
    office: Office
    actor: Actor
    now: datetime

    def require(self, permission: Permission, *circumstances: Circumstance) -> None:
        """Go on only if the actor may do this.

        Raises:
            NotAllowed: Neither role nor circumstance lets them; the sentence says who may.
            OwnWork: It is their own matter.
        """
        refusal = self.actor.why_not(permission, *circumstances)
        if refusal:
            raise (OwnWork if refusal.is_own else NotAllowed)(refusal.sentence)

    def note(self, happenings: Sequence[Happening], *, case_id: UUID, centre_id: UUID) -> None:
        """Append to the case's chain."""
        events.append(self.db, happenings, case_id=case_id, centre_id=centre_id, at=self.now)
