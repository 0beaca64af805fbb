"""The application for a personal safety protection order (D10), and who may apply (K21)."""

from models.choice import Choice
from models.forms.base import Form, field, law_rule, rule
from models.forms.contact import Phone
from models.forms.evidence import doubled
from models.forms.known import Known
from models.forms.organisations import Party, too_few_copies
from models.forms.protection_terms import Measure, OrderEvidence, OrderVenue
from models.law.blanks import filled
from models.law.pack import RulePack
from models.law.protection import asks_too_long


class Representative(Choice):
    """Who applies for a child (反家庭暴力法第23条;法释〔2022〕17号第2条)."""

    RELATIVE = "relative", "近亲属"
    POLICE = "police", "公安机关"
    WOMENS_FEDERATION = "womens_federation", "妇女联合会"
    RESIDENTS = "residents", "居民委员会"
    VILLAGERS = "villagers", "村民委员会"
    RESCUE_STATION = "rescue_station", "救助管理机构"
    CENTRE = "centre", "未成年人救助保护机构(独立设置)"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"


class CoApplicant(Choice):
    """Who applies in place of a centre that is no rescue station (K21)."""

    POLICE = "police", "公安机关"
    WOMENS_FEDERATION = "womens_federation", "妇女联合会"
    RESIDENTS = "residents", "居民委员会"
    VILLAGERS = "villagers", "村民委员会"


class ProtectionApplication(Form):
    """Who applies for whom, against whom, for what, and why now."""

    title = "人身安全保护令申请书"
    what_now = "写明被申请人、具体请求和现实危险;证明到“较大可能性”即可。"
    source = "反家庭暴力法第23–29条;法释〔2022〕17号"

    representative: Representative = field(
        "代为申请人", source="反家庭暴力法第23条", group="申请人"
    )
    rescue_station_name: str | None = field(
        "救助管理机构全称", shown_if="representative=rescue_station", max_length=100,
        hint="与救助站合署的,以救助站名义申请。", source="反家庭暴力法第23条",
    )  # fmt: skip
    co_applicant: CoApplicant | None = field(
        "由谁代为申请", shown_if="representative=centre",
        hint="独立设置的中心不在列举之内,请由列举的单位代为申请,中心协助。",
        source="反家庭暴力法第23条",
    )  # fmt: skip
    co_applicant_name: str | None = field(
        "代为申请单位全称", shown_if="representative=centre", max_length=100
    )
    special_reason: str | None = field(
        "当事人无法申请的原因和本人意愿", shown_if="representative=civil_affairs",
        widget="textarea", max_length=500, source="法释〔2022〕17号第2条",
        hint="年老、残疾、重病等。",
    )  # fmt: skip
    applicant_name: str | None = field(
        "代为申请人姓名或者名称",
        shown_if="representative="
        "relative|police|womens_federation|residents|villagers|civil_affairs",
        max_length=100,
    )
    applicant_relation: str | None = field(
        "与未成年人的关系", shown_if="representative=relative", max_length=50
    )
    applicant_address: str = field("代为申请人住所", max_length=200)
    applicant_head: str | None = field(
        "负责人姓名和职务", optional=True, max_length=100, hint="单位申请的填写。"
    )
    applicant_phone: Phone = field("联系电话", max_length=40)
    others_protected: tuple[str, ...] = field(
        "一并保护的相关近亲属", default=(), hint="姓名和关系,用顿号分开。"
    )

    respondents: tuple[Party, ...] = field(
        "被申请人",
        known=Known.SUSPECTED_GUARDIANS,
        source="反家庭暴力法第27条",
        group="被申请人和法院",
    )
    lives_together: bool = field(
        "是家庭成员或者共同生活的人", source="反家庭暴力法第2、37条;法释〔2022〕17号第4条"
    )
    court: str = field("受理法院", known=Known.COURT, max_length=100, hint="基层人民法院全称。")
    venue: OrderVenue = field("管辖依据", source="反家庭暴力法第25条")
    urgent: bool = field(
        "情况紧急",
        source="反家庭暴力法第28条",
        hint="法院{5B.1-urgent}内裁定;不紧急的{5B.1}内裁定。",
    )
    urgent_reason: str | None = field(
        "紧急的理由", shown_if="urgent=yes", widget="textarea", max_length=500
    )

    measures: tuple[Measure, ...] = field(
        "请求的措施", widget="checkboxes", group="请求",
        source="反家庭暴力法第29条;法释〔2022〕17号第10条",
    )  # fmt: skip
    move_out_of: str | None = field("迁出的住所地址", shown_if="measures=move_out", max_length=200)
    keep_away_from: str | None = field(
        "禁止活动的场所和范围", shown_if="measures=keep_away", max_length=300,
        hint="写明地点和距离,例如“学校及周边200米”。",
    )  # fmt: skip
    other_measure: str | None = field("其他措施的内容", shown_if="measures=other", max_length=300)
    months: int = field(
        "请求的有效期", ge=1, le=99, unit="个月", source="反家庭暴力法第30条",
        hint="不超过{5B.2},届满前可以申请延长。",
    )  # fmt: skip

    facts: str = field(
        "遭受家庭暴力的事实", widget="textarea", max_length=5000, source="反家庭暴力法第27条",
        group="事实和证据",
    )  # fmt: skip
    danger: str = field(
        "面临的现实危险", widget="textarea", max_length=2000, source="反家庭暴力法第27条"
    )
    evidence: tuple[OrderEvidence, ...] = field(
        "证据目录", known=Known.EVIDENCE_OF_ORDER, source="法释〔2022〕17号第6条"
    )
    earlier_order: str | None = field(
        "此前保护令的案号和届满日", known=Known.EARLIER_ORDER, optional=True, max_length=200,
        source="反家庭暴力法第30条", hint="申请延长的填写。",
    )  # fmt: skip
    copies: int = field("副本份数", ge=1, le=20, unit="份", default=1)

    @law_rule("months")
    def asks_for_what_may_be_ordered(self, law: RulePack) -> str | None:
        """Domestic violence law 30."""
        if not asks_too_long(self.months, law):
            return None
        return filled("保护令的有效期不超过{5B.2},请改短;届满前可以申请延长。", law)

    @rule("lives_together")
    def is_domestic_violence(self) -> str | None:
        """K3: outside the household the way is the injunction, not the protection order."""
        if self.lives_together:
            return None
        return "不是家庭成员、也不共同生活的,请改走“诉前行为保全”。"

    @rule("copies", "respondents")
    def there_is_a_copy_for_each(self) -> str | None:
        """As many copies as there are on the other side."""
        return too_few_copies(self.copies, self.respondents)

    @rule("evidence")
    def numbers_evidence_once(self) -> str | None:
        """Each number stands for one item."""
        return doubled(self.evidence)

    @property
    def acts_for_child(self) -> str:
        """Full name of whoever applies for the child (K21)."""
        return self.rescue_station_name or self.co_applicant_name or self.applicant_name or ""
