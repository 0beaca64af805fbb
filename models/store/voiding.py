"""Cases opened by mistake, or twice: what stands in the way, what ends, and why, kept for ever."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.card import CardNow
from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class Stands:
    """What of a case no mistake explains away."""

    took_in: bool
    signed: bool
    #: Another case gave way to this one.
    took_over: bool


@dataclass(frozen=True)
class Voiding:
    """Why a case is void; the reason is sealed."""

    id: UUID
    case_id: UUID
    at: datetime
    reason: bytes
    in_favour_of: UUID | None
    by_name: str | None
    #: Number of the other case; None where the reader may not see it.
    other: str | None


@dataclass(frozen=True)
class LeftBehind:
    """A document that a stage left to be made."""

    id: UUID
    stage_id: UUID


_STANDS = Query(Stands, named("voiding", "stands"))
_VOID = Statement(named("voiding", "void"))
_OPEN_STAGES = Value(UUID, named("voiding", "open_stages"))
_LET_DOCUMENTS_BE = Query(LeftBehind, named("voiding", "let_documents_be"))
_LET_FALL = Statement(named("voiding", "let_fall"))
_OPEN_ORDERS = Value(UUID, named("voiding", "open_orders"))
_CARDS = Query(CardNow, named("voiding", "cards"))
_TEAM = Value(UUID, named("voiding", "team"))
_OF_CASE = Query(Voiding, named("voiding", "of_case"))
_TAKEN_OVER = Query(Voiding, named("voiding", "taken_over"))
_WITH_NUMBER = Value(UUID, named("voiding", "with_number"))


def stands(db: Connection, case_id: UUID) -> Stands:
    """What stands in the way of voiding a case."""
    return _STANDS.one(db, case=case_id)


def void(
    db: Connection, entry_id: UUID, *, case_id: UUID, centre_id: UUID, by: UUID, at: datetime,
    in_favour_of: UUID | None, reason: bytes,
) -> None:  # fmt: skip
    """Void a case in which nothing is open any more, and keep why."""
    _VOID.run(
        db,
        id=entry_id,
        case=case_id,
        centre=centre_id,
        by=by,
        at=at,
        in_favour_of=in_favour_of,
        reason=reason,
    )


def open_stages(db: Connection, case_id: UUID) -> list[UUID]:
    """The stages of a case that are worked on, the first one first."""
    return _OPEN_STAGES.all(db, case=case_id)


def let_documents_be(db: Connection, case_id: UUID, *, now: datetime) -> list[LeftBehind]:
    """Make no more of the documents that stages which are over left to be made."""
    return _LET_DOCUMENTS_BE.all(db, case=case_id, now=now)


def let_fall(db: Connection, case_id: UUID) -> None:
    """Let every version of a document fall that was not signed through."""
    _LET_FALL.run(db, case=case_id)


def open_orders(db: Connection, case_id: UUID) -> list[UUID]:
    """Supervision orders of a case that are not closed."""
    return _OPEN_ORDERS.all(db, case=case_id)


def cards(db: Connection, case_id: UUID) -> list[CardNow]:
    """The cards of a case that count; nobody else withdraws them meanwhile."""
    return _CARDS.all(db, case=case_id)


def team(db: Connection, case_id: UUID) -> list[UUID]:
    """Who works on a case, the first one first."""
    return _TEAM.all(db, case=case_id)


def of_case(db: Connection, case_id: UUID) -> Voiding | None:
    """Why a case is void; None where it is not."""
    return _OF_CASE.first(db, case=case_id)


def taken_over(db: Connection, case_id: UUID) -> list[Voiding]:
    """The cases that gave way to this one; `case_id` and `other` are theirs."""
    return _TAKEN_OVER.all(db, case=case_id)


def with_number(db: Connection, number: str) -> UUID | None:
    """The case of this number; None where there is none to be seen."""
    return _WITH_NUMBER.first(db, number=number)
