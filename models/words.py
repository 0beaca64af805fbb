"""The vocabulary: every stage, role, holder, paper and outcome, one word for one concept.

`docs/glossary.md` gives each member its Chinese term and article; a test fails on a missing entry.
Values are stored in the database: never rename, never reuse one.
"""

from enum import StrEnum


class Stage(StrEnum):
    """A part of the procedure, run as one Prefect flow (阶段)."""

    #: 接报接收: report registered, police told, accepted or referred (outline 36, 53, 66).
    RECEIPT = "receipt"
    #: 初步调查核实: facts of the family checked on the spot (outline 53-54).
    INVESTIGATION = "investigation"
    #: 家庭监护评估: six scopes, five voices, risk level (outline 55-56, 68).
    ASSESSMENT = "assessment"
    #: 多方会商: bodies meet and conclude (outline 70-72; opinions 19).
    CONSULTATION = "consultation"
    #: 送返回家: notice, collection within three days, written hand-over (outline 71, 74).
    RETURN_HOME = "return_home"
    #: 亲友照料: another guardian, relative or friend takes care (opinions 17).
    RELATIVE_CARE = "relative_care"
    #: 申请撤销监护人资格: petition, filing, judgment (outline 72-73; Civil Code 36).
    REVOCATION = "revocation"
    #: 安置: the judgment, or long-term guardianship without one, is carried out (minors law 94).
    PLACEMENT = "placement"
    #: 跟踪回访: visits by window until the period ends (outline 77-81).
    FOLLOW_UP = "follow_up"
    #: 结案: the last gate, the closing report, the archive.
    CLOSURE = "closure"

    #: 接收与临时监护: hand-over, T0, rights, health check, police statement (opinions 11-15).
    CUSTODY = "custody"
    #: 人身安全保护令: application, 72/24 h ruling, ≤ 6 months, renewal (domestic violence law 23-32).
    PROTECTION_ORDER = "protection_order"
    #: 诉前行为保全: 48 h ruling, sue within 30 days or it lapses (civil procedure 103-104).
    INJUNCTION = "injunction"
    #: 延长临时监护: 6-month decision, 1-year alert (outline 68; opinions 15).
    EXTENSION = "extension"
    #: 检察/司法建议回复: written reply within one month (minors law 114).
    SUGGESTION_REPLY = "suggestion_reply"
    #: 恢复监护人资格意见: opinion for the court (opinions 38-40; Civil Code 38).
    RESTORATION = "restoration"
    #: 反馈报告人: tell the reporter, in a fitting way, what came of it (minors law 11).
    FEEDBACK = "feedback"
    #: 年满十八周岁: guardianship ends at majority (Civil Code 39).
    MAJORITY = "majority"
    #: 案件移交: the case moves to another centre.
    TRANSFER = "transfer"
    #: 免访: preventive windows without a visit, with reason, evidence and an end (outline 80-81).
    EXEMPTION = "exemption"
    #: 走失和擅自离开: reported at once, searched for, back in writing (minors law 11).
    MISSING = "missing"
    #: 未成年人死亡: recorded, reported; what was for the child ends (Civil Code 13, 39).
    DEATH = "death"


#: The main line: exactly one of these is open in an open case.
MAIN_STAGES: tuple[Stage, ...] = (
    Stage.RECEIPT, Stage.INVESTIGATION, Stage.ASSESSMENT, Stage.CONSULTATION, Stage.RETURN_HOME,
    Stage.RELATIVE_CARE, Stage.REVOCATION, Stage.PLACEMENT, Stage.FOLLOW_UP, Stage.CLOSURE,
)  # fmt: skip
#: Side procedures: startable at any moment of an open case, beside the main line.
SIDE_STAGES: tuple[Stage, ...] = tuple(s for s in Stage if s not in MAIN_STAGES)


