"""What stands above every step: which one, whose, until when, and who was reminded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from models.seal import Seal
from models.store import views_step
from models.store.acting import Actor
from models.words import Holder, Role, StepState
from web.listing import Due, due_of, follows, person, title_of
from web.names import holder_name, means_name, stage_name
from web.unsealing import called, chase_note
from web.wording import _


@dataclass(frozen=True)
class Reminder:
    """One reminder to whoever has the ball."""

    at: datetime
    by: str
    means: str
    note: str


@dataclass(frozen=True)
class StepHead:
    """The head of a step's page."""

    row: Row[Any]
    title: str
    stage: str
    child: str
    due: Due
    holder: str
    person: str
    follows: str
    is_open: bool
    is_outside: bool
    why_not: str
    """Why this officer cannot do it; empty when they can."""
    reminders: tuple[Reminder, ...]

    @property
    def href(self) -> str:
        """The step's address."""
        return f"/steps/{self.row.id}"

    @property
    def case_href(self) -> str:
        """The case's address."""
        return f"/cases/{self.row.case_id}"


def read_head(db: Connection, seal: Seal, actor: Actor, row: Row[Any], now: datetime) -> StepHead:
    """Read the head of a step that `views_step.step` has found."""
    is_open = row.state == StepState.OPEN and row.stage_state == "open"
    return StepHead(
        row=row,
        title=title_of(row),
        stage=stage_name(row.stage),
        child=called(seal, row.child_id, row.identity),
        due=due_of(row, now),
        holder=holder_name(row.holder),
        person=person(row),
        follows=follows(row),
        is_open=is_open,
        is_outside=row.holder not in (Holder.CENTRE, Holder.TIME),
        why_not=_why_not(actor, row) if is_open else _("这个环节已经结束。"),
        reminders=tuple(_reminder(seal, one) for one in views_step.chasers(db, row.id)),
    )


def _why_not(actor: Actor, row: Row[Any]) -> str:
    role = Role(row.owner_role) if row.owner_role else None
    if row.owner_id == actor.officer_id or actor.may(role):
        return ""
    return _("这个环节由%(person)s办理。", person=person(row))


def _reminder(seal: Seal, row: Row[Any]) -> Reminder:
    return Reminder(row.at, row.by_name, means_name(row.means), chase_note(seal, row.id, row.note))
