"""Which visits stand still because their child is missing, and which go on again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, named


@dataclass(frozen=True)
class VisitOfMissing:
    """The deadline of a visit that does not run as it should."""

    id: UUID
    is_missing: bool
    """Whether the child is missing, so that it must stand still; else it goes on."""
    since_on: date
    """Shanghai day from which it stands still: told that the child is missing, or opened since."""
    until_on: date | None
    """Shanghai day on which the search ended."""


_VISITS = Query(VisitOfMissing, named("missing", "visits"))


def visits(db: Connection, *, only: UUID | None = None) -> list[VisitOfMissing]:
    """Every such deadline, or one of them if it is one, their cases locked."""
    return _VISITS.all(db, only=only)
