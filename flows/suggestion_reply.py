"""Side procedure: reply to a procuratorate's or court's suggestion 检察/司法建议回复 (minors law 114)."""

from flows.stage import stage_flow
from models.forms.suggestion import ReplyDraft, ReplySent, SuggestionReceived
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.SUGGESTION_REPLY)
def suggestion_reply(stage: StageRun) -> Outcome:
    """Reply in writing within one month of receipt."""
    received = stage.ask(SuggestionReceived, of=Role.LEGAL, rule="C.3")
    stage.ask(ReplyDraft, of=Role.CASEWORKER, rule="5C.2", since=received.received_at)
    stage.issue(Paper.SUGGESTION_REPLY)
    stage.approve(Paper.SUGGESTION_REPLY, by=(Role.LEGAL, Role.DIRECTOR))
    stage.ask(ReplySent, of=Role.LEGAL, rule="5C.2", since=received.received_at)
    return Outcome.DONE
