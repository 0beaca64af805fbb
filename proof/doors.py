"""The doors: who is received at each, what must be so to leave, and that each form asks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.handover import Handover
from models.forms.majority import MajorityPreparation, MajorityTransfer
from models.forms.missing import BroughtBack
from models.forms.placement import PlacementPlan
from models.forms.reading import inner_type
from models.forms.relative_care import CarerVerification
from models.forms.restoration import RestorationCommission
from models.law.verdict import Verdict
from proof.leaving import QUESTIONS, situations, wrongly_left
from proof.properties import GUARDED, LEAVES, RECEIVES, Property
from proof.receivers import Question, asked_in_force, standings, wrong_receivers
from tasks.gates import receiving
from tasks.gates.refusals import GATES, Gate

#: Forms without a hand-over in them by which it is decided who receives the child, or that it goes.
_DECIDES = (
    CarerVerification, PlacementPlan, RestorationCommission, MajorityPreparation, MajorityTransfer,
    BroughtBack,
)  # fmt: skip


@dataclass(frozen=True)
class Doors:
    """What is asked at the doors; a fault is planted by putting another in its place."""

    question: Question = asked_in_force
    questions: Mapping[str, Callable[..., Verdict]] = field(default_factory=lambda: QUESTIONS)
    gates: Mapping[type[Form], tuple[Gate, ...]] = field(default_factory=lambda: GATES)

    @property
    def tried(self) -> int:
        """How many people and situations are put to them."""
        return len(list(standings())) + len(list(situations()))

    def found(self) -> Iterator[tuple[Property, str, tuple[str, ...]]]:
        """What does not hold, with the way to it."""
        for standing, wrong in wrong_receivers(self.question):
            yield (
                RECEIVES,
                f"{standing.who.label}在“{standing.door.label}”{wrong}",
                (str(standing),),
            )
        for situation, wrong in wrongly_left(self.questions):
            yield LEAVES, f"{situation.says}:{wrong}", (situation.says,)
        for form in forms_at_doors():
            asked = self.gates.get(form, ())
            if not any(gate.__module__ == receiving.__name__ for gate in asked):
                yield GUARDED, f"表单“{form.title}”没有过交接的闸门", ()


def forms_at_doors() -> tuple[type[Form], ...]:
    """Every form with a written hand-over by the centre, and those that decide about one."""
    handed = [
        form
        for form in FORMS.values()
        if any(inner_type(one.annotation) is Handover for one in form.model_fields.values())
    ]
    return (*handed, *_DECIDES)
