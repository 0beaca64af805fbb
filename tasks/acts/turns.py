"""Whose turn it is in a chain of signatures, who may not take it, and who is next."""

from typing import Any

from sqlalchemy import Row, text

from models.errors import AlreadyDecided, NotAllowed, OwnWork
from models.law.dates import SHANGHAI
from models.store.acting import Actor
from models.store.notices import tell
from models.words import Role, SignatureState
from tasks.act import Act


def my_turn(actor: Actor, signatures: list[Row[Any]]) -> Row[Any]:
    """The open signature that is this officer's to give."""
    turns = [s for s in signatures if s.state == SignatureState.OPEN]
    for signature in turns:
        if signature.officer_id == actor.officer_id:
            return signature
    for signature in turns:
        if actor.may(Role(signature.role)):
            return signature
    decided = [
        s
        for s in signatures
        if s.decided_at and (s.officer_id == actor.officer_id or actor.may(Role(s.role)))
    ]
    if decided:
        raise AlreadyDecided(whose(decided[-1]))
    raise NotAllowed("现在不轮到您审批。")


def whose(signature: Row[Any]) -> str:
    """Say whose decision came first, and when."""
    at = signature.decided_at.astimezone(SHANGHAI)
    did = "退回" if signature.state == SignatureState.RETURNED else "审批"
    return f"已由{signature.decided_by_name}于{at.month}月{at.day}日 {at:%H:%M}{did},您的操作没有生效。"


def refuse_own(actor: Actor, mine: Row[Any], signatures: list[Row[Any]], version: Row[Any]) -> None:
    """Refuse who wrote the document, who stands in for its author, and who has signed already.

    Raises:
        OwnWork: By any of these paths.
    """
    people = {actor.officer_id, mine.stands_in_for} - {None}
    if people & set(version.authors):
        raise OwnWork("不能审批自己撰写的文书,也不能代理撰写人审批;请转交其他人审批。")
    signed = {s.decided_by for s in signatures} | {
        s.stands_in_for for s in signatures if s.decided_by
    }
    if people & (signed - {None}):
        raise OwnWork("同一人不能在同一审批中签署两次;请转交其他人审批。")


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
