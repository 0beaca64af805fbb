"""D18 结案报告: why the case may end (outline 37, 77-79; gate G8)."""

from documents.contexts import people
from documents.contexts.base import Context, Part
from documents.contexts.case import author
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.titles import TITLES
from documents.wording import NONE, cn_date, cn_instant, or_none, or_unknown, paragraphs
from models.forms.closure import Archived, ClosingReport
from models.forms.follow_up import FollowUpPlan, Visit, VisitKind
from models.forms.receipt import ReporterFeedback
from models.law.dates import shanghai_date
from models.law.window_standing import standings
from models.words import Paper


class PaperLine(Part):
    """One document of the case."""

    title: str
    number: str


class ClosingReportContext(Context):
    """What the report prints. Internal."""

    centre: str
    case_number: str
    child: str
    opened_on: str
    concluded_on: str
    summary: tuple[str, ...]
    custody: str
    reason: str
    situation: tuple[str, ...]
    guardianship: tuple[str, ...]
    services: tuple[str, ...]
    visits: str
    findings: str
    feedback: str
    outstanding: tuple[str, ...]
    sides: str
    child_told: str
    contact_later: str
    papers: tuple[PaperLine, ...]
    archive: tuple[str, ...]
    written_by: str


def build(record: CaseRecord, about: str | None) -> ClosingReportContext:  # noqa: ARG001
    """Fill the report from its form and from what the case already holds."""
    report = record.need(ClosingReport)
    return ClosingReportContext(
        centre=record.centre.name,
        case_number=record.case_number,
        child=people.child_line(record.child, record.now),
        opened_on=cn_date(record.opened_at),
        concluded_on=cn_date(report.concluded_on),
        summary=paragraphs(report.summary),
        custody=_custody(record),
        reason=full_width(report.reason.label),
        situation=paragraphs(report.child_situation),
        guardianship=paragraphs(report.guardianship),
        services=report.services or (NONE,),
        visits=_visits(record),
        findings=full_width("回访发现的异常均已处理。" if report.findings_dealt_with
                            else "尚有异常未处理。"),
        feedback=_feedback(record),
        outstanding=paragraphs(report.outstanding),
        sides=or_none(report.side_reasons) if report.ends_side_procedures else NONE,
        child_told=_told(report),
        contact_later=or_none(report.contact_later),
        papers=_papers(record),
        archive=tuple(_archived(one) for one in report.archive) or (NONE,),
        written_by=author(record, ClosingReport),
    )  # fmt: skip


def _custody(record: CaseRecord) -> str:
    spans = [
        say("自{}起临时监护,至{}终止。", cn_instant(began), cn_instant(ended))
        if ended
        else say("自{}起临时监护。", cn_instant(began))
        for began, ended in record.spans_of_custody()
    ]
    return "".join(spans) or "未采取临时监护。"


def _visits(record: CaseRecord) -> str:
    visits = [visit for _, visit in record.all(Visit)]
    if not visits:
        return "本案没有回访。"
    made = sum(visit.kind is VisitKind.VISITED for visit in visits)
    found = sum(visit.finds_something for visit in visits)
    exempt = sum(visit.kind is VisitKind.EXEMPT for visit in visits)
    told = say(
        "应访记录{}次,实际回访{}次,其中发现异常{}次。", str(len(visits)), str(made), str(found)
    )
    return told + (say("经批准免访{}次。", str(exempt)) if exempt else "") + _missed(record)


def _missed(record: CaseRecord) -> str:
    """Windows that passed without a visit stay on the report, with how each was made up."""
    plan = record.facts_of(FollowUpPlan)
    if plan is None:
        return ""
    visits = [v for facts, v in record.all(Visit) if facts.stage_ordinal == plan.stage_ordinal]
    found = standings(
        record.windows(plan),
        [visit.on for visit in visits if visit.kind is VisitKind.VISITED],
        exempt=exempt_windows(record, plan.stage_ordinal),
        on=shanghai_date(record.now),
    )
    missed = [one.told() for one in found if one.missed]
    return say("{}。", "；".join(missed)) if missed else ""


def exempt_windows(record: CaseRecord, stage_ordinal: int) -> frozenset[int]:
    """Numbers of the windows recorded as exempt in this follow-up."""
    return frozenset(
        int((facts.about or "").removeprefix("window-"))
        for facts, visit in record.all(Visit)
        if facts.stage_ordinal == stage_ordinal and visit.kind is VisitKind.EXEMPT
    )


def _feedback(record: CaseRecord) -> str:
    told = record.latest(ReporterFeedback)
    if told is None:
        return full_width("无需反馈或者没有可以反馈的报告人。")
    if not told.fed_back:
        return say("未反馈,理由：{}", or_unknown(told.why_not))
    manner = told.manner.label if told.manner else NONE
    return say("已于{}以{}方式向报告人反馈。", cn_instant(told.told_at), manner)


def _told(report: ClosingReport) -> str:
    if report.child_told:
        return "已用未成年人能懂的方式告知结案和以后怎样求助。"
    return say("未告知,理由：{}", or_unknown(report.why_not_told))


def _papers(record: CaseRecord) -> tuple[PaperLine, ...]:
    """All but the closing report itself: its own number must not change what was signed."""
    return tuple(
        PaperLine(title=TITLES[Paper(kind)], number=number)
        for kind, number in record.numbers_beside(Paper.CLOSING_REPORT)
    )


def _archived(one: Archived) -> str:
    return say("{}({}页)", one.name, str(one.pages)) if one.pages else one.name
