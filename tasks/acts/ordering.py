"""Supervision orders (督办): the director orders, one person reports back, the director closes.

The text is sealed; the chain carries ids and dates. The feedback has a deadline of its own (rule
C.10, or the day the director names) with receipt, ladder and cards like any other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from models.errors import FormInvalid, NotFound, RuleBroken
from models.permissions import Circumstance, Permission, may
from models.sealed_places import SealedPlace
from models.store import case as cases
from models.store import order as orders
from models.store import step as steps
from models.store import team
from models.store.case import LockedCase
from models.store.events import Happening
from models.store.notices import tell
from models.store.officers import officer_of_centre
from models.store.order import NewOrder, OrderNow
from models.tables.step import DeadlineState
from models.tables.watch import EntryKind, OrderState
from models.words import Tag
from tasks.act import Act
from tasks.acts import order_clock
from tasks.acts.order_clock import Feedback

LONGEST = 2_000


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
    case = cases.lock(act.db, case_id)
    if report_by is not None and report_by <= act.now:
        raise FormInvalid({"report_by": ["反馈时间必须晚于现在。"]})
    _may_owe(act, owes)
    stage_id = _stage(act, case, step_id)
    order_id = uuid4()
    due = order_clock.start(act, case, Feedback(order_id, stage_id, owes), by=report_by)
    sealed = act.office.seal.close_text(words.strip(), SealedPlace.ORDER_TEXT.of(order_id))
    new = NewOrder(
        id=order_id, case_id=case.id, centre_id=case.centre_id, stage_id=stage_id,
        step_id=step_id, ordered_by=act.actor.officer_id, ordered_at=act.now, owes_id=owes,
        due_at=due, text=sealed,
    )  # fmt: skip
    orders.write(act.db, new)
    of_case = {"case_id": case.id, "centre_id": case.centre_id}
    team.join(act.db, officer_id=owes, at=act.now, lead=False, **of_case)
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
    if order.state is not OrderState.OPEN:
        raise RuleBroken("这项督办不在等待反馈。")
    _write(act, order, EntryKind.REPORT, words)
    late = order_clock.end(act, order, DeadlineState.MET)
    orders.set_state(act.db, order.id, OrderState.REPORTED, due_at=order.due_at)
    _tell(act, order, order.ordered_by, "reported")
    _happened(act, order, Tag.ORDER_REPORTED, {"late": late})
    return order.case_id


def send_back(act: Act, order_id: UUID, *, words: str, report_by: datetime | None = None) -> UUID:
    """Ask for more: the feedback is owed anew, with a deadline from now."""
    act.require(Permission.RETURN_ORDER)
    order = _locked(act, order_id)
    if order.state is not OrderState.REPORTED:
        raise RuleBroken("还没有反馈,不能退回补充。")
    if report_by is not None and report_by <= act.now:
        raise FormInvalid({"report_by": ["反馈时间必须晚于现在。"]})
    _write(act, order, EntryKind.RETURN, words)
    case = cases.lock(act.db, order.case_id)
    feedback = Feedback(order_id, order.stage_id, order.owes_id)
    due = order_clock.start(act, case, feedback, by=report_by)
    orders.set_state(act.db, order.id, OrderState.OPEN, due_at=due)
    _tell(act, order, order.owes_id, "returned")
    _happened(act, order, Tag.ORDER_RETURNED, {"due": due.isoformat()})
    return order.case_id


def close_with_case(act: Act, order_id: UUID, *, words: str) -> None:
    """Close an order because its case is void: nothing is left to report on."""
    order = _locked(act, order_id)
    _write(act, order, EntryKind.CLOSE, words[:LONGEST])
    order_clock.end(act, order, DeadlineState.STOPPED)
    orders.close(act.db, order_id, by=act.actor.officer_id, at=act.now)
    _tell(act, order, order.owes_id, "closed")
    _happened(act, order, Tag.ORDER_CLOSED, {"reported": order.state is OrderState.REPORTED})


def close_order(act: Act, order_id: UUID, *, words: str) -> UUID:
    """Close an order, with what came of it; never by the one who owes the feedback."""
    act.require(Permission.CLOSE_ORDER)
    order = _locked(act, order_id)
    act.require(Permission.CLOSE_ORDER, *act.actor.being(Circumstance.OWES, order.owes_id))
    _write(act, order, EntryKind.CLOSE, words)
    order_clock.end(act, order, DeadlineState.STOPPED)
    orders.close(act.db, order_id, by=act.actor.officer_id, at=act.now)
    _tell(act, order, order.owes_id, "closed")
    _happened(act, order, Tag.ORDER_CLOSED, {"reported": order.state is OrderState.REPORTED})
    return order.case_id


def _said(words: str, name: str) -> None:
    if not words.strip():
        raise FormInvalid({name: ["请写明内容。"]})
    if len(words) > LONGEST:
        raise FormInvalid({name: [f"最多{LONGEST}个字。"]})


def _may_owe(act: Act, owes: UUID) -> None:
    officer = officer_of_centre(act.db, owes)
    if not officer.active or not may(officer.roles, Permission.OWE_FEEDBACK):
        raise RuleBroken("被督办人的账号已停用,或者不办理案件。")
    if owes == act.actor.officer_id:
        raise RuleBroken("不能督办自己:反馈和办结不能是同一个人。")


def _stage(act: Act, case: LockedCase, step_id: UUID | None) -> UUID:
    if step_id is None:
        return orders.place(act.db, case.id)
    of_step = steps.stage_of(act.db, step_id, case_id=case.id)
    if of_step is None:
        raise NotFound("没有找到这个环节。")
    return of_step


def _locked(act: Act, order_id: UUID) -> OrderNow:
    """Lock the order's case and read the order.

    Raises:
        NotFound: Not there, or not to be seen.
        RuleBroken: It is closed.
    """
    order = orders.lock(act.db, order_id)
    if order.state is OrderState.CLOSED:
        raise RuleBroken("这项督办已经办结。")
    return order


def _write(act: Act, order: OrderNow, kind: EntryKind, words: str) -> None:
    _said(words, "words")
    entry_id = uuid4()
    text = act.office.seal.close_text(words.strip(), SealedPlace.ORDER_ENTRY_TEXT.of(entry_id))
    orders.add_entry(act.db, entry_id, order, kind, by=act.actor.officer_id, at=act.now, text=text)


def _tell(act: Act, order: OrderNow, whom: UUID, what: str) -> None:
    tell(
        act.db, whom, kind="order", once=f"order:{order.id}:{what}:{act.now.isoformat()}",
        case_id=order.case_id, centre_id=order.centre_id, step_id=order.step_id, at=act.now,
    )  # fmt: skip


def _happened(act: Act, order: OrderNow, tag: Tag, more: dict[str, Any]) -> None:
    detail = {"order": str(order.id), **more}
    happened = Happening(tag, order.stage_id, order.step_id, act.actor.officer_id, detail)
    act.note([happened], case_id=order.case_id, centre_id=order.centre_id)
