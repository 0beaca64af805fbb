"""The draft of a petition to revoke guardianship (D11), refused while gate G6 is not met."""

from collections.abc import Iterator
from datetime import date

from models.choice import Choice
from models.forms.base import Form, Part, field, law_rule, rule
from models.forms.child_view import ChildView
from models.forms.evidence import Evidence, doubled, not_listed
from models.forms.grounds import GroundClaimed
from models.forms.known import Known
from models.forms.organisations import Agent, Applicant, Party, PartyKind, too_few_copies
from models.forms.people import RelativeRelation
from models.law.gates import may_file_petition
from models.law.pack import RulePack
from models.law.terms import Ground36
from models.law.verdict import Refused


class Capacity(Choice):
    """Why the applicant may apply (民法典第36条;《意见》第27条)."""

    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    CENTRE = "centre", "未成年人救助保护机构"
    VILLAGE = "village", "村(居)民委员会"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医疗机构"
    WOMENS_FEDERATION = "womens_federation", "妇女联合会"
    DISABLED_FEDERATION = "disabled_federation", "残疾人联合会"
    QUALIFIED_PERSON = "qualified_person", "其他依法具有监护资格的人"


class Venue(Choice):
    """What makes the court competent (《意见》第31条)."""

    CHILD = "child", "未成年人住所地"
    GUARDIAN = "guardian", "监护人住所地"
    ACT = "act", "侵害行为地"


class Respondent(Party):
    """A guardian against whom is petitioned, with the grounds for this very person."""

    grounds35: tuple[GroundClaimed, ...] = field(
        "对应第35条的情形", default=(), source="《意见》第35条"
    )
    grounds36: tuple[Ground36, ...] = field(
        "对应民法典第36条的情形", default=(), widget="checkboxes", source="民法典第36条"
    )
    facts: str = field("对这名被申请人的事实和理由", widget="textarea", max_length=5000)
    evidence_numbers: tuple[int, ...] = field("证据编号", hint="用顿号分开。")

    @rule("grounds36", "grounds35")
    def has_a_ground(self) -> str | None:
        """Each respondent stands for a ground of their own."""
        if self.grounds35 or self.grounds36:
            return None
        return "每名被申请人至少对应第35条或者民法典第36条的一项情形。"


class ExcludedPerson(Part):
    """Another person entitled to be guardian, and why not, or why proposed."""

    relation: RelativeRelation = field("与未成年人的关系", source="民法典第27、36条")
    name: str = field("姓名或者名称", max_length=100)
    reason: str = field(
        "排除的理由",
        widget="textarea",
        max_length=1000,
        hint="已故、无监护能力、不愿意、提议担任等。",
    )
    evidence_numbers: tuple[int, ...] = field("证据编号", default=(), hint="用顿号分开。")


class Incident(Part):
    """One event of the time line."""

    on: date = field("日期")
    what: str = field("经过", widget="textarea", max_length=1000)
    evidence_numbers: tuple[int, ...] = field("证据编号", default=(), hint="用顿号分开。")


