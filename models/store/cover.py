"""Absences, and the open work that goes over while one lasts (代理)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class AbsenceNow:
    """An absence that has not been ended: whose, and who stands in."""

    id: UUID
    officer_id: UUID
    cover_id: UUID


@dataclass(frozen=True)
class MovedSignature:
    """A signature that went over."""

    case_id: UUID
    centre_id: UUID
    step_id: UUID


@dataclass(frozen=True)
class MovedStep:
    """A step that went over."""

    case_id: UUID
    centre_id: UUID
    stage_id: UUID
    step_id: UUID


_WRITE = Statement(named("cover", "write"))
_IS_AWAY = Value(bool, named("cover", "is_away"))
_RUNNING = Query(AbsenceNow, named("cover", "running"))
_OVER = Query(AbsenceNow, named("cover", "over"))
_FINISH = Statement(named("cover", "finish"))
_MOVE_FORMS = Query(MovedStep, named("cover", "move_forms"))
_MOVE_SIGNATURES = Query(MovedSignature, named("cover", "move_signatures"))
_MOVE_CHAINS = Query(MovedStep, named("cover", "move_chains"))


def write(
    db: Connection, centre_id: UUID, *, officer: UUID, by: UUID, from_at: datetime,
    until_at: datetime,
) -> None:  # fmt: skip
    """Write an absence down, and who stands in."""
    _WRITE.run(db, centre=centre_id, officer=officer, by=by, from_at=from_at, until_at=until_at)


def is_away(db: Connection, officer: UUID, *, from_at: datetime, until_at: datetime) -> bool:
    """Whether an officer is absent at any moment of a span."""
    return _IS_AWAY.one(db, officer=officer, from_at=from_at, until_at=until_at)


def running(db: Connection, *, now: datetime) -> list[AbsenceNow]:
    """Absences of this moment."""
    return _RUNNING.all(db, now=now)


def over(db: Connection, *, now: datetime) -> list[AbsenceNow]:
    """Absences whose time is over, and whose work has not gone back yet."""
    return _OVER.all(db, now=now)


def finish(db: Connection, absence_id: UUID, *, now: datetime) -> None:
    """Note that the work of an absence has gone back."""
    _FINISH.run(db, absence=absence_id, now=now)


def move_forms(
    db: Connection, new: UUID, *, old: UUID | None, back: UUID | None
) -> list[MovedStep]:
    """Let forms go over, or what is done for `back` return."""
    return _MOVE_FORMS.all(db, new=new, old=old, back=back)


def move_signatures(
    db: Connection, new: UUID, *, old: UUID | None, back: UUID | None
) -> list[MovedSignature]:
    """Let signatures go over, or those to be given for `back` return."""
    return _MOVE_SIGNATURES.all(db, new=new, old=old, back=back)


def move_chains(db: Connection, new: UUID, steps: Sequence[UUID]) -> list[MovedStep]:
    """Show the steps of chains in the hands of whose turn it is by now."""
    return _MOVE_CHAINS.all(db, new=new, steps=list(steps))
