"""Side procedure: extension of temporary guardianship 延长临时监护 (outline 68; opinions 15)."""

from flows.stage import stage_flow
from models.forms.assessment import WorkPlan
from models.forms.extension import ExtensionDecision, ExtensionRequest
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.EXTENSION)
def extension(stage: StageRun) -> Outcome:
    """Decide before the sixth month; beyond one year the reasons stand apart.

    Both limits alarm and never release a child: the way out is a return, a petition or
    long-term guardianship. Where the child is not (or no longer) in temporary guardianship there is
    nothing to extend, and it lapses.
    """
    if stage.custody_began_at is None:
        return Outcome.LAPSED
    stage.ask(ExtensionRequest, of=Role.CASEWORKER, rule="3.3", since=stage.custody_began_at)
    stage.issue(Paper.EXTENSION_FORM)
    stage.approve(Paper.EXTENSION_FORM, by=(Role.SUPERVISOR, Role.DIRECTOR, Role.CIVIL_AFFAIRS))
    decision = stage.ask(
        ExtensionDecision,
        of=Role.CIVIL_AFFAIRS,
        rule="3.3",
        since=stage.custody_began_at,
        holder=Holder.CIVIL_AFFAIRS,
    )
    if not decision.granted:
        return Outcome.LAPSED
    stage.extend_clock("3.2", until=decision.extended_until)
    stage.ask(WorkPlan, of=Role.CASEWORKER, rule="C.5")
    stage.issue(Paper.WORK_PLAN)
    return Outcome.DONE
