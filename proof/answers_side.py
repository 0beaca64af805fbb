"""Decisions on the forms of the side procedures, from custody to transfer."""

from datetime import date, datetime, timedelta
from typing import Any

from models.forms.custody import (
    AfterRefusal,
    CustodyDecision,
    HealthCheck,
    IdentitySearch,
    PoliceStatement,
    ReceptionHandover,
)
from models.forms.death import DeathRecord, DeathReported
from models.forms.exemption import ExemptionDecision, ExemptionRequest
from models.forms.extension import ExtensionDecision, ExtensionRequest
from models.forms.injunction import InjunctionPhase
from models.forms.majority import MajorityPreparation, MajorityTransfer
from models.forms.missing import (
    BackTo,
    BroughtBack,
    MissingRecord,
    MissingReported,
    SearchRecord,
    SearchState,
)
from models.forms.protection import (
    InjunctionApplication,
    InjunctionFiling,
    InjunctionRuling,
    OrderRenewal,
    OrderRuling,
    ProtectionApplication,
    ProtectionFiling,
    Reconsideration,
    SuitFiled,
)
from models.forms.receipt import ReporterFeedback
from models.forms.restoration import (
    RestorationCommission,
    RestorationHandover,
    RestorationOpinion,
    RestorationRuling,
)
from models.forms.suggestion import ReplyDraft, ReplySent, SuggestionReceived
from models.forms.transfer import TransferReceipt, TransferRequest
from models.law.dates import add_months, shanghai_date
from proof.answers_main import handed_over, later
from proof.variant import Fields, Variant, filled_in, variant

#: Codes of a centre on the same installation, and of one that is not.
HERE, ELSEWHERE = "shifan-linxian", "shifan-waixian"


def _received(now: datetime) -> dict[str, Any]:
    return {"taken_over_at": now}


def _tomorrow(now: datetime) -> date:
    return shanghai_date(now) + timedelta(days=1)


def _valid(now: datetime) -> dict[str, Any]:
    """An order of the longest validity."""
    return {"valid_until": add_months(shanghai_date(now), 6)}


def _searched(state: SearchState) -> Fields:
    """When the child was found, and when a search that goes on is looked at again."""
    found = state is not SearchState.NOT_FOUND
    goes_on = state in (SearchState.NOT_FOUND, SearchState.IN_HOSPITAL)
    return lambda now: {
        **({"found_at": now} if found else {}),
        **({"next_on": _tomorrow(now)} if goes_on else {}),
    }


