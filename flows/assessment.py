"""Stage: family guardianship assessment 家庭监护评估 (outline 55-56, 68). Next: `flows.consultation`."""

from flows.stage import stage_flow
from models.forms.assessment import (
    VOICES,
    Assessment,
    AssessmentTeam,
    GuidanceRecord,
    Voice,
    WorkPlan,
)
from models.law.outcomes import after_assessment
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import Ask, StageRun


@stage_flow(Stage.ASSESSMENT)
def assessment(stage: StageRun) -> Outcome:
    """Assess six scopes, hear five voices, fix the risk level, compare art. 35 item by item.

    Support at home is for a child who is at home. Who is in temporary guardianship goes back by a
    consultation's conclusion only (gate G1), whatever the assessment proposes.
    """
    stage.ask(AssessmentTeam, of=Role.SUPERVISOR, rule="3.7")
    stage.ask_each(
        Voice,
        *(
            Ask(Voice, of=Role.CASEWORKER, about=voice.code, holder=voice.holder, rule="3.1")
            for voice in VOICES
        ),
    )
    stage.ask(GuidanceRecord, of=Role.CASEWORKER, rule="3.5")
    report = stage.ask(Assessment, of=Role.CASEWORKER, rule="3.1")
    stage.issue(Paper.ASSESSMENT_REPORT)
    stage.approve(Paper.ASSESSMENT_REPORT, by=(Role.SUPERVISOR, Role.DIRECTOR))

    if report.needs_work_plan:
        stage.ask(WorkPlan, of=Role.CASEWORKER, rule="3.2", since=stage.custody_began_at)
        stage.issue(Paper.WORK_PLAN)
    if stage.custody_began_at is not None:
        return Outcome.TO_CONSULTATION
    return after_assessment(report.recommendation)
