"""Supervision orders (督办): the director orders, one person reports back, the director closes.

The text is sealed; the chain carries ids and dates. The feedback has a deadline of its own (rule
C.10, or the day the director names) with receipt, ladder and cards like any other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, text

from models.errors import FormInvalid, NotFound, RuleBroken
from models.permissions import Circumstance, Permission, may
from models.sealed_places import SealedPlace
from models.store.events import Happening
from models.store.notices import tell
from models.store.officers import join_team, officer_row
from models.tables.step import DeadlineState
from models.tables.watch import EntryKind, OrderEntry, OrderState, SupervisionOrder
from models.words import Tag
from tasks.act import Act
from tasks.acts import order_clock
from tasks.acts.order_clock import Feedback

LONGEST = 2_000

_CASE = text(
    "SELECT c.id, c.centre_id, c.pack, c.locality, c.state, "
    "(SELECT g.id FROM stages g WHERE g.case_id = c.id "
    "ORDER BY (g.is_main AND g.state = 'open') DESC, g.ordinal DESC LIMIT 1) AS stage_id "
    "FROM cases c WHERE c.id = :case FOR NO KEY UPDATE"
)
_STEP = text("SELECT id, stage_id FROM steps WHERE id = :step AND case_id = :case")
_ORDER = text("SELECT * FROM supervision_orders WHERE id = :id")
_STATE = text("UPDATE supervision_orders SET state = :state, due_at = :due WHERE id = :id")
_CLOSE = text(
    "UPDATE supervision_orders SET state = 'closed', closed_at = :now, closed_by = :by "
    "WHERE id = :id"
)


def give_order(
    act: Act,
    case_id: UUID,
    *,
    words: str,
    owes: UUID,
    step_id: UUID | None = None,
    report_by: datetime | None = None,
) -> UUID:
    """Order that something be done and reported on.

    Args:
        act: By whom and when.
        case_id: The case.
        words: What is ordered.
        owes: The officer who must report back.
        step_id: What it is about; None for the case as a whole.
        report_by: When the director names a day; else rule C.10 counts.

    Raises:
        NotAllowed: Only the director may.
        FormInvalid: No text, or a day that is past.
        RuleBroken: Who should report cannot.
    """
    act.require(Permission.GIVE_ORDER)
    _said(words, "words")
    case = act.db.execute(_CASE, {"case": case_id}).first()
    if case is None:
        raise NotFound("没有找到这个案件。")
    if report_by is not None and report_by <= act.now:
        raise FormInvalid({"report_by": ["反馈时间必须晚于现在。"]})
    _may_owe(act, owes)
    stage_id = _stage(act, case, step_id)
    order_id = uuid4()
    due = order_clock.start(act, case, Feedback(order_id, stage_id, owes), by=report_by)
    act.db.execute(
        insert(SupervisionOrder.__table__),  # type: ignore[arg-type]
        {
            "id": order_id, "case_id": case.id, "centre_id": case.centre_id, "stage_id": stage_id,
            "step_id": step_id, "ordered_by": act.actor.officer_id, "ordered_at": act.now,
            "owes_id": owes, "due_at": due, "state": OrderState.OPEN,
            "text": act.office.seal.close_text(words.strip(), SealedPlace.ORDER_TEXT.of(order_id)),
        },
    )  # fmt: skip
    of_case = {"case_id": case.id, "centre_id": case.centre_id}
    join_team(act.db, officer_id=owes, at=act.now, lead=False, **of_case)
    tell(act.db, owes, kind="order", once=f"order:{order_id}", step_id=step_id, at=act.now,
         **of_case)  # fmt: skip
    detail = {"order": str(order_id), "owes": str(owes), "due": due.isoformat()}
    act.note(
        [Happening(Tag.ORDER_GIVEN, stage_id, step_id, act.actor.officer_id, detail)], **of_case
    )
    return order_id


def report_back(act: Act, order_id: UUID, *, words: str) -> UUID:
    """Report on an order; only who owes the feedback may. Returns the case."""
    order = _locked(act, order_id)
    act.require(Permission.REPORT_ORDER, *act.actor.being(Circumstance.OWES, order.owes_id))
    if order.state != OrderState.OPEN:
        raise RuleBroken("这项督办不在等待反馈。")
    _write(act, order, EntryKind.REPORT, words)
    late = order_clock.end(act, order, DeadlineState.MET)
    _set(act, order, OrderState.REPORTED, order.due_at)
    _tell(act, order, order.ordered_by, "reported")
    _happened(act, order, Tag.ORDER_REPORTED, {"late": late})
    return _case_of(order)


def send_back(act: Act, order_id: UUID, *, words: str, report_by: datetime | None = None) -> UUID:
    """Ask for more: the feedback is owed anew, with a deadline from now."""
    act.require(Permission.RETURN_ORDER)
    order = _locked(act, order_id)
    if order.state != OrderState.REPORTED:
        raise RuleBroken("还没有反馈,不能退回补充。")
    if report_by is not None and report_by <= act.now:
        raise FormInvalid({"report_by": ["反馈时间必须晚于现在。"]})
    _write(act, order, EntryKind.RETURN, words)
    case = act.db.execute(_CASE, {"case": order.case_id}).one()
    feedback = Feedback(order_id, order.stage_id, order.owes_id)
    due = order_clock.start(act, case, feedback, by=report_by)
    _set(act, order, OrderState.OPEN, due)
    _tell(act, order, order.owes_id, "returned")
    _happened(act, order, Tag.ORDER_RETURNED, {"due": due.isoformat()})
    return _case_of(order)


def close_order(act: Act, order_id: UUID, *, words: str) -> UUID:
    """Close an order, with what came of it; never by the one who owes the feedback."""
    act.require(Permission.CLOSE_ORDER)
    order = _locked(act, order_id)
    act.require(Permission.CLOSE_ORDER, *act.actor.being(Circumstance.OWES, order.owes_id))
    _write(act, order, EntryKind.CLOSE, words)
    order_clock.end(act, order, DeadlineState.STOPPED)
    act.db.execute(_CLOSE, {"now": act.now, "by": act.actor.officer_id, "id": order_id})
    _tell(act, order, order.owes_id, "closed")
    _happened(act, order, Tag.ORDER_CLOSED, {"reported": order.state == OrderState.REPORTED})
    return _case_of(order)


def _said(words: str, name: str) -> None:
    if not words.strip():
        raise FormInvalid({name: ["请写明内容。"]})
    if len(words) > LONGEST:
        raise FormInvalid({name: [f"最多{LONGEST}个字。"]})


def _may_owe(act: Act, owes: UUID) -> None:
    officer = officer_row(act.db, owes)
    if not officer.active or not may(officer.roles, Permission.OWE_FEEDBACK):
        raise RuleBroken("被督办人的账号已停用,或者不办理案件。")
    if owes == act.actor.officer_id:
        raise RuleBroken("不能督办自己:反馈和办结不能是同一个人。")


def _stage(act: Act, case: Row[Any], step_id: UUID | None) -> UUID:
    if step_id is None:
        whole: UUID = case.stage_id
        return whole
    step = act.db.execute(_STEP, {"step": step_id, "case": case.id}).first()
    if step is None:
        raise NotFound("没有找到这个环节。")
    of_step: UUID = step.stage_id
    return of_step


def _locked(act: Act, order_id: UUID) -> Row[Any]:
    """Lock the order's case and read the order.

    Raises:
        NotFound: Not there, or not to be seen.
        RuleBroken: It is closed.
    """
    seen = act.db.execute(_ORDER, {"id": order_id}).first()
    if seen is None:
        raise NotFound("没有找到这项督办。")
    act.db.execute(_CASE, {"case": seen.case_id})
    order = act.db.execute(_ORDER, {"id": order_id}).one()
    if order.state == OrderState.CLOSED:
        raise RuleBroken("这项督办已经办结。")
    return order


def _write(act: Act, order: Row[Any], kind: EntryKind, words: str) -> None:
    _said(words, "words")
    entry_id = uuid4()
    sealed = act.office.seal.close_text(words.strip(), SealedPlace.ORDER_ENTRY_TEXT.of(entry_id))
    act.db.execute(
        insert(OrderEntry.__table__),  # type: ignore[arg-type]
        {
            "id": entry_id, "case_id": order.case_id, "order_id": order.id, "at": act.now,
            "by_id": act.actor.officer_id, "kind": kind,
            "text": sealed,
        },
    )  # fmt: skip


def _set(act: Act, order: Row[Any], state: OrderState, due: datetime) -> None:
    act.db.execute(_STATE, {"state": state.value, "due": due, "id": order.id})


def _tell(act: Act, order: Row[Any], whom: UUID, what: str) -> None:
    tell(
        act.db, whom, kind="order", once=f"order:{order.id}:{what}:{act.now.isoformat()}",
        case_id=order.case_id, centre_id=order.centre_id, step_id=order.step_id, at=act.now,
    )  # fmt: skip


def _happened(act: Act, order: Row[Any], tag: Tag, more: dict[str, Any]) -> None:
    detail = {"order": str(order.id), **more}
    happened = Happening(tag, order.stage_id, order.step_id, act.actor.officer_id, detail)
    act.note([happened], case_id=order.case_id, centre_id=order.centre_id)


def _case_of(order: Row[Any]) -> UUID:
    case_id: UUID = order.case_id
    return case_id
