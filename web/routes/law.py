"""What everybody may read of the law they work by, and what the director decides about it."""

from collections.abc import Mapping
from uuid import uuid4

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from flows.desk.law_desk import preview_target, set_target
from models.errors import FormInvalid, NotFound
from models.law.dates import shanghai_date
from models.law.loading import passed_over
from models.law.own_targets import adjustable
from models.law.pack import RulePack
from models.permissions import Permission
from models.store import centre_places, own_targets
from tasks.law import law_moves
from tasks.law.own_targets import Wanted, read_wanted
from tasks.law.placing import name_of
from web.calls import At, Call
from web.law_shown import (
    changes,
    move_lines,
    number_and_unit,
    place_changes,
    place_of,
    stuck_lines,
    target_line,
    target_lines,
    unit_choices,
)
from web.wording import _

router = APIRouter()


def todays_law(at: Call, db: Connection) -> RulePack:
    """The pack by which this centre opens cases today, with its overlay."""
    law = law_moves.todays_law(db, at.parts.office, at.actor.centre_id, at.now)
    return at.parts.office.pack(law.pack, law.locality)


@router.get("/law")
def local_rules(at: At) -> Response:
    """Show the centre's local rules, what could not be read, and the packs there are."""
    with at.reading() as db:
        pack = todays_law(at, db)
        now = centre_places.current(db, at.actor.centre_id)
        moved = centre_places.history(db, at.actor.centre_id)
    shelf = at.parts.office.packs.shelf
    return at.page(
        "law.html", said=at.asked("said"),
        centre_at=name_of(shelf, now) if now else "", moved=place_changes(shelf, moved),
        passed=passed_over(shanghai_date(at.now), now, shelf), pack=pack,
        places=[place_of(pack, one) for one in pack.localities.values()],
        nationals=[kept.file for kept in shelf.nationals()],
        broken=shelf.broken if at.actor.may(Permission.SEE_BROKEN_PACKS) else (),
    )  # fmt: skip


@router.get("/law/targets")
def targets(at: At) -> Response:
    """List the centre's own targets with who set them, and their history."""
    with at.reading() as db:
        pack, own = todays_law(at, db), own_targets.current(db, at.actor.centre_id)
        rows = own_targets.history(db, at.actor.centre_id)
    return at.page(
        "law_targets.html", lines=target_lines(pack, own), history=changes(pack, rows),
        said=at.asked("said"), moved=at.asked("moved"),
    )  # fmt: skip


@router.get("/law/targets/{rule_id}")
def target(at: At, rule_id: str) -> Response:
    """Ask for the new number and the reason."""
    _may_set(at)
    with at.reading() as db:
        pack, own = todays_law(at, db), own_targets.current(db, at.actor.centre_id)
    if pack.rule(rule_id) not in adjustable(pack):
        raise NotFound(_("规则%(rule)s的数字不是本中心目标，不能在这里调整。", rule=rule_id))
    length, unit = number_and_unit(
        own[rule_id].term if rule_id in own else pack.rule(rule_id).target
    )
    typed = {"length": length, "unit": unit, "reason": "", "nonce": uuid4().hex}
    return _target_page(at, rule_id, typed, {}, 200)


def _target_page(
    at: Call, rule_id: str, typed: Mapping[str, str], errors: Mapping[str, list[str]], status: int
) -> Response:
    with at.reading() as db:
        pack, own = todays_law(at, db), own_targets.current(db, at.actor.centre_id)
    rule = pack.rule(rule_id)
    return at.page(
        "law_target.html", status=status, line=target_line(pack, rule, own.get(rule_id)),
        units=unit_choices(rule), typed=typed, errors=errors,
    )  # fmt: skip


@router.post("/law/targets/{rule_id}")
def change_target(at: At, rule_id: str) -> Response:
    """Set a target; with open deadlines counted again too, a preview comes first."""
    _may_set(at)
    typed = {name: at.typed(name) for name in ("length", "unit", "reason", "nonce", "open")}
    at.on_refusal(lambda errors, status: _target_page(at, rule_id, typed, errors, status))
    wanted = _wanted(at, rule_id, typed)
    wish = at.typed("do")
    if wish == "preview" or (wish == "set" and typed["open"] == "recount"):
        seen = preview_target(at.desk, at.actor, wanted)
        return at.page(
            "law_target_preview.html", wanted=wanted, typed=typed, digest=seen.digest,
            moves=move_lines(seen, at.now), stuck=stuck_lines(seen), looked_at=seen.looked_at,
        )  # fmt: skip
    digest = at.typed("digest") if wish == "confirm" else ""
    return at.once(
        lambda moved: f"/law/targets?said=set&moved={moved}",
        lambda desk: set_target(desk, at.actor, wanted, digest=digest),
    )


def _wanted(at: Call, rule_id: str, typed: Mapping[str, str]) -> Wanted:
    with at.reading() as db:
        pack = todays_law(at, db)
    if not typed["length"] and at.typed("do") != "confirm" and typed["unit"] != "pack":
        raise FormInvalid({"length": [_("请填写数字;要恢复规则包的数字,请在单位中选择。")]})
    back = typed["unit"] == "pack"
    unit = unit_choices(pack.rule(rule_id))[0][0] if back else typed["unit"]
    return read_wanted(
        pack, rule_id, length="" if back else typed["length"], unit=unit,
        reason=typed["reason"], nonce=typed["nonce"] or uuid4().hex,
    )  # fmt: skip


def _may_set(at: Call) -> None:
    at.back_to("/law/targets")
    at.require(Permission.SET_TARGET)
