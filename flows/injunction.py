"""Side procedure: pre-suit injunction 诉前行为保全 (civil procedure law 103-104; outline 76)."""

from flows.stage import stage_flow
from models.forms.protection import (
    InjunctionApplication,
    InjunctionFiling,
    InjunctionRuling,
    SuitFiled,
)
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.INJUNCTION)
def injunction(stage: StageRun) -> Outcome:
    """Apply, wait for the ruling (48 h); before a suit, sue within thirty days or see it lapse."""
    application = stage.ask(InjunctionApplication, of=Role.CASEWORKER, rule="C.1")
    stage.issue(Paper.INJUNCTION_APPLICATION)
    stage.approve(Paper.INJUNCTION_APPLICATION, by=(Role.LEGAL, Role.DIRECTOR), rule="C.9")
    filing = stage.ask(InjunctionFiling, of=Role.LEGAL, rule="C.2")
    ruling = stage.ask(
        InjunctionRuling, of=Role.LEGAL, rule="5B.4", since=filing.applied_at, holder=Holder.COURT
    )
    if not ruling.granted:
        return Outcome.LAPSED
    if application.follows_a_suit:
        return Outcome.DONE
    suit = stage.ask(SuitFiled, of=Role.LEGAL, rule="5B.4-suit", since=ruling.taken_at)
    return Outcome.DONE if suit.filed else Outcome.LAPSED
