"""Stage: follow-up 跟踪回访 (outline 77-81). Next: `flows.closure`, or intervention again."""

from itertools import count

from flows.stage import stage_flow
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit
from models.law.follow_up import planned_windows
from models.words import Outcome, Paper, Role, Stage
from tasks.stage_run import StageRun


@stage_flow(Stage.FOLLOW_UP)
def follow_up(stage: StageRun) -> Outcome:
    """Visit in every window the law asks for, then review until the difficulty ends.

    Windows do not roll over holidays. A visit that finds something ends this stage at once:
    intervention begins again (outline 77).
    """
    plan = stage.ask(FollowUpPlan, of=Role.CASEWORKER, rule="C.6")
    for window in planned_windows(plan.basis, plan.starts_on, plan.grounds):
        stage.wait_until(window.opens_at, key=f"window-{window.number}")
        visit = stage.ask(
            Visit,
            of=Role.COMMUNITY_WORKER,
            rule=window.rule,
            by=window.closes_at,
            about=f"window-{window.number}",
        )
        stage.issue(Paper.VISIT_RECORD, about=f"window-{window.number}")
        if visit.finds_something:
            return Outcome.REINTERVENE

    for turn in count(1):
        review = stage.ask(FollowUpReview, of=Role.SUPERVISOR, rule="6.5", turn=turn)
        if review.ends:
            return Outcome.FOLLOWED_UP
        if review.reintervenes:
            return Outcome.REINTERVENE
        stage.wait_until(review.next_visit_opens_at, key=f"further-{turn}")
        visit = stage.ask(
            Visit,
            of=Role.COMMUNITY_WORKER,
            rule="6.5",
            by=review.next_visit_due_at,
            about=f"further-{turn}",
        )
        stage.issue(Paper.VISIT_RECORD, about=f"further-{turn}")
        if visit.finds_something:
            return Outcome.REINTERVENE
    raise AssertionError("count() does not end")
