"""Every paper: its title, number series, template, context, reader and source. A table to read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents.contexts import (
    assessment_report,
    briefing_letter,
    chaser_letter,
    closing_report,
    collection_notice,
    consultation_minutes,
    consultation_notice,
    extension_form,
    handover,
    injunction_application,
    investigation_report,
    protection_application,
    reception_handover,
    referral_letter,
    registration,
    restoration_opinion,
    revocation_petition,
    rights_notice,
    suggestion_reply,
    visit_record,
    work_plan,
)
from documents.contexts.base import Context, digest
from documents.punctuation import full_width
from documents.record import CaseRecord
from documents.template import ready
from documents.titles import TITLES, subject_of
from models.choice import Choice
from models.words import Paper

__all__ = [
    "PAPERS", "Audience", "PaperKind", "digest", "file_name", "full_number", "title_of",
]  # fmt: skip

Build = Callable[[CaseRecord, str | None], Context]

#: What Windows does not take in a file name, and control characters.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
#: Keeps the whole name far below 255 bytes on every file system.
_LONGEST_PART = 40


class Audience(Choice):
    """Who reads a paper, and therefore what it may say."""

    INTERNAL = "internal", "内部"
    GUARDIAN = "guardian", "监护人、照料人"
    COURT = "court", "人民法院"
    OUTSIDE_BODY = "outside_body", "其他单位"


@dataclass(frozen=True)
class PaperKind:
    """What the program knows about one kind of document.

    Attributes:
        series: What follows the centre's short name in the number: 示未保 + 接登 + 〔2026〕17号.
        build: Fills the context; raises BrokenInvariant when the case lacks what it rests on.
        source: The articles behind the document.
    """

    paper: Paper
    series: str
    audience: Audience
    model: type[Context]
    build: Build
    source: str

    @property
    def title(self) -> str:
        """The document's name, such as 家庭监护评估报告."""
        return TITLES[self.paper]

    @property
    def template(self) -> str:
        """File name of the template."""
        return f"{self.paper}.docx"

    def template_version(self) -> str:
        """Short hash of the template a document of this kind is made from now."""
        return ready(self.template, self.model).version

    def title_for(self, about: str | None) -> str:
        """The name with whom or what it is about, such as `会商通知(学校)`."""
        subject = subject_of(self.paper, about)
        return full_width(f"{self.title}({subject})") if subject else self.title


_IN, _GUARDIAN = Audience.INTERNAL, Audience.GUARDIAN
_COURT, _OUT = Audience.COURT, Audience.OUTSIDE_BODY

