"""The forms of extending temporary guardianship 延长临时监护 (D12)."""

from datetime import date, datetime

from models.forms.base import Form, field, law_rule, rule
from models.forms.known import Known
from models.forms.moments import day_ends, present
from models.law.custody import usual_limit
from models.law.pack import RulePack


class ExtensionRequest(Form):
    """Why the child should stay longer, and until when."""

    title = "延长临时监护申请"
    what_now = "满{3.2}以前写明延长的理由、评估结论和计划;累计超过{3.4}(规则3.4)的另写理由。"
    source = "指导纲要第68条;《意见》第15条"

    custody_began_on: date = field(
        "临时监护起始日",
        known=Known.CUSTODY_SINCE,
        source="指导纲要第68条",
        hint="交接单上的接收日期。",
    )
    current_limit_on: date = field("本次期限届满日", known=Known.CUSTODY_LIMIT)
    extend_until: date = field("拟延长至", source="指导纲要第68条")
    reasons: str = field("延长的理由", widget="textarea", max_length=3000, source="指导纲要第68条")
    report_number: str = field(
        "所依据的评估报告编号", known=Known.REPORT_NUMBER, max_length=60, source="指导纲要第68条"
    )
    report_conclusion: str = field(
        "评估结论摘要", known=Known.REPORT_CONCLUSION, widget="textarea", max_length=1000
    )
    child_situation: str = field("未成年人现状", widget="textarea", max_length=1000)
    alternatives: str = field(
        "为什么现在不能送返、申请撤销或者转长期监护", widget="textarea", max_length=2000
    )
    plan: str = field("延长期间的工作计划要点", widget="textarea", max_length=2000)
    beyond_one_year: bool = field(
        "延长后累计超过总时限", source="《意见》第15条", hint="总时限一般不超过{3.4}。"
    )
    beyond_reasons: str | None = field(
        "超过总时限的单列理由", shown_if="beyond_one_year=yes", widget="textarea", max_length=2000,
        source="《意见》第15条",
    )  # fmt: skip

    @rule("extend_until", "current_limit_on", "custody_began_on")
    def extends(self) -> str | None:
        """Dates run forward."""
        if self.custody_began_on < self.current_limit_on < self.extend_until:
            return None
        return "起始日、本次届满日、拟延长至的日期应当依次向后。"

    @law_rule("beyond_one_year", "custody_began_on", "extend_until")
    def says_when_it_passes_a_year(self, law: RulePack) -> str | None:
        """Opinions 15: more than a year in all is an exception with its own reasons."""
        passes = self.extend_until > usual_limit(self.custody_began_on, law)
        if passes and not self.beyond_one_year:
            return "延长后累计超过总时限,请选“是”并单列理由。"
        return None


class ExtensionDecision(Form):
    """What the civil-affairs department decided."""

    title = "延长临时监护决定"
    what_now = "登记民政部门的决定;不同意的,应当转为送返、申请撤销或者长期监护。"
    source = "指导纲要第68条;未成年人保护法第93条"

    granted: bool = field("同意延长", widget="radios", source="指导纲要第68条")
    decided_on: date = field("决定日期")
    decided_by: str = field("决定单位和经办人", max_length=100)
    number: str | None = field("决定文号", optional=True, max_length=60)
    new_limit_on: date | None = field("延长后的届满日", shown_if="granted=yes")
    conditions: str | None = field(
        "要求", shown_if="granted=yes", optional=True, widget="textarea", max_length=1000
    )
    refusal: str | None = field(
        "不同意的理由和下一步", shown_if="granted=no", widget="textarea", max_length=1000
    )

    @rule("new_limit_on", "decided_on")
    def ends_ahead(self) -> str | None:
        """The new limit lies after the decision."""
        if self.new_limit_on and self.new_limit_on <= self.decided_on:
            return "延长后的届满日应当晚于决定日期。"
        return None

    @property
    def extended_until(self) -> datetime:
        """End of the last day. Raises BrokenInvariant unless granted."""
        return day_ends(present(self.new_limit_on))