class Outcome(StrEnum):
    """How a stage ended. What follows is `models.law.stages.TRANSITIONS`, never an `if`."""

    #: Only advice was wanted; it was given (outline 36).
    ADVICE_GIVEN = "advice_given"
    #: Accepted for investigation.
    ACCEPTED = "accepted"
    #: Passed to the body whose matter it is.
    REFERRED = "referred"
    #: Harm by the guardian is substantiated (outline 54).
    SUBSTANTIATED = "substantiated"
    #: Not substantiated: referral to help, then closure.
    NOT_SUBSTANTIATED = "not_substantiated"
    #: Assessed: the bodies must meet.
    TO_CONSULTATION = "to_consultation"
    #: Assessed: support at home is enough.
    SUPPORT_AT_HOME = "support_at_home"
    #: Conclusion A: danger gone, guardian able (outline 71).
    RETURN = "return"
    #: Conclusion C: another guardian, relative or friend (opinions 17).
    RELATIVES = "relatives"
    #: Conclusion C: temporary guardianship goes on (outline 68).
    EXTEND = "extend"
    #: Conclusion B: a situation of art. 35 (outline 72).
    PETITION = "petition"
    #: Conclusion D: long-term guardianship by civil affairs, without a judgment (minors law 94).
    LONG_TERM = "long_term"
    #: Back to the investigation, with a reason.
    MORE_INVESTIGATION = "more_investigation"
    #: Back to the assessment, with a reason.
    MORE_ASSESSMENT = "more_assessment"
    #: The guardian did not collect, was notified again, and still did not.
    NOT_COLLECTED = "not_collected"
    #: Collected and handed over in writing.
    RETURNED = "returned"
    #: Handed to a relative or friend in writing.
    IN_RELATIVE_CARE = "in_relative_care"
    #: The intended carer is barred or does not take the child.
    NOT_PLACED = "not_placed"
    #: Guardianship revoked by the court.
    REVOKED = "revoked"
    #: The court refused.
    COURT_REFUSED = "court_refused"
    #: The petition was withdrawn.
    PETITION_WITHDRAWN = "petition_withdrawn"
    #: Placed as the judgment says.
    PLACED = "placed"
    #: Handed in writing into long-term guardianship by civil affairs (minors law 94).
    IN_LONG_TERM_CARE = "in_long_term_care"
    #: Civil affairs did not take the child into long-term guardianship.
    LONG_TERM_REFUSED = "long_term_refused"
    #: The period of visits ended well.
    FOLLOWED_UP = "followed_up"
    #: A visit found something: intervention again (outline 77).
    REINTERVENE = "reintervene"
    #: Closing is refused: the visits a finding interrupted are still owed (outline 77-79).
    VISITS_OWED = "visits_owed"
    #: The case is closed.
    CLOSED = "closed"
    #: A side procedure did what it was for.
    DONE = "done"
    #: A side procedure ended without (refused, lapsed, not needed).
    LAPSED = "lapsed"
    #: Ended from outside: majority, transfer, restoration.
    INTERRUPTED = "interrupted"


class Role(StrEnum):
    """What an officer may do (角色)."""

    #: 个案工作者
    CASEWORKER = "caseworker"
    #: 未保专干 (of a village or community)
    COMMUNITY_WORKER = "community_worker"
    #: 督导
    SUPERVISOR = "supervisor"
    #: 主任
    DIRECTOR = "director"
    #: 法务
    LEGAL = "legal"
    #: 民政部门经办人
    CIVIL_AFFAIRS = "civil_affairs"
    #: 系统管理员: accounts and settings, no case
    ADMINISTRATOR = "administrator"
    #: 审计员: reads trails, changes nothing
    AUDITOR = "auditor"


class AccountChange(StrEnum):
    """What was done with an officer's account (账号变动)."""

    #: 建立账号
    ADDED = "added"
    #: 调整岗位
    ROLES = "roles"
    #: 停用账号
    ENDED = "ended"
    #: 重设初始密码
    PASSWORD = "password"  # noqa: S105 - a word of the vocabulary
    #: 解除等待
    UNLOCKED = "unlocked"


