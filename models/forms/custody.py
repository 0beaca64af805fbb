"""The forms of reception and temporary guardianship 接收与临时监护."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.contact import Phone
from models.forms.known import Known
from models.forms.not_yet import NotYet, on_the_day
from models.forms.people import ChildIdentity
from models.forms.reception import Belonging, Escort, FirstAid, ReceptionHandover
from models.law.terms import Custody92

__all__ = [
    "Belonging",
    "CustodyDecision",
    "Escort",
    "FirstAid",
    "HealthCheck",
    "IdentitySearch",
    "PoliceStatement",
    "ReceptionHandover",
]


class CareManner(Choice):
    """How temporary guardianship is carried out (未成年人保护法第93条)."""

    CENTRE = "centre", "由未成年人救助保护机构收留抚养"
    RELATIVE = "relative", "委托亲属抚养"
    FOSTER = "foster", "家庭寄养"
    WELFARE_HOME = "welfare_home", "交由儿童福利机构收留抚养"


class AfterRefusal(Choice):
    """What the centre does when civil affairs refuse."""

    ASKED_AGAIN = "asked_again", "再次提请决定"
    OBJECTED = "objected", "提出书面异议"
    HANDED_ON = "handed_on", "未成年人已经书面交接离开中心"


class CustodyDecision(Form):
    """The civil-affairs department's decision on temporary guardianship."""

    title = "临时监护决定"
    what_now = "写明属于第92条第几项、以什么方式临时监护。"
    source = "未成年人保护法第92、93条"

    decided: bool = field("由民政部门临时监护", widget="radios", source="未成年人保护法第92条")
    decided_at: datetime = field("决定时间")
    decided_by: str = field("决定单位和经办人", max_length=100)
    decision_number: str | None = field("决定文号", optional=True, max_length=60)
    ground: Custody92 | None = field(
        "属于第92条的情形", shown_if="decided=yes", source="未成年人保护法第92条"
    )
    manner: CareManner | None = field(
        "临时监护的方式", shown_if="decided=yes", source="未成年人保护法第93条"
    )
    carer: str | None = field(
        "受托的亲属、家庭或者机构", shown_if="manner=relative|foster|welfare_home", max_length=100
    )
    reasons: str = field("理由", widget="textarea", max_length=1000)
    instead: str | None = field(
        "不予临时监护时的安排", shown_if="decided=no", widget="textarea", max_length=1000
    )
    after_refusal: AfterRefusal | None = field(
        "不予临时监护以后", shown_if="decided=no", optional=True,
        hint="不填的按再次提请办理:未成年人还在中心的,不能没有决定。",
    )  # fmt: skip
    decide_again_on: date | None = field(
        "再次提请或者异议答复的日期", shown_if="decided=no", optional=True,
        hint="到那一天再次办理本环节。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """A child who stays in the centre is not left without a decision."""
        if self.decided or self.after_refusal is AfterRefusal.HANDED_ON:
            return None
        return NotYet(self.decide_again_on)


class HealthCheck(Form):
    """What the doctors found; before admission where there is an injury."""

    title = "健康检查"
    what_now = "记下体检或者救治的结果;还没有做的,写明原因和安排。"
    source = "《意见》第12条;未成年人救助保护机构管理暂行办法"

    done: bool = field("已经检查", widget="radios")
    checked_at: datetime | None = field("检查时间", shown_if="done=yes")
    hospital: str | None = field(
        "医疗机构", known=Known.HOSPITAL, shown_if="done=yes", max_length=100
    )
    record_number: str | None = field(
        "病历或者报告编号", shown_if="done=yes", optional=True, max_length=60
    )
    injuries: str | None = field(
        "伤情", shown_if="done=yes", widget="textarea", max_length=2000, hint="没有的写“未见”。"
    )
    findings: str | None = field(
        "身体检查结论", shown_if="done=yes", widget="textarea", max_length=2000
    )
    mind: str | None = field(
        "精神和心理状况", shown_if="done=yes", optional=True, widget="textarea", max_length=1000
    )
    treatment: str | None = field(
        "治疗、用药和复诊安排", shown_if="done=yes", optional=True, widget="textarea",
        max_length=1000,
    )  # fmt: skip
    accompanied_by: str | None = field(
        "陪同人员", shown_if="done=yes", max_length=100, hint="女性未成年人由女性工作人员陪同。"
    )
    evidence_kept: bool = field("诊疗记录已留存", shown_if="done=yes", default=True)
    paid_by: str | None = field(
        "费用由谁垫付", shown_if="done=yes", optional=True, max_length=100, source="《意见》第12条"
    )
    why_not: str | None = field("没有检查的原因", shown_if="done=no", max_length=500)
    planned_on: date | None = field(
        "安排检查的日期", shown_if="done=no", hint="到那一天再次办理本环节。"
    )

    @property
    def not_yet(self) -> NotYet | None:
        """Not examined: on the planned day."""
        return None if self.done else NotYet(self.planned_on)


class Handling(Choice):
    """What the police did."""

    CRIMINAL = "criminal", "刑事立案侦查"
    ADMINISTRATIVE = "administrative", "治安案件受案调查"
    PUNISHED = "punished", "作出治安管理处罚"
    WARNING_LETTER = "warning_letter", "出具家庭暴力告诫书"
    CRITICISM = "criticism", "批评教育"
    NOT_FILED = "not_filed", "不予立案"
    OTHER = "other", "其他处理"


class PoliceStatement(Form):
    """The police's statement on the case, or the record that it was asked for in vain."""

    title = "公安机关情况说明"
    what_now = "收到的,登记主要内容;没有收到的,催要并记录。"
    source = "《意见》第13、19条"

    received: bool = field("已经收到书面情况说明", widget="radios", source="《意见》第13条")
    received_on: date | None = field("收到日期", shown_if="received=yes")
    number: str | None = field(
        "文号或者案件编号",
        known=Known.POLICE_NUMBER,
        shown_if="received=yes",
        optional=True,
        max_length=60,
    )
    station: str = field("办案单位", known=Known.POLICE_STATION, max_length=100)
    handling: tuple[Handling, ...] = field(
        "查处情况", shown_if="received=yes", default=(), widget="checkboxes"
    )
    summary: str | None = field(
        "情况说明要点", shown_if="received=yes", widget="textarea", max_length=3000
    )
    copies: tuple[str, ...] = field(
        "随附的材料", shown_if="received=yes", optional=True, default=(), hint="用顿号分开。"
    )
    chased_at: datetime | None = field("催要时间", shown_if="received=no")
    chased_whom: str | None = field("向谁催要、什么方式", shown_if="received=no", max_length=200)
    answer: str | None = field(
        "对方的答复", shown_if="received=no", widget="textarea", max_length=500
    )
    promised_on: date | None = field(
        "对方答应提供的日期", shown_if="received=no", optional=True,
        hint="到那一天再次办理本环节;没有答应日期的,仍按法定期限催要。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """Not received: on the promised day. A reminder is no statement."""
        return None if self.received else NotYet(self.promised_on)


class SearchMethod(Choice):
    """How a child's identity and family are looked for."""

    BLOOD = "blood", "采血比对"
    FACE = "face", "人像比对"
    DATABASE = "database", "户籍和失踪人口信息查询"
    NOTICE = "notice", "寻亲公告"
    VISITS = "visits", "走访查找"
    OTHER = "other", "其他"


class IdentitySearch(Form):
    """What came of the search for the child's identity and guardians."""

    title = "身份和监护人查找结论"
    what_now = "登记公安机关的查找结论;查清的,填写身份。"
    source = "未成年人保护法第92、94条;上海市未成年人保护条例第77条"

    found: bool = field("已经查清", widget="radios")
    concluded_on: date = field("结论日期")
    concluded_by: str = field("作出结论的单位", max_length=100)
    document_number: str | None = field("结论文号", optional=True, max_length=60)
    methods: tuple[SearchMethod, ...] = field("查找方法", widget="checkboxes")
    child: ChildIdentity | None = field("查清的身份", shown_if="found=yes")
    family: str | None = field(
        "查清的家庭和监护人", shown_if="found=yes", widget="textarea", max_length=1000
    )
    not_found_note: str | None = field(
        "查找不到的说明", shown_if="found=no", widget="textarea", max_length=1000,
        hint="临时监护满{3.2}仍查找不到的,应当判断是否转长期监护。",
    )  # fmt: skip
    search_again_on: date | None = field(
        "继续查找的,下次查询的日期", shown_if="found=no", optional=True,
        hint="到那一天再次办理本环节;不填的是最终结论。",
    )  # fmt: skip
    contact_phone: Phone | None = field("承办民警电话", optional=True, max_length=40)

    @property
    def not_yet(self) -> NotYet | None:
        """The search goes on where a day for it was said; else nobody was found (ADR 0120)."""
        return None if self.found else on_the_day(self.search_again_on)

    @rule("child", "found")
    def found_means_named(self) -> str | None:
        """A found identity carries a name."""
        if self.found and self.child and not self.child.name:
            return "已经查清身份的,请填写姓名。"
        return None
