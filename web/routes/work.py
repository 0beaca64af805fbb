"""My work: what waits for me, most urgent first. The first page after logging in."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from models.store import obligations, sticking, views_watch, views_work
from models.store.sticking import StuckStep
from models.store.views_work import MOST, SIZE, MyStep
from models.words import Look, StepKind
from web.calls import At, PageNumber
from web.lights import ShownLight, light_of
from web.listing import item_of, step_place
from web.obligations import shown_obligations
from web.orders import shown_orders
from web.titles import step_title
from web.wording import word

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
        stuck = sticking.mine(db, at.actor)
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
        stuck=[_stuck(one) for one in stuck],
        obligations=promised, page_no=page_no, pages=max((len(steps) + SIZE - 1) // SIZE, 1),
    )  # fmt: skip


@dataclass(frozen=True)
class Stuck:
    """What the program could not do, and the answer to be put right."""

    number: str
    case_href: str
    title: str
    why: str
    answer: str
    href: str
    """The answer, from where it is taken back or corrected; empty where there is none."""


def _stuck(row: StuckStep) -> Stuck:
    about = {"form": row.answer_form, "paper": None, "about": row.answer_about}
    return Stuck(
        number=row.number,
        case_href=f"/cases/{row.case_id}",
        title=step_title(
            row.kind, key=row.key, form=row.form, paper=row.paper, about=row.about, turn=row.turn
        ),
        why=word(row.failure or ""),
        answer=step_title(
            StepKind.ASK, key=row.answer_key or "", turn=row.answer_turn or 1, **about
        ) if row.answer_id else "",
        href=f"/steps/{row.answer_id}" if row.answer_id else "",
    )  # fmt: skip


def _tally(steps: Sequence[MyStep]) -> list[tuple[ShownLight, int]]:
    """How many there are of each light, the most urgent first."""
    lights = [step.light for step in steps]
    return [(light_of(light), lights.count(light)) for light in sorted(set(lights))]
