"""The page of an approval: the exact document, who signed before, and whether it is my turn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.labels import SIGN_MODES, SIGNATURE_STATES
from models.permissions import Circumstance, Permission
from models.store import views_step
from models.store.acting import Actor
from models.store.answers import EarlierForm, earlier_forms
from models.store.views_step import SignatureLine, VersionDetail
from models.words import SignatureState, SignMode, StepState
from tasks.acts.turns import toward, turn_of
from web.names import role_name
from web.step_head import StepHead
from web.titles import step_title
from web.unsealing import Opener, opinion
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
    version: VersionDetail
    mode: str
    signers: tuple[Signer, ...]
    bases: tuple[Basis, ...]
    may_sign: bool
    why_not: str
    may_withdraw: bool
    following: str
    """Who signs after me."""


#: How a signature is drawn.
_CSS = {
    SignatureState.PENDING: "ahead",
    SignatureState.OPEN: "now",
    SignatureState.APPROVED: "done",
    SignatureState.RETURNED: "back",
    SignatureState.VOID: "void",
}


def approval_page(db: Connection, opener: Opener, actor: Actor, head: StepHead) -> ApprovalPage:
    """Make the page of an approval, open or decided."""
    rows = views_step.signatures(db, head.row.id)
    mine = turn_of(actor, rows)
    why_not = _why_not(actor, head, rows, mine)
    after = [row for row in rows if mine is not None and row.ordinal > mine.ordinal]
    return ApprovalPage(
        head=replace(head, toward=head.toward.union(*_toward_turns(actor, rows))),
        version=views_step.version(db, rows[0].version_id),
        mode=word(SIGN_MODES[SignMode(rows[0].mode)]) if len(rows) > 1 else "",
        signers=tuple(_signer(opener, row, is_mine=row is mine and not why_not) for row in rows),
        bases=tuple(_basis(row) for row in earlier_forms(db, head.row.id)),
        may_sign=not why_not,
        why_not=why_not,
        may_withdraw=_may_withdraw(actor, head, rows),
        following=_named(after[0]) if after and after[0].state == SignatureState.PENDING else "",
    )


def _toward_turns(actor: Actor, rows: Sequence[SignatureLine]) -> list[frozenset[Circumstance]]:
    """What this officer is to the signatures whose turn it is: each can be handed over."""
    turns = [row for row in rows if row.state == SignatureState.OPEN]
    return [actor.toward(row.officer_id, row.role) for row in turns]


def _why_not(
    actor: Actor, head: StepHead, rows: Sequence[SignatureLine], mine: SignatureLine | None
) -> str:
    if head.row.state != StepState.OPEN:
        return _("审批已经结束。")
    if mine is None:
        return _("现在不轮到您审批，等待%(who)s办理。", who=head.person)
    refusal = actor.why_not(Permission.SIGN, *toward(actor, mine, rows, mine.authors))
    return word(refusal.sentence) if refusal else ""


def _may_withdraw(actor: Actor, head: StepHead, rows: Sequence[SignatureLine]) -> bool:
    untouched = not any(row.viewed_at or row.decided_at for row in rows)
    is_open = head.row.state == StepState.OPEN
    is_author = [Circumstance.AUTHOR] * (actor.officer_id in rows[0].authors)
    return is_open and untouched and actor.may(Permission.WITHDRAW_APPROVAL, *is_author)


def _signer(opener: Opener, row: SignatureLine, *, is_mine: bool) -> Signer:
    state = SignatureState(row.state)
    return Signer(
        ordinal=row.ordinal,
        role=role_name(row.role),
        name=_named(row),
        state=word(SIGNATURE_STATES[state]),
        css=_CSS[state],
        decided_at=row.decided_at,
        opinion=opinion(opener, row.id, row.opinion),
        is_mine=is_mine,
    )


def _named(row: SignatureLine) -> str:
    name = row.decided_by_name or row.officer or _("无人负责")
    if row.absent and not row.decided_by_name:
        return _("%(name)s（代%(absent)s）", name=name, absent=row.absent)
    return name


def _basis(row: EarlierForm) -> Basis:
    title = step_title("ask", key=row.key, form=row.form, paper=None, about=row.about, turn=1)
    return Basis(row.id, f"/steps/{row.id}", title)
