"""Where a centre is, for the law: asked for with a reason, previewed, set."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from flows.desk.law_desk import preview_place, set_place
from models.errors import FormInvalid
from models.permissions import Permission
from models.store import centre_places
from tasks.law.placing import choices, name_of
from web.calls import At, Call
from web.law_shown import difference_lines
from web.wording import _, word

router = APIRouter()


@router.get("/law/place")
def ask(at: At) -> Response:
    """Ask for the locality and the reason."""
    _may(at)
    with at.reading() as db:
        now = centre_places.current(db, at.actor.centre_id)
    return _form(at, {"local": now, "reason": ""}, {}, 200)


def _form(
    at: Call, typed: Mapping[str, str], errors: Mapping[str, list[str]], status: int
) -> Response:  # fmt: skip
    shelf = at.parts.office.packs.shelf
    with at.reading() as db:
        now = centre_places.current(db, at.actor.centre_id)
    return at.page(
        "law_place.html", status=status, typed=typed, errors=errors, here=_named(at, now),
        choices=[(local, f"{word(name)}（{local}）") for local, name in choices(shelf)],
    )  # fmt: skip


@router.post("/law/place")
def change(at: At) -> Response:
    """Show what another place would change; set it when that is confirmed."""
    _may(at)
    typed = {name: at.typed(name) for name in ("local", "reason", "was")}
    at.on_refusal(lambda errors, status: _form(at, typed, errors, status))
    if at.typed("do") == "confirm":
        return at.once(
            "/law?said=placed",
            lambda desk: set_place(
                desk, at.actor, typed["local"], was=typed["was"], reason=typed["reason"]
            ),
        )
    if not typed["reason"]:
        raise FormInvalid({"reason": [_("请写明改变所在地的理由。")]})
    seen = preview_place(at.desk, at.actor, typed["local"])
    return at.page(
        "law_place_preview.html", seen=seen, typed=typed, was=_named(at, seen.was),
        new=_named(at, typed["local"]), changed=difference_lines(seen.changed),
    )  # fmt: skip


def _named(at: Call, local: str) -> str:
    return word(name_of(at.parts.office.packs.shelf, local)) if local else _("没有地方包")


def _may(at: Call) -> None:
    at.back_to("/law")
    at.require(Permission.PLACE_CENTRE)
