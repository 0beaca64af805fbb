"""Decisions on the forms of the main line, from the report to the closing report."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from models.forms.assessment import (
    Assessment,
    AssessmentTeam,
    GuidanceRecord,
    Voice,
    WorkPlan,
)
from models.forms.closure import ClosingReport
from models.forms.consultation import Convening, Minutes, PartyOpinion
from models.forms.convening import LEAST, Invitation, PartyBody
from models.forms.follow_up import (
    FollowUpPlan,
    FollowUpReview,
    ReviewDecision,
    Visit,
    VisitKind,
)
from models.forms.handover import Handover
from models.forms.investigation import Investigation, InvestigationAssignment
from models.forms.long_term import LongTermDecision, LongTermHandover
from models.forms.people import Reporter
from models.forms.placement import PlacementHandover, PlacementPlan, Receiver
from models.forms.receipt import (
    AdviceGiven,
    Matter,
    PoliceReport,
    Priority,
    Referral,
    Registration,
    Triage,
)
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.return_home import Collection, CollectionNotice, NoticeServed
from models.forms.revocation import (
    CourtAcceptance,
    Filing,
    GuardianProposal,
    Judgment,
    PetitionDraft,
)
from models.law.dates import shanghai_date
from models.law.terms import Conclusion, FollowUpBasis, JudgmentResult, Recommendation
from proof.variant import Fields, Variant, filled_in, variant

_BOTH = (True, False)


def handed_over(now: datetime) -> dict[str, Any]:
    """A written hand-over at this instant."""
    return {"handover": Handover.model_construct(handed_over_at=now)}


def later(name: str) -> Fields:
    """A day that somebody said, under the name the form has for it."""
    return lambda now: {name: shanghai_date(now) + timedelta(days=3)}


def _registrations() -> Iterator[Variant]:
    yield variant(
        Registration, "只作咨询", lambda now: {"received_at": now}, matter=Matter.ADVICE,
        harm_suspected=False, dangers=(), situations=(), police_will_bring_child=False,
        reporter=Reporter.model_construct(phone=None, wants_feedback=False),
    )  # fmt: skip
    for harm, brought, known in product(_BOTH, repeat=3):
        says = "报告,"
        says += "怀疑侵害," if harm else "未怀疑侵害,"
        says += "公安将护送," if brought else ""
        says += "报告人可联系" if known else "报告人匿名"
        yield variant(
            Registration, says, lambda now: {"received_at": now}, matter=Matter.REPORT,
            harm_suspected=harm, dangers=(), situations=(), police_will_bring_child=brought,
            reporter=Reporter.model_construct(phone=None, wants_feedback=known),
        )  # fmt: skip


def _assessments() -> Iterator[Variant]:
    for recommendation, plan in product(Recommendation, _BOTH):
        says = f"{recommendation.label},{'需要' if plan else '不需要'}工作计划"
        yield variant(Assessment, says, recommendation=recommendation, needs_work_plan=plan)


def _convened(*bodies: PartyBody) -> Fields:
    invited = tuple(Invitation.model_construct(body=body, name=body.label) for body in bodies)
    return lambda now: {"meeting_at": now + timedelta(days=10), "invited": invited}


def _reviews() -> Iterator[Variant]:
    for says, decision in (
        ("结束回访", ReviewDecision.ENDS),
        ("重新介入", ReviewDecision.REINTERVENES),
    ):
        yield variant(
            FollowUpReview, says, lambda now: {"reviewed_on": shanghai_date(now)},
            decision=decision,
        )  # fmt: skip
    yield variant(
        FollowUpReview,
        "继续回访",
        lambda now: {
            "reviewed_on": shanghai_date(now),
            "next_visit_from": shanghai_date(now) + timedelta(days=30),
            "next_visit_to": shanghai_date(now) + timedelta(days=40),
        },
        decision=ReviewDecision.CONTINUES,
    )


def _acceptances() -> Iterator[Variant]:
    for says, accepted, given_up in (
        ("已立案", True, False),
        ("未立案,补正后再递交", False, False),
        ("未立案,不再申请", False, True),
    ):
        yield variant(
            CourtAcceptance, says, lambda now: {"decided_on": shanghai_date(now)},
            accepted=accepted, petition_given_up=given_up,
        )  # fmt: skip


MAIN_LINE: tuple[Variant, ...] = (
    *_registrations(),
    filled_in(PoliceReport),
    filled_in(AdviceGiven),
    variant(Triage, "受理,紧急", accepted=True, priority=Priority.URGENT),
    variant(Triage, "受理,一般", accepted=True, priority=Priority.USUAL),
    variant(Triage, "不受理,转办", accepted=False),
    filled_in(Referral),
    variant(
        InvestigationAssignment, "填妥",
        lambda now: {"report_due_at": now + timedelta(hours=72)},
    ),
    variant(Investigation, "查实", substantiated=True, needs_custody=False),
    variant(Investigation, "未查实", substantiated=False, needs_custody=False, dangers=()),
    variant(Investigation, "未查实,需要临时监护", substantiated=False, needs_custody=True),
    filled_in(AssessmentTeam),
    variant(Voice, "已经听取", heard=True),
    variant(Voice, "改天听取", later("again_on"), heard=False),
    variant(GuidanceRecord, "已经开展", given=True),
    variant(GuidanceRecord, "改天开展", later("again_on"), given=False),
    *_assessments(),
    filled_in(WorkPlan),
    variant(Convening, "四方到会", _convened(*LEAST)),
    variant(Convening, "少于四方,写明理由", _convened(PartyBody.POLICE)),
    filled_in(PartyOpinion),
    *(variant(Minutes, one.label, conclusion=one) for one in Conclusion),
    filled_in(CollectionNotice),
    variant(NoticeServed, "已送达", lambda now: {"served_at": now}),
    variant(Collection, "已领回", handed_over, collected=True),
    variant(Collection, "没有领回", collected=False),
    variant(CarerVerification, "适合照料", suitable=True),
    variant(CarerVerification, "不适合照料", suitable=False),
    variant(RelativeHandover, "已接走", handed_over, took_the_child=True),
    variant(RelativeHandover, "没有接走", took_the_child=False, again_on=None),
    variant(RelativeHandover, "改天接走", later("again_on"), took_the_child=False),
    filled_in(PetitionDraft),
    variant(Filing, "已递交", lambda now: {"filed_at": now}),
    *_acceptances(),
    filled_in(GuardianProposal),
    *(variant(Judgment, one.label, result=one) for one in JudgmentResult),
    *(variant(PlacementPlan, one.label, receiver=one) for one in Receiver),
    variant(PlacementHandover, "已交接", handed_over),
    variant(
        LongTermDecision, "决定长期监护",
        lambda now: {"handover_on": shanghai_date(now) + timedelta(days=10)}, decided=True,
    ),
    variant(LongTermDecision, "不予长期监护", decided=False),
    variant(LongTermHandover, "已交接", handed_over),
    variant(
        FollowUpPlan, "领回后回访", lambda now: {"starts_on": shanghai_date(now)},
        basis=FollowUpBasis.RETURNED,
    ),
    variant(Visit, "没有异常", kind=VisitKind.VISITED, finds_something=False),
    variant(Visit, "发现异常", kind=VisitKind.VISITED, finds_something=True),
    variant(Visit, "未成年人死亡", kind=VisitKind.DIED, finds_something=False),
    *_reviews(),
    filled_in(ClosingReport),
)  # fmt: skip