class Holder(StrEnum):
    """Who has the ball (责任方)."""

    #: 本中心
    CENTRE = "centre"
    #: 家庭(监护人)
    FAMILY = "family"
    #: 亲友
    RELATIVE = "relative"
    #: 公安机关
    POLICE = "police"
    #: 检察机关
    PROCURATORATE = "procuratorate"
    #: 人民法院
    COURT = "court"
    #: 医疗机构
    HOSPITAL = "hospital"
    #: 学校
    SCHOOL = "school"
    #: 村(居)民委员会
    VILLAGE = "village"
    #: 司法行政部门
    JUSTICE = "justice"
    #: 民政部门
    CIVIL_AFFAIRS = "civil_affairs"
    #: 儿童福利机构
    WELFARE_HOME = "welfare_home"
    #: 妇联
    WOMENS_FEDERATION = "womens_federation"
    #: 其他中心
    OTHER_CENTRE = "other_centre"
    #: 到期自动继续 (a timer)
    TIME = "time"


class Reach(StrEnum):
    """Until when an obligation (约定事项) is owed at the longest, if nothing else ends it."""

    #: 随阶段结束
    STAGE = "stage"
    #: 随案件结束
    CASE = "case"
    #: 对外答应的 (promised to a body outside: a death does not end it either)
    BODY = "body"
    #: 结案后继续
    BEYOND = "beyond"


class Paper(StrEnum):
    """A document the procedure produces (文书); D-numbers are those of the rulebook."""

    #: D1 接报登记表
    REGISTRATION = "registration"
    #: D2 未成年人交接单
    RECEPTION_HANDOVER = "reception_handover"
    #: D3 初步调查核实报告
    INVESTIGATION_REPORT = "investigation_report"
    #: D4 家庭监护评估报告
    ASSESSMENT_REPORT = "assessment_report"
    #: D5 会商通知
    CONSULTATION_NOTICE = "consultation_notice"
    #: D6 会商纪要
    CONSULTATION_MINUTES = "consultation_minutes"
    #: D7 领回通知书
    COLLECTION_NOTICE = "collection_notice"
    #: D8 交接(领回)手续书
    HANDOVER = "handover"
    #: D9 通报函
    BRIEFING_LETTER = "briefing_letter"
    #: D10 人身安全保护令申请书
    PROTECTION_APPLICATION = "protection_application"
    #: D10b 诉前行为保全申请书
    INJUNCTION_APPLICATION = "injunction_application"
    #: D11 撤销监护人资格申请书
    REVOCATION_PETITION = "revocation_petition"
    #: D12 延长临时监护审批表
    EXTENSION_FORM = "extension_form"
    #: D13 回访记录表
    VISIT_RECORD = "visit_record"
    #: D14 恢复监护人资格调查意见
    RESTORATION_OPINION = "restoration_opinion"
    #: D15 检察/司法建议书面回复
    SUGGESTION_REPLY = "suggestion_reply"
    #: D16 权利告知书
    RIGHTS_NOTICE = "rights_notice"
    #: D17 个案工作计划
    WORK_PLAN = "work_plan"
    #: D18 结案报告 (ours: each closing path has its document)
    CLOSING_REPORT = "closing_report"
    #: D19 移交函 (ours: referral to another body or centre)
    REFERRAL_LETTER = "referral_letter"
    #: D20 催办函 (ours: asks an outside body for what is awaited)
    CHASER_LETTER = "chaser_letter"


