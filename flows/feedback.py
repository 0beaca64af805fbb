"""Side procedure: feedback to the reporter 反馈 (minors law 11; outline 37)."""

from flows.stage import stage_flow
from models.forms.receipt import ReporterFeedback
from models.words import Outcome, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.FEEDBACK)
def feedback(stage: StageRun) -> Outcome:
    """Tell the reporter, in a fitting way, what came of the report; nothing that identifies."""
    stage.ask(ReporterFeedback, of=Role.CASEWORKER, rule="1.10")
    return Outcome.DONE
