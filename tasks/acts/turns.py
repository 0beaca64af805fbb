"""Whose turn it is in a chain of signatures, who may not take it, and who is next."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from models.errors import AlreadyDecided, NotAllowed
from models.law.dates import SHANGHAI
from models.permissions import Circumstance, Permission
from models.store.acting import Actor
from models.store.notices import tell
from models.words import SignatureState
from tasks.act import Act


def turn_of(actor: Actor, signatures: Sequence[Row[Any]]) -> Row[Any] | None:
    """The open signature that is this officer's to give: by name first, then by role."""
    turns = [s for s in signatures if s.state == SignatureState.OPEN and _is_theirs(actor, s)]
    return min(turns, key=lambda s: s.officer_id != actor.officer_id, default=None)


def my_turn(actor: Actor, signatures: Sequence[Row[Any]]) -> Row[Any]:
    """The open signature that is this officer's to give.

    Raises:
        AlreadyDecided: It was, and somebody was first.
        NotAllowed: It is another's turn.
    """
    if mine := turn_of(actor, signatures):
        return mine
    decided = [s for s in signatures if s.decided_at and _is_theirs(actor, s)]
    if decided:
        raise AlreadyDecided(whose(decided[-1]))
    raise NotAllowed("现在不轮到您审批。")


def _is_theirs(actor: Actor, signature: Row[Any]) -> bool:
    return actor.may(Permission.SIGN, *actor.toward(signature.officer_id, signature.role))


def whose(signature: Row[Any]) -> str:
    """Say whose decision came first, and when."""
    at = signature.decided_at.astimezone(SHANGHAI)
    did = "退回" if signature.state == SignatureState.RETURNED else "审批"
    return f"已由{signature.decided_by_name}于{at.month}月{at.day}日 {at:%H:%M}{did},您的操作没有生效。"


def toward(
    actor: Actor, mine: Row[Any], signatures: Sequence[Row[Any]], authors: Collection[UUID]
) -> frozenset[Circumstance]:
    """What somebody is to an approval in which it is their turn.

    Whoever stands in for another is, to a document, what the other is to it.
    """
    people = {actor.officer_id, mine.stands_in_for} - {None}
    decided = [s for s in signatures if s.decided_by]
    signed = {who for s in decided for who in (s.decided_by, s.stands_in_for)}
    own = [Circumstance.AUTHOR] * bool(people & set(authors))
    own += [Circumstance.SIGNED] * bool(people & signed)
    return actor.toward(mine.officer_id, mine.role).union(own)


def next_turn(act: Act, step: Row[Any], following: Row[Any]) -> None:
    """Open the next signature of a chain in order, and tell its officer."""
    act.db.execute(
        text("UPDATE signatures SET state = 'open', opened_at = :now WHERE id = :id"),
        {"now": act.now, "id": following.id},
    )
    show_turn(act, step, following)
    tell(
        act.db,
        following.officer_id,
        kind="approval",
        once=f"approval:{following.id}",
        case_id=step.case_id,
        centre_id=step.centre_id,
        step_id=step.id,
        at=act.now,
    )


def show_turn(act: Act, step: Row[Any], turn: Row[Any]) -> None:
    """The step is in the hands of whose turn it is."""
    act.db.execute(
        text(
            "UPDATE steps SET owner_id = :owner, owner_role = :role, stands_in_for = :for, "
            "viewed_at = :viewed WHERE id = :step"
        ),
        {
            "owner": turn.officer_id,
            "role": turn.role,
            "for": turn.stands_in_for,
            "viewed": turn.viewed_at,
            "step": step.id,
        },
    )
