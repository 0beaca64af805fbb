"""Saying where a centre is: which local overlay its new cases take, by the director or the keeper.

Cases that are open keep what they have (ADR 0062): the preview says how many, and the director
moves them afterwards where that is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import FormInvalid
from models.law.dates import shanghai_date
from models.law.differing import PackDiff, differences
from models.law.shelf import Shelf
from models.permissions import Permission
from models.store import centre_places, law_moves
from tasks.act import Act
from tasks.law.law_moves import Target, todays_law
from tasks.law.new_law import WorldMoved

_LONGEST_REASON = 500


@dataclass(frozen=True)
class PlacePreview:
    """What another place would change.

    `staying`: open cases that would go on under other law; None for whom the director alone may
    tell, an administrator sees no case.
    """

    was: str
    old: Target
    new: Target
    changed: PackDiff
    staying: int | None


def choices(shelf: Shelf) -> Sequence[tuple[str, str]]:
    """Every locality there is an overlay for, with its name."""
    return [(local, name_of(shelf, local)) for local in shelf.local_ids()]


def name_of(shelf: Shelf, local: str) -> str:
    """What a locality is called, by the newest overlay that says so."""
    named = (one.file.locality for one in reversed(shelf.overlays(local)))
    return next((one.name for one in named if one), local)


def preview(act: Act, local: str) -> PlacePreview:
    """What would change for cases to come; changes nothing.

    Raises:
        NotAllowed: Neither director nor administrator.
        FormInvalid: No such locality, or it is what counts already.
    """
    act.require(Permission.PLACE_CENTRE)
    was = centre_places.current(act.db, act.actor.centre_id)
    _known(act, local, was)
    old = todays_law(act.db, act.office, act.actor.centre_id, act.now)
    new = Target(*act.office.packs.for_new_case(shanghai_date(act.now), local))
    before, after = (act.office.pack(one.pack, one.locality) for one in (old, new))
    staying = None
    if act.actor.may(Permission.MOVE_LAW):
        rows = law_moves.on_other_law(act.db, act.actor.centre_id, new.pack, new.locality)
        staying = len(rows)
    return PlacePreview(was, old, new, differences(before, after), staying)


def place(act: Act, local: str, *, was: str, reason: str) -> None:
    """Say where the centre is, as previewed.

    Args:
        act: Of a director or an administrator.
        local: A locality such as `wuhan`; empty for none.
        was: The place the preview began with.
        reason: Why; nothing of a case.

    Raises:
        NotAllowed: Neither director nor administrator.
        FormInvalid: No such locality, nothing changes, or there is no reason.
        WorldMoved: Somebody has changed it since the preview.
    """
    act.require(Permission.PLACE_CENTRE)
    if not reason:
        raise FormInvalid({"reason": ["请写明改变所在地的理由。"]})
    if len(reason) > _LONGEST_REASON:
        raise FormInvalid({"reason": [f"理由最多{_LONGEST_REASON}个字。"]})
    now = centre_places.locked(act.db, act.actor.centre_id)
    if now != was:
        raise WorldMoved
    _known(act, local, now)
    centre_places.write(
        act.db, act.actor.centre_id, old=now, new=local, reason=reason,
        by=act.actor.officer_id, at=act.now,
    )  # fmt: skip


def _known(act: Act, local: str, was: str) -> None:
    if local and local not in act.office.packs.shelf.local_ids():
        there = "、".join(act.office.packs.shelf.local_ids())
        raise FormInvalid({"local": [f"没有地方包“{local}”,现有:{there}。"]})
    if local == was:
        raise FormInvalid({"local": ["现在就是这个所在地,没有改动。"]})
