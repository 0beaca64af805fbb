"""The forms of initial investigation 初步调查核实 (D3)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.child_view import ChildView
from models.forms.contact import Phone
from models.forms.dangers import Danger
from models.forms.evidence import Evidence, doubled, not_listed
from models.forms.known import Known
from models.forms.people import RelativeEntry
from models.law.terms import Custody92


class InvestigatorRole(Choice):
    """What kind of worker visits (指导纲要第53条)."""

    COMMUNITY_WORKER = "community_worker", "未保专干(儿童主任)"
    SOCIAL_WORKER = "social_worker", "社会工作者"
    CENTRE_STAFF = "centre_staff", "本中心工作人员"


class Investigator(Part):
    """Somebody who checks the facts on the spot."""

    name: str = field("姓名", max_length=50)
    role: InvestigatorRole = field("身份", source="指导纲要第53条")
    unit: str = field("单位", max_length=100)
    phone: Phone | None = field("电话", optional=True, max_length=40)


class InvestigationAssignment(Form):
    """Who goes, until when, and what to look at."""

    title = "安排核实"
    what_now = "派至少两人核实家庭情况,定下提交报告的时间。"
    source = "指导纲要第53条"
    organises = True

    investigators: tuple[Investigator, ...] = field(
        "核实人员", min_length=2, source="指导纲要第53条", hint="不少于两人,女童家庭安排女性。"
    )
    report_due_at: datetime = field("提交核实报告的时间", hint="日期和时间。")
    focus: str = field("核实重点", widget="textarea", max_length=1000)
    safety: str | None = field(
        "人身安全注意", optional=True, widget="textarea", max_length=500,
        hint="是否需要民警陪同、避开监护人听取未成年人意见。",
    )  # fmt: skip


class Manner(Choice):
    """How something was found out."""

    HOME_VISIT = "home_visit", "入户"
    INTERVIEW = "interview", "走访面谈"
    PHONE = "phone", "电话"
    SCHOOL = "school", "到校"
    RECORDS = "records", "查阅材料"
    VIDEO = "video", "视频"


class Interview(Part):
    """What one person said."""

    who: str = field("受访人和身份", max_length=100)
    on: date = field("日期")
    manner: Manner = field("方式")
    place: str | None = field("地点", optional=True, max_length=100)
    words: str = field("陈述要点", widget="textarea", max_length=3000)


class Fact(Part):
    """One fact and where it is known from."""

    topic: str = field("事项", max_length=100)
    finding: str = field("查明的事实", widget="textarea", max_length=2000)
    evidence_numbers: tuple[int, ...] = field("证据编号", default=(), hint="用顿号分开。")


class Harm(Choice):
    """What a guardian did to a child (指导纲要第54条;《意见》第1条)."""

    NEGLECT = "neglect", "忽视、不履行监护职责"
    ABANDONMENT = "abandonment", "遗弃"
    ABUSE = "abuse", "虐待"
    VIOLENCE = "violence", "暴力伤害"
    SEXUAL = "sexual", "性侵害"
    SALE = "sale", "出卖"
    BEGGING = "begging", "胁迫、诱骗、利用乞讨"
    CRIME = "crime", "教唆、利用实施违法犯罪"
    OTHER = "other", "其他侵害"


class Investigation(Form):
    """What was found in the family, and whether the guardianship is to be assessed."""

    title = "初步调查核实"
    what_now = "写清查明的事实和来源,听取未成年人意见,提出是否进入评估的结论。"
    source = "指导纲要第53、54条"

    began_on: date = field("核实开始日期", group="核实经过")
    ended_on: date = field("核实结束日期")
    manners: tuple[Manner, ...] = field("核实方式", widget="checkboxes", source="指导纲要第53条")
    home_visited: bool = field("已经入户")
    why_not_visited: str | None = field(
        "没有入户的理由", shown_if="home_visited=no", max_length=300
    )
    interviews: tuple[Interview, ...] = field("走访对象和陈述")

    living: str = field("生活情况", widget="textarea", max_length=2000, group="查明的情况")
    schooling: str = field("就学情况", known=Known.SCHOOLING, widget="textarea", max_length=1000)
    family: str = field("家庭情况", widget="textarea", max_length=2000, source="指导纲要第53条")
    guardianship: str = field("监护情况", widget="textarea", max_length=2000)
    health: str = field("身心健康", known=Known.HEALTH, widget="textarea", max_length=1000)
    facts: tuple[Fact, ...] = field("逐项事实和证据来源")
    evidence: tuple[Evidence, ...] = field("已取得的证据", default=())
    differs: str | None = field(
        "与接报不一致之处", optional=True, widget="textarea", max_length=1000
    )
    relatives: tuple[RelativeEntry, ...] = field("其他可能照料的人", default=())
    child_view: ChildView = field("未成年人的意见")

    substantiated: bool = field(
        "存在忽视、遗弃、虐待等侵害", widget="radios", source="指导纲要第54条", group="结论"
    )
    harms: tuple[Harm, ...] = field(
        "侵害类型", shown_if="substantiated=yes", default=(), widget="checkboxes",
        source="《意见》第1条",
    )  # fmt: skip
    reasons: str = field("结论的理由", widget="textarea", max_length=2000)
    dangers: tuple[Danger, ...] = field(
        "现在的危险", default=(), widget="checkboxes", source="《意见》第11条"
    )
    needs_custody: bool = field(
        "需要临时监护", known=Known.CUSTODY_GRANTED, source="未成年人保护法第92条"
    )
    custody_ground: Custody92 | None = field(
        "属于第92条的情形",
        known=Known.CUSTODY_GROUND,
        shown_if="needs_custody=yes",
        source="未成年人保护法第92条",
    )
    proposal: str = field("处置建议", widget="textarea", max_length=2000)

    @rule("ended_on", "began_on")
    def ends_after_it_began(self) -> str | None:
        """Dates run forward."""
        return "核实结束日期不能早于开始日期。" if self.ended_on < self.began_on else None

    @rule("evidence")
    def numbers_evidence_once(self) -> str | None:
        """Each number stands for one item."""
        return doubled(self.evidence)

    @rule("facts", "evidence")
    def cites_what_is_listed(self) -> str | None:
        """A number that is cited is in the list."""
        cited = [number for fact in self.facts for number in fact.evidence_numbers]
        return not_listed(cited, self.evidence)

    @rule("substantiated", "dangers")
    def danger_is_not_nothing(self) -> str | None:
        """A child in danger is not referred away as unsubstantiated."""
        if self.dangers and not self.substantiated and not self.needs_custody:
            return "仍有即时危险的,不能以不存在侵害转办;请核对结论,或者说明需要临时监护。"
        return None
