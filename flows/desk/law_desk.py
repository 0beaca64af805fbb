"""What a director decides about law, each one transaction: own targets, and a case's pack."""

from collections.abc import Sequence
from uuid import UUID

from flows.desk.desk import Desk
from models.store.acting import Actor
from tasks.law import law_moves, own_targets, placing
from tasks.law.law_moves import MovePreview, Target
from tasks.law.new_law import Preview
from tasks.law.own_targets import Wanted
from tasks.law.placing import PlacePreview


def preview_target(desk: Desk, actor: Actor, wanted: Wanted) -> Preview:
    """What would move if open deadlines were counted by a target too; changes nothing."""
    return desk.act(actor, lambda act: own_targets.preview(act, wanted))


def set_target(desk: Desk, actor: Actor, wanted: Wanted, *, digest: str = "") -> int:
    """Set one of the centre's own targets; how many open deadlines moved."""
    return desk.act(actor, lambda act: own_targets.set_target(act, wanted, digest=digest))


def preview_move(
    desk: Desk, actor: Actor, case_ids: Sequence[UUID], target: Target, *, nonce: str
) -> MovePreview:
    """What would move if cases were judged by another law; changes nothing."""
    return desk.act(actor, lambda act: law_moves.preview(act, case_ids, target, nonce=nonce))


def move_law(
    desk: Desk, actor: Actor, case_ids: Sequence[UUID], target: Target, *,
    reason: str, nonce: str, digest: str,
) -> int:  # fmt: skip
    """Judge cases by another law from now on, as previewed; how many deadlines moved."""
    return desk.act(
        actor,
        lambda act: law_moves.move(
            act, case_ids, target, reason=reason, nonce=nonce, digest=digest
        ),
    )


def preview_place(desk: Desk, actor: Actor, local: str) -> PlacePreview:
    """What another locality of the centre would change for cases to come; changes nothing."""
    return desk.act(actor, lambda act: placing.preview(act, local))


def set_place(desk: Desk, actor: Actor, local: str, *, was: str, reason: str) -> None:
    """Say where the centre is, as previewed; open cases keep what they have."""
    desk.act(actor, lambda act: placing.place(act, local, was=was, reason=reason))
