"""The minutes of a consultation and its conclusion, item by item (D6)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, Part, field, rule
from models.forms.child_view import ChildView
from models.forms.convening import HOLDERS, PartyBody
from models.forms.grounds import Finding
from models.forms.known import Known
from models.forms.long_term import LongTermGrounds
from models.law.terms import Conclusion, Ground35, Ground36
from models.words import Holder

_BACK = (Conclusion.MORE_INVESTIGATION, Conclusion.MORE_ASSESSMENT)


class StatementState(Choice):
    """Whether the police's statement was on the table (gate G2)."""

    RECEIVED = "received", "已收到公安机关案件情况说明"
    CHASED = "chased", "未收到,已催要"


class Attendee(Part):
    """Somebody who was there."""

    name: str = field("姓名", max_length=50)
    unit: str = field("单位和职务", max_length=100)
    signed_in: bool = field("已签到", default=True)


class Absentee(Part):
    """Somebody who was invited and did not come."""

    unit: str = field("单位或者称谓", max_length=100)
    reason: str = field("缺席原因", max_length=200)


class Opinion(Part):
    """What one side said, in short."""

    party: str = field("发表意见的一方", max_length=100)
    opinion: str = field("意见要点", widget="textarea", max_length=2000)


class Commitment(Part):
    """What one side undertook to do by a day."""

    who: str = field("承诺的单位或者人", max_length=100)
    body: PartyBody | None = field("单位类别", optional=True, hint="本中心自己办的不选。")
    what: str = field("承诺的事项", max_length=300)
    by: date = field("完成期限")

    @property
    def holder(self) -> Holder:
        """Who has the ball until it is done."""
        return HOLDERS.get(self.body, Holder.CENTRE) if self.body else Holder.CENTRE


class Minutes(Form):
    """Who was there, what was found on each question, and the conclusion."""

    title = "会商纪要"
    what_now = "逐项写明结论;审批完成之日结论生效,此前任何人不得将未成年人交监护人领回。"
    source = "指导纲要第70–72条;《意见》第19条"

    held_at: datetime = field("会商时间", known=Known.MEETING_AT, group="会议")
    place: str = field("会商地点", known=Known.MEETING_PLACE, max_length=200)
    chair: str = field("主持人", known=Known.MEETING_CHAIR, max_length=50)
    recorder: str = field("记录人", max_length=50)
    attendees: tuple[Attendee, ...] = field(
        "出席人员", known=Known.ATTENDED, source="指导纲要第70条"
    )
    absentees: tuple[Absentee, ...] = field("缺席人员", known=Known.STAYED_AWAY, default=())

    assessment_report: str = field(
        "评估报告编号和结论",
        known=Known.REPORT_SUMMARY,
        max_length=300,
        source="指导纲要第71条;《意见》第19条",
        group="依据",
    )
    police_statement: StatementState = field(
        "案件情况说明", known=Known.STATEMENT_STATE, widget="radios", source="《意见》第19条"
    )
    police_note: str = field(
        "案件情况说明要点或者催要经过",
        known=Known.STATEMENT_NOTE,
        widget="textarea",
        max_length=2000,
    )
    guidance: str = field(
        "教育辅导情况",
        known=Known.GUIDANCE,
        widget="textarea",
        max_length=1000,
        source="《意见》第19条",
    )
    child_view: ChildView = field("未成年人的意见", known=Known.CHILD_VIEW, source="《意见》第19条")
    evidence: tuple[str, ...] = field(
        "出示的材料", known=Known.EVIDENCE_NAMES, widget="textarea", hint="每行一项。"
    )
    opinions: tuple[Opinion, ...] = field("各方意见", known=Known.OPINIONS)

    danger_removed: Finding = field(
        "危险状态是否消除", widget="radios", source="《意见》第11、19条", group="逐项结论",
        hint="身体严重伤害、严重人身安全威胁、无人照料。",
    )  # fmt: skip
    danger_reasons: str = field("理由", widget="textarea", max_length=1000)
    guardian_capable: Finding = field(
        "监护人能否正确履行监护职责", widget="radios", source="《意见》第19条"
    )
    capable_reasons: str = field("理由", widget="textarea", max_length=1000)
    grounds35: tuple[Ground35, ...] = field(
        "属于第35条的情形", default=(), widget="checkboxes", source="《意见》第35条",
        hint="都不属于的不选。",
    )  # fmt: skip
    grounds36: tuple[Ground36, ...] = field(
        "属于民法典第36条的情形", default=(), widget="checkboxes", source="民法典第36条"
    )
    ground_reasons: str = field("是否属于上述情形的理由", widget="textarea", max_length=2000)

    conclusion: Conclusion = field(
        "会商结论",
        widget="radios",
        group="结论",
        source="指导纲要第71、72条;《意见》第19条;未成年人保护法第94条",
    )
    reasons: str = field("结论的理由", widget="textarea", max_length=2000)
    carer: str | None = field(
        "拟照料人和关系", shown_if="conclusion=relatives", max_length=100,
        source="《意见》第17条",
    )  # fmt: skip
    extend_months: int | None = field(
        "建议延长", shown_if="conclusion=extend", ge=1, le=12, unit="个月", source="指导纲要第68条"
    )
    applicant: str | None = field(
        "由谁申请撤销", shown_if="conclusion=petition", max_length=100,
        source="指导纲要第72条;民法典第36条",
    )  # fmt: skip
    long_term: LongTermGrounds | None = field(
        "长期监护的依据", shown_if="conclusion=long_term", source="未成年人保护法第94条"
    )
    to_find_out: str | None = field(
        "需要补充的事项", shown_if="conclusion=more_investigation|more_assessment",
        widget="textarea", max_length=1000,
    )  # fmt: skip
    why_no_petition: str | None = field(
        "属于第35条情形而不申请撤销的理由", optional=True, widget="textarea", max_length=1000,
        source="指导纲要第72条",
    )  # fmt: skip
    tasks: tuple[str, ...] = field(
        "各方分工", default=(), widget="textarea", hint="每行一项;有期限的写在下面。"
    )
    commitments: tuple[Commitment, ...] = field(
        "各方承诺和期限", default=(), hint="到期以前提醒主办人;办到、改期或者不再需要的,逐项记下。"
    )
    dissent: str | None = field("不同意见", optional=True, widget="textarea", max_length=1000)

    @rule("conclusion", "danger_removed", "guardian_capable")
    def return_needs_safety(self) -> str | None:
        """Outline 71: home only when danger is over and the guardian can do it."""
        safe = self.danger_removed is Finding.MET and self.guardian_capable is Finding.MET
        if self.conclusion is Conclusion.RETURN and not safe:
            return "危险状态已消除、监护人能够正确履行监护职责两项都“符合”,才能通知领回。"
        return None

    @rule("conclusion", "grounds35", "grounds36")
    def petition_needs_a_ground(self) -> str | None:
        """Civil Code 36 suffices; art. 35 classifies (K6)."""
        if self.conclusion is Conclusion.PETITION and not (self.grounds35 or self.grounds36):
            return "申请撤销监护人资格的,至少选定第35条或者民法典第36条的一项情形。"
        return None

    @rule("why_no_petition", "conclusion", "grounds35")
    def ground_obliges(self) -> str | None:
        """Outline 72: where art. 35 applies a petition is owed, or the reason is written."""
        settled = self.conclusion is Conclusion.PETITION or self.conclusion in _BACK
        if self.grounds35 and not settled and not self.why_no_petition:
            return "认为属于第35条情形的,应当申请撤销监护人资格;不申请的请写明理由。"
        return None
