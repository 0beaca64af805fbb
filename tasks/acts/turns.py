"""Whose turn it is in a chain of signatures, who may not take it, and who is next."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from models.errors import AlreadyDecided, NotAllowed
from models.law.dates import SHANGHAI
from models.permissions import Circumstance, Permission
from models.store import step as steps
from models.store.acting import Actor
from models.store.approval import ChainSignature
from models.store.notices import to_tell
from models.store.step import StepInCase
from models.words import SignatureState
from tasks.act import Act


class OfChain(Protocol):
    """A signature of a chain, as it is decided or read."""

    @property
    def role(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def officer_id(self) -> UUID | None: ...
    @property
    def stands_in_for(self) -> UUID | None: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def decided_by(self) -> UUID | None: ...
    @property
    def decided_by_name(self) -> str | None: ...


S = TypeVar("S", bound=OfChain)


def turn_of(actor: Actor, signatures: Sequence[S]) -> S | None:
    """The open signature that is this officer's to give: by name first, then by role."""
    turns = [s for s in signatures if s.state == SignatureState.OPEN and _is_theirs(actor, s)]
    return min(turns, key=lambda s: s.officer_id != actor.officer_id, default=None)


def my_turn(actor: Actor, signatures: Sequence[S]) -> S:
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


def _is_theirs(actor: Actor, signature: OfChain) -> bool:
    return actor.may(Permission.SIGN, *actor.toward(signature.officer_id, signature.role))


def whose(signature: OfChain) -> str | None:
    """Say whose decision came first, and when; None where nobody has decided."""
    if signature.decided_at is None:
        return None
    at = signature.decided_at.astimezone(SHANGHAI)
    did = "退回" if signature.state == SignatureState.RETURNED else "审批"
    return f"已由{signature.decided_by_name}于{at.month}月{at.day}日 {at:%H:%M}{did},您的操作没有生效。"


def toward(
    actor: Actor, mine: OfChain, signatures: Sequence[OfChain], authors: Collection[UUID]
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


def next_turn(act: Act, step: StepInCase, following: ChainSignature) -> None:
    """Open the next signature of a chain in order, and tell its officer."""
    once = f"approval:{following.id}"
    steps.next_turn(
        act.db,
        step,
        following.id,
        owner=following.officer_id,
        role=following.role,
        stands_in_for=following.stands_in_for,
        notices=to_tell(following.officer_id, step.id, once, kind="approval"),
        at=act.now,
    )


def show_turn(act: Act, step: StepInCase, turn: ChainSignature) -> None:
    """The step is in the hands of whose turn it is."""
    steps.show_turn(
        act.db,
        step.id,
        owner=turn.officer_id,
        role=turn.role,
        stands_in_for=turn.stands_in_for,
        viewed_at=turn.viewed_at,
    )
