"""Signing, returning, withdrawing: one decision by unique row, bound to exact bytes and data."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.errors import AlreadyDecided, RuleBroken
from models.permissions import Circumstance, Permission
from models.sealed_places import SealedPlace
from models.store.events import Happening
from models.store.query import named
from models.words import SignatureState, StepKind, StepState, Tag
from tasks.act import Act, Done
from tasks.acts.answering import decided_sentence, lock_step
from tasks.acts.binding import Decision, has_changed, version_of, void
from tasks.acts.overtaking import earlier_form, last_form, overtake
from tasks.acts.turns import my_turn, next_turn, show_turn, toward, whose

_SIGNATURES = text(
    "SELECT g.*, o.name AS decided_by_name FROM signatures g LEFT JOIN officers o "
    "ON o.id = g.decided_by WHERE g.step_id = :step ORDER BY g.ordinal"
)
_COMPLETE = text(
    f"""
    WITH met AS ({named("fragments", "meet_deadlines")} AND step_id = :step)
    UPDATE steps SET state = 'done', done_at = :now, done_by = :by WHERE id = :step
    """  # noqa: S608 - our own fragments; values are bound
)
_SIGN = text(
    "UPDATE signatures SET state = :state, decided_at = :now, decided_by = :by, "
    "opinion = :opinion, returned_to = :returned_to, viewed_at = coalesce(viewed_at, :now) "
    "WHERE id = :id AND state = 'open'"
)


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
        act.db.execute(
            _COMPLETE,
            {"now": act.now, "done_at": act.now, "by": act.actor.officer_id, "step": step.id},
        )
        happened.append(Happening(Tag.APPROVAL_DONE, step.stage_id, step.id, None, {}))
    elif not any(s.state == SignatureState.OPEN for s in rest):
        next_turn(act, step, rest[0])
    elif step.owner_id == mine.officer_id:
        show_turn(act, step, next(s for s in rest if s.state == SignatureState.OPEN))
    act.note(happened, case_id=step.case_id, centre_id=step.centre_id)
    return Done(Decision.SIGNED, (step.stage_id,))


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
    target = earlier_form(act.db, step, to_step)
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
    overtake(act, step, target, reason=reason)
    return Done(Decision.RETURNED, (step.stage_id,))


def withdraw(act: Act, step_id: UUID, *, reason: str) -> Done[Decision]:
    """Take back what was submitted, while nobody in the chain has opened it.

    Raises:
        RuleBroken: A signer has opened or decided it.
        NotAllowed: Only who wrote the document may take it back.
    """
    step = lock_step(act.db, step_id)
    signatures = _signatures(act.db, step)
    if step.kind != StepKind.APPROVE or step.state != StepState.OPEN:
        raise AlreadyDecided(decided_sentence(step) if step.done_at else None)
    version = version_of(act, signatures[0])
    is_author = act.actor.officer_id in version.authors
    act.require(Permission.WITHDRAW_APPROVAL, *([Circumstance.AUTHOR] * is_author))
    if any(s.viewed_at or s.decided_at for s in signatures):
        raise RuleBroken("审批人已经打开或者办理,不能撤回;请联系审批人退回。")
    target = last_form(act.db, step)
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
    overtake(act, step, target, reason=reason or "送审人撤回")
    return Done(Decision.WITHDRAWN, (step.stage_id,))


def _open_chain(db: Connection, step_id: UUID) -> tuple[Row[Any], list[Row[Any]]]:
    step = lock_step(db, step_id)
    if step.kind != StepKind.APPROVE:
        raise RuleBroken("这个环节不是审批环节。")
    signatures = _signatures(db, step)
    if step.state != StepState.OPEN:
        decided = [s for s in signatures if s.decided_at]
        raise AlreadyDecided(whose(decided[-1]) if decided else None)
    return step, signatures


def _signatures(db: Connection, step: Row[Any]) -> list[Row[Any]]:
    return list(db.execute(_SIGNATURES, {"step": step.id}))


def _decide(
    act: Act,
    mine: Row[Any],
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
    done = act.db.execute(
        _SIGN,
        {
            "state": state.value,
            "now": act.now,
            "by": act.actor.officer_id,
            "opinion": sealed,
            "returned_to": returned_to,
            "id": mine.id,
        },
    )
    if done.rowcount != 1:
        raise AlreadyDecided


def _text(value: object) -> str | None:
    return str(value) if value else None
