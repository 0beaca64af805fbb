"""D14 恢复监护人资格调查意见 for the court (opinions 38-40; Civil Code 38; gate G7)."""

from documents.contexts import people
from documents.contexts.base import Context, Evidence, Finding, Part
from documents.contexts.case import author, evidence, view
from documents.legal_terms import length
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import cn_date, joined, or_none, or_unknown, paragraphs
from models.forms.restoration import RestorationCommission, RestorationOpinion
from models.law.restoration import restoration_window
from models.law.terms import Doubt40


class Exclusion(Part):
    """One reason for which guardianship is not restored, compared with the facts."""

    text: str
    answer: str
    basis: str


class RestorationOpinionContext(Context):
    """What the opinion prints. For the court."""

    centre: str
    court: str
    commission: str
    questions: tuple[str, ...]
    applicant: str
    child: str
    revoked: str
    applied_on: str
    in_time: str
    exclusions: tuple[Exclusion, ...]
    findings: tuple[Finding, ...]
    present_guardian: tuple[str, ...]
    child_view: tuple[str, ...]
    opinion: str
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    written_by: str


def build(record: CaseRecord, about: str | None) -> RestorationOpinionContext:  # noqa: ARG001
    """Fill the opinion from the court's commission and what was found.

    Gate G7 (no favour after an intentional crime) is the form's; the paper shows both.
    """
    asked = record.need(RestorationCommission)
    found = record.need(RestorationOpinion)
    return RestorationOpinionContext(
        centre=record.centre.name,
        court=asked.court,
        commission=_commission(asked),
        questions=asked.questions,
        applicant=say("{}(未成年人的{})", asked.applicant, asked.relation),
        child=people.child_line(record.child, record.now),
        revoked=say("监护人资格被撤销之日：{}。", cn_date(asked.revoked_on)),
        applied_on=cn_date(asked.applied_on),
        in_time=_window(record, asked, found),
        exclusions=_exclusions(found),
        findings=_findings(asked, found),
        present_guardian=paragraphs(found.guardian_view),
        child_view=paragraphs(view(found.child_view)),
        opinion=full_width(found.advice.label),
        reasons=_reasons(found),
        evidence=evidence(found.evidence),
        written_by=author(record, RestorationOpinion),
    )


def _commission(asked: RestorationCommission) -> str:
    return say(
        "贵院委托函(文号：{})于{}收悉。受贵院委托,本中心对{}申请恢复监护人资格一案进行了调查评估,"
        "现提出意见如下。",
        or_none(asked.commission_number), cn_date(asked.commissioned_on), asked.applicant,
    )  # fmt: skip


def _window(
    record: CaseRecord, asked: RestorationCommission, found: RestorationOpinion
) -> str:  # fmt: skip
    law = record.law
    window = restoration_window(asked.revoked_on, record.calendar, law)
    inside = "在" if window.holds(asked.applied_on) else "不在"
    return say(
        "申请日期{}《意见》第38条规定的{}至{}期间内。民法典第38条没有期间限制,由人民法院审查。{}",
        inside, length(law, "5C.10"), length(law, "5C.10-closes"), found.window_note,
    )  # fmt: skip


def _exclusions(found: RestorationOpinion) -> tuple[Exclusion, ...]:
    rows = (
        ("对被监护人实施故意犯罪(民法典第38条,不得恢复)", found.intentional_crime),
        *(
            (f"{doubt.label}(《意见》第40条,一般不得恢复)", there)
            for doubt, there in (
                (Doubt40.SEXUAL_OR_SALE, found.sexual_or_sale),
                (Doubt40.LONG_ABUSE, found.long_abuse),
                (Doubt40.FIVE_YEARS, found.five_years),
            )
        ),
    )  # fmt: skip
    return tuple(
        Exclusion(text=full_width(text), answer="存在" if there else "不存在",
                  basis=found.crime_checked)
        for text, there in rows
    )  # fmt: skip


def _findings(asked: RestorationCommission, found: RestorationOpinion) -> tuple[Finding, ...]:
    rows = [
        ("监护意愿", found.willingness), ("悔改表现", found.repentance),
        ("监护能力", found.capacity), ("身心状况", found.health), ("工作生活情况", found.work_life),
    ]  # fmt: skip
    if asked.serving_sentence or found.executing_body:
        rows.append(("执行机关的意见", or_unknown(found.executing_body)))
    basis = joined([f"证据{one.number}" for one in found.evidence])
    return tuple(Finding(title=title, text=text, basis=basis) for title, text in rows)


def _reasons(found: RestorationOpinion) -> tuple[str, ...]:
    lines = list(paragraphs(found.reasons))
    if found.against_doubts:
        lines.append(say("属于一般不得恢复的情形而建议恢复的特别理由：{}", found.against_doubts))
    if found.conditions:
        lines.append(say("恢复后的支持和回访建议：{}", found.conditions))
    return tuple(lines)
