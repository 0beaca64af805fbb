"""Stage: placement 安置 (minors law 94; Civil Code 36). Next: `flows.follow_up`, or `flows.closure`."""

from flows.stage import stage_flow
from models.forms.long_term import LongTermDecision, LongTermHandover
from models.forms.placement import PlacementHandover, PlacementPlan
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.PLACEMENT)
def placement(stage: StageRun) -> Outcome:
    """Carry out the judgment, or a conclusion to long-term guardianship: hand over in writing.

    Where the court appointed the civil-affairs department, the child goes to the children's
    welfare institution (reading K10), and maintenance stays owed (Civil Code 37). Without a
    judgment civil affairs decides itself; the law gives no time for it.
    """
    if stage.conclusion is Outcome.LONG_TERM:
        decision = stage.ask(
            LongTermDecision, of=Role.CIVIL_AFFAIRS, rule="C.4", holder=Holder.CIVIL_AFFAIRS
        )
        if not decision.decided:
            return Outcome.LONG_TERM_REFUSED
        taken = stage.ask(
            LongTermHandover, of=Role.CASEWORKER, rule="C.4", by=decision.handover_day_ends_at,
            holder=Holder.WELFARE_HOME,
        )  # fmt: skip
        stage.issue(Paper.HANDOVER)
        stage.end_custody(taken.handed_over_at)
        return Outcome.IN_LONG_TERM_CARE

    plan = stage.ask(PlacementPlan, of=Role.CASEWORKER, rule="5C.9")
    stage.issue(Paper.RIGHTS_NOTICE)
    stage.approve(Paper.RIGHTS_NOTICE, by=(Role.SUPERVISOR, Role.DIRECTOR))

    handover = stage.ask(
        PlacementHandover, of=Role.CASEWORKER, rule="5C.9", holder=plan.receiving_holder
    )
    stage.issue(Paper.HANDOVER)
    stage.end_custody(handover.handed_over_at)
    return Outcome.PLACED
