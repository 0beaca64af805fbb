"""The forms of the petition to revoke guardianship 申请撤销监护人资格 (D11)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.child_view import ChildView
from models.forms.known import Known
from models.forms.moments import day_begins, day_ends
from models.forms.people import RelativeRelation
from models.forms.petition import Capacity, ExcludedPerson, PetitionDraft, Respondent, Venue
from models.law.terms import Ground35, JudgmentResult
from models.words import Paper

__all__ = [
    "Capacity",
    "CourtAcceptance",
    "ExcludedPerson",
    "Filing",
    "GuardianProposal",
    "Judgment",
    "PetitionDraft",
    "Respondent",
    "Venue",
]


class FilingManner(Choice):
    """How a paper reached the court."""

    COUNTER = "counter", "诉讼服务中心当面提交"
    ONLINE = "online", "网上立案"
    POST = "post", "邮寄"


class Filing(Form):
    """That the petition was handed to the court."""

    title = "递交申请"
    what_now = "向法院递交申请书、副本和证据,登记递交时间和收件凭证。"
    source = "《意见》第31条;民事诉讼法第126条"
    hands_over = Paper.REVOCATION_PETITION

    filed_at: datetime = field("递交时间", source="民事诉讼法第126条")
    court: str = field("法院", known=Known.COURT_PETITIONED, max_length=100)
    manner: FilingManner = field("递交方式")
    receipt_number: str | None = field("收件凭证编号", optional=True, max_length=60)
    filed_by: str = field("递交人", max_length=50)
    handed_in: tuple[str, ...] = field("递交的材料", hint="用顿号分开。")
    fee_free: bool = field("已说明此类案件不收取诉讼费用", default=True, source="《意见》第31条")


class CourtAcceptance(Form):
    """Whether the court accepted the petition."""

    title = "法院立案"
    what_now = "登记立案通知;不予立案或者要求补正的,写明要求。"
    source = "民事诉讼法第126条"

    accepted: bool = field("已经立案", widget="radios", source="民事诉讼法第126条")
    decided_on: date = field("立案或者答复日期", hint="立案的写立案之日,审限从次日起算。")
    case_number: str | None = field("案号", shown_if="accepted=yes", max_length=60)
    judge: str | None = field("承办法官和电话", optional=True, max_length=100)
    to_correct: str | None = field(
        "法院的理由和要求补正的内容", shown_if="accepted=no", widget="textarea", max_length=2000
    )
    correct_by: date | None = field(
        "法院限定的补正截止日期", shown_if="accepted=no", optional=True,
        hint="从收到之日起算的,填写算出的最后一天;法院没有限定的不填。",
    )  # fmt: skip
    petition_given_up: bool = field(
        "不再申请,重新会商", shown_if="accepted=no", default=False,
        hint="选“否”则补正后再次递交。",
    )  # fmt: skip
    why_given_up: str | None = field(
        "不再申请的理由", shown_if="petition_given_up=yes", widget="textarea", max_length=1000
    )

    @rule("correct_by", "decided_on")
    def leaves_time_to_correct(self) -> str | None:
        """A term ends after it was set."""
        ends = self.correct_by
        return "补正的截止日期不能早于答复日期。" if ends and ends < self.decided_on else None

    @property
    def correct_until(self) -> datetime | None:
        """The end of the last day that the court gives for a correction, if it set one."""
        return day_ends(self.correct_by) if self.correct_by else None

    @property
    def accepted_at(self) -> datetime:
        """The day of acceptance as an instant; the period runs from the day after."""
        return day_begins(self.decided_on)


class Candidate(Part):
    """Somebody who might be appointed, by the factors the court looks at."""

    name: str = field("姓名或者名称", max_length=100)
    relation: RelativeRelation = field("与未成年人的关系", source="民法典第27条")
    bond: str = field("生活、情感联系", widget="textarea", max_length=500, source="总则编解释第9条")
    order: str = field("监护顺序", max_length=100, source="民法典第27条")
    against: str = field(
        "不利于履责的情形", widget="textarea", max_length=500, hint="没有的写“未见”。"
    )
    ability: str = field("监护能力、意愿、品行", widget="textarea", max_length=500)
    recommended: bool = field("建议指定")


class GuardianProposal(Form):
    """Whom the centre proposes as guardian, and why."""

    title = "监护人人选建议"
    what_now = "逐一评估适格的人,向法院提出指定监护人的建议。"
    source = "指导纲要第73条;民法典第31、36条;总则编解释第9条"

    candidates: tuple[Candidate, ...] = field(
        "逐一评估", known=Known.CANDIDATES, default=(), source="总则编解释第9条"
    )
    civil_affairs_proposed: bool = field("建议指定民政部门", source="《意见》第36条;民法典第32条")
    proposal: str = field("建议和理由", widget="textarea", max_length=3000)
    child_view: ChildView = field("未成年人的意愿", known=Known.CHILD_VIEW, source="民法典第35条")
    submitted_on: date = field("向法院提交的日期")

    @rule("candidates", "civil_affairs_proposed")
    def proposes_somebody(self) -> str | None:
        """Somebody is proposed: a candidate, or the civil-affairs department."""
        if self.civil_affairs_proposed or any(one.recommended for one in self.candidates):
            return None
        return "请建议一名适格的人;没有合适人选的,建议指定民政部门。"


class Appointed(Choice):
    """Whom the court appointed (民法典第36条)."""

    PERSON = "person", "个人"
    VILLAGE = "village", "村(居)民委员会"
    CIVIL_AFFAIRS = "civil_affairs", "民政部门"
    OTHER_PARENT = "other_parent", "由其他监护人继续监护"


class Judgment(Form):
    """What the court decided; one instance, no appeal."""

    title = "判决"
    what_now = "登记判决结果、生效日期和指定的监护人;一审终审,不能上诉。"
    source = "民法典第36条;《意见》第32、36条;民事诉讼法第185条"

    result: JudgmentResult = field("结果", widget="radios", source="民法典第36条")
    judged_on: date = field("裁判日期")
    number: str = field("案号", known=Known.COURT_CASE_NUMBER, max_length=60)
    court: str = field("法院", known=Known.COURT_PETITIONED, max_length=100)
    effective_on: date = field("生效日期", hint="送达后生效;回访期从这一天的次日起算。")
    reasons: str = field("裁判理由要点", widget="textarea", max_length=3000)
    grounds35: tuple[Ground35, ...] = field(
        "认定的第35条情形", shown_if="result=revoked", default=(), optional=True,
        widget="checkboxes", source="《意见》第35条;指导纲要第79条",
        hint="只依民法典第36条撤销的不选。",
    )  # fmt: skip
    revoked: tuple[str, ...] = field(
        "只撤销其中几人的,写明被撤销的被申请人", shown_if="result=revoked", default=(),
        optional=True, hint="逐名写,用顿号分开;全部撤销的不填。", source="民法典第36条",
    )  # fmt: skip
    appointed: Appointed | None = field(
        "指定的监护人", shown_if="result=revoked", source="民法典第36条"
    )
    guardian_name: str | None = field(
        "监护人姓名或者名称", shown_if="result=revoked", max_length=100
    )
    guardian_relation: str | None = field(
        "与未成年人的关系", shown_if="appointed=person|other_parent", max_length=50
    )
    maintenance: int | None = field(
        "判令继续负担的抚养费", shown_if="result=revoked", optional=True, ge=0, le=1_000_000,
        unit="元/月", source="民法典第37条",
    )  # fmt: skip
    next_step: str | None = field(
        "下一步建议", shown_if="result=refused|withdrawn", widget="textarea", max_length=1000,
        source="《意见》第37条",
    )  # fmt: skip

    @rule("effective_on", "judged_on")
    def takes_effect_after(self) -> str | None:
        """It takes effect when served, not before it was made."""
        return "生效日期不能早于裁判日期。" if self.effective_on < self.judged_on else None
