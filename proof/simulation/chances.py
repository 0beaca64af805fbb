"""What people and bodies of the simulated world tend to do: all invented, none of it is a statistic.

Weights are relative within a form. Times are medians and scatter log-normally, so that some courts
and police stations are very slow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.words import Holder, Stage

#: Form → decision (as `proof.answers` says it) → weight; what is not listed weighs 1.
DECISIONS: Mapping[str, Mapping[str, float]] = {
    "registration": {
        "只作咨询": 30, "报告,怀疑侵害,公安将护送,报告人可联系": 14,
        "报告,怀疑侵害,公安将护送,报告人匿名": 6, "报告,怀疑侵害,报告人可联系": 26,
        "报告,怀疑侵害,报告人匿名": 8, "报告,未怀疑侵害,报告人可联系": 12,
        "报告,未怀疑侵害,报告人匿名": 6,
    },
    "triage": {"受理,紧急": 20, "受理,一般": 68, "不受理,转办": 12},
    "investigation": {"查实": 70, "未查实": 30},
    "assessment": {
        "提请多方会商,需要工作计划": 45, "提请多方会商,不需要工作计划": 20,
        "留在家庭,提供支持并定期评估,需要工作计划": 15,
        "留在家庭,提供支持并定期评估,不需要工作计划": 20,
    },
    "minutes": {
        "危险状态已消除且监护人能够正确履行监护职责,通知领回": 48,
        "交由其他监护人、亲属、朋友照料": 16, "延长临时监护": 10,
        "转民政部门长期监护": 2,
        "属于第35条规定情形,申请撤销监护人资格": 12, "事实不清,退回补充调查": 7,
        "评估不足,退回补充评估": 7,
    },
    "collection": {"已领回": 85, "没有领回": 15},
    "carer-verification": {"适合照料": 85, "不适合照料": 15},
    "relative-handover": {"已接走": 90, "没有接走": 6, "改天接走": 4},
    "court-acceptance": {"已立案": 80, "未立案,补正后再递交": 16, "未立案,不再申请": 4},
    "judgment": {"撤销监护人资格": 78, "驳回申请": 14, "准许撤回申请": 8},
    "long-term-decision": {"决定长期监护": 92, "不予长期监护": 8},
    "visit": {"没有异常": 985, "发现异常": 15},
    "follow-up-review": {"结束回访": 80, "重新介入": 3, "继续回访": 17},
    "custody-decision": {"已经决定": 95, "不予临时监护,提出异议": 5},
    "health-check": {"已经检查": 88, "还没有检查": 12},
    "police-statement": {
        "已经收到": 70, "没有收到,答应了日期": 20, "没有收到,没有答应日期": 10,
    },
    "identity-search": {"有了结论": 90, "继续查找": 10},
    "voice": {"已经听取": 94, "改天听取": 6},
    "guidance-record": {"已经开展": 94, "改天开展": 6},
    "reporter-feedback": {"已经反馈": 92, "改天再反馈": 8},
    "suit-filed": {"已起诉": 85, "没有起诉": 7, "还没有起诉": 8},
    "reception-handover": {
        "没有送来,改天再送": 4, "没有接收": 4, "已接收,双方签字": 84, "已接收,双方签字,身份不明": 8,
    },
    "order-ruling": {"作出保护令": 85, "驳回": 15},
    "order-renewal": {"申请延长": 30, "不再延长": 70},
    "extension-decision": {"同意延长": 92, "不同意延长": 8},
    "majority-preparation": {"将满十八周岁": 95, "出生日期有误": 5},
    "missing-record": {"下落不明": 95, "不需要办理": 5},
    "search-record": {
        "仍未找到": 45, "已找到,正在医疗机构救治": 4, "已找到": 50, "已找到,未成年人死亡": 1,
    },
    "death-record": {"已经确认": 97, "没有确认": 3},
    "transfer-receipt": {"对方已签收": 85, "对方没有接收": 15},
}  # fmt: skip

#: Minutes of work on a form at the desk; all others take `USUAL_WORK`.
WORK: Mapping[str, int] = {
    "registration": 25, "police-report": 12, "reception-handover": 45, "triage": 15,
    "investigation": 300, "voice": 60, "assessment": 360, "work-plan": 90, "convening": 60,
    "minutes": 120, "petition-draft": 300, "filing": 60, "visit": 100, "closing-report": 60,
    "placement-plan": 120, "extension-request": 90, "protection-application": 120,
    "injunction-application": 150, "restoration-opinion": 240, "reply-draft": 120,
    "follow-up-plan": 30, "follow-up-review": 30,
}  # fmt: skip
USUAL_WORK = 30
SIGNING = 12
#: Forms that do not wait for office hours: somebody is on duty by day and night.
ON_DUTY = frozenset({"registration", "police-report", "reception-handover"})
#: Forms a person begins with on a day within what is left, rather than at once.
WITHIN_THE_TERM = frozenset({"party-opinion", "visit"})
#: Share of chains in which a signer returns the document.
RETURNS = 0.05


@dataclass(frozen=True)
class Slow:
    """How long somebody outside takes: median in hours, and how much that scatters."""

    hours: float
    scatter: float


#: Who has the ball → how long until there is something to record.
HOLDERS: Mapping[Holder, Slow] = {
    Holder.POLICE: Slow(96, 0.8),
    Holder.COURT: Slow(60, 0.6),
    Holder.FAMILY: Slow(52, 0.7),
    Holder.RELATIVE: Slow(48, 0.6),
    Holder.HOSPITAL: Slow(20, 0.6),
    Holder.SCHOOL: Slow(48, 0.6),
    Holder.VILLAGE: Slow(72, 0.7),
    Holder.CIVIL_AFFAIRS: Slow(16, 0.8),
    Holder.WELFARE_HOME: Slow(72, 0.5),
    Holder.OTHER_CENTRE: Slow(120, 0.7),
}
#: Holders of whom nothing is written here.
ANYBODY = Slow(72, 0.6)
#: Forms that take another time than their holder usually does.
FORMS: Mapping[str, Slow] = {
    "reception-handover": Slow(5, 0.8),
    "court-acceptance": Slow(150, 0.6),
    "judgment": Slow(900, 0.6),
    "restoration-ruling": Slow(700, 0.5),
    "identity-search": Slow(1400, 0.7),
    "order-ruling": Slow(52, 0.5),
    "injunction-ruling": Slow(34, 0.5),
}

#: Share of cases in which a person starts a side procedure, within 150 days of the report.
SIDES: Mapping[Stage, float] = {
    Stage.CUSTODY: 0.03,
    Stage.PROTECTION_ORDER: 0.06,
    Stage.INJUNCTION: 0.02,
    Stage.SUGGESTION_REPLY: 0.04,
    Stage.RESTORATION: 0.01,
    Stage.MAJORITY: 0.02,
    Stage.TRANSFER: 0.02,
    Stage.MISSING: 0.02,
    Stage.DEATH: 0.002,
}
SIDES_WITHIN_DAYS = 150

#: Outages of the watch in 400 days, shortest and longest in hours.
OUTAGES = (12, 2, 96)

#: Share of cases that begin with a child whom the police bring.
BROUGHT_FIRST = 0.06
