"""Saying what became of an obligation: kept, put off to another day, or needed no more."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.errors import FormInvalid, RuleBroken
from models.forms.small import Became
from models.law.dates import end_of_day, shanghai_date
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import deadlines, ledger
from models.store.events import Happening
from models.store.ledger import LIVE, DeadlineOfCase, KeptChange
from models.tables.step import ChangeKind
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.changes import refuse_names
from tasks.deadlines.obliging import code_of

_CHANGES = {
    Became.KEPT: (ChangeKind.KEPT, Tag.CLOCK_MET),
    Became.PUT_OFF: (ChangeKind.PUT_OFF, Tag.CLOCK_EXTENDED),
    Became.LET_GO: (ChangeKind.LET_GO, Tag.CLOCK_STOPPED),
}


@dataclass(frozen=True)
class Settling:
    """What somebody says of an obligation.

    Attributes:
        once: Id of the page: pressed twice, it is recorded once.
        became: What became of it.
        kept_on: Shanghai day on which it was done; None unless it was.
        put_off_to: The day it is owed now; None unless it was put off.
        how: How it was done, or why it was not; sealed.
    """

    once: UUID
    became: Became
    kept_on: date | None
    put_off_to: date | None
    how: str


def settle(act: Act, deadline_id: UUID, asked: Settling) -> None:
    """Record what became of an obligation; also in a closed case, where it outlived the case.

    Raises:
        NotAllowed: The actor does not work on cases.
        RuleBroken: It is none, or has ended.
        FormInvalid: Done in the future, put off to no later day, or a name in the reason.
    """
    owed = ledger.locked(act.db, deadline_id)
    if ledger.is_known(act.db, asked.once):
        return
    act.require(Permission.SETTLE_OBLIGATION)
    if owed.reach is None:
        raise RuleBroken("这不是约定事项,请在原环节办理。")
    if owed.state not in LIVE:
        raise RuleBroken("这项约定已经了结,不能再变更。")
    refuse_names(act, owed.case_id, how=asked.how)
    _refuse_days(act, owed, asked)
    kind, tag = _CHANGES[asked.became]
    due = owed.due_at
    if asked.put_off_to and asked.became is Became.PUT_OFF:
        due = end_of_day(asked.put_off_to)
    _keep(act, owed, asked, kind, due)
    if asked.became is Became.KEPT:
        done_at = end_of_day(asked.kept_on) if asked.kept_on else act.now
        # A day is known without its hour: one that was kept on its last day was kept in time.
        deadlines.meet(act.db, deadlines.just(owed.id), done_at=done_at, now=act.now)
    elif asked.became is Became.LET_GO:
        deadlines.stop(act.db, deadlines.just(owed.id), now=act.now)
    else:
        moved = owed.receipt.fixed_anew(due)
        ledger.put_off(act.db, owed.id, due_at=due, receipt=moved)
    detail = {"deadline": str(owed.id), "obligation": code_of(owed.key)}
    if due != owed.due_at:
        detail |= {"old": owed.due_at.isoformat(), "new": due.isoformat()}
    told = Happening(tag, owed.stage_id, owed.obliged_by, act.actor.officer_id, detail)
    act.note([told], case_id=owed.case_id, centre_id=owed.centre_id)


def _refuse_days(act: Act, owed: DeadlineOfCase, asked: Settling) -> None:
    today = shanghai_date(act.now)
    if asked.kept_on and asked.kept_on > today:
        raise FormInvalid({"kept_on": ["办到的日期不能晚于今天。"]})
    if asked.put_off_to and asked.put_off_to <= max(today, shanghai_date(owed.due_at)):
        raise FormInvalid({"put_off_to": ["改到的日期应当晚于今天,也晚于原定的日期。"]})


def _keep(
    act: Act, owed: DeadlineOfCase, asked: Settling, kind: ChangeKind, due_at: datetime
) -> None:
    ledger.keep(act.db, KeptChange(
        id=asked.once, case_id=owed.case_id, deadline_id=owed.id, kind=kind, at=act.now,
        old_due_at=owed.due_at, new_due_at=due_at, until_on=asked.put_off_to,
        decided_on=asked.kept_on, by_id=act.actor.officer_id,
        reason=act.office.seal.close_text(asked.how, SealedPlace.DEADLINE_REASON.of(asked.once)),
    ))  # fmt: skip
