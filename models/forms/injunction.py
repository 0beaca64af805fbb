"""The forms of the pre-suit injunction 诉前行为保全 (D10b)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.evidence import Evidence, doubled
from models.forms.known import Known
from models.forms.moments import day_begins, present
from models.forms.not_yet import NotYet, on_the_day
from models.forms.organisations import Applicant, Party, too_few_copies
from models.forms.petition import Venue
from models.words import Paper


class InjunctionPhase(Choice):
    """Before or during a suit (民事诉讼法第103、104条)."""

    BEFORE = "before", "诉前"
    DURING = "during", "诉讼中"


class InjunctionMeasure(Choice):
    """What is asked for (《意见》第24条)."""

    NO_VIOLENCE = "no_violence", "禁止被申请人暴力伤害、威胁未成年人及其临时照料人"
    NO_CONTACT = "no_contact", "禁止被申请人跟踪、骚扰、接触未成年人及其临时照料人"
    MOVE_OUT = "move_out", "责令被申请人迁出未成年人住所"
    OTHER = "other", "保护未成年人及其临时照料人人身安全的其他措施"


class ApplicantKind(Choice):
    """Who applies (《意见》第22条)."""

    CENTRE = "centre", "未成年人救助保护机构"
    CARER = "carer", "其他临时照料人"


class InjunctionApplication(Form):
    """Who applies, against whom, for which measures, and what suit will follow."""

    title = "诉前行为保全申请书"
    what_now = "写明请求、紧急情况和证据;诉前保全的,{5B.4-suit}内必须起诉。"
    source = "民事诉讼法第103、104条;《意见》第22–24条;指导纲要第76条"

    phase: InjunctionPhase = field(
        "保全阶段",
        widget="radios",
        source="民事诉讼法第103、104条",
        group="申请人和法院",
        hint="诉前保全的,法院采取措施后{5B.4-suit}内须起诉。",
    )
    suit_number: str | None = field("诉讼案号", shown_if="phase=during", max_length=60)
    applicant_kind: ApplicantKind = field("申请人身份", source="《意见》第22条;指导纲要第76条")
    applicant: Applicant = field("申请人", source="民事诉讼法第124条")
    respondents: tuple[Party, ...] = field("被申请人", known=Known.SUSPECTED_GUARDIANS)
    court: str = field("受理法院", known=Known.COURT, max_length=100)
    venue: Venue = field("管辖依据", source="《意见》第22条;指导纲要第76条")

    measures: tuple[InjunctionMeasure, ...] = field(
        "请求的措施", widget="checkboxes", source="《意见》第24条", group="请求和理由"
    )
    other_measure: str | None = field("其他措施的内容", shown_if="measures=other", max_length=300)
    facts: str = field("事实和理由", widget="textarea", max_length=5000)
    urgency: str = field(
        "紧急情况", widget="textarea", max_length=1000, source="民事诉讼法第104条",
        hint="不立即申请将受到难以弥补的损害。",
    )  # fmt: skip
    security: str = field(
        "担保",
        max_length=300,
        source="民事诉讼法第104条",
        hint="提供的担保,或者请求免于担保的理由。",
    )
    suit_planned: str | None = field(
        "准备提起的诉讼", shown_if="phase=before", max_length=300,
        hint="例如申请撤销监护人资格。", source="民事诉讼法第104条",
    )  # fmt: skip
    evidence: tuple[Evidence, ...] = field("证据目录", known=Known.EVIDENCE)
    copies: int = field("副本份数", ge=1, le=20, unit="份", default=1)

    @rule("copies", "respondents")
    def there_is_a_copy_for_each(self) -> str | None:
        """As many copies as there are on the other side."""
        return too_few_copies(self.copies, self.respondents)

    @property
    def follows_a_suit(self) -> bool:
        """Whether the suit runs already, so that none has to follow (civil procedure law 103)."""
        return self.phase is InjunctionPhase.DURING

    @rule("evidence")
    def numbers_evidence_once(self) -> str | None:
        """Each number stands for one item."""
        return doubled(self.evidence)


class InjunctionFiling(Form):
    """When the court received the application; its time runs from the next full hour."""

    title = "递交保全申请"
    what_now = "登记法院收到申请的时间;{5B.4}从下一个整点起算。"
    source = "民事诉讼法第104条;民诉解释第125条"
    hands_over = Paper.INJUNCTION_APPLICATION

    applied_at: datetime = field("法院收到申请的时间", source="民事诉讼法第104条", hint="到分。")
    court: str = field("法院", known=Known.COURT_OF_INJUNCTION, max_length=100)
    case_number: str | None = field("案号", optional=True, max_length=60)
    filed_by: str = field("递交人", max_length=50)


class InjunctionRuling(Form):
    """What the court decided."""

    title = "保全裁定"
    what_now = "登记裁定和采取措施的日期;{5B.4-suit}内不起诉,保全就会解除。"
    source = "民事诉讼法第103、104、111条"

    granted: bool = field("裁定采取保全措施", widget="radios", source="民事诉讼法第104条")
    ruled_at: datetime = field("裁定作出时间")
    number: str = field("案号", known=Known.INJUNCTION_NUMBER, max_length=60)
    measures: tuple[InjunctionMeasure, ...] = field(
        "裁定的措施", shown_if="granted=yes", default=(), widget="checkboxes"
    )
    executed_on: date | None = field(
        "采取保全措施的日期", shown_if="granted=yes", source="民事诉讼法第104条",
        hint="起诉的{5B.4-suit}从次日起算。",
    )  # fmt: skip
    dismissal: str | None = field(
        "驳回的理由", shown_if="granted=no", widget="textarea", max_length=1000
    )
    reconsidered: str | None = field(
        "复议情况", optional=True, max_length=300, source="民事诉讼法第111条"
    )

    @property
    def taken_at(self) -> datetime:
        """The day the measures were taken. Raises BrokenInvariant unless granted."""
        return day_begins(present(self.executed_on))


class Suit(Choice):
    """Which suit followed."""

    REVOCATION = "revocation", "申请撤销监护人资格"
    OTHER = "other", "其他诉讼"


class SuitFiled(Form):
    """Whether the suit was brought in time."""

    title = "诉前保全后起诉"
    what_now = "登记起诉日期;没有起诉的,写明原因和保护安排,保全将解除。"
    source = "民事诉讼法第104条"

    filed: bool = field("已经起诉或者申请", widget="radios", source="民事诉讼法第104条")
    filed_on: date | None = field("日期", shown_if="filed=yes")
    suit: Suit | None = field("诉讼类型", shown_if="filed=yes")
    case_number: str | None = field("案号", shown_if="filed=yes", optional=True, max_length=60)
    why_not: str | None = field(
        "没有起诉的原因和替代的保护安排", shown_if="filed=no", widget="textarea", max_length=1000
    )
    planned_on: date | None = field(
        "准备起诉的日期", shown_if="filed=no", optional=True,
        hint="还要起诉的填写,到那一天再次办理本环节;不再起诉的不填。",
    )  # fmt: skip

    @property
    def not_yet(self) -> NotYet | None:
        """Not sued yet: on the planned day; without one nobody sues and the measures lapse."""
        return None if self.filed else on_the_day(self.planned_on)
