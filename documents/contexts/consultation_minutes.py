"""D6 会商纪要: the conclusion of the bodies, item by item (outline 71-72; opinions 19)."""

from documents.contexts.base import Context, Part
from documents.contexts.case import view
from documents.contexts.people import masked_child
from documents.legal_terms import in_full
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import NONE, cn_date, cn_instant, joined, or_unknown, paragraphs
from models.forms.consultation import Minutes
from models.forms.grounds import Finding
from models.forms.long_term import LongTermGrounds
from models.law.pack import RulePack


class Attendant(Part):
    """Somebody who was, or was not, there."""

    party: str
    person: str
    presence: str


class Opinion(Part):
    """What a party said."""

    party: str
    text: str


class ItemConclusion(Part):
    """The answer to one question the law puts to the meeting."""

    question: str
    answer: str
    reasons: str


class ConsultationMinutesContext(Context):
    """What the minutes print. They go to those who took part."""

    centre: str
    case_number: str
    child: str
    met_at: str
    place: str
    chair: str
    recorder: str
    attendance: tuple[Attendant, ...]
    materials: tuple[str, ...]
    child_view: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    items: tuple[ItemConclusion, ...]
    conclusion: str
    conclusion_reasons: tuple[str, ...]
    assignments: tuple[str, ...]
    dissent: tuple[str, ...]


def build(record: CaseRecord, about: str | None) -> ConsultationMinutesContext:  # noqa: ARG001
    """Fill the minutes from their newest form."""
    minutes = record.need(Minutes)
    return ConsultationMinutesContext(
        centre=record.centre.name,
        case_number=record.case_number,
        child=masked_child(record.child),
        met_at=cn_instant(minutes.held_at),
        place=minutes.place,
        chair=minutes.chair,
        recorder=minutes.recorder,
        attendance=_attendance(minutes),
        materials=_materials(minutes),
        child_view=paragraphs(view(minutes.child_view)),
        opinions=tuple(Opinion(party=one.party, text=one.opinion) for one in minutes.opinions),
        items=_items(minutes, record.law),
        conclusion=full_width(minutes.conclusion.label),
        conclusion_reasons=_reasons(minutes),
        assignments=_assignments(minutes) or (NONE,),
        dissent=paragraphs(minutes.dissent),
    )


def _assignments(minutes: Minutes) -> tuple[str, ...]:
    """Who does what, and by which day where one was said."""
    committed = [
        say("{}：{}({}前完成)。", one.who, one.what, cn_date(one.by)) for one in minutes.commitments
    ]
    return (*minutes.tasks, *committed)


def _attendance(minutes: Minutes) -> tuple[Attendant, ...]:
    there = [
        Attendant(
            party=one.unit,
            person=one.name,
            presence=full_width("出席(已签到)") if one.signed_in else "出席",
        )
        for one in minutes.attendees
    ]
    absent = [
        Attendant(party=one.unit, person=NONE, presence=say("缺席：{}", one.reason))
        for one in minutes.absentees
    ]
    return (*there, *absent)


def _materials(minutes: Minutes) -> tuple[str, ...]:
    """Gate G2: assessment, police statement or the record of asking for it, guidance, the rest."""
    return (
        say("家庭监护评估报告：{}", minutes.assessment_report),
        say("案件情况说明：{}。{}", full_width(minutes.police_statement.label),
            minutes.police_note),
        say("教育辅导情况：{}", minutes.guidance),
        *minutes.evidence,
    )  # fmt: skip


#: Answers to the questions as they are put.
_REMOVED = {Finding.MET: "已消除", Finding.NOT_MET: "未消除", Finding.UNCLEAR: "尚不能确定"}
_CAPABLE = {Finding.MET: "能够", Finding.NOT_MET: "不能", Finding.UNCLEAR: "尚不能确定"}


def _items(minutes: Minutes, law: RulePack) -> tuple[ItemConclusion, ...]:
    grounds35 = joined([full_width(in_full(law, one)) for one in minutes.grounds35], between="\n")
    grounds36 = joined([full_width(one.label) for one in minutes.grounds36], between="\n")
    return (
        ItemConclusion(
            question=full_width("《意见》第11条第1款规定的危险状态是否消除"),
            answer=_REMOVED[minutes.danger_removed],
            reasons=minutes.danger_reasons,
        ),
        ItemConclusion(
            question="监护人能否正确履行监护职责",
            answer=_CAPABLE[minutes.guardian_capable],
            reasons=minutes.capable_reasons,
        ),
        ItemConclusion(
            question="是否属于《意见》第35条规定的情形",
            answer="属于" if minutes.grounds35 else "不属于",
            reasons=say("{}\n{}", grounds35, minutes.ground_reasons),
        ),
        ItemConclusion(
            question="是否属于民法典第36条规定的情形",
            answer="属于" if minutes.grounds36 else "不属于",
            reasons=say("{}\n{}", grounds36, minutes.ground_reasons),
        ),
    )


def _reasons(minutes: Minutes) -> tuple[str, ...]:
    lines = list(paragraphs(minutes.reasons))
    if minutes.carer:
        lines.append(say("拟照料人：{}", minutes.carer))
    if minutes.extend_months:
        lines.append(say("建议延长临时监护{}个月。", str(minutes.extend_months)))
    if minutes.applicant:
        lines.append(say("申请人：{}", minutes.applicant))
    if minutes.long_term:
        lines += _long_term(minutes.long_term)
    if minutes.to_find_out:
        lines.append(say("需要补充的事项：{}", or_unknown(minutes.to_find_out)))
    if minutes.why_no_petition:
        lines.append(say("属于第35条情形而不申请撤销的理由：{}", minutes.why_no_petition))
    return tuple(lines)


def _long_term(grounds: LongTermGrounds) -> list[str]:
    """On which item of art. 94, and what the item needs."""
    lines = [say("属于未成年人保护法第94条的情形：{}。", full_width(grounds.item.label))]
    lines += [
        say("监护人{}：{}({})。", one.name, one.loss.label, one.proof) for one in grounds.guardians
    ]
    told = (grounds.search, grounds.nobody_else, grounds.other_law)
    return [*lines, *filter(None, told)]
