"""Stage: closure 结案 (outline 37, 77-79; gate G8). The end of the main line."""

from flows.stage import stage_flow
from models.forms.closure import ClosingReport
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.CLOSURE)
def closure(stage: StageRun) -> Outcome:
    """Report why the case may end, have it signed, end it.

    The report is refused while visits are missing or the last finding is not dealt with (G8). No
    case ends over a child in temporary guardianship: who is still there is assessed, and leaves by
    a consultation's conclusion (minors law 93; gate G1). Nor while visits are owed that a finding
    broke off: follow-up begins anew.
    """
    if stage.custody_began_at is not None:
        return Outcome.REINTERVENE
    if stage.owes_visits:
        return Outcome.VISITS_OWED
    stage.ask(ClosingReport, of=Role.CASEWORKER, rule="C.6")
    stage.issue(Paper.CLOSING_REPORT)
    stage.approve(Paper.CLOSING_REPORT, by=(Role.SUPERVISOR, Role.DIRECTOR))
    stage.close_case()
    return Outcome.CLOSED
