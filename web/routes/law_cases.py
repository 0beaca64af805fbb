"""Cases that are judged by an older law, and moving them: the director's, with a preview first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Response

from flows.desk.law_desk import move_law, preview_move
from models.errors import FormInvalid
from models.law.differing import differences
from models.permissions import Permission
from models.sealed_places import SealedPlace
from models.store import law_moves as stored
from models.store import views_case
from models.store.law_moves import CaseUnderLaw
from models.words import Look
from tasks.law import law_moves
from tasks.law.law_moves import Target
from tasks.record.levels import level_now
from web.calls import At, Call, uuid_of
from web.law_shown import difference_lines, move_lines, starting_lines, stuck_lines
from web.unsealing import child_shown
from web.wording import _

router = APIRouter()

#: Cases on the page; moving all moves all there are.
MOST = 200


@dataclass(frozen=True)
class CaseLine:
    """A case on an older law, as the list shows it."""

    row: CaseUnderLaw
    child: str
    law: str


@router.get("/law/cases")
def older(at: At) -> Response:
    """List the open cases that are judged by another law than new ones."""
    _may_move(at)
    return _list(at, {}, {}, 200)


def _list(
    at: Call, typed: Mapping[str, Any], errors: Mapping[str, list[str]], status: int
) -> Response:
    with at.reading() as db:
        target = law_moves.todays_law(db, at.parts.office, at.actor.centre_id, at.now)
        rows = stored.on_other_law(db, at.actor.centre_id, target.pack, target.locality, most=MOST)
        at.note_view(db, Look.LIST)
    return at.page(
        "law_cases.html", status=status, target=target, lines=_lines(at, rows),
        by_law=law_moves.by_law(rows), differences=_differences(at, rows, target),
        typed=typed, errors=errors, said=at.asked("said"), moved=at.asked("moved"), most=MOST,
    )  # fmt: skip


def _lines(at: Call, rows: Sequence[CaseUnderLaw]) -> list[CaseLine]:
    return at.opener.each(rows, lambda row: _line(at, row), lambda row: f"cases:{row.id}")


def _line(at: Call, row: CaseUnderLaw) -> CaseLine:
    child = child_shown(at.opener, row.child_id, row.identity)
    return CaseLine(row, child.display_name, str(Target(row.pack, row.locality)))


def _differences(
    at: Call, rows: Sequence[CaseUnderLaw], target: Target
) -> list[tuple[str, list[str]]]:
    """What the new law changes against each law that cases are judged by."""
    office = at.parts.office
    new = office.pack(target.pack, target.locality)
    laws = dict.fromkeys((row.pack, row.locality) for row in rows)
    known = [(law, office.pack_if_here(*law)) for law in laws]
    return [
        (str(Target(*law)), difference_lines(differences(old, new))) for law, old in known if old
    ]


@router.post("/law/cases")
def move(at: At) -> Response:
    """Show what would move in the chosen cases; move them when that is confirmed."""
    _may_move(at)
    chosen = [uuid_of(str(one)) for one in at.form.getlist("case")]
    typed = {
        "reason": at.typed("reason"), "cases": {str(one) for one in chosen},
        "nonce": at.typed("nonce") or uuid4().hex,
    }  # fmt: skip
    at.on_refusal(lambda errors, status: _list(at, typed, errors, status))
    with at.reading() as db:
        target = law_moves.todays_law(db, at.parts.office, at.actor.centre_id, at.now)
        if at.typed("do") == "all":
            rows = stored.on_other_law(db, at.actor.centre_id, target.pack, target.locality)
            chosen = [row.id for row in rows]
    if not typed["reason"]:
        raise FormInvalid({"reason": [_("请写明改按新规则包办理的理由。")]})
    if at.typed("do") == "confirm":
        return at.once(
            lambda moved: f"/law/cases?said=moved&moved={moved}",
            lambda desk: move_law(
                desk, at.actor, chosen, target, reason=at.typed("reason"),
                nonce=at.typed("nonce"), digest=at.typed("digest"),
            ),
        )  # fmt: skip
    seen = preview_move(at.desk, at.actor, chosen, target, nonce=str(typed["nonce"]))
    return at.page(
        "law_cases_preview.html", target=target, cases=_lines(at, seen.cases),
        moves=move_lines(seen.deadlines, at.now), stuck=stuck_lines(seen.deadlines),
        starting=starting_lines(seen), looked_at=seen.deadlines.looked_at,
        digest=seen.deadlines.digest, typed=typed,
    )  # fmt: skip


@router.get("/cases/{case_id}/law")
def of_case(at: At, case_id: UUID) -> Response:
    """Show by which law a case is judged, and who changed that, when and why."""
    with at.reading() as db:
        case = views_case.case(db, case_id)
        law = stored.law_of(db, case_id)
        rows = stored.moves(db, case_id)
        today = law_moves.todays_law(db, at.parts.office, at.actor.centre_id, at.now)
        at.note_view(db, Look.CASE, case_id=case_id)
        now = Target(law.pack, law.locality) if law else today
        pack = at.parts.office.pack_if_here(now.pack, now.locality)
        level = pack and at.opener.tried(partial(level_now, db, at.parts.office, case_id, pack))
    moves = [
        (row, at.opener.text(row.reason, SealedPlace.LAW_MOVE_REASON.of(row.id))) for row in rows
    ]
    return at.page(
        "case_law.html", case=case, law=now, today=today, moves=moves,
        level=level, law_missing="" if pack else str(now),
    )  # fmt: skip


def _may_move(at: Call) -> None:
    at.back_to("/law")
    at.require(Permission.MOVE_LAW)
