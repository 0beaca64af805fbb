"""The forms of family guardianship assessment 家庭监护评估 (D4, D17)."""

from collections import Counter
from datetime import date

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.evidence import Evidence, doubled, not_listed
from models.forms.grounds import EACH_ITEM, GroundComparison, each_item_once
from models.forms.guidance import GuidanceRecord, Voice
from models.forms.known import Known
from models.forms.scopes import (
    EACH_SCOPE,
    VOICES,
    ReturnFeasibility,
    RiskGrade,
    Scope,
    ScopeFinding,
    VoiceSource,
)
from models.forms.work_plan import WorkPlan
from models.law.terms import Recommendation

__all__ = [
    "VOICES",
    "Assessment",
    "AssessmentKind",
    "AssessmentTeam",
    "Assessor",
    "GuidanceRecord",
    "Voice",
    "VoiceSource",
    "WorkPlan",
]


class AssessmentKind(Choice):
    """Which assessment this is; before a return it is the department's (K9)."""

    FIRST = "first", "初次评估"
    BEFORE_RETURN = "before_return", "送回前评估(民政部门)"
    AGAIN = "again", "复评"


class Assessor(Part):
    """A member of the assessment team."""

    name: str = field("姓名", max_length=50)
    unit: str = field("单位", max_length=100)
    qualification: str = field("职务或者专业资质", max_length=100)
    on_staff: bool = field("本单位在编人员", default=False)


class AssessmentTeam(Form):
    """Who assesses, by which standard, and that the guardian was told."""

    title = "评估小组"
    what_now = "定下评估小组、标准和方法,并告知监护人。"
    source = "指导纲要第54–56条;未成年人保护法第93条"
    organises = True

    kind: AssessmentKind = field("评估类别", source="未成年人保护法第93条")
    commissioned: bool = field("委托第三方评估", default=False)
    assessor: str | None = field("受托机构", shown_if="commissioned=yes", max_length=100)
    leader: str = field("组长", max_length=50)
    members: tuple[Assessor, ...] = field(
        "小组成员(含组长)",
        min_length=2,
        hint="各地要求不一:湖南两名以上在编人员,规范草案三人以上。",
    )
    standard: str = field("评估标准和版本", max_length=200)
    methods: tuple[str, ...] = field("评估方法", hint="入户观察、访谈、量表等,用顿号分开。")
    guardian_told: bool = field("已告知监护人评估的目的、内容和权利")
    told_on: date | None = field("告知日期", shown_if="guardian_told=yes")
    why_not_told: str | None = field("没有告知的理由", shown_if="guardian_told=no", max_length=300)
    finish_by: date = field("计划完成日期")

    @rule("leader", "members")
    def leader_is_a_member(self) -> str | None:
        """The leader stands in the list of members."""
        named = {one.name for one in self.members}
        return None if self.leader in named else "组长应当是小组成员之一。"


class Assessment(Form):
    """The assessment: six scopes, risk level, art. 35 item by item, and what is proposed."""

    title = "家庭监护评估"
    what_now = "六项范围逐项下结论并注明证据,第35条七项逐项比对,确定风险等级,提出建议。"
    source = "指导纲要第55、56、68条;《意见》第28条"

    assessed_on: date = field("评估完成日期", group="基本情况")
    valid_until: date = field(
        "评估结论有效期至", source="指导纲要第81条", hint="到期前应当复评({3.6})。"
    )
    child_situation: str = field(
        "未成年人基本情况", widget="textarea", max_length=2000, source="《意见》第28条"
    )
    family_situation: str = field(
        "家庭基本情况", known=Known.FAMILY, widget="textarea", max_length=2000
    )
    evidence: tuple[Evidence, ...] = field("证据目录", known=Known.EVIDENCE)

    scopes: tuple[ScopeFinding, ...] = field(
        "六项范围", source="指导纲要第55条", preset=EACH_SCOPE, group="评估内容"
    )
    problems: str = field(
        "监护存在的问题", widget="textarea", max_length=3000, source="《意见》第28条"
    )
    repentance: str = field(
        "监护人悔过情况",
        known=Known.REPENTANCE,
        widget="textarea",
        max_length=1000,
        source="《意见》第28条",
    )
    guidance: str = field(
        "监护人接受教育辅导情况",
        known=Known.GUIDANCE,
        widget="textarea",
        max_length=1000,
        source="《意见》第18、28条",
    )
    child_health: str = field(
        "未成年人身心健康状况",
        known=Known.HEALTH,
        widget="textarea",
        max_length=2000,
        source="《意见》第28条",
    )
    child_wishes: str = field(
        "未成年人意愿", known=Known.CHILD_WORDS, widget="textarea", max_length=1000, source="《意见》第28条",
        hint="原话见听取意见的记录;不能听取的写理由。",
    )  # fmt: skip

    comparison: tuple[GroundComparison, ...] = field(
        "第35条逐项比对", source="《意见》第35条", preset=EACH_ITEM, group="比对和风险",
        hint="七项都要有结论。",
    )  # fmt: skip
    risk: RiskGrade = field("监护风险等级", source="指导纲要第56条")
    risk_reasons: str = field("定级理由", widget="textarea", max_length=1000)
    feasibility: ReturnFeasibility = field("回归家庭可行性", source="指导纲要第68条")

    recommendation: Recommendation = field(
        "建议", widget="radios", source="指导纲要第56、68条", group="建议"
    )
    proposals: str = field("具体建议", widget="textarea", max_length=3000, source="指导纲要第56条")
    needs_work_plan: bool = field(
        "需要制定个案工作计划", source="指导纲要第68条", hint="未成年人在临时监护中的应当制定。"
    )

    @rule("valid_until", "assessed_on")
    def stays_valid(self) -> str | None:
        """Validity ends after the assessment."""
        return "有效期应当晚于评估完成日期。" if self.valid_until <= self.assessed_on else None

    @rule("evidence")
    def numbers_evidence_once(self) -> str | None:
        """Each number stands for one item."""
        return doubled(self.evidence)

    @rule("scopes")
    def has_all_six_scopes(self) -> str | None:
        """Outline 55: six scopes, each once."""
        there = Counter(one.scope for one in self.scopes)
        missing = [scope.label for scope in Scope if scope not in there]
        if missing:
            return f"六项范围须逐项下结论,还缺:{'、'.join(missing)}。"
        return "同一项范围写了两次。" if max(there.values()) > 1 else None

    @rule("scopes", "evidence")
    def scopes_cite_what_is_listed(self) -> str | None:
        """A number that is cited is in the list."""
        return not_listed((n for one in self.scopes for n in one.evidence_numbers), self.evidence)

    @rule("comparison")
    def has_all_seven_items(self) -> str | None:
        """Opinions 35: seven items, each once."""
        return each_item_once(self.comparison)

    @rule("comparison", "evidence")
    def items_cite_what_is_listed(self) -> str | None:
        """A number that is cited is in the list."""
        cited = (n for one in self.comparison for n in one.evidence_numbers)
        return not_listed(cited, self.evidence)
