"""What happened in a case, and when: each event of the rulebook, from the form that proves it.

One table says which field of which form proves which event. A deadline, a paper, a page and a check
read the instant from here, so that one event has one instant. What happened twice (a second notice,
a second petition) is told twice, and the newest counts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from models.facts.given import GivenAnswer, Signed
from models.forms.assessment import Assessment, Voice, WorkPlan
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.consultation import Minutes, PartyOpinion
from models.forms.custody import (
    CustodyDecision,
    HealthCheck,
    IdentitySearch,
    PoliceStatement,
    ReceptionHandover,
)
from models.forms.death import DeathRecord, DeathReported
from models.forms.extension import ExtensionDecision
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit, VisitKind
from models.forms.investigation import Investigation
from models.forms.long_term import LongTermDecision, LongTermHandover
from models.forms.missing import BroughtBack, MissingRecord, MissingReported, SearchRecord
from models.forms.placement import PlacementHandover
from models.forms.protection import (
    InjunctionFiling,
    InjunctionRuling,
    OrderRuling,
    ProtectionFiling,
    Reconsideration,
    SuitFiled,
)
from models.forms.receipt import (
    PoliceChannel,
    PoliceReport,
    Registration,
    ReporterFeedback,
    Triage,
)
from models.forms.relative_care import CarerVerification, RelativeHandover
from models.forms.restoration import RestorationCommission, RestorationHandover, RestorationRuling
from models.forms.return_home import Collection, NoticeServed
from models.forms.revocation import CourtAcceptance, Filing, GuardianProposal, Judgment
from models.forms.suggestion import ReplySent, SuggestionReceived
from models.forms.transfer import TransferReceipt
from models.law.dates import day_begins
from models.law.terms import JudgmentResult
from models.words import Paper


@dataclass(frozen=True)
class Occurrence:
    """That an event happened."""

    event: str
    at: datetime
    """A day that is known without its hour counts from its first instant."""
    hour_known: bool
    known_at: datetime
    """When it was recorded."""
    origin: GivenAnswer | Signed
    path: str = ""
    """The field that says when; empty where it is the answer or the signature itself."""


@dataclass(frozen=True)
class ToldIn:
    """Which form tells of an event: in which field, and whether it says that it happened."""

    form: type[Form]
    path: str
    """Dotted; a field left blank says that it did not happen."""
    holds: Callable[[Any], bool] = lambda _: True


@dataclass(frozen=True)
class EventKind:
    """An event, and what proves it: a field of a form, an answer itself, or a last signature."""

    says: str
    """In Chinese, as a sentence names it."""
    told: tuple[ToldIn, ...] = ()
    answered: tuple[type[Form], Callable[[Any], bool]] | None = None
    signed: Paper | None = None


_HANDOVER = "handover.handed_over_at"

#: Every event that something proves. Codes that a rule counts from are those of the rulebook.
EVENTS: Mapping[str, EventKind] = {
    "report_received": EventKind("接到报告", (ToldIn(Registration, "received_at"),)),
    "harm_discovered": EventKind(
        "发现疑似侵害或者危险",
        (
            ToldIn(Registration, "received_at", lambda form: form.suspects_harm),
            ToldIn(MissingRecord, "noticed_at", lambda form: form.is_missing),
            ToldIn(DeathRecord, "noticed_at", lambda form: form.confirmed),
        ),
    ),
    "police_report_received": EventKind(
        "报警",
        (
            ToldIn(
                PoliceReport,
                "reported_at",
                lambda form: form.channel is not PoliceChannel.ALREADY_THERE,
            ),
        ),
    ),
    "reporter_told": EventKind("答复报告人", (ToldIn(ReporterFeedback, "told_at"),)),
    "case_accepted": EventKind("受理", answered=(Triage, lambda form: form.accepted)),
    "guardianship_began": EventKind("接收未成年人", (ToldIn(ReceptionHandover, "taken_over_at"),)),
    "child_arrived": EventKind("未成年人到达中心", (ToldIn(ReceptionHandover, "taken_over_at"),)),
    "custody_decided": EventKind(
        "临时监护决定", (ToldIn(CustodyDecision, "decided_at", lambda form: not form.not_yet),)
    ),
    "health_checked": EventKind("健康检查", (ToldIn(HealthCheck, "checked_at"),)),
    "statement_received": EventKind(
        "收到公安机关情况说明", (ToldIn(PoliceStatement, "received_on"),)
    ),
    "search_concluded": EventKind(
        "查找结论", (ToldIn(IdentitySearch, "concluded_on", lambda form: not form.not_yet),)
    ),
    "investigation_done": EventKind("核实结束", (ToldIn(Investigation, "ended_on"),)),
    "investigation_substantiated": EventKind("查实", signed=Paper.INVESTIGATION_REPORT),
    "voice_heard": EventKind("听取意见", (ToldIn(Voice, "heard_on"),)),
    "assessed": EventKind("评估完成", (ToldIn(Assessment, "assessed_on"),)),
    "assessment_finished": EventKind("评估报告审批完成", signed=Paper.ASSESSMENT_REPORT),
    "previous_assessment": EventKind("上一次评估完成", (ToldIn(Assessment, "assessed_on"),)),
    "work_plan_made": EventKind("制定工作计划", answered=(WorkPlan, lambda _: True)),
    "opinion_given": EventKind("发表意见", (ToldIn(PartyOpinion, "given_on"),)),
    "meeting_held": EventKind("会商举行", (ToldIn(Minutes, "held_at"),)),
    "conclusion_in_force": EventKind("会商结论生效", signed=Paper.CONSULTATION_MINUTES),
    "carer_confirmed": EventKind("确认照料人身份", (ToldIn(CarerVerification, "confirmed_on"),)),
    "collection_notice_served": EventKind("领回通知送达", (ToldIn(NoticeServed, "served_at"),)),
    "collected": EventKind("领回", (ToldIn(Collection, _HANDOVER),)),
    "collection_period_expired": EventKind(
        "到期没有领回", answered=(Collection, lambda form: not form.collected)
    ),
    "child_handed_over": EventKind(
        "交接未成年人",
        tuple(
            ToldIn(form, _HANDOVER)
            for form in (
                Collection,
                RelativeHandover,
                PlacementHandover,
                LongTermHandover,
                RestorationHandover,
                TransferReceipt,
            )
        ),
    ),
    "entrusted": EventKind("交亲友照料", (ToldIn(RelativeHandover, _HANDOVER),)),
    "petition_signed": EventKind("申请书审批完成", signed=Paper.REVOCATION_PETITION),
    "petition_submitted": EventKind("递交申请书", (ToldIn(Filing, "filed_at"),)),
    "petition_filed": EventKind(
        "法院立案", (ToldIn(CourtAcceptance, "decided_on", lambda form: form.accepted),)
    ),
    "court_answered": EventKind("法院答复", (ToldIn(CourtAcceptance, "decided_on"),)),
    "guardian_proposed": EventKind(
        "提交监护人人选建议", (ToldIn(GuardianProposal, "submitted_on"),)
    ),
    "judged": EventKind("裁判", (ToldIn(Judgment, "judged_on"),)),
    "judgment_served": EventKind("判决生效", (ToldIn(Judgment, "effective_on"),)),
    "guardianship_revoked": EventKind(
        "撤销判决生效",
        (ToldIn(Judgment, "effective_on", lambda form: form.result is JudgmentResult.REVOKED),),
    ),
    "placed": EventKind("判后交接", (ToldIn(PlacementHandover, _HANDOVER),)),
    "long_term_decided": EventKind(
        "长期监护决定", (ToldIn(LongTermDecision, "decided_on", lambda form: form.decided),)
    ),
    "handed_to_state": EventKind("长期监护交接", (ToldIn(LongTermHandover, _HANDOVER),)),
    "follow_up_began": EventKind("回访起算", (ToldIn(FollowUpPlan, "starts_on"),)),
    "visited": EventKind(
        "回访", (ToldIn(Visit, "on", lambda form: form.kind is VisitKind.VISITED),)
    ),
    "finding_at_visit": EventKind(
        "回访发现异常", (ToldIn(Visit, "on", lambda form: form.finds_something),)
    ),
    "follow_up_reviewed": EventKind("回访评议", (ToldIn(FollowUpReview, "reviewed_on"),)),
    "order_signed": EventKind("保护令申请审批完成", signed=Paper.PROTECTION_APPLICATION),
    "order_submitted": EventKind("递交保护令申请", (ToldIn(ProtectionFiling, "filed_at"),)),
    "order_application_accepted": EventKind(
        "法院受理保护令申请", (ToldIn(ProtectionFiling, "accepted_at"),)
    ),
    "order_ruled": EventKind("保护令裁定", (ToldIn(OrderRuling, "made_at"),)),
    "order_made": EventKind(
        "作出保护令", (ToldIn(OrderRuling, "made_at", lambda form: form.granted),)
    ),
    "order_in_force": EventKind("裁定生效", (ToldIn(OrderRuling, "made_at"),)),
    "reconsideration_asked": EventKind("申请复议", (ToldIn(Reconsideration, "applied_on"),)),
    "reconsidered": EventKind("复议决定", (ToldIn(Reconsideration, "decided_at"),)),
    "injunction_signed": EventKind("保全申请审批完成", signed=Paper.INJUNCTION_APPLICATION),
    "injunction_applied": EventKind("法院收到保全申请", (ToldIn(InjunctionFiling, "applied_at"),)),
    "injunction_ruled": EventKind("保全裁定", (ToldIn(InjunctionRuling, "ruled_at"),)),
    "injunction_executed": EventKind("采取保全措施", (ToldIn(InjunctionRuling, "executed_on"),)),
    "suit_filed": EventKind("保全后起诉", (ToldIn(SuitFiled, "filed_on"),)),
    "extension_signed": EventKind("延长申请审批完成", signed=Paper.EXTENSION_FORM),
    "extension_decided": EventKind("延长决定", (ToldIn(ExtensionDecision, "decided_on"),)),
    "suggestion_received": EventKind("收到建议书", (ToldIn(SuggestionReceived, "received_at"),)),
    "reply_signed": EventKind("回复审批完成", signed=Paper.SUGGESTION_REPLY),
    "reply_sent": EventKind("发出回复", (ToldIn(ReplySent, "sent_at"),)),
    "court_requested_help": EventKind(
        "法院委托调查", (ToldIn(RestorationCommission, "commissioned_on"),)
    ),
    "opinion_signed": EventKind("恢复意见审批完成", signed=Paper.RESTORATION_OPINION),
    "restoration_judged": EventKind("恢复裁判", (ToldIn(RestorationRuling, "judged_on"),)),
    "guardianship_restored": EventKind(
        "恢复裁判生效", (ToldIn(RestorationRuling, "effective_on"),)
    ),
    "child_missing": EventKind("未成年人离开", (ToldIn(MissingRecord, "missing_since"),)),
    "missing_reported": EventKind("走失报警", (ToldIn(MissingReported, "police_told_at"),)),
    "child_found": EventKind("找到未成年人", (ToldIn(SearchRecord, "found_at"),)),
    "brought_back": EventKind("找回交接", (ToldIn(BroughtBack, "back_at"),)),
    "child_died": EventKind("未成年人死亡", (ToldIn(DeathRecord, "died_at"),)),
    "death_reported": EventKind("死亡报告", (ToldIn(DeathReported, "superior_told_at"),)),
    "transfer_signed": EventKind("移交函审批完成", signed=Paper.REFERRAL_LETTER),
    "transfer_received": EventKind("移交签收", (ToldIn(TransferReceipt, "signed_at"),)),
    "handed_back": EventKind("恢复后交接", (ToldIn(RestorationHandover, _HANDOVER),)),
}


def occurrences(
    given: Iterable[GivenAnswer], signed: Iterable[Signed] = ()
) -> tuple[Occurrence, ...]:
    """Everything that happened, by when it happened; what is known of one instant by when told."""
    found = [one for answer in given for one in told_by(answer)]
    found += _signed(signed)
    return tuple(sorted(found, key=lambda one: (one.at, one.known_at)))


def told_by(answer: GivenAnswer) -> Iterator[Occurrence]:
    """What one answer says happened."""
    for event, kind in EVENTS.items():
        for told in kind.told:
            if isinstance(answer.form, told.form) and told.holds(answer.form):
                when = _at(answer.form, told.path)
                if when is not None:
                    yield _occurred(event, when, answer, told.path)
        if kind.answered is not None:
            form, holds = kind.answered
            if isinstance(answer.form, form) and holds(answer.form):
                yield _occurred(event, answer.done_on or answer.answered_at, answer, "")


@cache
def may_tell(form: type[Form]) -> frozenset[str]:
    """The events that an answer to this form may prove, by what it says."""
    return frozenset(
        event
        for event, kind in EVENTS.items()
        if any(told.form is form for told in kind.told)
        or (kind.answered is not None and kind.answered[0] is form)
    )


@cache
def telling(event: str) -> tuple[type[Form], ...]:
    """The forms that may prove an event; none where only a signature does, or nothing."""
    return tuple(form for form in FORMS.values() if event in may_tell(form))


def _at(form: Form, path: str) -> date | datetime | None:
    found: Any = form
    for part in path.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, date) else None


def _occurred(event: str, when: date | datetime, origin: GivenAnswer, path: str) -> Occurrence:
    hour_known = isinstance(when, datetime)
    at = when if isinstance(when, datetime) else day_begins(when)
    return Occurrence(event, at, hour_known, origin.answered_at, origin, path)


def _signed(signed: Iterable[Signed]) -> Iterator[Occurrence]:
    for event, kind in EVENTS.items():
        for one in signed:
            if kind.signed is one.paper:
                yield Occurrence(event, one.at, hour_known=True, known_at=one.at, origin=one)
