"""What stands in a table without the event that tells of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, named


@dataclass(frozen=True)
class UntoldRow:
    """A row that no event tells of as it stands."""

    number: str
    of_table: str
    row_id: UUID


_UNTOLD = Query(UntoldRow, named("told", "untold"))


def untold(db: Connection) -> list[UntoldRow]:
    """Answers, signatures, versions, stages, cases, members and custody that no event tells of."""
    return _UNTOLD.all(db)
