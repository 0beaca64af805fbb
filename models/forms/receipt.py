"""The forms of receipt 接报接收 and of feedback to the reporter."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.contact import Phone
from models.forms.known import Known
from models.forms.not_yet import NotYet, on_the_day
from models.forms.registration import Matter, Registration, ReportChannel

__all__ = [
    "AdviceGiven",
    "Matter",
    "PoliceReport",
    "Referral",
    "Registration",
    "ReportChannel",
    "ReporterFeedback",
    "Triage",
]


class PoliceChannel(Choice):
    """How the police were told."""

    CALL_110 = "call_110", "拨打110"
    STATION = "station", "向派出所当面报案"
    WRITTEN = "written", "书面报案"
    ALREADY_THERE = "already_there", "公安机关已经在处置"


class PoliceReport(Form):
    """That the police were told of suspected harm."""

    title = "报警记录"
    what_now = "立即向公安机关报案,记下报案时间、接警单位和回执号。"
    source = "未成年人保护法第11、130条;反家庭暴力法第14条"

    reported_at: datetime = field("报案时间", source="未成年人保护法第11条", hint="到分。")
    reported_by: str = field("报案人", max_length=50)
    channel: PoliceChannel = field("报案方式", widget="radios")
    station: str = field("接警单位", max_length=100)
    officer: str | None = field("接警民警姓名和警号", optional=True, max_length=100)
    receipt_number: str | None = field("报警回执或者警情编号", optional=True, max_length=60)
    told: str = field(
        "报案内容", widget="textarea", max_length=2000, hint="告诉了公安机关哪些情况和危险。"
    )
    materials: tuple[str, ...] = field(
        "提交的材料", default=(), source="强制报告意见第6条", hint="用顿号分开。"
    )
    police_response: str | None = field(
        "公安机关的答复和处置", optional=True, widget="textarea", max_length=1000
    )
    education_told: bool = field(
        "已同时告知教育等有关部门", default=False, source="未成年人保护法第11条"
    )


class Priority(Choice):
    """How soon the family is visited; the hours are the centre's own (2.1, 2.1-high)."""

    URGENT = "urgent", "紧急"
    USUAL = "usual", "一般"


class Triage(Form):
    """Whether the centre takes the case on."""

    title = "受理决定"
    what_now = "看登记和报警记录,决定受理还是转办,并定下核实的缓急。"
    source = "指导纲要第36、53条"

    accepted: bool = field("受理", source="指导纲要第53条", widget="radios")
    reasons: str = field("理由", widget="textarea", max_length=1000)
    priority: Priority | None = field(
        "核实的缓急",
        shown_if="accepted=yes",
        widget="radios",
        source="指导纲要第53条",
        hint="多少小时内核实是本中心目标,见“规则”页的2.1和2.1-high。",
    )
    first_steps: str | None = field(
        "先办的事", shown_if="accepted=yes", optional=True, widget="textarea", max_length=1000
    )
    refer_to: str | None = field(
        "应当转给谁", shown_if="accepted=no", max_length=100, hint="有职权的单位名称。"
    )

    @property
    def is_urgent(self) -> bool:
        """Whether the shorter of the two targets counts (2.1-high)."""
        return self.priority is Priority.URGENT


class AdviceGiven(Form):
    """What was advised to somebody who only asked."""

    title = "咨询答复"
    what_now = "答复来电或者来访人,记下答复要点;听到侵害线索的,退回登记改为报告。"
    source = "指导纲要第36条"

    answered_at: datetime = field("答复时间")
    question: str = field("咨询的问题", widget="textarea", max_length=2000)
    answer: str = field("答复要点", widget="textarea", max_length=3000)
    pointed_to: tuple[str, ...] = field(
        "告知的其他求助渠道", default=(), hint="例如12345、12355,用顿号分开。"
    )
    may_call_again: bool = field("已告知有新情况可以随时再来电", default=True)
    satisfied: str | None = field("来电人的反应", optional=True, max_length=300)


