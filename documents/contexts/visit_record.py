"""D13 回访记录表, one for each visit (outline 77-81)."""

from documents.contexts.base import Context
from documents.contexts.people import child_name
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import NONE, UNKNOWN, cn_date, joined, or_none, or_unknown
from models.errors import BrokenInvariant
from models.forms.follow_up import FollowUpPlan, FollowUpReview, Visit, VisitKind


class VisitRecordContext(Context):
    """What the form prints. Internal."""

    centre: str
    case_number: str
    child: str
    which: str
    window: str
    outcome: str
    visited_on: str
    manner: str
    saw_child: str
    interviewed: str
    situation: str
    improvement: str
    new_problems: str
    recovery: str
    guardianship: str
    measures: str
    abnormal: str
    next_on: str
    visited_by: str


def build(record: CaseRecord, about: str | None) -> VisitRecordContext:
    """Fill the record of one visit.

    Args:
        record: The case.
        about: `window-<number>` of the plan, or `further-<turn>` after a review.

    Raises:
        BrokenInvariant: `about` names no visit.
    """
    kind, _, number = (about or "").partition("-")
    if kind not in ("window", "further") or not number.isdigit():
        raise BrokenInvariant("回访记录没有对应的回访。")
    visit = record.need(Visit, about=about, here=True)
    which = "第{}次(计划回访)" if kind == "window" else "第{}次(延续回访)"
    return VisitRecordContext(
        centre=record.centre.name,
        case_number=record.case_number,
        child=child_name(record.child),
        which=say(which, number),
        window=_planned(record, int(number))
        if kind == "window"
        else _reviewed(record, int(number)),
        outcome=_outcome(visit),
        visited_on=cn_date(visit.on),
        manner=visit.manner.label if visit.manner else NONE,
        saw_child=_saw(visit),
        interviewed=joined(visit.spoke_to or ()),
        situation=or_none(visit.present_state),
        improvement=_improvement(visit),
        new_problems=_new_problems(visit),
        recovery=or_none(visit.recovery),
        guardianship=or_none(visit.guardianship),
        measures=or_none(visit.measures),
        abnormal=_abnormal(visit),
        next_on=cn_date(visit.next_on) if visit.next_on else "按回访计划",
        visited_by=visit.visitor,
    )


def _planned(record: CaseRecord, number: int) -> str:
    for window in record.windows(record.facts_of(FollowUpPlan, here=True)):
        if window.number == number:
            return say("{}至{}", cn_date(window.first_on), cn_date(window.last_on))
    return UNKNOWN


def _reviewed(record: CaseRecord, turn: int) -> str:
    """The window that the review before this visit laid down."""
    for facts, review in record.all(FollowUpReview):
        if facts.turn == turn and facts.stage_ordinal == record.stage_ordinal:
            return say("{}至{}", cn_date(review.next_visit_from), cn_date(review.next_visit_to))
    return UNKNOWN


def _outcome(visit: Visit) -> str:
    label = full_width(visit.kind.label)
    return label if visit.kind is VisitKind.VISITED else say("{}：{}", label, or_none(visit.reason))


def _saw(visit: Visit) -> str:
    if visit.saw_child is None:
        return "未见到"
    return "是" if visit.saw_child else say("否,原因：{}", or_unknown(visit.why_not_seen))


def _improvement(visit: Visit) -> str:
    if visit.lasts is None:
        return NONE
    return say("{}。{}", visit.lasts.label, or_none(visit.lasts_note))


def _new_problems(visit: Visit) -> str:
    if visit.has_new_problem is None:
        return NONE
    return say("有：{}", or_unknown(visit.new_problem)) if visit.has_new_problem else NONE


def _abnormal(visit: Visit) -> str:
    if not visit.finds_something:
        return full_width("未发现异常,不重启干预")
    state = "已处理" if visit.dealt_with else "尚未处理完毕"
    return say("发现异常,重启干预：{}({})", or_unknown(visit.found), state)