#: The numbers the rulebook gives the papers.
PAPER_NUMBERS: dict[Paper, str] = {
    Paper.REGISTRATION: "D1", Paper.RECEPTION_HANDOVER: "D2", Paper.INVESTIGATION_REPORT: "D3",
    Paper.ASSESSMENT_REPORT: "D4", Paper.CONSULTATION_NOTICE: "D5",
    Paper.CONSULTATION_MINUTES: "D6", Paper.COLLECTION_NOTICE: "D7", Paper.HANDOVER: "D8",
    Paper.BRIEFING_LETTER: "D9", Paper.PROTECTION_APPLICATION: "D10",
    Paper.INJUNCTION_APPLICATION: "D10b", Paper.REVOCATION_PETITION: "D11",
    Paper.EXTENSION_FORM: "D12", Paper.VISIT_RECORD: "D13", Paper.RESTORATION_OPINION: "D14",
    Paper.SUGGESTION_REPLY: "D15", Paper.RIGHTS_NOTICE: "D16", Paper.WORK_PLAN: "D17",
    Paper.CLOSING_REPORT: "D18", Paper.REFERRAL_LETTER: "D19",
    Paper.CHASER_LETTER: "D20",
}  # fmt: skip


class StepKind(StrEnum):
    """What sort of journal entry a step is (环节类别)."""

    #: A form somebody fills in.
    ASK = "ask"
    #: A chain of signatures.
    APPROVE = "approve"
    #: A document being made.
    ISSUE = "issue"
    #: A wait for an instant.
    TIMER = "timer"
    #: Anything else done once: a clock started, a side procedure opened, custody ended.
    EFFECT = "effect"


class StepState(StrEnum):
    """Where a step stands (环节状态)."""

    #: Waiting for its owner, its worker or its instant.
    OPEN = "open"
    #: Answered, signed, issued, fired or done.
    DONE = "done"
    #: Overtaken by a later round (returned, voided); kept for ever.
    SUPERSEDED = "superseded"
    #: Ended unanswered because its stage was interrupted.
    CANCELLED = "cancelled"


class SignatureState(StrEnum):
    """Where one signature of an approval chain stands (审批状态)."""

    #: Not yet this person's turn.
    PENDING = "pending"
    #: This person's turn.
    OPEN = "open"
    APPROVED = "approved"
    #: Returned with a reason to an earlier step.
    RETURNED = "returned"
    #: Fell with the document it was given for, or with the chain.
    VOID = "void"


class SignMode(StrEnum):
    """How a chain signs: one after the other, or all together (逐级/会签)."""

    IN_ORDER = "in_order"
    TOGETHER = "together"


class Began(StrEnum):
    """How the case reached us (来源)."""

    #: A report or a call for advice.
    REPORT = "report"
    #: The police brought the child before anything was registered (outline 66).
    HANDOVER = "handover"


class CardColour(StrEnum):
    """What stays on record when a deadline ran short or out (黄牌/红牌)."""

    #: 黄牌: the red threshold passed undone.
    YELLOW = "yellow"
    #: 红牌: the deadline itself passed undone.
    RED = "red"


