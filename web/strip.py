"""The stage strip: where the main line is, where it was, what may come."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.labels import STAGES
from models.law.stages import TRANSITIONS
from models.store.views_case import StageLine
from models.words import Stage
from web.names import stage_name
from web.wording import _, word


@dataclass(frozen=True)
class StripPlace:
    """One place of the strip."""

    name: str
    state: str
    """`done`, `now`, `ahead`, or `passed_by` in a case that ended without it."""
    said: str
    """The state in a word."""
    rounds: int


#: The main line as people see it; what a consultation can lead to stands in one place.
_PLACES: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    (STAGES[Stage.RECEIPT], (Stage.RECEIPT,)),
    (STAGES[Stage.INVESTIGATION], (Stage.INVESTIGATION,)),
    (STAGES[Stage.ASSESSMENT], (Stage.ASSESSMENT,)),
    (STAGES[Stage.CONSULTATION], (Stage.CONSULTATION,)),
    (
        "处置安置",
        (Stage.RETURN_HOME, Stage.RELATIVE_CARE, Stage.REVOCATION, Stage.PLACEMENT),
    ),
    (STAGES[Stage.FOLLOW_UP], (Stage.FOLLOW_UP,)),
    (STAGES[Stage.CLOSURE], (Stage.CLOSURE,)),
)


def strip(stages: Sequence[StageLine], *, is_closed: bool) -> list[StripPlace]:
    """Place a case on the main line."""
    main = [row for row in stages if row.is_main]
    return [_place(name, kinds, main, is_closed=is_closed) for name, kinds in _PLACES]


def _place(
    name: str, kinds: tuple[Stage, ...], main: Sequence[StageLine], *, is_closed: bool
) -> StripPlace:
    here = [row for row in main if row.name in kinds]
    if not here:
        said = _("未经过") if is_closed else _("未到")
        return StripPlace(word(name), "passed_by" if is_closed else "ahead", said, 0)
    newest = here[-1]
    rounds = sum(1 for row in here if row.name == newest.name)
    label = stage_name(newest.name)
    if newest.state == "open":
        return StripPlace(label, "now", _("进行中"), rounds)
    return StripPlace(
        label, "done", _("已完成") if newest.state == "closed" else _("已终止"), rounds
    )


def what_may_follow(stage: str | None) -> list[str]:
    """The stages that may come after an open one, by the table of the procedure."""
    if stage is None:
        return []
    ways = {way.to for (begun, _out), way in TRANSITIONS.items() if begun == stage}
    return [stage_name(one) for one in STAGES if one in ways]
