"""Stage: care by relatives 亲友照料 (opinions 17; minors law 22). Next: `flows.follow_up`."""

from flows.stage import stage_flow
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.RELATIVE_CARE)
def relative_care(stage: StageRun) -> Outcome:
    """Verify the carer, bar whom the law bars (gate G4), hand over in writing."""
    stage.require_conclusion(Outcome.RELATIVES)
    carer = stage.ask(CarerVerification, of=Role.CASEWORKER, rule="5A.5", holder=Holder.VILLAGE)
    if not carer.suitable:
        return Outcome.NOT_PLACED
    stage.issue(Paper.RIGHTS_NOTICE)
    stage.approve(Paper.RIGHTS_NOTICE, by=(Role.SUPERVISOR, Role.DIRECTOR))

    handover = stage.ask(RelativeHandover, of=Role.CASEWORKER, rule="5A.5", holder=Holder.RELATIVE)
    if not handover.took_the_child:
        return Outcome.NOT_PLACED
    stage.issue(Paper.HANDOVER)
    stage.end_custody(handover.handed_over_at)
    return Outcome.IN_RELATIVE_CARE
