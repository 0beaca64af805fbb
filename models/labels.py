"""What each word of the vocabulary is called in Chinese: on screens, in reports, in the glossary.

One table for each enumeration of `models.words`; a test fails on a member without a label. Papers
are called what their templates print: `documents.titles.TITLES`.
"""

from collections.abc import Mapping
from enum import StrEnum

from models.words import (
    AccountChange,
    AttachmentKind,
    Began,
    CardColour,
    ChannelKind,
    DeliveryReason,
    DeliveryState,
    Holder,
    Look,
    NoticeKind,
    Originality,
    Outcome,
    Reach,
    Role,
    SignatureState,
    SignMode,
    Stage,
    StepKind,
    StepState,
    Tag,
)

STAGES: Mapping[Stage, str] = {
    Stage.RECEIPT: "接报接收",
    Stage.INVESTIGATION: "初步调查核实",
    Stage.ASSESSMENT: "家庭监护评估",
    Stage.CONSULTATION: "多方会商",
    Stage.RETURN_HOME: "送返回家",
    Stage.RELATIVE_CARE: "亲友照料",
    Stage.REVOCATION: "申请撤销监护人资格",
    Stage.PLACEMENT: "安置",
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
    Stage.EXEMPTION: "免访",
    Stage.MISSING: "走失和擅自离开",
    Stage.DEATH: "未成年人死亡",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ADVICE_GIVEN: "已答复咨询",
    Outcome.ACCEPTED: "受理",
    Outcome.REFERRED: "转有职权的单位",
    Outcome.SUBSTANTIATED: "查实侵害或者需要临时监护",
    Outcome.NOT_SUBSTANTIATED: "未查实",
    Outcome.TO_CONSULTATION: "进入会商",
    Outcome.SUPPORT_AT_HOME: "家庭支持",
    Outcome.RETURN: "送返回家",
    Outcome.RELATIVES: "亲友照料",
    Outcome.EXTEND: "延长临时监护",
    Outcome.PETITION: "申请撤销监护人资格",
    Outcome.LONG_TERM: "转民政部门长期监护",
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
    Outcome.IN_LONG_TERM_CARE: "已转长期监护",
    Outcome.LONG_TERM_REFUSED: "未能转长期监护",
    Outcome.FOLLOWED_UP: "回访期满",
    Outcome.REINTERVENE: "再次干预",
    Outcome.VISITS_OWED: "尚欠回访",
    Outcome.CLOSED: "已结案",
    Outcome.DONE: "已办结",
    Outcome.LAPSED: "未办成",
    Outcome.INTERRUPTED: "中途终止",
}
ROLES: Mapping[Role, str] = {
    Role.CASEWORKER: "个案工作者",
    Role.COMMUNITY_WORKER: "未保专干",
    Role.SUPERVISOR: "督导",
    Role.DIRECTOR: "主任",
    Role.LEGAL: "法务",
    Role.CIVIL_AFFAIRS: "民政部门经办人",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
}
ACCOUNT_CHANGES: Mapping[AccountChange, str] = {
    AccountChange.ADDED: "建立账号",
    AccountChange.ROLES: "调整岗位",
    AccountChange.ENDED: "停用账号",
    AccountChange.PASSWORD: "重设初始密码",
    AccountChange.UNLOCKED: "解除等待",
}
HOLDERS: Mapping[Holder, str] = {
    Holder.CENTRE: "本中心",
    Holder.FAMILY: "家庭（监护人）",
    Holder.RELATIVE: "亲友",
    Holder.POLICE: "公安机关",
    Holder.PROCURATORATE: "检察机关",
    Holder.COURT: "人民法院",
    Holder.HOSPITAL: "医疗机构",
    Holder.SCHOOL: "学校",
    Holder.VILLAGE: "村（居）民委员会",
    Holder.JUSTICE: "司法行政部门",
    Holder.CIVIL_AFFAIRS: "民政部门",
    Holder.WELFARE_HOME: "儿童福利机构",
    Holder.WOMENS_FEDERATION: "妇联",
    Holder.OTHER_CENTRE: "其他中心",
    Holder.TIME: "到期自动继续",
}
REACHES: Mapping[Reach, str] = {
    Reach.STAGE: "随阶段结束",
    Reach.CASE: "随案件结束",
    Reach.BODY: "对外答应的",
    Reach.BEYOND: "结案后继续",
}
STEP_KINDS: Mapping[StepKind, str] = {
    StepKind.ASK: "填写表单",
    StepKind.APPROVE: "审批",
    StepKind.ISSUE: "生成文书",
    StepKind.TIMER: "等待期日",
    StepKind.EFFECT: "系统办理",
}
STEP_STATES: Mapping[StepState, str] = {
    StepState.OPEN: "办理中",
    StepState.DONE: "已办结",
    StepState.SUPERSEDED: "已作废",
    StepState.CANCELLED: "已终止",
}
SIGNATURE_STATES: Mapping[SignatureState, str] = {
    SignatureState.PENDING: "未到",
    SignatureState.OPEN: "待审批",
    SignatureState.APPROVED: "同意",
    SignatureState.RETURNED: "退回",
    SignatureState.VOID: "作废",
}
SIGN_MODES: Mapping[SignMode, str] = {
    SignMode.IN_ORDER: "逐级审批",
    SignMode.TOGETHER: "会签",
}
BEGINNINGS: Mapping[Began, str] = {
    Began.REPORT: "报告或者咨询",
    Began.HANDOVER: "公安机关护送",
}
LOOKS: Mapping[Look, str] = {
    Look.CASE: "案件",
    Look.PEOPLE: "人员信息",
    Look.STEP: "环节",
    Look.DOWNLOAD: "下载文书",
    Look.RECEIPT: "期限计算单",
    Look.ORDER: "督办",
    Look.CARDS: "黄牌、红牌",
    Look.LIST: "列表",
    Look.SEARCH: "搜索案件",
    Look.LOOKS: "查看记录",
    Look.RUN: "流程运行",
    Look.ATTACHMENT: "附件",
    Look.TAKEN_ATTACHMENT: "下载附件",
}
ATTACHMENT_KINDS: Mapping[AttachmentKind, str] = {
    AttachmentKind.PHOTO: "照片",
    AttachmentKind.SCAN: "扫描件",
    AttachmentKind.AUDIO: "录音",
    AttachmentKind.VIDEO: "录像",
    AttachmentKind.POLICE_PAPER: "公安机关材料",
    AttachmentKind.MEDICAL_PAPER: "医疗材料",
    AttachmentKind.COURT_PAPER: "法院文书",
    AttachmentKind.SIGNED_COPY: "签字盖章件",
    AttachmentKind.SERVICE_RETURN: "送达回证",
    AttachmentKind.STATEMENT: "书面陈述",
    AttachmentKind.IDENTITY_PAPER: "身份和户籍材料",
    AttachmentKind.OTHER_MATERIAL: "其他材料",
}
ORIGINALITIES: Mapping[Originality, str] = {
    Originality.ORIGINAL: "原件",
    Originality.COPY: "复制件",
    Originality.ELECTRONIC: "电子数据",
}
CARD_COLOURS: Mapping[CardColour, str] = {
    CardColour.YELLOW: "黄牌",
    CardColour.RED: "红牌",
}
TAGS: Mapping[Tag, str] = {
    Tag.CASE_OPENED: "登记案件",
    Tag.CASE_CLOSED: "案件结案",
    Tag.CASE_REOPENED: "重新打开案件",
    Tag.CASE_VOIDED: "案件作废",
    Tag.CASE_JOINED: "另一案件并入本案",
    Tag.CASE_MOVED: "案件移交其他中心",
    Tag.CASE_LAW_CHANGED: "案件改按新规则包办理",
    Tag.STAGE_OPENED: "进入阶段",
    Tag.STAGE_CLOSED: "阶段结束",
    Tag.STEP_OPENED: "开始",
    Tag.STEP_ANSWERED: "办结",
    Tag.STEP_VIEWED: "打开",
    Tag.STEP_SUPERSEDED: "本轮作废",
    Tag.STEP_CORRECTED: "更正",
    Tag.STEP_TAKEN_BACK: "撤回重填",
    Tag.STEP_CANCELLED: "终止",
    Tag.STEP_HANDED_OVER: "转办",
    Tag.STEP_CHASED: "催办",
    Tag.CARD_GIVEN: "记牌",
    Tag.CARD_WITHDRAWN: "撤回牌",
    Tag.ORDER_GIVEN: "督办",
    Tag.ORDER_REPORTED: "督办反馈",
    Tag.ORDER_RETURNED: "督办退回补充",
    Tag.ORDER_CLOSED: "督办办结",
    Tag.TIMER_FIRED: "期日到来",
    Tag.EFFECT_DONE: "系统办理",
    Tag.APPROVAL_OPENED: "送审",
    Tag.APPROVAL_SIGNED: "同意",
    Tag.APPROVAL_RETURNED: "退回",
    Tag.APPROVAL_WITHDRAWN: "撤回送审",
    Tag.APPROVAL_VOIDED: "审批作废（数据已变更）",
    Tag.APPROVAL_DONE: "审批完成",
    Tag.PAPER_ISSUED: "生成文书",
    Tag.PAPER_DOWNLOADED: "下载文书",
    Tag.PAPER_CAME: "补记来件",
    Tag.CLOCK_STARTED: "开始计算期限",
    Tag.CLOCK_MET: "期限事项办结",
    Tag.CLOCK_STOPPED: "期限停止计算",
    Tag.CLOCK_EXTENDED: "延长期限",
    Tag.CLOCK_RECOUNTED: "按新的放假安排或规则重算期限",
    Tag.CLOCK_SUSPENDED: "期限中止",
    Tag.CLOCK_RESUMED: "期限恢复计算",
    Tag.CLOCK_RESTARTED: "期限重新起算",
    Tag.CUSTODY_STARTED: "临时监护开始",
    Tag.CUSTODY_ENDED: "临时监护结束",
    Tag.ATTACHMENT_ADDED: "收入附件",
    Tag.ATTACHMENT_COMPARED: "附件与原件核对无异",
    Tag.ATTACHMENT_REMOVED: "移除附件",
    Tag.IDENTITY_CORRECTED: "更正人员信息",
    Tag.TEAM_JOINED: "加入办案小组",
    Tag.TEAM_LEFT: "离开办案小组",
    Tag.TEAM_LED: "更换主办人",
    Tag.NOTICE_QUEUED: "通知待发",
    Tag.NOTICE_DELIVERED: "通知已送达",
    Tag.NOTICE_FAILED: "通知未送达",
}
NOTICE_KINDS: Mapping[NoticeKind, str] = {
    NoticeKind.WORK: "有新的工作",
    NoticeKind.APPROVAL: "有文书等待审批",
    NoticeKind.RETURNED: "有工作退回重办",
    NoticeKind.DUE: "有工作即将到期",
    NoticeKind.OVERDUE: "有工作已经超期",
    NoticeKind.RECOUNTED: "有期限重新计算，已印出的文书请核对日期",
    NoticeKind.RECOUNTED_PAST: "有期限重新计算后已到期，已印出的文书请核对日期",
    NoticeKind.CHANGED: "有期限变更",
    NoticeKind.CHASE: "等待外单位，该催办了",
    NoticeKind.NOBODY: "有环节没有办理人",
    NoticeKind.DIGEST: "有多项期限到期",
    NoticeKind.ORDER: "有督办事项",
    NoticeKind.LAW_CHANGED: "有案件改按新规则包办理",
    NoticeKind.WITHDRAWN: "有并行程序撤回",
    NoticeKind.STUCK: "系统未能办成，请更正所依据的答复",
    NoticeKind.CORRECTED: "有内容更正，请核对期限、环节和文书",
    NoticeKind.CASE_VOIDED: "有案件作废",
    NoticeKind.DELIVERY: "消息没有送达",
    NoticeKind.UNREADABLE: "有封存的内容无法读取",
}
CHANNELS: Mapping[ChannelKind, str] = {
    ChannelKind.EMAIL: "电子邮件",
    ChannelKind.WECOM: "企业微信",
    ChannelKind.DINGTALK: "钉钉",
    ChannelKind.FEISHU: "飞书",
}
DELIVERY_STATES: Mapping[DeliveryState, str] = {
    DeliveryState.QUEUED: "待发送",
    DeliveryState.SENT: "已发出",
    DeliveryState.FAILED: "未发出，稍后重试",
    DeliveryState.GIVEN_UP: "未送达",
    DeliveryState.WITHHELD: "不再发送",
}
DELIVERY_REASONS: Mapping[DeliveryReason, str] = {
    DeliveryReason.UNREACHABLE: "连接不上",
    DeliveryReason.REFUSED: "对方没有接收",
    DeliveryReason.RECIPIENT: "收件人不存在",
    DeliveryReason.LOGIN: "发信账号登录失败",
    DeliveryReason.NOT_SET: "没有设置发信服务器",
    DeliveryReason.ADDRESS: "地址无效",
    DeliveryReason.ABANDONED: "发送多次中断",
    DeliveryReason.PRACTICE: "演练案件",
    DeliveryReason.READ: "已在系统内阅读",
    DeliveryReason.REMOVED: "接收方式已移除",
}
_TABLES: tuple[Mapping[StrEnum, str], ...] = (
    STAGES, OUTCOMES, ROLES, HOLDERS, REACHES, STEP_KINDS, STEP_STATES, SIGNATURE_STATES,
    SIGN_MODES, BEGINNINGS, LOOKS, ACCOUNT_CHANGES, ATTACHMENT_KINDS, ORIGINALITIES,
    CARD_COLOURS, TAGS, NOTICE_KINDS, CHANNELS, DELIVERY_STATES, DELIVERY_REASONS,
)  # type: ignore[assignment]  # fmt: skip
_BY_KIND: dict[type[StrEnum], Mapping[StrEnum, str]] = {
    type(next(iter(table))): table for table in _TABLES
}


def label(member: StrEnum) -> str:
    """Say a word of the vocabulary in Chinese.

    Raises:
        KeyError: An enumeration that has no labels here: a fault of the program.
    """
    return _BY_KIND[type(member)][member]
