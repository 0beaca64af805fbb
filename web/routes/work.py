"""My work: what waits for me, most urgent first. The first page after logging in."""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from models.store import obligations, views_watch, views_work
from models.store.views_work import MOST, SIZE, MyStep
from models.words import Look
from web.calls import At, PageNumber
from web.lights import ShownLight, light_of
from web.listing import item_of, step_place
from web.obligations import shown_obligations
from web.orders import shown_orders

router = APIRouter()


@router.get("/work")
def work(at: At, page_no: PageNumber = 1) -> Response:
    """List what is mine, and what anybody of my role may do: which first, then a page of it."""
    with at.reading() as db:
        found = views_work.my_work(db, at.actor, now=at.now)
        steps = found[:MOST]
        shown = steps[(page_no - 1) * SIZE : page_no * SIZE]
        ids = [step.id for step in shown]
        lines = views_work.work_lines(db, ids, now=at.now) if ids else []
        owed = views_watch.orders_to_answer(db, at.actor.officer_id)
        orders = shown_orders(db, at.opener, at.actor, owed, at.now)
        promised = shown_obligations(
            db, obligations.mine(db, at.actor, now=at.now), at.opener, at.now
        )
        if lines or promised:
            at.note_view(db, Look.LIST)
    own = {step.id for step in shown if step.is_mine}
    items = at.opener.each(lines, lambda row: item_of(row, at.opener, at.now), step_place)
    mine = [step for step in steps if step.is_mine]
    return at.page(
        "work.html", mine=[item for item in items if item.row.id in own],
        others=[item for item in items if item.row.id not in own], count=len(mine),
        count_others=len(steps) - len(mine), total=len(steps), most=MOST,
        is_cut=len(found) > MOST, tally=_tally(mine), orders=orders,
        obligations=promised, page_no=page_no, pages=max((len(steps) + SIZE - 1) // SIZE, 1),
    )  # fmt: skip


def _tally(steps: Sequence[MyStep]) -> list[tuple[ShownLight, int]]:
    """How many there are of each light, the most urgent first."""
    lights = [step.light for step in steps]
    return [(light_of(light), lights.count(light)) for light in sorted(set(lights))]
