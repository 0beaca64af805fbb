"""Calendar notices as they were loaded: writing them, listing them, putting one in effect."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import NotFound
from models.law.calendar.calendar_notice import CalendarNotice, NoticeScope
from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class LoadedNotice:
    """A notice with its course.

    Attributes:
        ordinal: Its place among those in effect; None for one that is not.
        corrects: Number of the notice it corrects.
        corrected_by: Number of the one in effect that corrects it.
        moved: Deadlines that moved when it took effect.
        days: How many days it names.
    """

    id: UUID
    year: int
    scope: NoticeScope
    official: bool
    number: str
    title: str
    published_on: date | None
    supersedes: UUID | None
    loaded_at: datetime
    ordinal: int | None
    applied_at: datetime | None
    dropped_at: datetime | None
    loaded_by_name: str | None
    applied_by_name: str | None
    corrects: str | None
    corrected_by: str | None
    moved: int | None
    days: int


@dataclass(frozen=True)
class Course:
    """Whether a notice is in effect or was laid aside."""

    ordinal: int | None
    dropped_at: datetime | None


@dataclass(frozen=True)
class Keeper:
    """An account that keeps the calendar; `shares`: with other centres of this installation."""

    account: str
    shares: bool


T = TypeVar("T")

_EVERYTHING = Query(LoadedNotice, named("calendar_notices", "everything"))
_ONE = Query(LoadedNotice, named("calendar_notices", "one"))
_LOCK = Query(Course, named("calendar_notices", "lock"))
_WHOLE_YEAR = Value(str, named("calendar_notices", "whole_year"))
_LOAD = Statement(named("calendar_notices", "load"))
_APPLY = Statement(named("calendar_notices", "apply"))
_DROP = Statement(named("calendar_notices", "drop"))
_KEEPER = Query(Keeper, named("calendar_notices", "keeper"))


def everything(db: Connection) -> list[LoadedNotice]:
    """All notices: those not in effect first, then the newest."""
    return _EVERYTHING.all(db)


def one(db: Connection, notice_id: UUID) -> LoadedNotice:
    """A notice with its course.

    Raises:
        NotFound: No such notice.
    """
    return _there(_ONE.first(db, id=notice_id))


def locked(db: Connection, notice_id: UUID) -> Course:
    """A notice nobody else puts in effect meanwhile.

    Raises:
        NotFound: No such notice.
    """
    return _there(_LOCK.first(db, id=notice_id))


def _there(found: T | None) -> T:
    if found is None:
        raise NotFound("没有找到这份放假通知。")
    return found


def whole_year(db: Connection, year: int) -> str | None:
    """The number of the notice in effect that arranges this whole year."""
    return _WHOLE_YEAR.first(db, year=year)


def write(
    db: Connection,
    notice: CalendarNotice,
    *,
    supersedes: UUID | None,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write a notice that is not in effect yet."""
    notice_id = uuid4()
    _LOAD.run(
        db, id=notice_id, year=notice.year, scope=notice.scope, official=notice.official,
        number=notice.number, title=notice.title, published_on=notice.published_on,
        supersedes=supersedes, at=at, by=by,
        days=[day.day for day in notice.days],
        kinds=[day.kind.value for day in notice.days],
        names=[day.name for day in notice.days],
    )  # fmt: skip
    return notice_id


def put_in_effect(db: Connection, notice_id: UUID, *, by: UUID, at: datetime) -> None:
    """Make a notice the newest in effect; the calendar must be held."""
    _APPLY.run(db, id=notice_id, by=by, at=at)


def drop(db: Connection, notice_id: UUID, *, at: datetime) -> bool:
    """Lay a notice aside; false where it is in effect or was laid aside before."""
    return _DROP.run(db, id=notice_id, at=at) > 0


def keeper(db: Connection, officer_id: UUID, *, centre_id: UUID) -> Keeper:
    """Who keeps the calendar, and whether for others too."""
    return _KEEPER.one(db, id=officer_id, centre=centre_id)
