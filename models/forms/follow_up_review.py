"""The half-yearly assessment of a follow-up 回访评议 (outline 77, 81)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, law_rule, rule
from models.forms.moments import day_begins, day_ends, present
from models.law.follow_up import latest_visit
from models.law.pack import RulePack
from models.law.terms import VisitFrequency


class ReviewDecision(Choice):
    """What follows the period of visits."""

    ENDS = "ends", "困境已经解除,结束回访"
    CONTINUES = "continues", "继续回访"
    REINTERVENES = "reintervenes", "重新介入"


class FollowUpReview(Form):
    """Whether follow-up ends, goes on, or intervention begins again."""

    title = "回访评议"
    what_now = "看全部回访记录,决定结束、继续还是重新介入。"
    source = "指导纲要第77、81条"

    reviewed_on: date = field("评议日期")
    decision: ReviewDecision = field("评议结论", widget="radios", source="指导纲要第77、81条")
    assessment: str = field(
        "定期评估小结", widget="textarea", max_length=3000, source="指导纲要第81条"
    )
    reasons: str = field("理由", widget="textarea", max_length=1000)
    frequency: VisitFrequency | None = field(
        "今后的频次", shown_if="decision=continues", source="指导纲要第81条"
    )
    improved: bool = field(
        "经评估情况改善", shown_if="decision=continues", default=False, source="指导纲要第81条",
        hint="改善的,可以减少频次。",
    )  # fmt: skip
    next_visit_from: date | None = field("下次回访最早日期", shown_if="decision=continues")
    next_visit_to: date | None = field("下次回访最晚日期", shown_if="decision=continues")
    measures: str | None = field(
        "立即采取的措施", shown_if="decision=reintervenes", widget="textarea", max_length=1000
    )

    @rule("next_visit_to", "next_visit_from", "reviewed_on")
    def next_visit_is_ahead(self) -> str | None:
        """The next visit lies ahead, and its window has a beginning and an end."""
        if not self.next_visit_from or not self.next_visit_to:
            return None
        if self.reviewed_on <= self.next_visit_from <= self.next_visit_to:
            return None
        return "下次回访的最晚日期不能早于最早日期,最早日期不能早于评议日期。"

    @law_rule("next_visit_to", "frequency", "reviewed_on")
    def next_visit_is_in_time(self, law: RulePack) -> str | None:
        """As often as was decided, and at least once between two half-yearly assessments."""
        if not self.next_visit_to or not self.frequency:
            return None
        if self.next_visit_to <= latest_visit(self.reviewed_on, self.frequency, law):
            return None
        return f"按“{self.frequency.label}”,下次回访的最晚日期太晚,请提前。"

    @property
    def ends(self) -> bool:
        """Whether follow-up ends."""
        return self.decision is ReviewDecision.ENDS

    @property
    def reintervenes(self) -> bool:
        """Whether intervention begins again."""
        return self.decision is ReviewDecision.REINTERVENES

    @property
    def next_visit_opens_at(self) -> datetime:
        """When the next visit may be made. Raises BrokenInvariant unless visits go on."""
        return day_begins(present(self.next_visit_from))

    @property
    def next_visit_due_at(self) -> datetime:
        """Until when the next visit is owed. Raises BrokenInvariant unless visits go on."""
        return day_ends(present(self.next_visit_to))
