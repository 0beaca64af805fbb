"""Stage: receipt 接报接收 (outline 36, 53, 66; minors law 11). Next: `flows.investigation`."""

from flows.stage import stage_flow
from models.forms.receipt import AdviceGiven, PoliceReport, Referral, Registration, Triage
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.RECEIPT)
def receipt(stage: StageRun) -> Outcome:
    """Register the report, tell the police where harm is suspected, accept or refer.

    A child whom the police brought before anything was registered is already in the side
    procedure `custody`, which runs beside this stage (outline 66).
    """
    report = stage.ask(Registration, of=Role.CASEWORKER, rule="1.1")
    stage.issue(Paper.REGISTRATION)

    if report.wants_advice_only:
        stage.ask(AdviceGiven, of=Role.CASEWORKER, rule="1.1")
        return Outcome.ADVICE_GIVEN

    if report.suspects_harm:
        stage.ask(PoliceReport, of=Role.CASEWORKER, rule="1.2", since=report.received_at)
    if report.police_will_bring_child:
        stage.start(Stage.CUSTODY)
    if report.reporter_is_known:
        stage.start(Stage.FEEDBACK)

    triage = stage.ask(Triage, of=Role.SUPERVISOR, rule="2.1", since=report.received_at)
    if triage.accepted:
        if triage.is_urgent:
            stage.start_clock("2.1-high", since=report.received_at)
        return Outcome.ACCEPTED

    stage.ask(Referral, of=Role.CASEWORKER, rule="C.2")
    stage.issue(Paper.REFERRAL_LETTER)
    return Outcome.REFERRED