PAPERS: dict[Paper, PaperKind] = {
    kind.paper: kind
    for kind in (
        PaperKind(Paper.REGISTRATION, "接登", _IN, registration.RegistrationContext,
              registration.build, "指导纲要第36条;未成年人保护法第11条"),
        PaperKind(Paper.RECEPTION_HANDOVER, "接收", _OUT,
              reception_handover.ReceptionHandoverContext, reception_handover.build,
              "《意见》第11、15条;指导纲要第66条"),
        PaperKind(Paper.INVESTIGATION_REPORT, "核报", _IN,
              investigation_report.InvestigationReportContext, investigation_report.build,
              "指导纲要第53、54条"),
        PaperKind(Paper.ASSESSMENT_REPORT, "评报", _COURT,
              assessment_report.AssessmentReportContext, assessment_report.build,
              "指导纲要第55、56、68条;《意见》第28、35条"),
        PaperKind(Paper.CONSULTATION_NOTICE, "商通", _OUT,
              consultation_notice.ConsultationNoticeContext, consultation_notice.build,
              "指导纲要第70条;《意见》第19条"),
        PaperKind(Paper.CONSULTATION_MINUTES, "商纪", _OUT,
              consultation_minutes.ConsultationMinutesContext, consultation_minutes.build,
              "指导纲要第71、72条;《意见》第19条"),
        PaperKind(Paper.COLLECTION_NOTICE, "领通", _GUARDIAN,
              collection_notice.CollectionNoticeContext, collection_notice.build,
              "指导纲要第71条;《意见》第19条"),
        PaperKind(Paper.HANDOVER, "交接", _GUARDIAN, handover.HandoverContext, handover.build,
              "指导纲要第71条;《意见》第17、19条"),
        PaperKind(Paper.BRIEFING_LETTER, "通函", _OUT, briefing_letter.BriefingLetterContext,
              briefing_letter.build, "指导纲要第74条;《意见》第20条"),
        PaperKind(Paper.PROTECTION_APPLICATION, "护申", _COURT,
              protection_application.ProtectionApplicationContext, protection_application.build,
              "反家庭暴力法第23至30条;法释〔2022〕17号"),
        PaperKind(Paper.INJUNCTION_APPLICATION, "保申", _COURT,
              injunction_application.InjunctionApplicationContext, injunction_application.build,
              "民事诉讼法第103、104条;《意见》第22至24条"),
        PaperKind(Paper.REVOCATION_PETITION, "撤申", _COURT,
              revocation_petition.RevocationPetitionContext, revocation_petition.build,
              "民法典第36条;《意见》第27、28、31、35条;民事诉讼法第124条"),
        PaperKind(Paper.EXTENSION_FORM, "延审", _IN, extension_form.ExtensionFormContext,
              extension_form.build, "指导纲要第68条;《意见》第15条"),
        PaperKind(Paper.VISIT_RECORD, "回访", _IN, visit_record.VisitRecordContext,
              visit_record.build, "指导纲要第77至81条"),
        PaperKind(Paper.RESTORATION_OPINION, "恢意", _COURT,
              restoration_opinion.RestorationOpinionContext, restoration_opinion.build,
              "《意见》第38至40条;民法典第38条"),
        PaperKind(Paper.SUGGESTION_REPLY, "复函", _OUT, suggestion_reply.SuggestionReplyContext,
              suggestion_reply.build, "未成年人保护法第114条"),
        PaperKind(Paper.RIGHTS_NOTICE, "权告", _GUARDIAN, rights_notice.RightsNoticeContext,
              rights_notice.build, "《意见》第11、17条"),
        PaperKind(Paper.WORK_PLAN, "计划", _IN, work_plan.WorkPlanContext, work_plan.build,
              "指导纲要第68条"),
        PaperKind(Paper.CLOSING_REPORT, "结报", _IN, closing_report.ClosingReportContext,
              closing_report.build, "指导纲要第37、77至79条"),
        PaperKind(Paper.REFERRAL_LETTER, "移函", _OUT, referral_letter.ReferralLetterContext,
              referral_letter.build, "未成年人保护法第11条;指导纲要第54条"),
        PaperKind(Paper.CHASER_LETTER, "催函", _OUT, chaser_letter.ChaserLetterContext,
              chaser_letter.build, "本中心自定"),
    )
}  # fmt: skip


def title_of(paper: Paper) -> str:
    """The document's name."""
    return TITLES[paper]


def full_number(short: str, paper: Paper, year: int, sequence: int) -> str:
    """Write a number as `示未保接登〔2026〕17号`.

    Args:
        short: The centre's short name, such as 示未保.
        paper: Gives the series.
        year: Four digits.
        sequence: Counted from 1 within centre, series and year; not padded (GB/T 9704-2012).
    """
    return f"{short}{PAPERS[paper].series}〔{year}〕{sequence}号"


def file_name(case_number: str, title: str, issued_on: date, version: int) -> str:
    """Name a downloaded document `案号_文书名_日期_v2.docx`; safe on Windows, macOS and Linux."""
    parts = (_safe(case_number), _safe(title), issued_on.isoformat(), f"v{version}")
    return "_".join(parts) + ".docx"


def _safe(text: str) -> str:
    plain = _FORBIDDEN.sub("-", text).strip(" .")[:_LONGEST_PART].strip(" .")
    return plain or "-"
