"""What visits are owed for: how the child went to somebody, and the judgment's items and day."""

from collections.abc import Iterator

from models.facts.consistency.rule import Compared, Contradiction, should_be
from models.facts.given import GivenAnswer
from models.forms.follow_up import FollowUpPlan, Visit
from models.forms.placement import PlacementHandover
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationHandover
from models.forms.return_home import Collection
from models.forms.revocation import Judgment
from models.law.dates import shanghai_date
from models.law.terms import FollowUpBasis

#: How the child went to somebody, to why visits are owed.
_BASIS = {
    Collection: (FollowUpBasis.RETURNED, "监护人已经领回"),
    RelativeHandover: (FollowUpBasis.RELATIVES, "已经交亲友照料"),
    PlacementHandover: (FollowUpBasis.REVOKED, "监护人资格已经撤销,未成年人已判后交接"),
    RestorationHandover: (FollowUpBasis.RETURNED, "监护人恢复资格后已经领回"),
}


def plan_has_another_ground(compared: Compared) -> Iterator[Contradiction]:
    """Visits are owed for how the child went to somebody, and after a judgment for its items."""
    plan, went = compared.form, _went(compared)
    if not isinstance(plan, FollowUpPlan) or went is None:
        return
    basis, said = _BASIS[type(went.form)]
    if plan.basis is not basis:
        yield Contradiction("basis", f"{said},回访依据应为“{basis.label}”。")
        return
    yield from _another_day(compared, plan, went)
    judgment = compared.facts.newest(Judgment)
    if basis is FollowUpBasis.REVOKED and judgment and set(plan.grounds) != set(judgment.grounds35):
        items = "、".join(one.label[:3] for one in judgment.grounds35)
        found = f"判决认定第35条{items}" if items else "判决没有认定第35条的情形"
        yield Contradiction("grounds", f"{found},回访所依据的情形应当与判决一致。")


def _another_day(
    compared: Compared, plan: FollowUpPlan, went: GivenAnswer
) -> Iterator[Contradiction]:
    judgment = compared.facts.newest(Judgment)
    if plan.basis is FollowUpBasis.REVOKED and judgment:
        day = judgment.effective_on
    else:
        day = shanghai_date(went.form.handover.handed_over_at)  # type: ignore[attr-defined]
    broken_off = [visit.on for _, visit in compared.facts.all(Visit) if visit.finds_something]
    if broken_off and max(broken_off) >= day:
        return
    if plan.starts_on != day:
        yield Contradiction("starts_on", should_be("回访的起算日", day))


def _went(compared: Compared) -> GivenAnswer | None:
    """The newest answer with which the child went to somebody; None where it never did."""
    handed = [
        one
        for one in compared.facts.given
        if isinstance(one.form, tuple(_BASIS)) and getattr(one.form, "handover", None)
    ]
    return handed[-1] if handed else None
