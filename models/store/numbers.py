"""Numbers without gaps: given in the transaction that uses them, under the counter's row lock."""

from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Value, named

_NEXT = Value(int, named("numbers", "next"))


def next_number(db: Connection, *, centre_id: UUID, series: str, year: int) -> int:
    """Give the next number of a series and year, from 1.

    Whoever comes second waits until the first commits or rolls back, so that there is neither a
    gap nor a double; keep the transaction short.
    """
    return _NEXT.one(db, centre=centre_id, series=series, year=year)
