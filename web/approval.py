"""The page of an approval: the exact document, who signed before, and whether it is my turn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from models.labels import SIGN_MODES as MODES
from models.seal import Seal
from models.store import views_step
from models.store.acting import Actor
from models.words import Role, SignatureState, StepState
from tasks.acts.overtaking import earlier_forms
from web.names import role_name
from web.step_head import StepHead
from web.titles import step_title
from web.unsealing import opinion
from web.wording import _, word


@dataclass(frozen=True)
class Signer:
    """One signature of the chain."""

    ordinal: int
    role: str
    name: str
    state: str
    css: str
    decided_at: datetime | None
    opinion: str
    is_mine: bool


@dataclass(frozen=True)
class Basis:
    """An answered form of the stage: what the document rests on, and where it may go back to."""

    id: UUID
    href: str
    title: str


@dataclass(frozen=True)
class ApprovalPage:
    """An approval as its page shows it."""

    head: StepHead
    version: Row[Any]
    mode: str
    signers: tuple[Signer, ...]
    bases: tuple[Basis, ...]
    may_sign: bool
    why_not: str
    may_withdraw: bool
    following: str
    """Who signs after me."""


_STATES: dict[SignatureState, tuple[str, Callable[[], str]]] = {
    SignatureState.PENDING: ("ahead", lambda: _("未到")),
    SignatureState.OPEN: ("now", lambda: _("待审批")),
    SignatureState.APPROVED: ("done", lambda: _("同意")),
    SignatureState.RETURNED: ("back", lambda: _("退回")),
    SignatureState.VOID: ("void", lambda: _("作废")),
}


def approval_page(db: Connection, seal: Seal, actor: Actor, head: StepHead) -> ApprovalPage:
    """Make the page of an approval, open or decided."""
    rows = views_step.signatures(db, head.row.id)
    mine = _my_turn(actor, rows)
    why_not = _why_not(actor, head, rows, mine)
    after = [row for row in rows if mine is not None and row.ordinal > mine.ordinal]
    return ApprovalPage(
        head=head,
        version=views_step.version(db, rows[0].version_id),
        mode=word(MODES[rows[0].mode]) if len(rows) > 1 else "",
        signers=tuple(_signer(seal, row, is_mine=row is mine and not why_not) for row in rows),
        bases=tuple(_basis(row) for row in earlier_forms(db, head.row.id)),
        may_sign=not why_not,
        why_not=why_not,
        may_withdraw=_may_withdraw(actor, head, rows),
        following=_named(after[0]) if after and after[0].state == SignatureState.PENDING else "",
    )


def _my_turn(actor: Actor, rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """The open signature that is this officer's to give: by name first, then by role."""
    turns = [row for row in rows if row.state == SignatureState.OPEN]
    by_name = [row for row in turns if row.officer_id == actor.officer_id]
    by_role = [row for row in turns if actor.may(Role(row.role))]
    return next(iter(by_name + by_role), None)


def _why_not(actor: Actor, head: StepHead, rows: Sequence[Row[Any]], mine: Row[Any] | None) -> str:
    if head.row.state != StepState.OPEN:
        return _("审批已经结束。")
    if mine is None:
        return _("现在不轮到您审批，等待%(who)s办理。", who=head.person)
    people = {actor.officer_id, mine.stands_in_for}
    if people & set(mine.authors):
        return _("这份文书由您撰写，不能自己审批；请转交其他人审批。")
    if people & {row.decided_by for row in rows if row.decided_by}:
        return _("您已在本次审批中签署，不能再签一次；请转交其他人审批。")
    return ""


def _may_withdraw(actor: Actor, head: StepHead, rows: Sequence[Row[Any]]) -> bool:
    untouched = not any(row.viewed_at or row.decided_at for row in rows)
    is_open = head.row.state == StepState.OPEN
    return is_open and untouched and actor.officer_id in rows[0].authors


def _signer(seal: Seal, row: Row[Any], *, is_mine: bool) -> Signer:
    css, state = _STATES[SignatureState(row.state)]
    return Signer(
        ordinal=row.ordinal,
        role=role_name(row.role),
        name=_named(row),
        state=state(),
        css=css,
        decided_at=row.decided_at,
        opinion=opinion(seal, row.id, row.opinion),
        is_mine=is_mine,
    )


def _named(row: Row[Any]) -> str:
    name = row.decided_by_name or row.officer or _("无人负责")
    if row.absent and not row.decided_by_name:
        return _("%(name)s（代%(absent)s）", name=name, absent=row.absent)
    return str(name)


def _basis(row: Row[Any]) -> Basis:
    title = step_title("ask", key=row.key, form=row.form, paper=None, about=row.about, turn=1)
    return Basis(row.id, f"/steps/{row.id}", title)
