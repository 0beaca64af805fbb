"""Side procedure: the child is missing 走失和擅自离开 (minors law 11; opinions 11)."""

from itertools import count

from flows.stage import stage_flow
from models.forms.missing import BroughtBack, MissingRecord, MissingReported, SearchRecord
from models.words import Holder, Outcome, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.MISSING)
def missing(stage: StageRun) -> Outcome:
    """Report at once, search until the child is found, take it back in writing.

    Temporary guardianship goes on meanwhile, and so does the main line; no door hands over a child
    that is not there. Not found is not done: the search is looked at again on the day that was set.
    """
    record = stage.ask(MissingRecord, of=Role.CASEWORKER, rule="1.1")
    if not record.is_missing:
        return Outcome.LAPSED
    stage.ask(MissingReported, of=Role.CASEWORKER, rule="1.2", since=record.noticed_at)
    due = record.looked_at_by
    for turn in count(1):
        search = stage.ask(
            SearchRecord, of=Role.CASEWORKER, rule="1.3", by=due, holder=Holder.POLICE, turn=turn
        )
        if search.child_died:
            stage.start(Stage.DEATH)
            return Outcome.DONE
        if search.is_over:
            break
        due = search.looked_at_by
    stage.ask(BroughtBack, of=Role.CASEWORKER, rule="1.6")
    return Outcome.DONE
