"""Stage: follow-up 跟踪回访 (outline 77-81). Next: `flows.closure`, or intervention again."""

from itertools import count

from flows.stage import stage_flow
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.FOLLOW_UP)
def follow_up(stage: StageRun) -> Outcome:
    """Visit in every window the law asks for, and assess every half year until the difficulty ends.

    Windows do not roll over holidays, and each opens on its day whatever became of the one before:
    what is missed stays owed and alarms. A visit that finds something ends this stage at once:
    intervention begins again (outline 77). Nothing ends while a visit is not recorded (gate G8).
    """
    plan = stage.ask(FollowUpPlan, of=Role.CASEWORKER, rule="C.6")
    owed: list[str] = []
    for window in stage.lay_windows(FollowUpPlan):
        owed.append(f"window-{window.number}")
        stage.wait_until(window.opens_at, key=f"window-{window.number}")
        visit = stage.offer(
            Visit, of=Role.COMMUNITY_WORKER, rule=window.rule, by=window.closes_at,
            about=f"window-{window.number}",
        )  # fmt: skip
        if visit:
            stage.issue(Paper.VISIT_RECORD, about=f"window-{window.number}")
            if visit.child_died:
                stage.start(Stage.DEATH)
            if visit.leads_to:
                return visit.leads_to

    assessed_on = plan.starts_on
    for turn in count(1):
        due = stage.assessment_due(plan.starts_on, assessed_on, turn=turn)
        review = stage.ask(FollowUpReview, of=Role.SUPERVISOR, rule="6.5", by=due, turn=turn)
        assessed_on = review.reviewed_on
        if review.reintervenes:
            return Outcome.REINTERVENE
        if review.ends:
            stage.wait_for(Visit, owed)
            return Outcome.FOLLOWED_UP
        stage.wait_until(review.next_visit_opens_at, key=f"further-{turn}")
        visit = stage.ask(
            Visit, of=Role.COMMUNITY_WORKER, rule="6.5", by=review.next_visit_due_at,
            about=f"further-{turn}",
        )  # fmt: skip
        stage.issue(Paper.VISIT_RECORD, about=f"further-{turn}")
        if visit.child_died:
            stage.start(Stage.DEATH)
        if visit.leads_to:
            return visit.leads_to
    raise AssertionError("count() does not end")
