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


@dataclass(frozen=True)
class OldWindow(StandingWindow):
    """A window of a follow-up in which windows were not written down yet."""

    ordinal: int
    is_reviewed: bool


_OF_CASE = Query(OldWindow, named("visits", "of_case"))
_STANDING = Query(StandingWindow, named("visits", "standing"))


def standing(db: Connection, stage_id: UUID) -> list[StandingWindow]:
    """Every window of a follow-up that was opened, in order."""
    return _STANDING.all(db, stage=stage_id)


def of_case(db: Connection, case_id: UUID) -> list[OldWindow]:
    """Every window opened in follow-ups of a case that wrote none down, in order."""
    return _OF_CASE.all(db, case=case_id)
