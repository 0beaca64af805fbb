"""D3 初步调查核实报告 (outline 53-54; minors law 92)."""

from documents.contexts import people
from documents.contexts.base import Context, Evidence, Finding, GuardianCard, Part
from documents.contexts.case import author, cited, evidence, view
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import UNKNOWN, cn_date, joined, or_unknown, paragraphs, sentence
from models.forms.investigation import Investigation, InvestigationAssignment
from models.forms.receipt import Registration


class Interview(Part):
    """Somebody who was heard, how, and what was said."""

    who: str
    how: str
    words: str


class InvestigationReportContext(Context):
    """What the report prints. Internal."""

    centre: str
    case_number: str
    child: str
    guardians: tuple[GuardianCard, ...]
    investigators: tuple[str, ...]
    began_on: str
    ended_on: str
    methods: str
    interviews: tuple[Interview, ...]
    report_summary: tuple[str, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    differences: tuple[str, ...]
    child_view: tuple[str, ...]
    custody_case: str
    immediate_risk: tuple[str, ...]
    conclusion: str
    reasons: tuple[str, ...]
    proposal: tuple[str, ...]
    written_by: str


def build(record: CaseRecord, about: str | None) -> InvestigationReportContext:  # noqa: ARG001
    """Fill the report from the investigation, its assignment and the registration."""
    found = record.need(Investigation)
    assigned = record.latest(InvestigationAssignment)
    report = record.latest(Registration)
    return InvestigationReportContext(
        centre=record.centre.name,
        case_number=record.case_number,
        child=people.child_line(record.child, record.now),
        guardians=tuple(people.guardian_card(one) for one in record.guardians),
        investigators=_investigators(assigned),
        began_on=cn_date(found.began_on),
        ended_on=cn_date(found.ended_on),
        methods=_methods(found),
        interviews=tuple(
            Interview(
                who=one.who,
                how=say("{},{},{}", cn_date(one.on), one.manner.label, or_unknown(one.place)),
                words=one.words,
            )
            for one in found.interviews
        ),
        report_summary=paragraphs(report.what_happened if report else None),
        findings=_findings(found),
        evidence=evidence(found.evidence),
        differences=paragraphs(found.differs),
        child_view=paragraphs(view(found.child_view)),
        custody_case=_custody(found),
        immediate_risk=tuple(one.label for one in found.dangers) or ("未发现即时危险状态。",),
        conclusion=_conclusion(found),
        reasons=paragraphs(found.reasons),
        proposal=paragraphs(found.proposal),
        written_by=author(record, Investigation),
    )


def _investigators(assigned: InvestigationAssignment | None) -> tuple[str, ...]:
    if assigned is None:
        return (UNKNOWN,)
    return tuple(
        say("{},{},{}", one.name, full_width(one.role.label), one.unit)
        for one in assigned.investigators
    )


def _methods(found: Investigation) -> str:
    methods = joined([one.label for one in found.manners])
    if found.home_visited:
        return methods
    return say("{}。未入户,理由：{}", methods, or_unknown(found.why_not_visited))


def _findings(found: Investigation) -> tuple[Finding, ...]:
    """The five headings of the form, then each fact with the numbers of its evidence."""
    spoken = full_width("走访陈述和实地查看")
    general = [
        Finding(title=title, text=text, basis=spoken)
        for title, text in (
            ("生活情况", found.living), ("就学情况", found.schooling), ("家庭情况", found.family),
            ("监护情况", found.guardianship), ("身心健康", found.health),
        )
    ]  # fmt: skip
    facts = [
        Finding(title=one.topic, text=one.finding, basis=cited(one.evidence_numbers))
        for one in found.facts
    ]
    return (*general, *facts)


def _custody(found: Investigation) -> str:
    if not found.needs_custody:
        return "不需要临时监护。"
    ground = full_width(found.custody_ground.label) if found.custody_ground else UNKNOWN
    return say("需要临时监护。情形：{}", sentence(ground))


def _conclusion(found: Investigation) -> str:
    if not found.substantiated:
        return full_width("经核实,未发现监护侵害,建议转介帮扶或者结案。")
    harms = joined([one.label for one in found.harms])
    return say("经核实,存在监护侵害({}),应当进入家庭监护评估(指导纲要第54条)。", harms)
