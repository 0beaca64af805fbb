"""My work: what waits for me, most urgent first. The first page after logging in."""

from fastapi import APIRouter, Response

from models.store import views_watch, views_work
from web.calls import At
from web.listing import item_of
from web.orders import shown_orders

router = APIRouter()


@router.get("/work")
def work(at: At) -> Response:
    """List what is mine, and what anybody of my role may do."""
    with at.reading() as db:
        rows = views_work.my_work(db, at.actor, now=at.now)
        owed = views_watch.orders_to_answer(db, at.actor.officer_id)
        orders = shown_orders(db, at.seal, at.actor, owed, at.now)
    items = [item_of(row, at.seal, at.now) for row in rows]
    mine = [item for item in items if item.row.is_mine]
    others = [item for item in items if not item.row.is_mine]
    return at.page("work.html", mine=mine, others=others, most=views_work.MOST, orders=orders)
