"""The windows of a follow-up as their steps stand, whoever laid them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, named


@dataclass(frozen=True)
class StandingWindow:
    """A window whose visit was asked: until when, and under which rule."""

    number: int
    opens_at: datetime
    closes_at: datetime
    rule: str


_STANDING = Query(StandingWindow, named("visits", "standing"))


def standing(db: Connection, stage_id: UUID) -> list[StandingWindow]:
    """Every window of a follow-up that was opened, in order."""
    return _STANDING.all(db, stage=stage_id)
