"""What may be done with a deadline now, and by what it would be proved: for the page that asks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.forms.catalogue import FORMS
from models.law.dates import shanghai_date
from models.law.interruption import SuspensionGround, why_not_suspended
from models.law.pack import LawMissing
from models.law.rule import Rule
from models.permissions import Permission
from models.store import evidence, ledger
from models.store.ledger import DeadlineOfCase
from models.tables.step import DeadlineState
from tasks.deadlines.extending import approver_of, permission_to_extend
from tasks.deadlines.restarting import cases_of
from tasks.deadlines.standing import rule_of
from tasks.office import Office

#: The newest steps are the likely proof of a new event.
_MOST = 40


@dataclass(frozen=True)
class Proof:
    """A done step of the case that may prove a new event."""

    id: UUID
    title: str
    on: date


@dataclass(frozen=True)
class Offers:
    """What the page may offer.

    Attributes:
        deadline: The deadline.
        ended: Why nothing can be done any more; empty while it counts.
        is_paused: Whether it stands still now.
        why_not_suspend: Why it cannot stand still; empty if it can.
        grounds: The grounds on which it can.
        approver: Who may extend it, in Chinese; empty if nobody may.
        unit: What an extension is counted in, in Chinese.
        cap: The cap of all extensions together, in Chinese; empty for none.
        proofs: Steps that may prove a new event.
        cases: Other cases of the rule, by which it may be counted from a new event.
        extending: What recording an extension asks for.
    """

    deadline: DeadlineOfCase
    ended: str
    is_paused: bool
    why_not_suspend: str
    grounds: tuple[SuspensionGround, ...]
    approver: str
    unit: str
    cap: str
    proofs: tuple[Proof, ...]
    cases: tuple[Rule, ...] = ()
    extending: Permission = Permission.CHANGE_DEADLINE


def offers(db: Connection, office: Office, deadline_id: UUID, *, now: datetime) -> Offers:
    """Look what may be done with a deadline.

    Raises:
        NotFound: No such deadline, or not to be seen by this actor.
    """
    deadline = ledger.read(db, deadline_id)
    if not deadline.counts:
        return _nothing(deadline, "这个期限已经结束,不能再变更。")
    if not deadline.receipt.is_counted:
        return _nothing(deadline, "这个日期由前一环节确定,要变更请在原环节办理。")
    try:
        rule = rule_of(office, deadline)
    except LawMissing as missing:
        return _nothing(deadline, missing.message)
    grounds = tuple(one for one in SuspensionGround if why_not_suspended(rule, one) is None)
    cap, counted = rule.extension, rule.counted
    unit = cap.cap_unit if cap and cap.cap_unit else (counted.unit if counted else None)
    return Offers(
        deadline=deadline,
        ended="",
        is_paused=deadline.ledger.pause_on(shanghai_date(now)) is not None,
        why_not_suspend=why_not_suspended(rule) or "",
        grounds=grounds,
        approver=approver_of(rule) or "",
        unit=unit.chinese if unit else "",
        cap=f"{cap.cap_length}{cap.cap_unit.chinese}" if cap and cap.cap_unit else "",
        proofs=_proofs(db, deadline.case_id),
        cases=cases_of(office.pack(deadline.pack, deadline.locality), rule),
        extending=permission_to_extend(rule),
    )


def _nothing(deadline: DeadlineOfCase, why: str) -> Offers:
    is_paused = deadline.state is DeadlineState.SUSPENDED
    return Offers(deadline, why, is_paused, why, (), "", "", "", ())


def _proofs(db: Connection, case_id: UUID) -> tuple[Proof, ...]:
    return tuple(
        Proof(one.id, FORMS[one.form].title, one.done_on or shanghai_date(one.done_at))
        for one in evidence.newest(db, case_id, most=_MOST)
        if one.form and one.done_at
    )
