"""Withdrawing a side procedure started by mistake: before anything left the house, with a reason.

What a person started a person may take back while it is still paper on a desk. What came from
outside (a child, a suggestion, a commission) or was signed is ended by the procedure alone.
"""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection

from models.errors import RuleBroken
from models.forms.catalogue import FORMS
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import answers, case, stage, step
from models.store.events import Happening
from models.store.notices import tell
from models.store.stage import StageToWithdraw
from models.tables.case import CaseState, StageState
from models.words import NoticeKind, Outcome, Role, StepKind, Tag
from tasks.act import Act
from tasks.watch.whom_to_tell import who_is_there

#: Forms that are the centre's own paper: after them all can still be taken back.
OWN_PAPER = frozenset(
    {
        "protection-application",
        "injunction-application",
        "extension-request",
        "exemption-request",
        "majority-preparation",
        "transfer-request",
    }
)
BECAUSE = "withdrawn"


class Begun(Protocol):
    """A stage that somebody began, with the sealed reason if it was a person."""

    @property
    def id(self) -> UUID: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> bytes | None: ...


def withdraw_side(act: Act, stage_id: UUID, *, reason: str) -> UUID:
    """Take back a side procedure; returns its case. Supervisors are told.

    Raises:
        NotFound: No such stage, or not to be seen by this actor.
        NotAllowed: A role that starts no side procedure.
        RuleBroken: No reason; it has ended; the procedure itself started it; something left the
            house, came in from outside, or was approved.
    """
    case.lock_of_stage(act.db, stage_id)
    row = stage.to_withdraw(act.db, stage_id)
    _refuse(act, row, reason)
    cancelled = stage.interrupt(act.db, stage_id, now=act.now)
    seal, why = act.office.seal, reason.strip()
    reasons = {one: seal.close_text(why, SealedPlace.STEP_REASON.of(one)) for one in cancelled}
    step.take_back(act.db, stage_id, reasons, now=act.now)
    _note(act, row, cancelled)
    return row.case_id


def why_not(db: Connection, stage_id: UUID) -> str:
    """Say why what was done in a stage cannot be taken back; empty when it can."""
    for one in answers.done_by_people(db, stage_id):
        if one.kind is StepKind.APPROVE or one.form is None:
            return "文书已经签批,不能撤回;请按程序办结。"
        if one.form not in OWN_PAPER:
            title = FORMS[one.form].title
            return f"已经办理“{title}”,有了对外的事实,不能撤回;请按程序办结。"
    return ""


def may_withdraw(db: Connection, row: Begun) -> bool:
    """Whether a stage may be taken back."""
    return row.state == StageState.OPEN and bool(row.reason) and not why_not(db, row.id)


def _refuse(act: Act, row: StageToWithdraw, reason: str) -> None:
    act.require(Permission.WITHDRAW_SIDE)
    if not reason.strip():
        raise RuleBroken("撤回并行程序必须写明理由。")
    if row.is_main:
        raise RuleBroken("主线阶段不能撤回。")
    if row.state is not StageState.OPEN or row.case_state is not CaseState.OPEN:
        raise RuleBroken("这项程序已经结束,不需要撤回。")
    if not row.by_person:
        raise RuleBroken("这项程序由办案流程启动,不是误启动,不能撤回;请按程序办结。")
    if refused := why_not(act.db, row.id):
        raise RuleBroken(refused)


def _note(act: Act, row: StageToWithdraw, cancelled: Sequence[UUID]) -> None:
    who, of_case = act.actor.officer_id, {"case_id": row.case_id, "centre_id": row.centre_id}
    told = {"outcome": Outcome.INTERRUPTED.value, "because": BECAUSE}
    act.note(
        [
            *(
                Happening(Tag.STEP_CANCELLED, row.id, step_id, who, {"because": BECAUSE})
                for step_id in cancelled
            ),
            Happening(Tag.STAGE_CLOSED, row.id, None, who, told),
        ],
        **of_case,
    )
    there = who_is_there(act.db, [row], now=act.now)
    for officer in there.leaders(row, Role.SUPERVISOR, [who]):
        tell(
            act.db, officer, kind=NoticeKind.WITHDRAWN, once=f"withdrawn:{row.id}",
            step_id=None, at=act.now, **of_case,
        )  # fmt: skip