class ReferralBody(Choice):
    """To whom a case is passed."""

    POLICE = "police", "公安机关"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    EDUCATION = "education", "教育部门"
    HEALTH = "health", "卫生健康部门"
    WOMENS_FEDERATION = "womens_federation", "妇联"
    VILLAGE = "village", "村(居)民委员会、乡镇(街道)"
    JUSTICE = "justice", "司法行政部门、法律援助机构"
    RESCUE_STATION = "rescue_station", "救助管理机构"
    OTHER_CENTRE = "other_centre", "其他地方的未成年人救助保护机构"
    OTHER = "other", "其他"


class Referral(Form):
    """To whom the matter is passed, and with what (D19). As little as will do."""

    title = "转办"
    what_now = "写明转给谁、请对方办什么;只写办理必需的信息。"
    source = "未成年人保护法第11、103条;指导纲要第54条"

    body: ReferralBody = field("转办单位类别")
    body_name: str = field("转办单位名称", max_length=100)
    body_contact: str | None = field("对方联系人", optional=True, max_length=50)
    body_phone: Phone | None = field("对方电话", optional=True, max_length=40)
    reasons: str = field("转办理由", widget="textarea", max_length=1000)
    summary: str = field(
        "情况摘要", widget="textarea", max_length=2000, source="未成年人保护法第103条",
        hint="最少必要信息,不写与办理无关的隐私。",
    )  # fmt: skip
    requests: tuple[str, ...] = field("请对方办理的事项", hint="每行一项。", widget="textarea")
    materials: tuple[str, ...] = field("附送材料", default=(), hint="用顿号分开。")
    told_on: date = field("电话或者当面先行告知的日期", hint="发函以前先联系,避免落空。")
    received_by: str | None = field("对方接收人", optional=True, max_length=50)
    reply_by: date | None = field("请对方回复的日期", optional=True)
    contact: str = field("本中心联系人", max_length=50)
    contact_phone: Phone = field("本中心联系电话", known=Known.CENTRE_PHONE, max_length=40)

    @rule("reply_by", "told_on")
    def reply_comes_after(self) -> str | None:
        """A reply cannot be asked for before the other side knew."""
        if self.reply_by and self.reply_by < self.told_on:
            return "请对方回复的日期不能早于先行告知的日期。"
        return None


class FeedbackManner(Choice):
    """How a reporter is told."""

    PHONE = "phone", "电话"
    IN_PERSON = "in_person", "当面"
    LETTER = "letter", "书面"
    THROUGH_BODY = "through_body", "通过其所在单位"


class ReporterFeedback(Form):
    """What the reporter was told; nothing by which the child could be recognised."""

    title = "反馈报告人"
    what_now = "以适当方式告诉报告人处置结果,不透露未成年人和家庭的隐私。"
    source = "未成年人保护法第11、103条;指导纲要第37条"

    fed_back: bool = field("已经反馈", widget="radios", source="未成年人保护法第11条")
    told_at: datetime | None = field("反馈时间", shown_if="fed_back=yes")
    manner: FeedbackManner | None = field("反馈方式", shown_if="fed_back=yes")
    content: str | None = field(
        "反馈内容", shown_if="fed_back=yes", widget="textarea", max_length=1000,
        source="未成年人保护法第103条",
    )  # fmt: skip
    identifies_nobody: bool = field(
        "反馈内容没有可以识别未成年人的信息", shown_if="fed_back=yes", default=False
    )
    response: str | None = field(
        "报告人的意见", shown_if="fed_back=yes", optional=True, max_length=500
    )
    why_not: str | None = field(
        "没有反馈的理由", shown_if="fed_back=no", max_length=500,
        hint="例如匿名、多次联系不上(写明时间)。",
    )  # fmt: skip
    again_on: date | None = field(
        "再次反馈的日期", shown_if="fed_back=no", optional=True,
        hint="到那一天再次办理本环节;不填的不再反馈。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """Not reached: on the day of the next attempt; without one the reason ends it."""
        return None if self.fed_back else on_the_day(self.again_on)

    @rule("identifies_nobody", "fed_back")
    def keeps_the_secret(self) -> str | None:
        """Minors law 103: nothing that identifies."""
        if self.fed_back and not self.identifies_nobody:
            return "反馈内容不得包含可以识别未成年人的信息,请核对后选“是”。"
        return None
