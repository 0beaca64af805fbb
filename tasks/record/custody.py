"""A child's time in temporary guardianship over all cases and centres."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.law.custody import EarlierTime, Span, earlier_time
from models.store import custody


def time_before(db: Connection, case_id: UUID, t0: datetime) -> EarlierTime:
    """Sum what the child had spent in temporary guardianship before T0, in this case and others.

    Args:
        db: The transaction at hand.
        case_id: The case whose child it is; the caller has seen that it may be asked.
        t0: When the span at hand began; itself it is not counted.
    """
    spans = [Span(one.began_at, one.ended_at) for one in custody.of_child(db, case_id)]
    return earlier_time(spans, t0)
