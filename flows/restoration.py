"""Side procedure: opinion on restoring guardianship 恢复监护人资格 (opinions 38-40; Civil Code 38)."""

from flows.stage import stage_flow
from models.forms.restoration import (
    RestorationCommission,
    RestorationHandover,
    RestorationOpinion,
    RestorationRuling,
)
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.RESTORATION)
def restoration(stage: StageRun) -> Outcome:
    """Investigate for the court; after an intentional crime no opinion may favour it (gate G7).

    When the court restores guardianship the child is handed over in writing and the main line
    goes to follow-up anew.
    """
    commission = stage.ask(RestorationCommission, of=Role.LEGAL, rule="C.3")
    stage.ask(RestorationOpinion, of=Role.CASEWORKER, rule="5C.10", by=commission.opinion_due_at)
    stage.issue(Paper.RESTORATION_OPINION)
    stage.approve(Paper.RESTORATION_OPINION, by=(Role.LEGAL, Role.DIRECTOR))
    ruling = stage.ask(RestorationRuling, of=Role.LEGAL, rule="C.7", holder=Holder.COURT)
    if not ruling.restored:
        return Outcome.LAPSED
    handover = stage.ask(
        RestorationHandover,
        of=Role.CASEWORKER,
        rule="5A.2",
        since=ruling.effective_at,
        holder=Holder.FAMILY,
    )
    stage.issue(Paper.HANDOVER)
    stage.end_custody(handover.handed_over_at)
    stage.divert(Stage.FOLLOW_UP)
    return Outcome.DONE
