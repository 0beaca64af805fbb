"""Stage: multi-party consultation 多方会商 (outline 70-72; opinions 19). Next: by its conclusion."""

from flows.stage import stage_flow
from models.forms.consultation import Convening, Minutes, PartyOpinion
from models.law.outcomes import after_consultation
from models.words import Outcome, Paper, Role, SignMode, Stage
from tasks.stage_run import Ask, StageRun


@stage_flow(Stage.CONSULTATION)
def consultation(stage: StageRun) -> Outcome:
    """Bring the bodies together and record a conclusion, item by item.

    Until the conclusion is in force nobody may hand the child to the guardian (gate G1). It is
    in force when the minutes are signed; they cannot be answered without the assessment report,
    the police statement or a chase record, and the child's view (gate G2).
    """
    convened = stage.ask(Convening, of=Role.CASEWORKER, rule="4.1")
    for party in convened.parties:
        stage.issue(Paper.CONSULTATION_NOTICE, about=party.code)
    stage.ask_each(
        PartyOpinion,
        *(
            Ask(
                PartyOpinion,
                of=Role.CASEWORKER,
                about=party.code,
                holder=party.holder,
                by=convened.meeting_day_ends_at,
                rule="4.4",
            )
            for party in convened.parties
        ),
    )
    minutes = stage.ask(Minutes, of=Role.CASEWORKER, rule="4.4", since=convened.meeting_at)
    stage.issue(Paper.CONSULTATION_MINUTES)
    stage.approve(
        Paper.CONSULTATION_MINUTES, by=(Role.SUPERVISOR, Role.DIRECTOR), mode=SignMode.IN_ORDER
    )

    outcome = after_consultation(minutes.conclusion)
    if outcome is Outcome.EXTEND and stage.custody_began_at is not None:
        stage.start(Stage.EXTENSION)
    return outcome
