"""The calendar this installation counts by, as far as its database answers."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from models.law.calendar.table import Calendar
from models.settings import Settings
from models.store import calendars
from models.store.driver import engine_to

#: Nobody waits long for a database that is away.
_AT_MOST = {"connect_timeout": 2, "options": "-c statement_timeout=2000"}


@dataclass(frozen=True)
class KnownCalendar:
    """A calendar, and in Chinese which one it is. `notices`: as they are cited, oldest first."""

    calendar: Calendar
    said: str
    notices: tuple[str, ...] = ()


def calendar_known(settings: Settings) -> Calendar:
    """The calendar with the notices applied; without a database the one that comes with us."""
    return known_calendar(settings).calendar


def known_calendar(settings: Settings) -> KnownCalendar:
    """The calendar in effect here, said in words; without a database the one that comes with us.

    It never raises and never takes long: what it could not ask, it says.
    """
    if not settings.worker_database_url:
        said = "随系统提供的日历(本机还没有数据库,没有录入过放假通知)"
        return KnownCalendar(Calendar.standard(), said)
    engine = engine_to(settings.worker_database_url, connect_args=_AT_MOST)
    try:
        with engine.connect() as db:
            last = calendars.last(db)
            cited = tuple(one.cited for one in calendars.notices_of(db, last))
            return KnownCalendar(calendars.calendar_of(db, last), _said(cited), cited)
    except SQLAlchemyError:
        said = "随系统提供的日历(本机数据库没有应答,录入过的放假通知没有计入)"
        return KnownCalendar(Calendar.standard(), said)
    finally:
        engine.dispose()


def _said(cited: tuple[str, ...]) -> str:
    if not cited:
        return "本机在用的日历:随系统提供的数据,没有录入过放假通知"
    return f"本机在用的日历:随系统提供的数据,加上已录入生效的通知{'、'.join(cited)}"
