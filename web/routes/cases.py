"""The list of cases, finding one, and registering a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Response

from models.errors import FormInvalid
from models.forms.identity import plain_number
from models.forms.small import NewCaseForm
from models.permissions import Permission
from models.store import key_ring, views_case, views_cases
from models.store.keyset import SIZE
from models.store.views_cases import CaseLine
from models.words import Began, Look
from web.calls import At, Call, PageNumber
from web.listing import Due, ball, clock_of, due_of, title_of
from web.names import stage_name
from web.pages import is_practice, to
from web.paging import asked, links
from web.unsealing import called
from web.wording import _, word

router = APIRouter()

_LONGEST_SEARCH = 40


@dataclass(frozen=True)
class Line:
    """One case in a list."""

    row: CaseLine
    href: str
    child: str
    stage: str
    due: Due | None
    clock: str
    """The deadline of the case that is more urgent than the step, if one is."""
    step: str
    ball: str


@router.get("/cases")
def cases(at: At, *, closed: bool = False, page_no: PageNumber = 1) -> Response:
    """One page of the cases I may see; the closed ones go back for years, and by place."""
    if closed:
        return _closed(at)
    with at.reading() as db:
        rows, total = views_cases.open_cases(db, at.actor, now=at.now, page=page_no)
        at.note_view(db, Look.LIST)
    pages = max((total + SIZE - 1) // SIZE, 1)
    return _list(at, rows, total=total, page_no=page_no, pages=pages)


def _closed(at: Call) -> Response:
    where = asked(at)
    with at.reading() as db:
        listed = views_cases.closed_cases(
            db, at.actor, now=at.now, place=where.place, newer=where.newer
        )
        at.note_view(db, Look.LIST)
    return _list(at, listed.lines, closed=True, beside=links(listed, "/cases?closed=true&"))


@router.post("/cases/search")
def search(at: At) -> Response:
    """Find cases by their number, or the child's; sent as a form: it stands in no address or log."""
    words = at.typed("words")[:_LONGEST_SEARCH]
    if not words:
        return to("/cases")
    with at.reading() as db:
        rows = views_cases.search(db, words, now=at.now)
        if not rows:
            number = key_ring.number_hash(db, at.seal, plain_number(words))
            rows = views_cases.search_by_number(db, number, now=at.now)
        at.note_view(db, Look.SEARCH)
    if len(rows) == 1:
        return to(f"/cases/{rows[0].id}")
    return _list(at, rows[:SIZE], words=words, total=len(rows[:SIZE]), is_cut=len(rows) > SIZE)


def _list(at: Call, rows: Sequence[CaseLine], **more: Any) -> Response:
    shown = {"total": 0, "closed": False, "page_no": 1, "pages": 1, "words": "", "is_cut": False}
    lines = at.opener.each(rows, lambda row: _line(at, row), lambda row: f"cases:{row.id}")
    return at.page("cases.html", lines=lines, **{"beside": {}, **shown, **more})


def _line(at: Call, row: CaseLine) -> Line:
    is_open = row.step_id is not None
    due = due_of(row, at.now, no_due_reason=row.no_due_reason) if is_open else None
    clock = clock_of(row, at.now)
    is_clock = clock is not None and (
        due is None or (row.clock_light is not None and row.clock_light < due.light.light)
    )
    return Line(
        row=row,
        href=f"/cases/{row.id}",
        child=called(at.opener, row.child_id, row.identity),
        stage=stage_name(row.stage) if row.stage else "",
        due=clock if is_clock else due,
        clock=_short(row.clock_title) if is_clock else "",
        step=title_of(row) if is_open else "",
        ball=ball(row) if is_open else "",
    )


def _short(title: str | None) -> str:
    """A rule's title up to its colon: enough for a list."""
    return word(title or _("期限")).partition("：")[0]


@router.get("/cases/new")
def new_case(at: At) -> Response:
    """Ask how the case reached us."""
    at.require(Permission.REGISTER_CASE)
    blank = {"began": Began.REPORT.value, "number": "", "once": str(uuid4())}
    return _new_page(at, blank, {}, 200)


def _new_page(
    at: Call, typed: Mapping[str, Any], errors: Mapping[str, list[str]], status: int
) -> Response:
    return at.page("new_case.html", status=status, typed=typed, errors=errors)


@router.post("/cases/new")
def open_case(at: At) -> Response:
    """Open a case, and go to its first form at once."""
    typed = at.given(NewCaseForm)
    at.on_refusal(lambda errors, status: _new_page(at, typed, errors, status))
    asked = NewCaseForm.read(typed)
    child = None
    with at.reading() as db:
        if asked.number:
            child = views_cases.child_of_case(db, asked.number)
            if child is None:
                raise FormInvalid({"number": [_("没有找到这个案号，或者不在您可以查看的范围内。")]})
    practice = is_practice(at.request, at.me)
    return at.once(
        lambda case_id: f"/cases/{case_id}/begun",
        lambda desk: desk.open_case(
            at.actor, began=asked.began, child_id=child, practice=practice, case_id=asked.once
        ),
    )


@router.get("/cases/{case_id}/begun")
def begun(at: At, case_id: UUID) -> Response:
    """Go from a new case to the first form in it that is mine to fill in."""
    with at.reading() as db:
        views_case.case(db, case_id)
        steps = views_case.open_steps(db, case_id, now=at.now)
    mine = [step for step in steps if step.owner_id == at.actor.officer_id]
    return to(f"/steps/{mine[0].id}" if mine else f"/cases/{case_id}")
