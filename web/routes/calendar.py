"""The working calendar: what it is, holiday notices loaded, previewed, put in effect, corrected."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from flows.desk import calendar_desk
from models.errors import BadInput, NotFound, RuleBroken
from models.law.calendar.table import Calendar, YearStatus
from models.law.dates import SHANGHAI, WEEKDAYS
from models.permissions import Permission
from models.store import calendar_notices, calendars
from tasks.law import calendar_keeping
from web import calendar_pages
from web.calendar_pages import KINDS, SCOPES, STATUS, Typed
from web.calls import At, Call, uuid_of
from web.wording import _, word

router = APIRouter()

#: How many years before this one the list of years begins with; the older ones are folded.
_YEARS_BACK = 1


@router.get("/calendar")
def years(at: At) -> Response:
    """Show which years are known how far, and every notice."""
    with at.reading() as db:
        calendar = calendars.calendar_of(db, calendars.last(db))
        notices = calendar_notices.everything(db)
    keeps = at.actor.may(Permission.KEEP_CALENDAR)
    shown = [row for row in notices if keeps or row.ordinal is not None]
    this_year = at.now.astimezone(SHANGHAI).year
    lines = [_year_line(calendar, year) for year in sorted(calendar.years, reverse=True)]
    return at.page(
        "calendar.html", notices=shown, said=at.asked("said"),
        recent=[line for line in lines if line["year"] >= this_year - _YEARS_BACK],
        older=[line for line in lines if line["year"] < this_year - _YEARS_BACK],
    )  # fmt: skip


def _year_line(calendar: Calendar, year: int) -> dict[str, Any]:
    row = calendar.years[year]
    return {
        "year": year,
        "status": word(STATUS[row.status]),
        "is_certain": row.status is YearStatus.OFFICIAL,
        "notice": row.notice,
        "source": row.source,
        "days": sum(1 for day in calendar.days if day.year == year),
    }


@router.get("/calendar/years/{year}")
def year(at: At, year: int) -> Response:
    """Show every day of a year that differs from the plain week, and by which notice."""
    with at.reading() as db:
        calendar = calendars.calendar_of(db, calendars.last(db))
    if year not in calendar.years:
        raise NotFound(_("日历里没有这一年。"))
    days = [
        {
            "day": day, "weekday": word(WEEKDAYS[day.weekday()]),
            "state": _("放假") if calendar.is_rest_day(day) else _("调休上班"),
            "name": row.name, "notice": word(calendar.notice(day)),
        }
        for day, row in sorted(calendar.days.items()) if day.year == year
    ]  # fmt: skip
    return at.page("calendar_year.html", line=_year_line(calendar, year), days=days)


@router.get("/calendar/notices/new")
def new(at: At) -> Response:
    """Ask for a notice; a correction begins with what the notice says."""
    at.require(Permission.KEEP_CALENDAR)
    corrected = at.asked("corrects")
    if not corrected:
        return _form(at, calendar_pages.blank(at.now.astimezone(SHANGHAI).year + 1), {}, 200)
    with at.reading() as db:
        known = calendars.notice(db, uuid_of(corrected))
    return _form(at, calendar_pages.correcting(known, corrected), {}, 200)


def _form(at: Call, typed: Typed, errors: Mapping[str, list[str]], status: int) -> Response:
    with at.reading() as db:
        notices = calendar_notices.everything(db)
    may_correct = [row for row in notices if row.ordinal is not None and not row.corrected_by]
    return at.page(
        "calendar_new.html", status=status, typed=typed, errors=errors, kinds=KINDS, scopes=SCOPES,
        may_correct=may_correct,
    )  # fmt: skip


@router.post("/calendar/notices")
def load(at: At) -> Response:
    """Keep a notice, or say everything that is wrong with it."""
    at.require(Permission.KEEP_CALENDAR)
    typed = calendar_pages.read_typed(at)
    at.on_refusal(lambda errors, status: _form(at, typed, errors, status))
    if at.typed("do") == "more":
        return _form(at, calendar_pages.with_more_rows(typed), {}, 200)
    corrected = typed.heading["supersedes"]
    supersedes, read = uuid_of(corrected) if corrected else None, typed.notice()
    return at.once(
        lambda notice: f"/calendar/notices/{notice}",
        lambda desk: calendar_desk.load_notice(desk, at.actor, read, supersedes=supersedes),
    )


@router.get("/calendar/notices/{notice_id}")
def notice(at: At, notice_id: UUID) -> Response:
    """Show a notice: before it takes effect with everything it would move."""
    return _notice(at, notice_id, {}, 200)


def _notice(at: Call, notice_id: UUID, errors: Mapping[str, list[str]], status: int) -> Response:
    at.require(Permission.KEEP_CALENDAR)
    preview, days = None, []
    with at.reading() as db:
        row = calendar_notices.one(db, notice_id)
        said = calendars.notice(db, notice_id)
        if row.ordinal is None and row.dropped_at is None:
            preview = calendar_keeping.preview(db, at.parts.office, notice_id, now=at.now)
            old = calendars.calendar_of(db, calendars.last(db))
            days = calendar_pages.day_lines(said, old, calendars.proposed(db, notice_id))
    moves = calendar_pages.move_lines(preview, at.now) if preview else []
    return at.page(
        "calendar_notice.html", status=status, row=row, notice=said, preview=preview, moves=moves,
        days=days, errors=errors, said=at.asked("said"), kinds=dict(KINDS), scopes=dict(SCOPES),
        past=sum(1 for one in moves if one.is_past),
        redated=sum(1 for one in moves if one.is_redated),
        centres=len({one.centre for one in moves}),
    )  # fmt: skip


@router.post("/calendar/notices/{notice_id}/apply")
def apply(at: At, notice_id: UUID) -> Response:
    """Put a notice in effect as it was previewed."""
    at.on_refusal(lambda errors, status: _notice(at, notice_id, errors, status))
    if at.typed("past") not in ("", "0") and not at.typed("known"):
        raise RuleBroken(_("有期限在生效后即为已过，请先勾选已经知道，再确认生效。"))
    if not at.typed("digest"):
        raise BadInput(_("提交的内容不完整，请刷新页面后再试。"))
    return at.once(
        lambda done: f"/calendar/notices/{notice_id}?said={'again' if done.again else 'applied'}",
        lambda desk: calendar_desk.apply_notice(
            desk, at.actor, notice_id, digest=at.typed("digest")
        ),
    )


@router.post("/calendar/notices/{notice_id}/drop")
def drop(at: At, notice_id: UUID) -> Response:
    """Lay a notice aside."""
    at.on_refusal(lambda errors, status: _notice(at, notice_id, errors, status))
    return at.once(
        "/calendar?said=dropped",
        lambda desk: calendar_desk.drop_notice(desk, at.actor, notice_id),
    )
