"""How the simulated people decide: a drawn variant of each form, as `proof.answers` has them."""

from itertools import accumulate
from random import Random

from models.forms.base import Form
from models.forms.follow_up import FollowUpPlan
from models.law.dates import shanghai_date
from models.law.terms import FollowUpBasis, Ground35
from models.words import Outcome
from proof.answers import VARIANTS
from proof.simulation.chances import DECISIONS
from proof.simulation.office_time import instant
from proof.variant import Variant

#: What the follow-up rests on, by how the child left us.
_BASIS = {
    Outcome.RETURNED: FollowUpBasis.RETURNED,
    Outcome.IN_RELATIVE_CARE: FollowUpBasis.RELATIVES,
    Outcome.PLACED: FollowUpBasis.REVOKED,
}


class Decider:
    """Draws answers."""

    def __init__(self, rng: Random) -> None:
        """Draw with this."""
        self._rng = rng
        self._weights = {
            name: list(accumulate(DECISIONS.get(name, {}).get(one.says, 0.0) for one in variants))
            for name, variants in VARIANTS.items()
            if name in DECISIONS
        }
        self._timeless: dict[tuple[str, str], Form] = {}

    def draw(self, form: str, now: int, last: Outcome | None) -> tuple[str, Form]:
        """Draw an answer to a form.

        Args:
            form: Its name.
            now: Minute at which it is given.
            last: How the last stage of the main line ended.

        Returns:
            The decision in Chinese, and the answer.
        """
        if form == "follow-up-plan":
            return self._plan(now, last)
        variants = VARIANTS[form]
        weights = self._weights.get(form)
        drawn = self._rng.choices(variants, cum_weights=weights)[0]
        return drawn.says, self._answer(form, drawn, now)

    def _answer(self, form: str, drawn: Variant, now: int) -> Form:
        if not drawn.timeless:
            return drawn.answer(instant(now))
        key = (form, drawn.says)
        if key not in self._timeless:
            self._timeless[key] = drawn.answer(instant(now))
        return self._timeless[key]

    def _plan(self, now: int, last: Outcome | None) -> tuple[str, Form]:
        """Windows as the law has them: a month, up to six, or preventive visits for half a year."""
        basis = _BASIS.get(last, FollowUpBasis.PREVENTIVE_ONCE) if last else FollowUpBasis.RETURNED
        grounds: tuple[Ground35, ...] = ()
        if basis is FollowUpBasis.REVOKED:
            grounds = (self._rng.choice(tuple(Ground35)),)
        plan = FollowUpPlan.model_construct(
            basis=basis, starts_on=shanghai_date(instant(now)), grounds=grounds
        )
        return basis.label, plan
