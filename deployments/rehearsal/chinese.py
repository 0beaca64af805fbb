"""Chinese words for stages, outcomes, roles and holders, for what a rehearsal prints."""

from models.words import Holder, Outcome, Role, Stage

STAGES: dict[Stage, str] = {
    Stage.RECEIPT: "接报接收", Stage.INVESTIGATION: "初步调查核实",
    Stage.ASSESSMENT: "家庭监护评估", Stage.CONSULTATION: "多方会商",
    Stage.RETURN_HOME: "送返回家", Stage.RELATIVE_CARE: "亲友照料",
    Stage.REVOCATION: "申请撤销监护人资格", Stage.PLACEMENT: "判后安置",
    Stage.FOLLOW_UP: "跟踪回访", Stage.CLOSURE: "结案", Stage.CUSTODY: "接收与临时监护",
    Stage.PROTECTION_ORDER: "人身安全保护令", Stage.INJUNCTION: "诉前行为保全",
    Stage.EXTENSION: "延长临时监护", Stage.SUGGESTION_REPLY: "检察/司法建议回复",
    Stage.RESTORATION: "恢复监护人资格意见", Stage.FEEDBACK: "反馈报告人",
    Stage.MAJORITY: "年满十八周岁", Stage.TRANSFER: "案件移交",
}  # fmt: skip

OUTCOMES: dict[Outcome, str] = {
    Outcome.ADVICE_GIVEN: "咨询已答复", Outcome.ACCEPTED: "受理", Outcome.REFERRED: "转办",
    Outcome.SUBSTANTIATED: "查有侵害", Outcome.NOT_SUBSTANTIATED: "查无侵害,转帮扶",
    Outcome.TO_CONSULTATION: "提请会商", Outcome.SUPPORT_AT_HOME: "留在家庭支持",
    Outcome.RETURN: "结论:送返回家", Outcome.RELATIVES: "结论:亲友照料",
    Outcome.EXTEND: "结论:延长临时监护", Outcome.PETITION: "结论:申请撤销",
    Outcome.MORE_INVESTIGATION: "退回补充调查", Outcome.MORE_ASSESSMENT: "退回补充评估",
    Outcome.NOT_COLLECTED: "未领回", Outcome.RETURNED: "已领回",
    Outcome.IN_RELATIVE_CARE: "已交亲友照料", Outcome.NOT_PLACED: "未能交亲友照料",
    Outcome.REVOKED: "撤销监护人资格", Outcome.COURT_REFUSED: "法院驳回",
    Outcome.PETITION_WITHDRAWN: "撤回申请", Outcome.PLACED: "已安置",
    Outcome.FOLLOWED_UP: "回访期满", Outcome.REINTERVENE: "重新介入", Outcome.CLOSED: "结案",
    Outcome.DONE: "办结", Outcome.LAPSED: "终结", Outcome.INTERRUPTED: "中断",
}  # fmt: skip

HOLDERS: dict[Holder, str] = {
    Holder.CENTRE: "本中心", Holder.FAMILY: "家庭", Holder.RELATIVE: "亲友",
    Holder.POLICE: "公安机关", Holder.PROCURATORATE: "检察机关", Holder.COURT: "人民法院",
    Holder.HOSPITAL: "医疗机构", Holder.SCHOOL: "学校", Holder.VILLAGE: "村(居)民委员会",
    Holder.JUSTICE: "司法行政部门", Holder.CIVIL_AFFAIRS: "民政部门",
    Holder.WELFARE_HOME: "儿童福利机构", Holder.WOMENS_FEDERATION: "妇联",
    Holder.OTHER_CENTRE: "其他中心", Holder.TIME: "到期自动继续",
}  # fmt: skip

ROLES: dict[Role, str] = {
    Role.CASEWORKER: "个案工作者", Role.COMMUNITY_WORKER: "未保专干", Role.SUPERVISOR: "督导",
    Role.DIRECTOR: "主任", Role.LEGAL: "法务", Role.CIVIL_AFFAIRS: "民政部门经办人",
    Role.ADMINISTRATOR: "系统管理员", Role.AUDITOR: "审计员",
}  # fmt: skip