class Tag(StrEnum):
    """Tags of the event chain (事件), `subject:past-tense`; never renamed, never reused."""

    CASE_OPENED = "case:opened"
    CASE_CLOSED = "case:closed"
    CASE_REOPENED = "case:reopened"
    #: Opened by mistake or twice; by supervisor or director, with a reason (误立案).
    CASE_VOIDED = "case:voided"
    #: Another case of the child was voided, and this one goes on for both.
    CASE_JOINED = "case:joined"
    CASE_MOVED = "case:moved"
    CASE_LAW_CHANGED = "case:law-changed"
    STAGE_OPENED = "stage:opened"
    STAGE_CLOSED = "stage:closed"
    STEP_OPENED = "step:opened"
    STEP_ANSWERED = "step:answered"
    STEP_VIEWED = "step:viewed"
    STEP_SUPERSEDED = "step:superseded"
    #: A new version of an answer stands in its place; by supervisor or director, with a reason.
    STEP_CORRECTED = "step:corrected"
    #: An answer, before anything that rests on it went out (撤回重填).
    STEP_TAKEN_BACK = "step:taken-back"
    STEP_CANCELLED = "step:cancelled"
    STEP_HANDED_OVER = "step:handed-over"
    STEP_CHASED = "step:chased"
    CARD_GIVEN = "card:given"
    CARD_WITHDRAWN = "card:withdrawn"
    ORDER_GIVEN = "order:given"
    ORDER_REPORTED = "order:reported"
    ORDER_RETURNED = "order:returned"
    ORDER_CLOSED = "order:closed"
    TIMER_FIRED = "timer:fired"
    EFFECT_DONE = "effect:done"
    APPROVAL_OPENED = "approval:opened"
    APPROVAL_SIGNED = "approval:signed"
    APPROVAL_RETURNED = "approval:returned"
    APPROVAL_WITHDRAWN = "approval:withdrawn"
    APPROVAL_VOIDED = "approval:voided"
    APPROVAL_DONE = "approval:done"
    PAPER_ISSUED = "paper:issued"
    PAPER_DOWNLOADED = "paper:downloaded"
    PAPER_CAME = "paper:came"
    CLOCK_STARTED = "clock:started"
    CLOCK_MET = "clock:met"
    CLOCK_STOPPED = "clock:stopped"
    CLOCK_EXTENDED = "clock:extended"
    CLOCK_RECOUNTED = "clock:recounted"
    CLOCK_SUSPENDED = "clock:suspended"
    CLOCK_RESUMED = "clock:resumed"
    CLOCK_RESTARTED = "clock:restarted"
    CUSTODY_STARTED = "custody:started"
    CUSTODY_ENDED = "custody:ended"
    #: A file was attached (附件).
    ATTACHMENT_ADDED = "attachment:added"
    ATTACHMENT_COMPARED = "attachment:compared"
    #: By supervisor or director, with a reason: its bytes are gone.
    ATTACHMENT_REMOVED = "attachment:removed"
    IDENTITY_CORRECTED = "identity:corrected"
    TEAM_JOINED = "team:joined"
    TEAM_LEFT = "team:left"
    TEAM_LED = "team:led"
    NOTICE_QUEUED = "notice:queued"
    NOTICE_DELIVERED = "notice:delivered"
    NOTICE_FAILED = "notice:failed"


class NoticeKind(StrEnum):
    """What a notice is about (通知类别); it never says more than this, beside the case number."""

    #: 有新的工作
    WORK = "work"
    #: 有文书等待审批
    APPROVAL = "approval"
    #: 有工作退回重办
    RETURNED = "returned"
    #: 有工作即将到期
    DUE = "due"
    #: 有工作已经超期
    OVERDUE = "overdue"
    #: 有期限重新计算: a holiday notice or a new pack moved it
    RECOUNTED = "recounted"
    #: 有期限重新计算后已到期
    RECOUNTED_PAST = "recounted_past"
    #: 有期限变更: it stands still, runs on, was extended or began anew
    CHANGED = "changed"
    #: 等待外单位，该催办了: the ball is outside
    CHASE = "chase"
    #: 有环节没有办理人
    NOBODY = "nobody"
    #: 有多项期限到期: several at once, told once
    DIGEST = "digest"
    #: 有督办事项
    ORDER = "order"
    #: 案件改按新规则包办理: a director moved it
    LAW_CHANGED = "law_changed"
    #: 有并行程序撤回: started by mistake, taken back with a reason; told to supervisors
    WITHDRAWN = "withdrawn"
    #: 系统未能办成: a document that cannot be made from an answer; told to its author and supervisors
    STUCK = "stuck"
    #: 有内容更正: an answer was put right; told to the team, and whose steps and signatures fell
    CORRECTED = "corrected"
    #: 有案件作废: opened by mistake, or joined to another; told to both teams
    CASE_VOIDED = "case_voided"
    #: 消息没有送达: a delivery was given up; told to who can mend it, and only in the portal
    DELIVERY = "delivery"
    #: 有内容无法读取: a sealed value does not open; told to who looks after the installation
    UNREADABLE = "unreadable"


