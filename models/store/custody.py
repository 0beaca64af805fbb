"""Spans of temporary guardianship: begun at the signed hand-over, ended when the child leaves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class CustodySpan:
    """One span; it runs while it has no end."""

    began_at: datetime
    ended_at: datetime | None


_BEGIN = Statement(named("custody", "begin"))
_END = Statement(named("custody", "end_it"))
_RUNS = Value(bool, named("custody", "runs"))
_RUNS_OR_BEGINS = Value(bool, named("custody", "runs_or_begins"))
_OF_CHILD = Query(CustodySpan, named("custody", "of_child"))


def begin(db: Connection, *, case_id: UUID, child_id: UUID, stage_id: UUID, at: datetime) -> None:
    """Begin a span at T0."""
    _BEGIN.run(db, case=case_id, child=child_id, stage=stage_id, at=at)


def end(db: Connection, case_id: UUID, *, at: datetime) -> bool:
    """End what runs; whether anything did."""
    return _END.run(db, case=case_id, at=at) > 0


def runs(db: Connection, case_id: UUID) -> bool:
    """Whether the child is in temporary guardianship by this case."""
    return _RUNS.one(db, case=case_id)


def runs_or_begins(db: Connection, case_id: UUID) -> bool:
    """The same, or is being taken in at this moment."""
    return _RUNS_OR_BEGINS.one(db, case=case_id)


def of_child(db: Connection, case_id: UUID) -> list[CustodySpan]:
    """Every span of the case's child, in whatever case and centre."""
    return _OF_CHILD.all(db, case=case_id)
