"""Numbers without gaps: given in the transaction that uses them, under the counter's row lock."""

from uuid import UUID

from sqlalchemy import Connection, text

_NEXT = text(
    """
    INSERT INTO counters (id, centre_id, series, year, last)
    VALUES (gen_random_uuid(), :centre, :series, :year, 1)
    ON CONFLICT (centre_id, series, year) DO UPDATE SET last = counters.last + 1
    RETURNING last
    """
)


def next_number(db: Connection, *, centre_id: UUID, series: str, year: int) -> int:
    """Give the next number of a series and year, from 1.

    Whoever comes second waits until the first commits or rolls back, so that there is neither a
    gap nor a double; keep the transaction short.
    """
    given = db.execute(_NEXT, {"centre": centre_id, "series": series, "year": year}).scalar_one()
    return int(given)
