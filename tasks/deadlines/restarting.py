"""Starting a deadline anew (重新起算): a new count from a new event, the old one kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, text

from models.errors import FormInvalid, RuleBroken
from models.law.count import count
from models.law.pack import RulePack
from models.law.rule import Rule
from models.sealed_places import SealedPlace
from models.store import calendars
from models.tables.step import ChangeKind, DeadlineRow, DeadlineState
from models.words import Tag
from tasks.act import Act
from tasks.deadlines.changes import (
    announce,
    record_change,
    refuse_names,
    refuse_others,
)
from tasks.deadlines.standing import Breaks, lock_deadline, rule_of, show

_THERE = text("SELECT 1 FROM deadlines WHERE id = :id")
#: The old count keeps its key and its receipt, and lets the step go.
_END = text(
    "UPDATE deadlines SET state = 'stopped', ended_at = :now, step_id = NULL WHERE id = :id"
)
_EVIDENCE = text("SELECT 1 FROM steps WHERE id = :step AND case_id = :case AND state = 'done'")
_KEPT = (
    "case_id", "stage_id", "centre_id", "step_id", "key", "pack", "holder", "owner_id",
)  # fmt: skip


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
    row = lock_deadline(act.db, deadline_id)
    if act.db.execute(_THERE, {"id": asked.id}).first():
        return asked.id
    refuse_others(act, row)
    rule = _rule(act, row, asked)
    refuse_names(act, row, reason=asked.reason, document=asked.document)
    _refuse(act, row, asked)
    counted = count(rule, asked.since, calendars.in_effect(act.db))
    act.db.execute(_END, {"id": row.id, "now": act.now})
    new = {name: getattr(row, name) for name in _KEPT} | {
        "rule": rule.id,
        "id": asked.id,
        "restarts": row.restarts + 1,
        "starts_at": asked.since,
        "due_at": counted.due_at,
        "provisional": counted.provisional,
        "printable": counted.printable,
        "receipt": counted.receipt(),
        "state": DeadlineState.RUNNING,
    }
    act.db.execute(insert(DeadlineRow.__table__), new)  # type: ignore[arg-type]
    anew = lock_deadline(act.db, asked.id)
    show(act.db, anew, counted.due_at, Breaks((), ()), today=counted.due_on)
    _keep(act, row, asked, counted.due_at)
    announce(
        act, anew, Tag.CLOCK_RESTARTED, f"restarted:{asked.id}",
        since=asked.since.isoformat(), old=row.due_at.isoformat(), new=counted.due_at.isoformat(),
    )  # fmt: skip
    return asked.id


def cases_of(pack: RulePack, rule: Rule) -> tuple[Rule, ...]:
    """The other cases of the same rule that have a number: what a new event may make of it."""
    base = rule.id.partition("-")[0]
    found = [pack.rules[f"{base}-{name}"] for name in pack.rule(base).variants]
    return tuple(
        one for one in (pack.rule(base), *found)
        if one.id != rule.id and one.counted and one.clock is rule.clock
    )  # fmt: skip


def _rule(act: Act, row: Row[Any], asked: Restarting) -> Rule:
    rule = rule_of(act.office, row)
    if not asked.rule or asked.rule == rule.id:
        return rule
    others = cases_of(act.office.pack(row.pack, row.locality), rule)
    chosen = next((one for one in others if one.id == asked.rule), None)
    if chosen is None:
        raise FormInvalid({"rule": ["所选的情形不属于这条规则。"]})
    return chosen


def _keep(act: Act, old: Row[Any], asked: Restarting, new_due_at: datetime) -> None:
    change = record_change(
        act.db, old, kind=ChangeKind.RESTART, new_due_at=new_due_at, at=act.now,
        deadline_id=asked.id, evidence_id=asked.evidence, document=asked.document,
        by_id=act.actor.officer_id,
    )  # fmt: skip
    sealed = act.office.seal.close_text(asked.reason, SealedPlace.DEADLINE_REASON.of(change))
    act.db.execute(
        text("UPDATE deadline_changes SET reason = :reason WHERE id = :id"),
        {"reason": sealed, "id": change},
    )


def _refuse(act: Act, row: Row[Any], asked: Restarting) -> None:
    wrong: dict[str, list[str]] = {}
    if asked.since > act.now:
        wrong["since"] = ["新的起算事件还没有发生,期限不能从将来起算。"]
    elif asked.since <= row.starts_at:
        wrong["since"] = ["新的起算事件必须晚于原来的起算时间。"]
    if asked.evidence is None and not asked.document:
        wrong["evidence"] = ["请选择证明新起算事件的环节,或者写明文书的文号。"]
    given = {"step": asked.evidence, "case": row.case_id}
    if asked.evidence and not act.db.execute(_EVIDENCE, given).first():
        raise RuleBroken("所选的环节不是本案已办结的环节。")
    if wrong:
        raise FormInvalid(wrong)
