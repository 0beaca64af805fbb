"""Side procedure: the child died 未成年人死亡 (Civil Code 13, 39; minors law 11). Next: closure."""

from flows.stage import stage_flow
from models.forms.death import DeathRecord, DeathReported
from models.law.stages import ENDS_WITH_DEATH
from models.words import Outcome, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.DEATH)
def death(stage: StageRun) -> Outcome:
    """Record the death, end what was for the child, report it, go to closure.

    The one side procedure that ends what the main line guards: nobody is left to be guarded. What
    the law still asks of the centre (a reply, the answer to a reporter) runs on.
    """
    record = stage.ask(DeathRecord, of=Role.CASEWORKER, rule="1.1")
    if not record.confirmed:
        return Outcome.LAPSED
    stage.end_custody(record.ended_at)
    stage.divert(Stage.CLOSURE, ending=ENDS_WITH_DEATH)
    stage.ask(DeathReported, of=Role.CASEWORKER, rule="1.2", since=record.noticed_at)
    return Outcome.DONE
