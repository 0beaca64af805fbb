"""Signing, returning, withdrawing: one decision by unique row, bound to exact bytes and data."""

from uuid import UUID

from sqlalchemy import Connection

from models.errors import AlreadyDecided, RuleBroken
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store import approval
from models.store import step as steps
from models.store.approval import ChainSignature
from models.store.events import Happening
from models.store.step import StepInCase
from models.words import SignatureState, StepKind, StepState, Tag
from tasks.act import Act, Done
from tasks.acts.answering import decided_sentence
from tasks.acts.binding import Decision, has_changed, version_of, void
from tasks.acts.overtaking import earlier_form, last_form, overtake
from tasks.acts.turns import my_turn, next_turn, show_turn, toward, whose


def sign(act: Act, step_id: UUID, *, opinion: str) -> Done[Decision]:
    """Approve, as whoever's turn it is among the actor's roles.

    Raises:
        AlreadyDecided: Somebody was first, with whose decision it is.
        OwnWork: The actor wrote what is to be signed, or has signed in this chain.
    """
    step, signatures = _open_chain(act.db, step_id)
    mine = my_turn(act.actor, signatures)
    version = version_of(act, mine)
    act.require(Permission.SIGN, *toward(act.actor, mine, signatures, version.authors))
    if has_changed(act, step, version):
        return void(act, step, version)
    _decide(act, mine, SignatureState.APPROVED, opinion)
    happened = [
        Happening(
            Tag.APPROVAL_SIGNED,
            step.stage_id,
            step.id,
            act.actor.officer_id,
            {
                "ordinal": mine.ordinal,
                "role": mine.role,
                "sha256": mine.sha256,
                "data": mine.data_digest,
                "for": _text(mine.stands_in_for),
            },
        )
    ]
    rest = [s for s in signatures if s.id != mine.id and s.state != SignatureState.APPROVED]
    if not rest:
        steps.complete(act.db, step.id, by=act.actor.officer_id, now=act.now)
        happened.append(Happening(Tag.APPROVAL_DONE, step.stage_id, step.id, None, {}))
    elif not any(s.state == SignatureState.OPEN for s in rest):
        next_turn(act, step, rest[0])
    elif step.owner_id == mine.officer_id:
        show_turn(act, step, next(s for s in rest if s.state == SignatureState.OPEN))
    if not rest:
        return Done(Decision.SIGNED, (step.stage_id,), tuple(happened))
    act.note(happened, case_id=step.case_id, centre_id=step.centre_id)
    return Done(Decision.SIGNED)


def send_back(act: Act, step_id: UUID, *, to_step: UUID, reason: str) -> Done[Decision]:
    """Return to an earlier form of this stage, which reopens as a new round.

    Raises:
        RuleBroken: No reason, or not an earlier form of this stage.
    """
    if not reason.strip():
        raise RuleBroken("退回必须写明理由。")
    step, signatures = _open_chain(act.db, step_id)
    mine = my_turn(act.actor, signatures)
    authors = version_of(act, mine).authors
    act.require(Permission.SIGN, *toward(act.actor, mine, signatures, authors))
    target = earlier_form(act.db, step.id, to_step)
    _decide(act, mine, SignatureState.RETURNED, reason, returned_to=to_step)
    act.note(
        [
            Happening(
                Tag.APPROVAL_RETURNED,
                step.stage_id,
                step.id,
                act.actor.officer_id,
                {"ordinal": mine.ordinal, "to": target.key},
            )
        ],
        case_id=step.case_id,
        centre_id=step.centre_id,
    )
    overtake(act, step, target.id, position=target.position, reason=reason)
    return Done(Decision.RETURNED, (step.stage_id,))


def withdraw(act: Act, step_id: UUID, *, reason: str) -> Done[Decision]:
    """Take back what was submitted, while nobody in the chain has opened it.

    Raises:
        RuleBroken: A signer has opened or decided it.
        NotAllowed: Only who wrote the document may take it back.
    """
    step = steps.lock(act.db, step_id)
    signatures = approval.chain(act.db, step.id)
    if step.kind is not StepKind.APPROVE or step.state is not StepState.OPEN:
        raise AlreadyDecided(decided_sentence(step))
    version = version_of(act, signatures[0])
    is_author = act.actor.officer_id in version.authors
    act.require(Permission.WITHDRAW_APPROVAL, *([Circumstance.AUTHOR] * is_author))
    if any(s.viewed_at or s.decided_at for s in signatures):
        raise RuleBroken("审批人已经打开或者办理,不能撤回;请联系审批人退回。")
    target = last_form(act.db, step.id)
    act.note(
        [
            Happening(
                Tag.APPROVAL_WITHDRAWN,
                step.stage_id,
                step.id,
                act.actor.officer_id,
                {"to": target.key},
            )
        ],
        case_id=step.case_id,
        centre_id=step.centre_id,
    )
    overtake(act, step, target.id, position=target.position, reason=reason or "送审人撤回")
    return Done(Decision.WITHDRAWN, (step.stage_id,))


def _open_chain(db: Connection, step_id: UUID) -> tuple[StepInCase, list[ChainSignature]]:
    step = steps.lock(db, step_id)
    if step.kind is not StepKind.APPROVE:
        raise RuleBroken("这个环节不是审批环节。")
    signatures = approval.chain(db, step.id)
    if step.state is not StepState.OPEN:
        decided = [s for s in signatures if s.decided_at]
        raise AlreadyDecided(whose(decided[-1]) if decided else None)
    return step, signatures


def _decide(
    act: Act,
    mine: ChainSignature,
    state: SignatureState,
    opinion: str,
    *,
    returned_to: UUID | None = None,
) -> None:
    sealed = (
        act.office.seal.close_text(opinion, SealedPlace.SIGNATURE_OPINION.of(mine.id))
        if opinion
        else None
    )
    decided = approval.decide(
        act.db, mine.id, state, by=act.actor.officer_id, at=act.now, opinion=sealed,
        returned_to=returned_to,
    )  # fmt: skip
    if not decided:
        raise AlreadyDecided


def _text(value: object) -> str | None:
    return str(value) if value else None
