"""Who looked at what: the whole log for the auditor, that of a case for who leads it."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from models.errors import FormInvalid
from models.forms.moments import day_begins, day_ends
from models.forms.small import LooksForm
from models.permissions import Permission
from models.store import views_case, views_looks, views_step
from models.store.views_looks import EVER, LooksWanted
from models.words import Look
from web.calls import At, Call
from web.pages import to
from web.paging import asked, links
from web.wording import _

router = APIRouter()

_A_SECOND = timedelta(seconds=1)
_NAMES = ("case", "officer", "since", "until")


@router.get("/looks")
def looks(at: At) -> Response:
    """The looks of the centre, the newest first, as far as they were asked for."""
    at.require(Permission.SEE_LOOKS)
    given = {name: at.asked(name) for name in _NAMES if at.asked(name)}
    return _page(at, given, {}, 200)


@router.post("/looks")
def narrow(at: At) -> Response:
    """Narrow the log; sent as a form so that what is typed stands in no address."""
    at.require(Permission.SEE_LOOKS)
    typed = at.given(LooksForm)
    at.on_refusal(lambda errors, status: _page(at, typed, errors, status))
    wanted = LooksForm.read(typed)
    given = {"officer": wanted.officer, "since": wanted.since, "until": wanted.until}
    if wanted.number:
        with at.reading() as db:
            given["case"] = views_looks.numbered(db, wanted.number)
        if given["case"] is None:
            raise FormInvalid({"number": [_("本中心没有这个案号。")]})
    return to("/looks?" + urlencode({name: value for name, value in given.items() if value}))


def _page(
    at: Call, given: Mapping[str, str], errors: Mapping[str, list[str]], status: int
) -> Response:
    wanted = _wanted(given)
    where = asked(at)
    with at.reading() as db:
        page = views_looks.looks(
            db, at.actor.centre_id, wanted, place=where.place, newer=where.newer
        )
        officers = views_step.officers(db)
        at.note_view(db, Look.LOOKS, case_id=wanted.case_id)
        number = given.get("number") or _number(db, wanted.case_id)
    kept = urlencode({name: given[name] for name in _NAMES if given.get(name)})
    return at.page(
        "looks.html", status=status, rows=page.lines, beside=links(page, f"/looks?{kept}&"),
        officers=officers, typed={**given, "number": number}, errors=errors,
    )  # fmt: skip


def _number(db: Connection, case_id: UUID | None) -> str:
    return views_looks.number_of(db, case_id) or "" if case_id else ""


def _wanted(given: Mapping[str, str]) -> LooksWanted:
    """What an address asks for; what is no such thing narrows nothing."""
    since, until = _day(given.get("since", "")), _day(given.get("until", ""))
    return LooksWanted(
        case_id=_id(given.get("case", "")),
        officer_id=_id(given.get("officer", "")),
        since=day_begins(since) if since else EVER[0],
        until=min(day_ends(until) + _A_SECOND, EVER[1]) if until else EVER[1],
    )


def _id(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def _day(sent: str) -> date | None:
    try:
        return date.fromisoformat(sent)
    except ValueError:
        return None


@router.get("/cases/{case_id}/looks")
def looks_at_case(at: At, case_id: UUID) -> Response:
    """Who looked at a case."""
    at.require(Permission.SEE_LOOKS_AT_CASE)
    where, wanted = asked(at), LooksWanted(case_id=case_id)
    with at.reading() as db:
        row = views_case.case(db, case_id)
        page = views_looks.looks(
            db, at.actor.centre_id, wanted, place=where.place, newer=where.newer
        )
        at.note_view(db, Look.LOOKS, case_id=case_id)
    return at.page(
        "looks_at_case.html", row=row, rows=page.lines,
        beside=links(page, f"/cases/{case_id}/looks?"),
    )  # fmt: skip
