"""The forms of follow-up 跟踪回访 (D13)."""

from datetime import date

from models.choice import Choice
from models.forms.base import Form, field, rule
from models.forms.contact import Phone
from models.forms.follow_up_review import FollowUpReview, ReviewDecision
from models.forms.known import Known
from models.law.outcomes import after_visit
from models.law.terms import FollowUpBasis, Ground35, PreventiveGroup
from models.words import Outcome

__all__ = [
    "FollowUpPlan",
    "FollowUpReview",
    "Lasts",
    "ReviewDecision",
    "Visit",
    "VisitKind",
    "VisitManner",
]


class FollowUpPlan(Form):
    """Why visits are owed, from when, and who makes them."""

    title = "回访计划"
    what_now = "选定回访依据和起算日,系统据此排出每一个应访窗口。"
    source = "指导纲要第77–81条"

    basis: FollowUpBasis = field(
        "回访依据", known=Known.VISITS_BASIS, widget="radios", source="指导纲要第78–81条",
        hint="领回、亲友照料:{6.1};资格被撤销:按第35条的情形;预防性走访:{6.4-1}或者{6.4-4}。",
    )  # fmt: skip
    starts_on: date = field(
        "起算日",
        known=Known.VISITS_START,
        hint="领回或者交接之日、判决生效之日;当日不计入。",
        source="指导纲要第78、79条",
    )
    grounds: tuple[Ground35, ...] = field(
        "撤销所依据的第35条情形", known=Known.VISITS_GROUNDS, shown_if="basis=revoked",
        default=(), optional=True, widget="checkboxes", source="指导纲要第79条",
        hint="与判决一致;多项并存的,取最长的回访期;只依民法典第36条撤销的不选,按最长的回访期。",
    )  # fmt: skip
    groups: tuple[PreventiveGroup, ...] = field(
        "预防性走访的对象", shown_if="basis=preventive_twice|preventive_once", default=(),
        widget="checkboxes", source="指导纲要第80条", hint="多项并存的,按次数多的走访。",
    )  # fmt: skip
    responsible: str = field("回访负责人和单位", max_length=100, source="指导纲要第77条")
    local_contact: str = field("当地联系人", max_length=100, hint="村(居)儿童主任、班主任等。")
    local_phone: Phone | None = field("联系电话", optional=True, max_length=40)
    focus: str = field("回访重点", widget="textarea", max_length=1000, source="指导纲要第77条")
    safety: str | None = field(
        "发现异常时立即怎么办", optional=True, widget="textarea", max_length=500
    )

    @rule("groups", "basis")
    def often_enough_for_the_group(self) -> str | None:
        """Only who is out of school, and nothing else, is visited once a month (art. 80)."""
        once = set(self.groups) <= {PreventiveGroup.OUT_OF_SCHOOL}
        if self.basis is FollowUpBasis.PREVENTIVE_ONCE and not once:
            return "该类未成年人应当走访得更勤,请改选回访依据。"
        if self.basis is FollowUpBasis.PREVENTIVE_TWICE and self.groups and once:
            return "失学辍学、成长受阻的另有回访依据,请改选。"
        return None


class VisitKind(Choice):
    """Whether the visit took place."""

    VISITED = "visited", "已回访"
    MISSED = "missed_with_reason", "窗口已过,没有访成(写明原因)"
    EXEMPT = "exempt", "本窗口免访(已经批准,或者未成年人下落不明)"
    DIED = "died", "未成年人死亡(写明情况)"


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
    on: date = field("日期", hint="实际回访的日期;过了窗口才访到的,照实填写,按补访计。")
    visitor: str = field("回访人", known=Known.VISITOR, max_length=100)
    reason: str | None = field(
        "没有访成、免访的理由或者死亡的情况", shown_if="kind=missed_with_reason|exempt|died",
        widget="textarea", max_length=500,
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

    @property
    def child_died(self) -> bool:
        """Whether follow-up ends because the child died."""
        return self.kind is VisitKind.DIED

    @property
    def leads_to(self) -> Outcome | None:
        """How the visit ends follow-up; None where visits go on."""
        return after_visit(child_died=self.child_died, finds_something=self.finds_something)

    @rule("next_on", "on")
    def next_comes_after(self) -> str | None:
        """The next visit follows this one."""
        if self.next_on and self.next_on <= self.on:
            return "下次回访日期应当晚于本次。"
        return None

    @rule("saw_child", "manner")
    def nobody_is_seen_by_telephone(self) -> str | None:
        """Who was only spoken to was not seen (outline 77)."""
        if self.manner is VisitManner.PHONE and self.saw_child:
            return "电话回访见不到本人;只通了电话的,请选“否”并写明没有见到的原因。"
        return None

    @rule("finds_something", "kind")
    def exempt_finds_nothing(self) -> str | None:
        """Nobody is excused from visiting a child in whose case something was found."""
        if self.kind is VisitKind.EXEMPT and self.finds_something:
            return "发现异常的,不能免访。"
        return None
