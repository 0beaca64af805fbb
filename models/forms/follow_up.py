"""The forms of follow-up 跟踪回访 (D13)."""

from datetime import date, datetime

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.contact import Phone
from models.forms.moments import day_begins, day_ends, present
from models.law.terms import FollowUpBasis, Ground35


class FollowUpPlan(Form):
    """Why visits are owed, from when, and who makes them."""

    title = "回访计划"
    what_now = "选定回访依据和起算日,系统据此排出每一个应访窗口。"
    source = "指导纲要第77–81条"

    basis: FollowUpBasis = field("回访依据", widget="radios", source="指导纲要第78–81条")
    starts_on: date = field(
        "起算日", hint="领回或者交接之日、判决生效之日;当日不计入。", source="指导纲要第78、79条"
    )
    grounds: tuple[Ground35, ...] = field(
        "撤销所依据的第35条情形", shown_if="basis=revoked", default=(), widget="checkboxes",
        source="指导纲要第79条", hint="多项并存的,取最长的回访期。",
    )  # fmt: skip
    responsible: str = field("回访负责人和单位", max_length=100, source="指导纲要第77条")
    local_contact: str = field("当地联系人", max_length=100, hint="村(居)儿童主任、班主任等。")
    local_phone: Phone | None = field("联系电话", optional=True, max_length=40)
    focus: str = field("回访重点", widget="textarea", max_length=1000, source="指导纲要第77条")
    safety: str | None = field(
        "发现异常时立即怎么办", optional=True, widget="textarea", max_length=500
    )


class VisitKind(Choice):
    """Whether the visit took place."""

    VISITED = "visited", "已回访"
    MISSED = "missed_with_reason", "没有访成(写明原因)"
    EXEMPT = "exempt", "本窗口免访(写明依据)"


class VisitManner(Choice):
    """How it was made."""

    HOME = "home", "入户"
    SCHOOL = "school", "到校"
    INSTITUTION = "institution", "到机构"
    VIDEO = "video", "视频"
    PHONE = "phone", "电话"


class Lasts(Choice):
    """Whether the improvement lasts (指导纲要第77条)."""

    YES = "yes", "持续改善"
    PARTLY = "partly", "部分保持"
    NO = "no", "没有保持"


class Visit(Form):
    """What a visit found: the present state, whether improvement lasts, whether there is new."""

    title = "回访记录"
    what_now = "尽量见到未成年人本人,逐项记录;发现特殊情况立即处置,并选“发现异常”。"
    source = "指导纲要第77–80条"

    kind: VisitKind = field("回访情况", widget="radios", source="指导纲要第77条")
    on: date = field("日期", hint="回访或者记录的日期。")
    visitor: str = field("回访人", max_length=100)
    reason: str | None = field(
        "没有访成或者免访的理由", shown_if="kind=missed_with_reason|exempt", widget="textarea",
        max_length=500,
    )  # fmt: skip
    manner: VisitManner | None = field("方式", shown_if="kind=visited")
    saw_child: bool | None = field("见到未成年人本人", shown_if="kind=visited")
    why_not_seen: str | None = field("没有见到本人的原因", shown_if="saw_child=no", max_length=300)
    spoke_to: tuple[str, ...] = field(
        "受访人", shown_if="kind=visited", default=(), hint="姓名和身份,用顿号分开。"
    )
    present_state: str | None = field(
        "现状", shown_if="kind=visited", widget="textarea", max_length=2000,
        source="指导纲要第77条", hint="生活、就学、健康、情绪。",
    )  # fmt: skip
    lasts: Lasts | None = field(
        "问题改善是否持续", shown_if="kind=visited", source="指导纲要第77条"
    )
    lasts_note: str | None = field(
        "改善情况说明", shown_if="kind=visited", widget="textarea", max_length=1000
    )
    has_new_problem: bool | None = field(
        "有新的问题", shown_if="kind=visited", source="指导纲要第77条"
    )
    new_problem: str | None = field(
        "新的问题", shown_if="has_new_problem=yes", widget="textarea", max_length=1000
    )
    recovery: str | None = field(
        "身心康复状况", shown_if="kind=visited", widget="textarea", max_length=1000,
        source="指导纲要第78、79条",
    )  # fmt: skip
    guardianship: str | None = field(
        "监护状况", shown_if="kind=visited", widget="textarea", max_length=1000,
        source="指导纲要第78、79条",
    )  # fmt: skip
    finds_something: bool = field(
        "发现异常,需要重新介入", default=False, source="指导纲要第77条",
        hint="再次受到侵害、无人照料、失去联系等。",
    )  # fmt: skip
    found: str | None = field(
        "发现的情况", shown_if="finds_something=yes", widget="textarea", max_length=2000
    )
    measures: str | None = field(
        "立即采取的措施", shown_if="finds_something=yes", widget="textarea", max_length=1000
    )
    dealt_with: bool = field(
        "已经处理完毕", shown_if="finds_something=yes", default=False, source="指导纲要第77条"
    )
    next_on: date | None = field("计划下次回访日期", optional=True)

    @rule("next_on", "on")
    def next_comes_after(self) -> str | None:
        """The next visit follows this one."""
        if self.next_on and self.next_on <= self.on:
            return "下次回访日期应当晚于本次。"
        return None

    @rule("finds_something", "kind")
    def exempt_finds_nothing(self) -> str | None:
        """Nobody is excused from visiting a child in whose case something was found."""
        if self.kind is VisitKind.EXEMPT and self.finds_something:
            return "发现异常的,不能免访。"
        return None


class ReviewDecision(Choice):
    """What follows the period of visits."""

    ENDS = "ends", "困境已经解除,结束回访"
    CONTINUES = "continues", "继续回访"
    REINTERVENES = "reintervenes", "重新介入"


class Frequency(Choice):
    """How often visits go on."""

    MONTHLY = "monthly", "每月一次"
    QUARTERLY = "quarterly", "每季度一次"
    HALF_YEARLY = "half_yearly", "每半年一次"


class FollowUpReview(Form):
    """Whether follow-up ends, goes on, or intervention begins again."""

    title = "回访评议"
    what_now = "看全部回访记录,决定结束、继续还是重新介入。"
    source = "指导纲要第77、81条"

    reviewed_on: date = field("评议日期")
    decision: ReviewDecision = field("评议结论", widget="radios", source="指导纲要第77、81条")
    assessment: str = field(
        "半年评估小结", widget="textarea", max_length=3000, source="指导纲要第81条"
    )
    reasons: str = field("理由", widget="textarea", max_length=1000)
    frequency: Frequency | None = field(
        "今后的频次", shown_if="decision=continues", source="指导纲要第81条"
    )
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
