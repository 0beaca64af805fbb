"""Side procedure: the child turns eighteen 年满十八周岁 (Civil Code 17, 39; gate G10).

Opened by the watch ninety days before the birthday, or by a person at any time.
"""

from flows.stage import stage_flow
from models.forms.majority import MajorityPreparation, MajorityTransfer
from models.words import Outcome, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.MAJORITY)
def majority(stage: StageRun) -> Outcome:
    """Prepare, wait for the birthday, hand over to adult services, go to closure."""
    prepared = stage.ask(MajorityPreparation, of=Role.CASEWORKER, rule="6.8")
    if not prepared.turns_eighteen:
        return Outcome.LAPSED
    stage.wait_until(prepared.eighteen_at, key="eighteenth-birthday")
    transfer = stage.ask(
        MajorityTransfer, of=Role.CASEWORKER, rule="6.8", since=prepared.eighteen_at
    )
    stage.end_custody(transfer.left_care_at)
    stage.divert(Stage.CLOSURE)
    return Outcome.DONE
