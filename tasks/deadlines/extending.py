"""Extending a deadline (延长): within its cap, with the decision, the reason, old and new date."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.errors import BadInput, FormInvalid, RuleBroken
from models.law.breaks import Extension
from models.law.dates import chinese_day, shanghai_date
from models.law.ledger import NO_DOCUMENT
from models.law.rule import Rule, Term
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import ledger
from models.store.ledger import DeadlineOfCase, KeptChange
from models.tables.step import ChangeKind, DeadlineState
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.changes import announce, refuse_names, refuse_others
from tasks.deadlines.standing import recounted, rule_of, settle
from tasks.office import Office

#: Who extends the centre's own targets.
DIRECTOR = "中心主任"


@dataclass(frozen=True)
class Extending:
    """An extension that was decided.

    Attributes:
        id: Made by the page, so that pressing twice records once.
        length: In the unit of the rule's term; None where a day was decided.
        until_on: The last day as decided; None where a length was.
        decided_on: Shanghai date of the decision; may be before today, never after.
        document: Number of the decision; None where there is none.
        reason: Free words; sealed.
    """

    id: UUID
    length: int | None
    until_on: date | None
    decided_on: date
    document: str | None
    reason: str


def approver_of(rule: Rule) -> str | None:
    """Who may extend a rule's deadline, in Chinese; None where nobody may."""
    if rule.extension:
        return rule.extension.approver
    return DIRECTOR if rule.is_target else None


def permission_to_extend(rule: Rule) -> Permission:
    """What recording an extension asks for: the centre's own targets are the director's alone."""
    return Permission.CHANGE_DEADLINE if rule.extension else Permission.EXTEND_TARGET


def extend(act: Act, deadline_id: UUID, asked: Extending) -> None:
    """Record an extension that was granted; the centre's own targets only the director extends.

    Raises:
        NotAllowed: Only supervisors and the director may record it.
        RuleBroken: The rule knows no extension, or the deadline has ended.
        FormInvalid: Beyond the cap, not later than before, decided too late.
    """
    deadline = ledger.locked(act.db, deadline_id)
    if ledger.is_known(act.db, asked.id):
        return
    refuse_others(act, deadline)
    rule = rule_of(act.office, deadline)
    approver = approver_of(rule)
    if approver is None:
        raise RuleBroken(f"规则 {rule.id} 的期限不允许延长。", source=rule.source)
    act.require(permission_to_extend(rule))
    refuse_names(act, deadline.case_id, reason=asked.reason, document=asked.document)
    _refuse(act, deadline, asked)
    granted = _granted(rule, asked, approver)
    new_due_at = extended(act.db, act.office, deadline, granted, now=act.now)
    ledger.keep(act.db, KeptChange(
        id=asked.id, case_id=deadline.case_id, deadline_id=deadline.id, kind=ChangeKind.EXTENSION,
        at=act.now, old_due_at=deadline.due_at, new_due_at=new_due_at, length=asked.length,
        unit=granted.term.unit if granted.term else None, until_on=asked.until_on,
        decided_on=asked.decided_on, decided_by=approver, document=asked.document,
        reason=act.office.seal.close_text(asked.reason, SealedPlace.DEADLINE_REASON.of(asked.id)),
        by_id=act.actor.officer_id,
    ))  # fmt: skip
    announce(
        act, deadline, Tag.CLOCK_EXTENDED, f"extended:{asked.id}",
        old=deadline.due_at.isoformat(), new=new_due_at.isoformat(),
    )  # fmt: skip


def extended(
    db: Connection, office: Office, deadline: DeadlineOfCase, granted: Extension, *, now: datetime
) -> datetime:
    """Count with one more extension and put it on the deadline; the new due instant.

    Raises:
        FormInvalid: Beyond the cap, or not later than before.
    """
    today, field = shanghai_date(now), "until_on" if granted.until else "length"
    try:
        counted = recounted(db, office, deadline, until=today, more=[granted])
    except BadInput as wrong:
        raise FormInvalid({field: [wrong.message]}) from wrong
    if counted.due_at <= deadline.due_at:
        raise FormInvalid({field: ["延长后的日期必须晚于原期限。"]})
    settle(db, deadline, counted, today=today)
    return counted.due_at


def _granted(rule: Rule, asked: Extending, approver: str) -> Extension:
    counted = rule.counted
    unit = counted.unit if counted else None
    if rule.extension and rule.extension.cap_unit:
        unit = rule.extension.cap_unit
    term = Term(clock=rule.clock, length=asked.length, unit=unit) if asked.length else None
    return Extension(
        term, approver, asked.document or NO_DOCUMENT,
        until=asked.until_on, granted_on=asked.decided_on,
    )  # fmt: skip


def _refuse(act: Act, deadline: DeadlineOfCase, asked: Extending) -> None:
    wrong: dict[str, list[str]] = {}
    if (asked.length is None) == (asked.until_on is None):
        wrong["length"] = ["请填写延长多久,或者延长至哪一日,只填一项。"]
    if asked.decided_on > shanghai_date(act.now):
        wrong["decided_on"] = ["批准日期不能晚于今天。"]
    elif deadline.state is DeadlineState.RUNNING and asked.decided_on > shanghai_date(
        deadline.due_at
    ):
        due = chinese_day(shanghai_date(deadline.due_at))
        wrong["decided_on"] = [
            f"期限已于{due}届满,之后批准的不是延长;有新的起算事件的,请重新起算。"
        ]
    if wrong:
        raise FormInvalid(wrong)
