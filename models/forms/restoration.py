"""The forms of the opinion on restoring guardianship 恢复监护人资格 (D14, gate G7)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, law_rule, rule
from models.forms.child_view import ChildView
from models.forms.evidence import Evidence, doubled
from models.forms.handover import Handover
from models.forms.known import Known
from models.forms.moments import day_begins, day_ends, present
from models.law.gates import may_recommend_restoration
from models.law.pack import RulePack
from models.law.restoration import restoration_doubts
from models.law.terms import Doubt40
from models.law.verdict import Refused


class RestorationCommission(Form):
    """What the court asked of us."""

    title = "法院委托调查"
    what_now = "登记法院委托的事项、申请人和提交意见的日期。"
    source = "《意见》第38、39条;民法典第38条"

    court: str = field("委托法院", max_length=100)
    commission_number: str | None = field("委托函文号", optional=True, max_length=60)
    commissioned_on: date = field("收到委托日期")
    applicant: str = field("申请恢复的人", max_length=50, source="民法典第38条")
    relation: str = field("与未成年人的关系", max_length=50)
    revoked_on: date = field(
        "监护人资格被撤销之日", known=Known.REVOKED_ON, source="《意见》第38条"
    )
    revoked_court: str | None = field(
        "作出撤销判决的法院", optional=True, max_length=100,
        hint="不是在本案中撤销的填写;本案已登记判决的不填。",
    )  # fmt: skip
    revoked_number: str | None = field("撤销判决的案号", optional=True, max_length=60)
    applied_on: date = field("申请恢复之日", source="《意见》第38条")
    questions: tuple[str, ...] = field("委托调查的事项", widget="textarea", hint="每行一项。")
    opinion_due_on: date = field("提交意见的日期")
    serving_sentence: bool = field("申请人在服刑或者社区矫正", source="《意见》第39条")

    @rule("applied_on", "revoked_on")
    def applied_after_revocation(self) -> str | None:
        """Nobody asks back what was not yet taken."""
        return "申请恢复之日不能早于撤销之日。" if self.applied_on < self.revoked_on else None

    @rule("commissioned_on", "applied_on")
    def commissioned_after_application(self) -> str | None:
        """A court asks for an opinion on what somebody asked of it."""
        return (
            "收到委托之日不能早于申请恢复之日。" if self.commissioned_on < self.applied_on else None
        )

    @property
    def names_a_judgment_elsewhere(self) -> bool:
        """Whether it says which court revoked, under which number."""
        return bool(self.revoked_court and self.revoked_number)

    @rule("opinion_due_on", "commissioned_on")
    def due_after_commission(self) -> str | None:
        """Dates run forward."""
        late = self.opinion_due_on < self.commissioned_on
        return "提交意见的日期不能早于收到委托日期。" if late else None

    @property
    def opinion_due_at(self) -> datetime:
        """End of the day on which the opinion is due."""
        return day_ends(self.opinion_due_on)


class Advice(Choice):
    """What the opinion proposes."""

    RESTORE = "restore", "建议恢复"
    REFUSE = "refuse", "建议不予恢复"
    COURT_DECIDES = "court_decides", "情况复杂,请法院酌定"


class RestorationOpinion(Form):
    """What was found about the applicant, and what is advised."""

    title = "恢复监护人资格调查意见"
    what_now = "先查是否有对被监护人的故意犯罪,再逐条核对不得恢复的情形,然后提出意见。"
    source = "民法典第38条;《意见》第38–40条"

    intentional_crime: bool = field(
        "对被监护人实施过故意犯罪", source="民法典第38条", group="排除项逐条核对",
        hint="先查裁判文书;选“是”的,不得建议恢复。",
    )  # fmt: skip
    crime_checked: str = field("核查的裁判文书和结果", widget="textarea", max_length=1000)
    sexual_or_sale: bool = field(Doubt40.SEXUAL_OR_SALE.label, source="《意见》第40条")
    long_abuse: bool = field(Doubt40.LONG_ABUSE.label, source="《意见》第40条")
    five_years: bool = field(Doubt40.FIVE_YEARS.label, source="《意见》第40条")
    window_note: str = field(
        "申请日与申请窗口的关系", widget="textarea", max_length=500,
        source="《意见》第38条", hint="判决满{5C.10}后至{5C.10-closes}内;窗口以外的不自动拒绝,写明情况。",
    )  # fmt: skip

    willingness: str = field(
        "监护意愿", widget="textarea", max_length=1000, source="《意见》第39条", group="调查情况"
    )
    repentance: str = field(
        "悔改表现", widget="textarea", max_length=2000, source="《意见》第39条;民法典第38条"
    )
    capacity: str = field("监护能力", widget="textarea", max_length=1000, source="《意见》第39条")
    health: str = field("身心状况", widget="textarea", max_length=1000, source="《意见》第39条")
    work_life: str = field(
        "工作生活情况", widget="textarea", max_length=1000, source="《意见》第39条"
    )
    guardian_view: str = field(
        "现任监护人的意见", widget="textarea", max_length=1000, source="《意见》第39条"
    )
    child_view: ChildView = field("未成年人的意见", source="民法典第38条;《意见》第39条")
    executing_body: str | None = field(
        "执行机关的意见", optional=True, widget="textarea", max_length=1000,
        source="《意见》第39条", hint="申请人服刑或者矫正的填写。",
    )  # fmt: skip
    evidence: tuple[Evidence, ...] = field("证据目录", default=())

    advice: Advice = field("意见", widget="radios", source="《意见》第40条", group="意见")
    reasons: str = field("理由", widget="textarea", max_length=3000)
    against_doubts: str | None = field(
        "属于“一般不得恢复”情形而建议恢复的特别理由", optional=True, widget="textarea",
        max_length=1000, source="《意见》第40条",
    )  # fmt: skip
    conditions: str | None = field(
        "恢复后的支持和回访建议", shown_if="advice=restore", widget="textarea", max_length=1000
    )

    @law_rule("advice", "intentional_crime")
    def crime_bars_restoration(self, law: RulePack) -> str | None:
        """Gate G7: after an intentional crime against the child nothing may favour it."""
        verdict = may_recommend_restoration(
            law, intentional_crime_against_child=self.intentional_crime
        )
        if isinstance(verdict, Refused) and self.advice is not Advice.REFUSE:
            return f"{verdict.reason}请选“建议不予恢复”。"
        return None

    @rule("against_doubts", "advice", "sexual_or_sale", "long_abuse", "five_years")
    def doubts_need_reasons(self) -> str | None:
        """Opinions 40: generally not restored; who advises otherwise says why."""
        doubts = restoration_doubts(
            sexual_or_sale=self.sexual_or_sale,
            long_or_repeated_abuse=self.long_abuse,
            five_years_prison=self.five_years,
        )
        if doubts and self.advice is Advice.RESTORE and not self.against_doubts:
            return f"属于一般不得恢复的情形:{'、'.join(doubts)};建议恢复的请写明特别理由。"
        return None

    @rule("evidence")
    def numbers_evidence_once(self) -> str | None:
        """Each number stands for one item."""
        return doubled(self.evidence)


class RestorationRuling(Form):
    """What the court decided."""

    title = "恢复监护人资格裁判"
    what_now = "登记裁判结果和生效日期;恢复的,指定的监护关系同时终止。"
    source = "民法典第38条;《意见》第40条"

    restored: bool = field("恢复监护人资格", widget="radios", source="民法典第38条")
    judged_on: date = field("裁判日期")
    number: str = field("案号", max_length=60)
    effective_on: date | None = field("生效日期", shown_if="restored=yes")
    reasons: str = field("裁判理由要点", widget="textarea", max_length=2000)
    conditions: str | None = field(
        "裁判附带的要求", shown_if="restored=yes", optional=True, widget="textarea",
        max_length=1000,
    )  # fmt: skip

    @rule("effective_on", "judged_on")
    def takes_effect_after(self) -> str | None:
        """It takes effect when served, not before it was made."""
        early = self.effective_on and self.effective_on < self.judged_on
        return "生效日期不能早于裁判日期。" if early else None

    @property
    def effective_at(self) -> datetime:
        """The day of effect as an instant. Raises BrokenInvariant unless restored."""
        return day_begins(present(self.effective_on))


class RestorationHandover(Form):
    """The written hand-over to the restored guardian."""

    title = "恢复后交接"
    what_now = "与恢复资格的监护人书面交接,双方签字,并排好回访。"
    source = "指导纲要第71条;民法典第38条"

    handover: Handover = field("交接", source="指导纲要第71条")
    former_guardian_told: bool = field("已告知原指定监护人监护关系终止", source="民法典第38条")

    @property
    def handed_over_at(self) -> datetime:
        """When the child was handed over."""
        return self.handover.handed_over_at
