"""Stage: return home 送返回家 (outline 71, 74). Next: `flows.follow_up`, or consulted again."""

from flows.stage import stage_flow
from models.forms.return_home import Collection, CollectionNotice, NoticeServed
from models.words import Holder, Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun

#: Schools, police stations and village committees are told at notice and again at collection
#: (outline 74; Shanghai 79: reading K11).
TOLD = (Holder.SCHOOL, Holder.POLICE, Holder.VILLAGE)


@stage_flow(Stage.RETURN_HOME)
def return_home(stage: StageRun) -> Outcome:
    """Notify the guardian, who collects within three days of service, in writing.

    The days alarm; that the guardian did not come is recorded by a person. Notified as often as
    rule 5A.4 says without collection, the bodies consult again.
    """
    stage.require_conclusion(Outcome.RETURN)
    for turn in stage.turns("5A.4"):
        rule = "5A.1" if turn == 1 else "5A.4"
        stage.ask(CollectionNotice, of=Role.CASEWORKER, rule=rule, turn=turn)
        stage.issue(Paper.COLLECTION_NOTICE, turn=turn)
        served = stage.ask(NoticeServed, of=Role.CASEWORKER, rule="5A.1", turn=turn)
        if turn == 1:
            for body in TOLD:
                stage.issue(Paper.BRIEFING_LETTER, about=f"notice-{body}")

        collection = stage.ask(
            Collection,
            of=Role.CASEWORKER,
            rule="5A.2",
            since=served.served_at,
            holder=Holder.FAMILY,
            turn=turn,
        )
        if collection.collected:
            stage.issue(Paper.HANDOVER)
            stage.end_custody(collection.handed_over_at)
            for body in TOLD:
                stage.issue(Paper.BRIEFING_LETTER, about=f"collected-{body}")
            return Outcome.RETURNED
    return Outcome.NOT_COLLECTED
