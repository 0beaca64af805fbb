"""What who leads the centre sees: all open work, what stands still, and who stands in for whom."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from models.forms.moments import day_begins
from models.forms.small import AbsenceCoverForm
from models.law.dates import shanghai_date
from models.permissions import Circumstance, Permission
from models.store import obligations, views_step, views_watch, views_work
from models.store.views_work import StepLine
from models.words import Holder, Look, Stage
from web.calls import At, Call, PageNumber, uuid_of
from web.listing import Item, item_of, step_place
from web.names import holder_name, stage_name
from web.obligations import shown_obligations
from web.orders import shown_orders
from web.stalling import why

router = APIRouter()

#: How long an ended absence stays in the list.
_SHOWN_FOR = timedelta(days=30)


@router.get("/board")
def board(at: At, show: str = "all", page_no: PageNumber = 1) -> Response:
    """List the open steps of the whole centre, most urgent first: what, whose, why, since when."""
    at.require(Permission.SEE_BOARD)
    if show == "obligations":
        return _obligations(at, page_no)
    only = show if show in views_work.FILTERS else "all"
    chosen = {name: at.asked(name) for name in ("stage", "holder", "owner")}
    owner = uuid_of(chosen["owner"]) if chosen["owner"] else None
    narrow = views_work.Narrow(chosen["stage"], chosen["holder"], owner)
    with at.reading() as db:
        counts = asdict(views_work.board_counts(db, at.actor, now=at.now, narrow=narrow))
        rows = views_work.board(db, at.actor, only=only, now=at.now, page=page_no, narrow=narrow)
        ordered = views_watch.open_orders(db, at.actor)
        orders = shown_orders(db, at.opener, at.actor, ordered, at.now)
        month = day_begins(shanghai_date(at.now).replace(day=1))
        counted = views_watch.cards_counted(db, at.actor, since=month)
        officers = views_step.officers(db)
        promised = obligations.count_of_centre(db, at.actor, now=at.now)
        runs = at.parts.runs_viewer.of_stages(db, at.actor, {row.stage_id for row in rows})
        at.note_view(db, Look.LIST)
    items = at.opener.each(rows, lambda row: _on_board(at, row), step_place)
    return at.page(
        "board.html", counts=counts, only=only, total=counts[only], page_no=page_no,
        pages=max((counts[only] + views_work.SIZE - 1) // views_work.SIZE, 1), orders=orders,
        counted=counted, promised=promised,
        items=items, runs=runs, officers=officers,
        narrow=chosen, narrowed=urlencode(chosen), stalled_days=views_work.STALLED_AFTER.days,
        stages=[(one.value, stage_name(one)) for one in Stage],
        holders=[(one.value, holder_name(one)) for one in Holder if one is not Holder.TIME],
    )  # fmt: skip


def _obligations(at: Call, page_no: int) -> Response:
    """List what was promised and planned in the whole centre, the next due first."""
    with at.reading() as db:
        counts = obligations.count_of_centre(db, at.actor, now=at.now)
        rows = obligations.of_centre(db, at.actor, now=at.now, page=page_no)
        shown = shown_obligations(db, rows, at.opener, at.now)
        at.note_view(db, Look.LIST)
    return at.page(
        "board_obligations.html", obligations=shown, counts=counts, total=counts.all,
        page_no=page_no, pages=max((counts.all + obligations.SIZE - 1) // obligations.SIZE, 1),
    )  # fmt: skip


def _on_board(at: Call, row: StepLine) -> tuple[Item, str]:
    """A step, and why it stands where it does."""
    item = item_of(row, at.opener, at.now)
    return item, why(item, at.now)


@router.get("/absences")
def absences(at: At) -> Response:
    """Show who stands in for whom."""
    return _absences_page(at, {}, {}, 200)


def _absences_page(
    at: Call, typed: Mapping[str, Any], errors: Mapping[str, list[str]], status: int
) -> Response:
    with at.reading() as db:
        officers = views_step.officers(db)
        rows = views_step.absences(db, since=at.now - _SHOWN_FOR)
    absent = [
        one for one in officers
        if at.actor.may(Permission.COVER, *at.actor.being(Circumstance.SELF, one.id))
    ]  # fmt: skip
    return at.page(
        "absences.html", status=status, absent=absent, officers=officers, rows=rows,
        typed=typed, errors=errors, said=at.asked("said"),
    )  # fmt: skip


@router.post("/absences")
def cover(at: At) -> Response:
    """Record an absence and who stands in."""
    typed = at.given(AbsenceCoverForm)
    at.on_refusal(lambda errors, status: _absences_page(at, typed, errors, status))
    asked = AbsenceCoverForm.read(typed)
    return at.once(
        "/absences?said=saved",
        lambda desk: desk.cover(
            at.actor, officer=asked.officer, by=asked.by, from_at=asked.from_at,
            until_at=asked.until_at,
        ),
    )  # fmt: skip
