"""Side procedure: exemption from preventive visits 免访 (outline 80-81)."""

from flows.stage import stage_flow
from models.forms.exemption import ExemptionDecision, ExemptionRequest
from models.words import Outcome, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.EXEMPTION)
def exemption(stage: StageRun) -> Outcome:
    """Ask, with reason and evidence; the supervisor decides until when.

    Windows stay: each is recorded as exempt while the exemption covers it, and the first one
    after its end is visited again. The weekly visits of art. 78 and 79 know no exemption.
    """
    stage.ask(ExemptionRequest, of=Role.CASEWORKER, rule="C.6")
    decision = stage.ask(ExemptionDecision, of=Role.SUPERVISOR, rule="C.8")
    return Outcome.DONE if decision.granted else Outcome.LAPSED
