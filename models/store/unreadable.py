"""Sealed values that did not open: told once to who looks after the installation, by place alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Statement, named

_REPORT = Statement(named("unreadable", "report"))
_REPORT_OF = Statement(named("unreadable", "report_of"))


def report(db: Connection, places: Sequence[str], *, now: datetime) -> None:
    """Tell of values that do not open; a place is a table, a column and a row.

    Args:
        db: On behalf of whoever came upon them.
        places: Such as `children.identity:<id>`.
        now: The instant of the notices.
    """
    _REPORT.run(db, places=list(places), now=now)


def report_of(db: Connection, of: UUID, places: Sequence[str], *, now: datetime) -> None:
    """The same, of a job that came upon them in a case, a stage or a deadline: to its centre."""
    _REPORT_OF.run(db, of=of, places=list(places), now=now)
