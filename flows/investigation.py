"""Stage: initial investigation 初步调查核实 (outline 53-54). Next: `flows.assessment`."""

from flows.stage import stage_flow
from models.forms.investigation import Investigation, InvestigationAssignment
from models.forms.receipt import Referral
from models.law.outcomes import after_investigation
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.INVESTIGATION)
def investigation(stage: StageRun) -> Outcome:
    """Check the facts of the family on the spot, hear the child, decide whether to assess.

    A child who needs a guardian now is taken in, harmed or not (minors law 92).
    """
    assignment = stage.ask(
        InvestigationAssignment, of=Role.SUPERVISOR, rule="2.1", since=stage.opened_at
    )
    found = stage.ask(Investigation, of=Role.CASEWORKER, by=assignment.report_due_at, rule="2.1")
    stage.issue(Paper.INVESTIGATION_REPORT)
    stage.approve(Paper.INVESTIGATION_REPORT, by=(Role.SUPERVISOR, Role.DIRECTOR))

    to_take_in = found.needs_custody and stage.custody_began_at is None
    if to_take_in:
        stage.start(Stage.CUSTODY)
    outcome = after_investigation(substantiated=found.substantiated, needs_custody=to_take_in)
    if outcome is Outcome.NOT_SUBSTANTIATED:
        stage.ask(Referral, of=Role.CASEWORKER, rule="2.3")
        stage.issue(Paper.REFERRAL_LETTER)
    return outcome
