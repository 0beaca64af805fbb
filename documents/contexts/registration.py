"""D1 接报登记表 (outline 36; minors law 11; domestic violence law 14)."""

from documents.contexts.base import ChildCard, Context, GuardianCard, Part
from documents.contexts.people import child_card, guardian_card
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import cn_instant, or_none, or_unknown, yes_no
from models.forms.dangers import Danger, MandatorySituation
from models.forms.receipt import PoliceReport, Registration


class Sign(Part):
    """One of the situations of the mandatory report opinion, or of immediate danger."""

    text: str
    found: str


class RegistrationContext(Context):
    """What the registration form prints. Internal: it names the reporter."""

    centre: str
    case_number: str
    received_at: str
    channel: str
    received_by: str
    reporter_kind: str
    reporter_mandated: str
    reporter_anonymous: str
    reporter_name: str
    reporter_unit: str
    reporter_phone: str
    feedback: str
    child: ChildCard
    siblings: str
    guardians: tuple[GuardianCard, ...]
    happened_at: str
    happened_where: str
    child_is_where: str
    facts: str
    needs: str
    signs: tuple[Sign, ...]
    dangers: tuple[Sign, ...]
    measures: str
    police: str


def build(record: CaseRecord, about: str | None) -> RegistrationContext:  # noqa: ARG001
    """Fill the registration form from the newest registration of the case."""
    report = record.need(Registration)
    reporter = report.reporter
    return RegistrationContext(
        centre=record.centre.name,
        case_number=record.case_number,
        received_at=cn_instant(report.received_at),
        channel=report.channel.label,
        received_by=report.received_by,
        reporter_kind=reporter.kind.label,
        reporter_mandated=yes_no(value=reporter.is_mandated),
        reporter_anonymous=yes_no(value=reporter.anonymous),
        reporter_name="匿名" if reporter.anonymous else or_unknown(reporter.name),
        reporter_unit=or_none(reporter.unit),
        reporter_phone=or_none(reporter.phone),
        feedback=or_none(reporter.feedback_manner) if reporter.wants_feedback else "不要求反馈",
        child=child_card(report.child, record.now),
        siblings=or_none(report.siblings),
        guardians=tuple(guardian_card(one) for one in report.guardians),
        happened_at=or_unknown(report.happened_when),
        happened_where=or_unknown(report.happened_where),
        child_is_where=report.child_is_where,
        facts=report.what_happened,
        needs=report.needs,
        signs=tuple(
            Sign(text=full_width(one.label), found=_found(one in report.situations))
            for one in MandatorySituation
        ),
        dangers=tuple(Sign(text=one.label, found=_found(one in report.dangers)) for one in Danger),
        measures=or_none(report.measures_taken),
        police=_police(record, report),
    )


def _found(there: bool) -> str:  # noqa: FBT001  # one private call
    return "☑" if there else "□"


def _police(record: CaseRecord, report: Registration) -> str:
    told = record.latest(PoliceReport)
    if told:
        return say(
            "{}由{}{},接警单位：{},报警回执或者警情编号：{}。",
            cn_instant(told.reported_at), told.reported_by, told.channel.label, told.station,
            or_none(told.receipt_number),
        )  # fmt: skip
    if report.police_told_by_reporter:
        return say("报告人已报警,警情编号：{}。", or_unknown(report.police_call_number))
    if report.suspects_harm:
        return full_width("本中心应当立即报案;报案时间、接警单位和回执号见报警记录。")
    return full_width("未发现应当报案的情形")
