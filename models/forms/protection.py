"""The forms of the protection order 人身安全保护令 after the application."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, law_rule, rule
from models.forms.injunction import (
    InjunctionApplication,
    InjunctionFiling,
    InjunctionRuling,
    SuitFiled,
)
from models.forms.known import Known
from models.forms.moments import day_ends, present
from models.forms.protection_application import ProtectionApplication
from models.forms.protection_terms import Measure
from models.law.pack import RulePack
from models.law.protection import lasts_too_long
from models.words import Paper

__all__ = [
    "InjunctionApplication",
    "InjunctionFiling",
    "InjunctionRuling",
    "OrderRenewal",
    "OrderRuling",
    "ProtectionApplication",
    "ProtectionFiling",
    "Reconsideration",
    "SuitFiled",
]


def _too_long(
    valid_until: date | None, made_at: datetime | None, law: RulePack
) -> str | None:  # fmt: skip
    """Domestic violence law 30: an order has a longest life from the day it is made."""
    if valid_until is None or made_at is None or not lasts_too_long(valid_until, made_at, law):
        return None
    return "保护令自作出之日起生效,有效期有上限;请核对届满日。"


class ProtectionFiling(Form):
    """That the application was handed in, and when the court took it."""

    title = "递交保护令申请"
    what_now = "登记递交和受理的时间;{5B.1}(情况紧急的{5B.1-urgent})从受理后的下一个整点起算。"
    source = "反家庭暴力法第24、25、28条;民诉解释第125条"
    hands_over = Paper.PROTECTION_APPLICATION

    filed_at: datetime = field("递交时间")
    accepted_at: datetime = field("法院受理时间", source="反家庭暴力法第28条", hint="到分。")
    court: str = field("法院", known=Known.COURT_OF_ORDER, max_length=100)
    urgent: bool = field(
        "法院按情况紧急办理", source="反家庭暴力法第28条",
        hint="{5B.1-urgent}内裁定;不紧急的{5B.1}。",
    )  # fmt: skip
    oral: bool = field(
        "口头申请", default=False, source="反家庭暴力法第24条", hint="书面确有困难的。"
    )
    case_number: str | None = field("案号", optional=True, max_length=60)
    filed_by: str = field("递交人", max_length=50)

    @rule("accepted_at", "filed_at")
    def accepted_after_filed(self) -> str | None:
        """Nothing is accepted before it is handed in."""
        return "受理时间不能早于递交时间。" if self.accepted_at < self.filed_at else None

    @property
    def ruling_rule(self) -> str:
        """The rule of the ruling: 24 hours when urgent, otherwise 72."""
        return "5B.1-urgent" if self.urgent else "5B.1"


class Served(Choice):
    """Who must get the order (反家庭暴力法第32条)."""

    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "被申请人"
    POLICE = "police", "公安机关"
    VILLAGE = "village", "居民委员会、村民委员会"


class OrderRuling(Form):
    """What the court decided on the application."""

    title = "保护令裁定"
    what_now = "登记裁定内容、有效期和送达;被驳回的,{5B.3}内可以申请复议一次。"
    source = "反家庭暴力法第28–32条"

    granted: bool = field("作出人身安全保护令", widget="radios", source="反家庭暴力法第28条")
    made_at: datetime = field("裁定作出时间", source="反家庭暴力法第30条")
    number: str = field("案号", known=Known.ORDER_NUMBER, max_length=60)
    measures: tuple[Measure, ...] = field(
        "裁定的措施", shown_if="granted=yes", default=(), widget="checkboxes",
        source="反家庭暴力法第29条",
    )  # fmt: skip
    valid_until: date | None = field(
        "有效期至", shown_if="granted=yes", source="反家庭暴力法第30条"
    )
    served: tuple[Served, ...] = field(
        "已送达", shown_if="granted=yes", optional=True, default=(), widget="checkboxes",
        source="反家庭暴力法第32条",
    )  # fmt: skip
    dismissal: str | None = field(
        "驳回的理由", shown_if="granted=no", widget="textarea", max_length=1000
    )

    @law_rule("valid_until", "made_at")
    def lasts_no_longer_than_it_may(self, law: RulePack) -> str | None:
        """Domestic violence law 30."""
        return _too_long(self.valid_until, self.made_at, law)

    @property
    def ends_at(self) -> datetime:
        """When the order lapses. Raises BrokenInvariant unless it was made."""
        return day_ends(present(self.valid_until))

    @property
    def runs_until(self) -> date:
        """Its last day. Raises BrokenInvariant unless the order was made."""
        return present(self.valid_until)

    @property
    def runs_from(self) -> datetime:
        """When it was made."""
        return self.made_at


class Reconsideration(Form):
    """Whether reconsideration was asked for after a dismissal, and what came of it."""

    title = "申请复议"
    what_now = "收到驳回裁定的,{5B.3}内决定是否复议;复议有结果后登记。"
    source = "反家庭暴力法第31条"

    applied: bool = field("已申请复议", widget="radios", source="反家庭暴力法第31条")
    applied_on: date | None = field("申请复议日期", shown_if="applied=yes")
    why_not: str | None = field(
        "不复议的理由和替代的保护措施", shown_if="applied=no", widget="textarea", max_length=1000
    )
    order_made: bool = field("复议后作出保护令", shown_if="applied=yes", default=False)
    decided_at: datetime | None = field("复议决定时间", shown_if="applied=yes")
    number: str | None = field("复议案号", shown_if="applied=yes", optional=True, max_length=60)
    measures: tuple[Measure, ...] = field(
        "裁定的措施", shown_if="order_made=yes", default=(), widget="checkboxes"
    )
    valid_until: date | None = field("有效期至", shown_if="order_made=yes")
    result: str | None = field(
        "复议结果说明", shown_if="applied=yes", widget="textarea", max_length=1000
    )

    @law_rule("valid_until", "decided_at")
    def lasts_no_longer_than_it_may(self, law: RulePack) -> str | None:
        """Domestic violence law 30."""
        return _too_long(self.valid_until, self.decided_at, law)

    @property
    def ends_at(self) -> datetime:
        """When the order lapses. Raises BrokenInvariant unless it was made."""
        return day_ends(present(self.valid_until))

    @property
    def runs_until(self) -> date:
        """Its last day. Raises BrokenInvariant unless an order was made."""
        return present(self.valid_until)

    @property
    def runs_from(self) -> datetime:
        """When it was made. Raises BrokenInvariant unless an order was made."""
        return present(self.decided_at)


class OrderRenewal(Form):
    """Whether the order is to be prolonged before it lapses."""

    title = "保护令延长"
    what_now = "保护令快要届满:看危险是否还在,决定是否申请延长。"
    source = "反家庭暴力法第30条"

    renews: bool = field("申请延长", widget="radios", source="反家庭暴力法第30条")
    danger_now: str = field("现在的危险情况", widget="textarea", max_length=1000)
    violations: str | None = field(
        "有效期内违反保护令的情况", optional=True, widget="textarea", max_length=1000,
        source="反家庭暴力法第34条",
    )  # fmt: skip
    child_safe_reason: str | None = field(
        "不再需要保护令的理由", shown_if="renews=no", widget="textarea", max_length=1000
    )
    decided_on: date = field("决定日期")
