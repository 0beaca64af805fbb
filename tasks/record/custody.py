"""A child's time in temporary guardianship over all cases and centres."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from models.law.custody import EarlierTime, Span, earlier_time

#: Two instants a span and nothing else: the function looks over the walls between centres.
_SPANS = text("SELECT began_at, ended_at FROM hutong_custody_spans(:case)")


def time_before(db: Connection, case_id: UUID, t0: datetime) -> EarlierTime:
    """Sum what the child had spent in temporary guardianship before T0, in this case and others.

    Args:
        db: The transaction at hand.
        case_id: The case whose child it is; the caller has seen that it may be asked.
        t0: When the span at hand began; itself it is not counted.
    """
    found = db.execute(_SPANS, {"case": case_id})
    return earlier_time([Span(row.began_at, row.ended_at) for row in found], t0)
