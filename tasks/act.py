"""One act of an officer: in which transaction, with what tools, by whom, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store import events
from models.store.acting import Actor
from models.store.events import Happening
from models.words import Role
from tasks.office import Office

#: Who may move what is another's: hand over, chase, change a deadline, lead a team.
MAY_MANAGE = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


@dataclass(frozen=True)
class Act:
    """What every action of a person needs at hand; lives as long as its transaction."""

    db: Connection
    office: Office
    actor: Actor
    now: datetime

    def note(self, happenings: Sequence[Happening], *, case_id: UUID, centre_id: UUID) -> None:
        """Append to the case's chain."""
        events.append(self.db, happenings, case_id=case_id, centre_id=centre_id, at=self.now)
