"""What stands above every step: which one, whose, until when, and who was reminded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.permissions import Circumstance, Permission
from models.store import views_step, views_watch
from models.store.acting import Actor
from models.store.views_step import ChaserLine, StepDetail
from models.store.views_watch import RungLine
from models.words import Holder, StepKind, StepState
from web.listing import Due, due_of, follows, person, title_of
from web.moments import length
from web.names import holder_name, means_name, stage_name
from web.unsealing import Opener, called, chase_note
from web.wording import _


@dataclass(frozen=True)
class Reminder:
    """One reminder to whoever has the ball."""

    at: datetime
    by: str
    means: str
    note: str
    whom: str


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder that was told."""

    at: datetime
    words: str


@dataclass(frozen=True)
class StepHead:
    """The head of a step's page."""

    row: StepDetail
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
    rungs: tuple[Rung, ...]
    toward: frozenset[Circumstance]
    """What this officer is to it."""

    @property
    def href(self) -> str:
        """The step's address."""
        return f"/steps/{self.row.id}"

    @property
    def case_href(self) -> str:
        """The case's address."""
        return f"/cases/{self.row.case_id}"


def read_head(
    db: Connection, opener: Opener, actor: Actor, row: StepDetail, now: datetime
) -> StepHead:
    """Read the head of a step that `views_step.step` has found."""
    # A stage that is over may have left a document to be made.
    is_worked_on = row.stage_state == "open" or row.kind == StepKind.ISSUE
    is_open = row.state == StepState.OPEN and is_worked_on
    return StepHead(
        row=row,
        title=title_of(row),
        stage=stage_name(row.stage),
        child=called(opener, row.child_id, row.identity),
        due=due_of(row, now, no_due_reason=row.no_due_reason),
        holder=holder_name(row.holder),
        person=person(row),
        follows=follows(row),
        is_open=is_open,
        is_outside=row.holder not in (Holder.CENTRE, Holder.TIME),
        why_not=_why_not(actor, row) if is_open else _("这个环节已经结束。"),
        reminders=tuple(_reminder(opener, one) for one in views_step.chasers(db, row.id)),
        rungs=tuple(_rung(one) for one in views_watch.rungs_of_step(db, row.id)),
        toward=actor.toward(row.owner_id, row.owner_role),
    )


def _why_not(actor: Actor, row: StepDetail) -> str:
    if actor.may(Permission.ANSWER, *actor.toward(row.owner_id, row.owner_role)):
        return ""
    return _("这个环节由%(person)s办理。", person=person(row))


def _reminder(opener: Opener, row: ChaserLine) -> Reminder:
    note = chase_note(opener, row.id, row.note)
    whom = row.to_name or (holder_name(row.holder) if row.holder else "")
    return Reminder(row.at, row.by_name or "", means_name(row.means), note, whom)


def _rung(row: RungLine) -> Rung:
    """Say what was told when, counted from the deadline."""
    who = row.who or _("无人可告知")
    if row.due_at is None:
        return Rung(row.at, _("无人负责，告知%(who)s", who=who))
    span = length(timedelta(hours=abs(row.hours)))
    if row.hours == 0:
        place = _("届满时")
    else:
        place = _("届满前%(n)s", n=span) if row.hours < 0 else _("届满后%(n)s", n=span)
    return Rung(row.at, _("%(place)s，告知%(who)s", place=place, who=who))
