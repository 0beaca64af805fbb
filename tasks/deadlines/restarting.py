"""Starting a deadline anew (重新起算): a new count from a new event, the old one kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from models.errors import FormInvalid, RuleBroken
from models.law.count import count
from models.law.deadline import Deadline
from models.law.pack import RulePack
from models.law.rule import Rule
from models.sealed_places import SealedPlace
from models.store import calendars, evidence, ledger
from models.store.deadlines import NewDeadline
from models.store.ledger import DeadlineOfCase, KeptChange
from models.tables.step import ChangeKind
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.changes import announce, refuse_names, refuse_others
from tasks.deadlines.standing import rule_of, show


@dataclass(frozen=True)
class Restarting:
    """A new event from which a deadline is counted anew.

    Attributes:
        id: Of the new deadline; made by the page, so that pressing twice records once.
        since: When the new event happened, aware.
        evidence: The done step of the case that proves it; None where a paper does.
        document: Number of the paper that proves it.
        reason: What the new event is; sealed.
        rule: The case of the same rule that the new event makes it (`5C.6-announced`); empty to
            count by the rule it had.
    """

    id: UUID
    since: datetime
    evidence: UUID | None
    document: str | None
    reason: str
    rule: str = ""


def restart(act: Act, deadline_id: UUID, asked: Restarting) -> UUID:
    """Count anew from a new event; returns the new deadline.

    Raises:
        NotAllowed: Only supervisors and the director may.
        RuleBroken: The deadline has ended, or its day was fixed otherwise.
        FormInvalid: The event lies ahead, or not after the old start, or nothing proves it.
    """
    old = ledger.locked(act.db, deadline_id)
    if ledger.is_known(act.db, asked.id):
        return asked.id
    refuse_others(act, old)
    rule = _rule(act, old, asked)
    refuse_names(act, old.case_id, reason=asked.reason, document=asked.document)
    _refuse(act, old, asked)
    counted = count(rule, asked.since, calendars.in_effect(act.db))
    ledger.restart(act.db, old, _anew(old, asked, counted), now=act.now)
    new = ledger.read(act.db, asked.id)
    show(act.db, new, counted.due_at, today=counted.due_on)
    _keep(act, old, asked, counted.due_at)
    announce(
        act, new, Tag.CLOCK_RESTARTED, f"restarted:{asked.id}",
        since=asked.since.isoformat(), old=old.due_at.isoformat(), new=counted.due_at.isoformat(),
    )  # fmt: skip
    return asked.id


def _anew(old: DeadlineOfCase, asked: Restarting, counted: Deadline) -> NewDeadline:
    return NewDeadline(
        id=asked.id,
        case_id=old.case_id,
        stage_id=old.stage_id,
        centre_id=old.centre_id,
        step_id=old.step_id,
        key=old.key,
        restarts=old.restarts + 1,
        rule=counted.rule_id,
        pack=old.pack,
        holder=old.holder,
        owner_id=old.owner_id,
        starts_at=asked.since,
        due_at=counted.due_at,
        yellow_at=None,
        red_at=None,
        provisional=counted.provisional,
        printable=counted.printable,
        receipt=counted.receipt(),
    )


def cases_of(pack: RulePack, rule: Rule) -> tuple[Rule, ...]:
    """The other cases of the same rule that have a number: what a new event may make of it."""
    base = rule.id.partition("-")[0]
    found = [pack.rules[f"{base}-{name}"] for name in pack.rule(base).variants]
    return tuple(
        one for one in (pack.rule(base), *found)
        if one.id != rule.id and one.counted and one.clock is rule.clock
    )  # fmt: skip


def _rule(act: Act, old: DeadlineOfCase, asked: Restarting) -> Rule:
    rule = rule_of(act.office, old)
    if not asked.rule or asked.rule == rule.id:
        return rule
    others = cases_of(act.office.pack(old.pack, old.locality), rule)
    chosen = next((one for one in others if one.id == asked.rule), None)
    if chosen is None:
        raise FormInvalid({"rule": ["所选的情形不属于这条规则。"]})
    return chosen


def _keep(act: Act, old: DeadlineOfCase, asked: Restarting, new_due_at: datetime) -> None:
    change_id = uuid4()
    ledger.keep(act.db, KeptChange(
        id=change_id, case_id=old.case_id, deadline_id=asked.id, kind=ChangeKind.RESTART,
        at=act.now, old_due_at=old.due_at, new_due_at=new_due_at, evidence_id=asked.evidence,
        document=asked.document, by_id=act.actor.officer_id,
        reason=act.office.seal.close_text(asked.reason, SealedPlace.DEADLINE_REASON.of(change_id)),
    ))  # fmt: skip


def _refuse(act: Act, old: DeadlineOfCase, asked: Restarting) -> None:
    wrong: dict[str, list[str]] = {}
    if asked.since > act.now:
        wrong["since"] = ["新的起算事件还没有发生,期限不能从将来起算。"]
    elif asked.since <= old.starts_at:
        wrong["since"] = ["新的起算事件必须晚于原来的起算时间。"]
    if asked.evidence is None and not asked.document:
        wrong["evidence"] = ["请选择证明新起算事件的环节,或者写明文书的文号。"]
    if asked.evidence and not evidence.is_done(act.db, asked.evidence, case_id=old.case_id):
        raise RuleBroken("所选的环节不是本案已办结的环节。")
    if wrong:
        raise FormInvalid(wrong)