SIDE_PROCEDURES: tuple[Variant, ...] = (
    variant(ReceptionHandover, "没有接收", child_was_received=False, expected_on=None),
    variant(
        ReceptionHandover, "没有送来,改天再送", later("expected_on"), child_was_received=False
    ),
    *(
        variant(
            ReceptionHandover, says, _received, child_was_received=True,
            identity_unknown=unknown, signed_by_police=True, signed_by_centre=True,
        )
        for says, unknown in (("已接收,双方签字", False), ("已接收,双方签字,身份不明", True))
    ),
    variant(CustodyDecision, "已经决定", decided=True),
    variant(
        CustodyDecision, "不予临时监护,提出异议", later("decide_again_on"),
        decided=False, after_refusal=AfterRefusal.OBJECTED,
    ),
    variant(HealthCheck, "已经检查", done=True),
    variant(HealthCheck, "还没有检查", later("planned_on"), done=False),
    variant(PoliceStatement, "已经收到", received=True),
    variant(PoliceStatement, "没有收到,答应了日期", later("promised_on"), received=False),
    variant(PoliceStatement, "没有收到,没有答应日期", received=False, promised_on=None),
    variant(IdentitySearch, "有了结论", found=True),
    variant(IdentitySearch, "继续查找", later("search_again_on"), found=False),
    filled_in(ProtectionApplication),
    *(
        variant(
            ProtectionFiling, says,
            lambda now: {"filed_at": now, "accepted_at": now + timedelta(minutes=40)},
            urgent=urgent,
        )
        for says, urgent in (("一般办理", False), ("紧急办理", True))
    ),
    variant(
        OrderRuling, "作出保护令", lambda now: {"made_at": now, **_valid(now)}, granted=True
    ),
    variant(OrderRuling, "驳回", lambda now: {"made_at": now}, granted=False),
    variant(
        Reconsideration, "复议后作出保护令",
        lambda now: {"decided_at": now, **_valid(now)}, applied=True, order_made=True,
    ),
    variant(Reconsideration, "没有作出保护令", applied=False, order_made=False),
    variant(OrderRenewal, "申请延长", renews=True),
    variant(OrderRenewal, "不再延长", renews=False),
    *(variant(InjunctionApplication, one.label, phase=one) for one in InjunctionPhase),
    variant(InjunctionFiling, "已递交", lambda now: {"applied_at": now}),
    variant(
        InjunctionRuling, "裁定保全", lambda now: {"executed_on": shanghai_date(now)}, granted=True
    ),
    variant(InjunctionRuling, "驳回", granted=False),
    variant(SuitFiled, "已起诉", filed=True),
    variant(SuitFiled, "没有起诉", filed=False, planned_on=None),
    variant(SuitFiled, "还没有起诉", later("planned_on"), filed=False),
    filled_in(ExtensionRequest),
    variant(
        ExtensionDecision, "同意延长",
        lambda now: {"new_limit_on": add_months(shanghai_date(now), 3)}, granted=True,
    ),
    variant(ExtensionDecision, "不同意延长", granted=False),
    variant(SuggestionReceived, "已收到", lambda now: {"received_at": now}),
    filled_in(ReplyDraft),
    filled_in(ReplySent),
    variant(
        RestorationCommission, "已登记",
        lambda now: {
            "revoked_on": add_months(shanghai_date(now), -6),
            "applied_on": shanghai_date(now),
            "commissioned_on": shanghai_date(now),
            "opinion_due_on": shanghai_date(now) + timedelta(days=20),
        },
    ),
    filled_in(RestorationOpinion),
    variant(
        RestorationRuling, "恢复", lambda now: {"effective_on": shanghai_date(now)}, restored=True
    ),
    variant(RestorationRuling, "不予恢复", restored=False),
    variant(RestorationHandover, "已交接", handed_over),
    variant(ReporterFeedback, "已经反馈", fed_back=True),
    variant(ReporterFeedback, "改天再反馈", later("again_on"), fed_back=False),
    variant(
        MajorityPreparation, "将满十八周岁",
        lambda now: {"eighteenth_on": shanghai_date(now) + timedelta(days=90)},
        turns_eighteen=True,
    ),
    variant(MajorityPreparation, "出生日期有误", turns_eighteen=False),
    variant(MajorityTransfer, "已转出", lambda now: {"left_care_at": now}),
    variant(TransferRequest, "移交本系统内的中心", to_centre=HERE),
    variant(TransferRequest, "移交其他机构", to_centre=ELSEWHERE),
    variant(TransferReceipt, "对方已签收", lambda now: {"signed_at": now}, accepted=True),
    variant(
        TransferReceipt, "对方已签收,未成年人已书面交接",
        lambda now: {"signed_at": now} | handed_over(now), accepted=True, child_handed_over=True,
    ),
    variant(TransferReceipt, "对方没有接收", accepted=False),
    filled_in(ExemptionRequest),
    variant(ExemptionDecision, "同意免访", granted=True),
    variant(ExemptionDecision, "不同意免访", granted=False),
    variant(
        MissingRecord, "下落不明",
        lambda now: {"missing_since": now, "noticed_at": now, "next_on": _tomorrow(now)},
        is_missing=True,
    ),
    variant(MissingRecord, "不需要办理", lambda now: {"noticed_at": now}, is_missing=False),
    filled_in(MissingReported),
    *(variant(SearchRecord, one.label, _searched(one), state=one) for one in SearchState),
    *(variant(BroughtBack, one.label, lambda now: {"back_at": now}, to=one) for one in BackTo),
    variant(
        DeathRecord, "已经确认", lambda now: {"died_at": now, "noticed_at": now}, confirmed=True
    ),
    variant(DeathRecord, "没有确认", lambda now: {"noticed_at": now}, confirmed=False),
    filled_in(DeathReported),
)  # fmt: skip