class PetitionDraft(Form):
    """Everything a court must find in the petition."""

    title = "撤销监护人资格申请书"
    what_now = "逐项填写;缺申请人资格、逐人情形、证据、排除其他人或者未成年人意愿的,不能提交。"
    source = "民法典第36条;《意见》第27–31、35条;民事诉讼法第124条"
    begins_with_last = True

    capacity: Capacity = field(
        "申请人资格", known=Known.CAPACITY, source="民法典第36条", group="当事人"
    )
    capacity_basis: str = field(
        "申请人资格的依据", widget="textarea", max_length=500, source="民法典第36条;《意见》第27条"
    )
    applicant: Applicant = field("申请人", known=Known.APPLICANT, source="民事诉讼法第124条")
    agents: tuple[Agent, ...] = field(
        "委托诉讼代理人", default=(), max_length=2, source="民事诉讼法第61条"
    )
    respondents: tuple[Respondent, ...] = field(
        "被申请人", known=Known.SUSPECTED_ON_THESE_GROUNDS, source="民事诉讼法第124条"
    )
    child_care_place: str = field(
        "被监护人现由谁、在哪里照料", known=Known.WHERE_CHILD_IS, max_length=200
    )

    court: str = field(
        "受理法院", known=Known.COURT, max_length=100, group="管辖", hint="基层人民法院全称。"
    )
    venue: Venue = field("管辖依据", source="《意见》第31条")
    venue_address: str = field("据以确定管辖的地址", max_length=200)

    claims: tuple[str, ...] = field(
        "申请事项", widget="textarea", group="请求", source="民事诉讼法第124条",
        hint="每行一项:撤销监护人资格;指定监护人;抚养费。",
    )  # fmt: skip
    proposed_guardian: str = field("提议指定的监护人", max_length=100, source="民法典第31、36条")
    proposed_reasons: str = field("提议的理由", widget="textarea", max_length=1000)
    maintenance: int | None = field(
        "请求的抚养费", optional=True, ge=0, le=1_000_000, unit="元/月", source="民法典第37条"
    )

    timeline: tuple[Incident, ...] = field("时间线", known=Known.TIMELINE, group="事实和理由")
    facts: str = field("事实和理由", widget="textarea", max_length=10_000)
    education: str = field(
        "对监护人的教育和屡教不改",
        known=Known.EDUCATION,
        widget="textarea",
        max_length=3000,
        source="《意见》第35条",
    )
    temporary_care: str = field(
        "临时照料的经过", known=Known.CUSTODY_STORY, widget="textarea", max_length=3000
    )
    excluded: tuple[ExcludedPerson, ...] = field(
        "其他有监护资格的人逐一排除",
        known=Known.RELATIVES_ENTITLED,
        default=(),
        source="民法典第27、36条",
    )
    no_others: str | None = field(
        "没有其他有监护资格的人的说明", optional=True, widget="textarea", max_length=500,
        hint="逐类查过(祖父母、外祖父母、兄姐、其他亲友)都没有的才填。",
    )  # fmt: skip
    child_view: ChildView = field(
        "未成年人的意愿", known=Known.CHILD_VIEW, source="民法典第35条;《意见》第28条"
    )

    evidence: tuple[Evidence, ...] = field(
        "证据目录",
        known=Known.EVIDENCE,
        source="民事诉讼法第124条;《意见》第28条",
        group="证据和附件",
    )
    assessment_attached: bool = field("附调查评估报告", source="《意见》第28条")
    copies: int = field("副本份数", ge=1, le=20, unit="份", default=1)

    @law_rule("excluded", "no_others", "capacity_basis", "respondents", "evidence", "child_view")
    def passes_the_gate(self, law: RulePack) -> str | None:
        """Gate G6, asked as the law asks it: whatever is missing, all at once."""
        everybody = {f"{place}": one.reason for place, one in enumerate(self.excluded, 1)}
        verdict = may_file_petition(
            law,
            applicant_capacity=self.capacity_basis,
            grounds_by_respondent={
                f"第{place}被申请人": [*(one.ground for one in who.grounds35), *who.grounds36]
                for place, who in enumerate(self.respondents, 1)
            },
            evidence=[one.name for one in self.evidence],
            excluded=everybody or ({"均无": self.no_others} if self.no_others else {}),
            child_wish=self.child_view.words or self.child_view.reason_not_heard or "",
        )
        return verdict.reason if isinstance(verdict, Refused) else None

    @rule("assessment_attached")
    def report_is_attached(self) -> str | None:
        """Opinions 28: the assessment report goes with the petition."""
        return None if self.assessment_attached else "申请撤销监护人资格的,应当附调查评估报告。"

    @rule("applicant", "capacity")
    def applicant_has_the_capacity(self) -> str | None:
        """Whoever is entitled as a person applies as a person; the others are bodies."""
        as_person = self.capacity is Capacity.QUALIFIED_PERSON
        if self.applicant.kind is PartyKind.PERSON and not as_person:
            return "申请人是自然人的,申请人资格请选“其他依法具有监护资格的人”。"
        return None

    @rule("copies", "respondents")
    def there_is_a_copy_for_each(self) -> str | None:
        """Civil procedure 126: as many copies as there are on the other side."""
        return too_few_copies(self.copies, self.respondents)

    @rule("evidence")
    def numbers_evidence_once(self) -> str | None:
        """Each number stands for one item."""
        return doubled(self.evidence)

    @rule("evidence", "respondents", "timeline", "excluded")
    def cites_what_is_listed(self) -> str | None:
        """A number that is cited is in the list."""
        return not_listed(self._cited(), self.evidence)

    def _cited(self) -> Iterator[int]:
        for respondent in self.respondents:
            yield from respondent.evidence_numbers
            for ground in respondent.grounds35:
                yield from ground.evidence_numbers
        for event in self.timeline:
            yield from event.evidence_numbers
        for person in self.excluded:
            yield from person.evidence_numbers
