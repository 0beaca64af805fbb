"""What the words of the vocabulary are called on screen; the terms of `docs/glossary.md`."""

from models.words import Holder, Outcome, Paper, Role, SignMode, Stage
from web.wording import word

STAGES: dict[Stage, str] = {
    Stage.RECEIPT: "接报接收",
    Stage.INVESTIGATION: "初步调查核实",
    Stage.ASSESSMENT: "家庭监护评估",
    Stage.CONSULTATION: "多方会商",
    Stage.RETURN_HOME: "送返回家",
    Stage.RELATIVE_CARE: "亲友照料",
    Stage.REVOCATION: "申请撤销监护人资格",
    Stage.PLACEMENT: "判后安置",
    Stage.FOLLOW_UP: "跟踪回访",
    Stage.CLOSURE: "结案",
    Stage.CUSTODY: "接收与临时监护",
    Stage.PROTECTION_ORDER: "人身安全保护令",
    Stage.INJUNCTION: "诉前行为保全",
    Stage.EXTENSION: "延长临时监护",
    Stage.SUGGESTION_REPLY: "检察/司法建议回复",
    Stage.RESTORATION: "恢复监护人资格意见",
    Stage.FEEDBACK: "反馈报告人",
    Stage.MAJORITY: "年满十八周岁",
    Stage.TRANSFER: "案件移交",
}
#: When a side procedure is opened, said beside its name.
SIDE_HINTS: dict[Stage, str] = {
    Stage.CUSTODY: "公安机关护送未成年人前来,或者需要临时监护。",
    Stage.PROTECTION_ORDER: "遭受或者面临家庭暴力的现实危险;法院72小时内、紧急时24小时内裁定。",
    Stage.INJUNCTION: "起诉前需要法院先禁止某种行为;30日内不起诉即失效。",
    Stage.EXTENSION: "临时监护将满六个月,仍不能送返。",
    Stage.SUGGESTION_REPLY: "收到检察建议或者司法建议;一个月内书面回复。",
    Stage.RESTORATION: "被撤销资格的父母申请恢复,法院委托调查。",
    Stage.FEEDBACK: "把处理情况以适当方式告知报告人。",
    Stage.MAJORITY: "未成年人将满十八周岁。",
    Stage.TRANSFER: "案件转给其他未保中心。",
}
OUTCOMES: dict[Outcome, str] = {
    Outcome.ADVICE_GIVEN: "已答复咨询",
    Outcome.ACCEPTED: "受理",
    Outcome.REFERRED: "转有职权的单位",
    Outcome.SUBSTANTIATED: "查实监护侵害",
    Outcome.NOT_SUBSTANTIATED: "未查实",
    Outcome.TO_CONSULTATION: "进入会商",
    Outcome.SUPPORT_AT_HOME: "家庭支持",
    Outcome.RETURN: "送返回家",
    Outcome.RELATIVES: "亲友照料",
    Outcome.EXTEND: "延长临时监护",
    Outcome.PETITION: "申请撤销监护人资格",
    Outcome.MORE_INVESTIGATION: "补充调查",
    Outcome.MORE_ASSESSMENT: "补充评估",
    Outcome.NOT_COLLECTED: "监护人未领回",
    Outcome.RETURNED: "已送返",
    Outcome.IN_RELATIVE_CARE: "已交亲友照料",
    Outcome.NOT_PLACED: "未能交亲友照料",
    Outcome.REVOKED: "判决撤销",
    Outcome.COURT_REFUSED: "法院驳回",
    Outcome.PETITION_WITHDRAWN: "撤回申请",
    Outcome.PLACED: "已安置",
    Outcome.FOLLOWED_UP: "回访期满",
    Outcome.REINTERVENE: "再次干预",
    Outcome.CLOSED: "已结案",
    Outcome.DONE: "已办结",
    Outcome.LAPSED: "未办成",
    Outcome.INTERRUPTED: "中途终止",
}
ROLES: dict[Role, str] = {
    Role.CASEWORKER: "个案工作者",
    Role.COMMUNITY_WORKER: "未保专干",
    Role.SUPERVISOR: "督导",
    Role.DIRECTOR: "主任",
    Role.LEGAL: "法务",
    Role.CIVIL_AFFAIRS: "民政部门经办人",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
}
HOLDERS: dict[Holder, str] = {
    Holder.CENTRE: "本中心",
    Holder.FAMILY: "家庭(监护人)",
    Holder.RELATIVE: "亲友",
    Holder.POLICE: "公安机关",
    Holder.PROCURATORATE: "检察机关",
    Holder.COURT: "人民法院",
    Holder.HOSPITAL: "医疗机构",
    Holder.SCHOOL: "学校",
    Holder.VILLAGE: "村(居)民委员会",
    Holder.JUSTICE: "司法行政部门",
    Holder.CIVIL_AFFAIRS: "民政部门",
    Holder.WELFARE_HOME: "儿童福利机构",
    Holder.WOMENS_FEDERATION: "妇联",
    Holder.OTHER_CENTRE: "其他中心",
    Holder.TIME: "到期自动继续",
}
PAPERS: dict[Paper, str] = {
    Paper.REGISTRATION: "接报登记表",
    Paper.RECEPTION_HANDOVER: "未成年人交接单",
    Paper.INVESTIGATION_REPORT: "初步调查核实报告",
    Paper.ASSESSMENT_REPORT: "家庭监护评估报告",
    Paper.CONSULTATION_NOTICE: "会商通知",
    Paper.CONSULTATION_MINUTES: "会商纪要",
    Paper.COLLECTION_NOTICE: "领回通知书",
    Paper.HANDOVER: "交接(领回)手续书",
    Paper.BRIEFING_LETTER: "通报函",
    Paper.PROTECTION_APPLICATION: "人身安全保护令申请书",
    Paper.INJUNCTION_APPLICATION: "诉前行为保全申请书",
    Paper.REVOCATION_PETITION: "撤销监护人资格申请书",
    Paper.EXTENSION_FORM: "延长临时监护审批表",
    Paper.VISIT_RECORD: "回访记录表",
    Paper.RESTORATION_OPINION: "恢复监护人资格调查意见",
    Paper.SUGGESTION_REPLY: "检察/司法建议书面回复",
    Paper.RIGHTS_NOTICE: "权利告知书",
    Paper.WORK_PLAN: "个案工作计划",
    Paper.CLOSING_REPORT: "结案报告",
    Paper.REFERRAL_LETTER: "移交函",
}
MODES: dict[SignMode, str] = {SignMode.IN_ORDER: "逐级审批", SignMode.TOGETHER: "会签"}
#: How somebody was reminded: stored value and words.
CHASE_MEANS: dict[str, str] = {
    "phone": "电话", "letter": "书面函件", "visit": "上门", "message": "短信或者工作群",
    "meeting": "会议", "other": "其他",
}  # fmt: skip


def stage_name(stage: str) -> str:
    """Name a stage."""
    return word(STAGES[Stage(stage)])


def outcome_name(outcome: str | None) -> str:
    """Name how a stage ended; nothing while it is open."""
    return word(OUTCOMES[Outcome(outcome)]) if outcome else ""


def role_name(role: str | None) -> str:
    """Name a role."""
    return word(ROLES[Role(role)]) if role else ""


def role_names(roles: list[str] | frozenset[Role]) -> str:
    """Name several roles, in the order of the vocabulary."""
    return "、".join(word(name) for role, name in ROLES.items() if role in roles)


def holder_name(holder: str) -> str:
    """Name who has the ball."""
    return word(HOLDERS[Holder(holder)])


def paper_name(paper: str | None) -> str:
    """Name a document."""
    return word(PAPERS[Paper(paper)]) if paper else ""


def means_name(means: str) -> str:
    """Name how somebody was reminded; what is not in the list is shown as it was recorded."""
    return word(CHASE_MEANS.get(means, means))
