"""What an administrator does to the working calendar, each one transaction."""

from uuid import UUID

from flows.desk.desk import Desk
from models.law.calendar.reading import TypedNotice
from models.store.acting import Actor
from tasks.law import calendar_keeping
from tasks.law.new_law import Applied


def load_notice(
    desk: Desk, actor: Actor, typed: TypedNotice, *, supersedes: UUID | None = None
) -> UUID:
    """Keep a holiday notice; it is not in effect yet. Returns its id."""
    return desk.act(actor, lambda act: calendar_keeping.load(act, typed, supersedes=supersedes))


def apply_notice(desk: Desk, actor: Actor, notice_id: UUID, *, digest: str) -> Applied:
    """Put a notice in effect as it was previewed: running deadlines move with it."""
    return desk.act(
        actor, lambda act: calendar_keeping.put_in_effect(act, notice_id, digest=digest)
    )


def drop_notice(desk: Desk, actor: Actor, notice_id: UUID) -> None:
    """Lay a notice aside that never took effect."""
    desk.act(actor, lambda act: calendar_keeping.drop(act, notice_id))
