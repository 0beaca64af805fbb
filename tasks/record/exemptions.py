"""Which exemptions from visits were granted in a case, and until when."""

from dataclasses import dataclass
from datetime import date

from documents.record import CaseRecord
from models.forms.exemption import ExemptionDecision, ExemptionRequest
from models.law.windows import Window


@dataclass(frozen=True)
class Granted:
    """An approved exemption: both days included."""

    from_on: date
    until_on: date
    reasons: str

    def covers(self, window: Window) -> bool:
        """Whether the whole window is excused; of one partly excused the rest is visited."""
        return self.from_on <= window.first_on and window.last_on <= self.until_on


def granted(record: CaseRecord) -> tuple[Granted, ...]:
    """Every exemption the supervisor granted, oldest first."""
    asked = {facts.stage_ordinal: form for facts, form in record.all(ExemptionRequest)}
    return tuple(
        Granted(asked[facts.stage_ordinal].from_on, decision.until_on, decision.reasons)
        for facts, decision in record.all(ExemptionDecision)
        if decision.granted and decision.until_on and facts.stage_ordinal in asked
    )