class Look(StrEnum):
    """At what an officer looked (查看), as the view log keeps it."""

    #: 案件页
    CASE = "case"
    #: 人员信息
    PEOPLE = "people"
    #: 环节
    STEP = "step"
    #: 下载文书
    DOWNLOAD = "download"
    #: 期限计算单
    RECEIPT = "receipt"
    #: 督办
    ORDER = "order"
    #: 黄牌、红牌
    CARDS = "cards"
    #: 列表 (of cases, work, the board)
    LIST = "list"
    #: 搜索案件
    SEARCH = "search"
    #: 查看记录 itself
    LOOKS = "looks"
    #: 流程运行: Prefect's pages, or one run there
    RUN = "run"
    #: 查看附件: its pictures, or what is said of it
    ATTACHMENT = "attachment"
    #: 下载附件
    TAKEN_ATTACHMENT = "attachment-download"


class AttachmentKind(StrEnum):
    """What an attachment is (附件种类)."""

    #: 照片, of injuries among others
    PHOTO = "photo"
    #: 扫描件
    SCAN = "scan"
    #: 录音
    AUDIO = "audio"
    #: 录像
    VIDEO = "video"
    #: 公安机关材料
    POLICE_PAPER = "police-paper"
    #: 医疗材料
    MEDICAL_PAPER = "medical-paper"
    #: 法院文书
    COURT_PAPER = "court-paper"
    #: 签字盖章件: a document of ours that came back signed or sealed
    SIGNED_COPY = "signed-copy"
    #: 送达回证
    SERVICE_RETURN = "service-return"
    #: 书面陈述
    STATEMENT = "statement"
    #: 身份和户籍材料
    IDENTITY_PAPER = "identity-paper"
    #: 其他材料
    OTHER_MATERIAL = "other-material"


class Originality(StrEnum):
    """What an attachment was made from (原件或者复制件)."""

    #: 原件: it is a picture of the original that the centre holds
    ORIGINAL = "original"
    #: 复制件
    COPY = "copy"
    #: 电子数据: it never was on paper
    ELECTRONIC = "electronic"


class ChannelKind(StrEnum):
    """Where an officer is told besides the portal (接收方式)."""

    #: 电子邮件
    EMAIL = "email"
    #: 企业微信
    WECOM = "wecom"
    #: 钉钉
    DINGTALK = "dingtalk"
    #: 飞书
    FEISHU = "feishu"


class DeliveryState(StrEnum):
    """Where the sending of a notice through one channel stands (发送状态)."""

    #: Waits for the worker.
    QUEUED = "queued"
    #: The server or the messenger took it.
    SENT = "sent"
    #: Did not go out; is tried again.
    FAILED = "failed"
    #: Is not tried again by itself; a person has been told.
    GIVEN_UP = "given_up"
    #: Needs no sending any more, or may not be sent.
    WITHHELD = "withheld"


class DeliveryReason(StrEnum):
    """Why a message did not go out (未发原因); never what a server said, which may quote us."""

    #: No connection, or none in time.
    UNREACHABLE = "unreachable"
    #: The other side answered and did not take it.
    REFUSED = "refused"
    #: The mail server does not know the recipient.
    RECIPIENT = "recipient"
    #: The mail server did not accept our name and password.
    LOGIN = "login"
    #: This installation has no mail server.
    NOT_SET = "not_set"
    #: The address does not open or is none.
    ADDRESS = "address"
    #: The work was abandoned half-way by a worker that died, again and again.
    ABANDONED = "abandoned"
    #: Of a practice case.
    PRACTICE = "practice"
    #: Read in the portal before it was sent.
    READ = "read"
    #: The channel was removed, or the account closed.
    REMOVED = "removed"
