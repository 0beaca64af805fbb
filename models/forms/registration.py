"""The registration of a report (D1): to be filled in while the telephone is in the hand."""

from datetime import datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.dangers import Danger, MandatorySituation
from models.forms.known import Known
from models.forms.people import ChildIdentity, GuardianEntry, Reporter, no_child_on
from models.law.dates import shanghai_date


class ReportChannel(Choice):
    """How the report came."""

    HOTLINE = "hotline", "热线电话"
    POLICE_110 = "police_110", "110转来"
    VISIT = "visit", "来访"
    PROCURATORATE = "procuratorate", "检察机关移送"
    COURT = "court", "人民法院移送"
    PATROL = "patrol", "走访排查发现"
    BODY = "body", "学校、医院等单位报告"
    ONLINE = "online", "网络平台"
    OTHER = "other", "其他"


class Matter(Choice):
    """What the caller wants (指导纲要第36条)."""

    REPORT = "report", "报告情况,请求处置"
    ADVICE = "advice", "只作咨询"


class Registration(Form):
    """What was reported, by whom, about which child, and what danger there is now."""

    title = "接报登记"
    what_now = "边听边记:先问清未成年人现在是否安全、人在哪里,其余可以以后补。"
    source = "指导纲要第36条"

    received_at: datetime = field("接报时间", group="接报", source="指导纲要第36条", hint="到分。")
    received_by: str = field("接报人", max_length=50)
    channel: ReportChannel = field("渠道")
    matter: Matter = field("来意", source="指导纲要第36条", widget="radios")
    what_happened: str = field(
        "发生了什么", widget="textarea", max_length=5000, group="情况", source="指导纲要第36条",
        hint="照报告人的原话记,不加判断。",
    )  # fmt: skip
    needs: str = field(
        "服务需求", max_length=500, source="指导纲要第36条", hint="报告人希望得到什么帮助。"
    )
    happened_when: str | None = field("发生时间", optional=True, max_length=100)
    happened_where: str | None = field("发生地点", optional=True, max_length=200)

    child_is_where: str = field(
        "未成年人现在在哪里、和谁在一起", max_length=300, group="现在的安全"
    )
    dangers: tuple[Danger, ...] = field(
        "即时危险", default=(), widget="checkboxes", source="《意见》第11条",
        hint="有一项就要立即报警。",
    )  # fmt: skip
    harm_suspected: bool = field(
        "怀疑受到侵害", source="未成年人保护法第11条", hint="只是怀疑也选“是”。"
    )
    situations: tuple[MandatorySituation, ...] = field(
        "强制报告的情形", default=(), widget="checkboxes", source="强制报告意见第4条"
    )
    police_told_by_reporter: bool = field("报告人已经报警", default=False)
    police_call_number: str | None = field(
        "报警回执或者警情编号", shown_if="police_told_by_reporter=yes", optional=True, max_length=60
    )
    police_will_bring_child: bool = field(
        "公安机关将护送未成年人前来", default=False, source="《意见》第11、15条",
        hint="选“是”即同时开始接收准备。",
    )  # fmt: skip
    measures_taken: str | None = field(
        "已采取的措施", optional=True, widget="textarea", max_length=1000
    )

    child: ChildIdentity = field("未成年人", known=Known.CHILD, group="未成年人和监护人")
    siblings: str | None = field(
        "同住的其他未成年人", optional=True, max_length=300, hint="姓名、年龄、现在的情况。"
    )
    guardians: tuple[GuardianEntry, ...] = field("监护人", known=Known.GUARDIANS, default=())
    reporter: Reporter = field("报告人", group="报告人", source="指导纲要第36条")

    @rule("child.birth_date", "received_at")
    def is_about_a_child(self) -> str | None:
        """Born, and not of age when the report came: a year is easily mistyped."""
        return no_child_on(self.child, shanghai_date(self.received_at))

    @rule("matter", "dangers", "harm_suspected", "situations")
    def advice_is_not_for_harm(self) -> str | None:
        """Whoever tells of harm reports it, whatever they call it (minors law 11)."""
        if self.matter is Matter.ADVICE and self.suspects_harm:
            return "有危险或者侵害情形的,不能只作咨询处理;请选“报告情况,请求处置”。"
        return None

    @rule("police_will_bring_child", "matter")
    def advice_brings_no_child(self) -> str | None:
        """A child who is being brought is no matter of advice."""
        if self.matter is Matter.ADVICE and self.police_will_bring_child:
            return "公安机关将护送未成年人前来的,来意不能是“只作咨询”。"
        return None

    @property
    def suspects_harm(self) -> bool:
        """Whether the police must be told at once (minors law 11, 130)."""
        return self.harm_suspected or bool(self.dangers) or bool(self.situations)

    @property
    def wants_advice_only(self) -> bool:
        """Whether an answer is all that is wanted (outline 36)."""
        return self.matter is Matter.ADVICE

    @property
    def reporter_is_known(self) -> bool:
        """Whether there is somebody to tell what came of the report (minors law 11)."""
        return self.reporter.is_known
