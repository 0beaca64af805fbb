"""Stage: placement after judgment 判后安置 (minors law 94; Civil Code 36). Next: `flows.follow_up`."""

from flows.stage import stage_flow
from models.forms.placement import PlacementHandover, PlacementPlan
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.PLACEMENT)
def placement(stage: StageRun) -> Outcome:
    """Carry out the judgment: hand the child to the appointed guardian in writing.

    Where the court appointed the civil-affairs department, the child goes to the children's
    welfare institution (reading K10), and maintenance stays owed (Civil Code 37).
    """
    plan = stage.ask(PlacementPlan, of=Role.CASEWORKER, rule="5C.9")
    stage.issue(Paper.RIGHTS_NOTICE)
    stage.approve(Paper.RIGHTS_NOTICE, by=(Role.SUPERVISOR, Role.DIRECTOR))

    handover = stage.ask(
        PlacementHandover, of=Role.CASEWORKER, rule="5C.9", holder=plan.receiving_holder
    )
    stage.issue(Paper.HANDOVER)
    stage.end_custody(handover.handed_over_at)
    return Outcome.PLACED
