"""The calendar this installation counts by, as far as its database answers."""

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from models.law.calendar.table import Calendar
from models.settings import Settings
from models.store import calendars

_SECONDS = 5


def calendar_known(settings: Settings) -> Calendar:
    """The calendar with the notices applied; without a database the one that comes with us."""
    if not settings.worker_database_url:
        return Calendar.standard()
    engine = create_engine(settings.worker_database_url, connect_args={"connect_timeout": _SECONDS})
    try:
        with engine.connect() as db:
            return calendars.calendar_of(db, calendars.last(db))
    except SQLAlchemyError:
        return Calendar.standard()
    finally:
        engine.dispose()
