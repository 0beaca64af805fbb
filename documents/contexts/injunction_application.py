"""D10b 诉前行为保全申请书 (civil procedure law 103-104; opinions 22-24; outline 76)."""

from documents.contexts import people
from documents.contexts.base import Context, Evidence
from documents.contexts.case import evidence
from documents.legal_terms import within
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import or_unknown, paragraphs, sentence
from models.forms.injunction import ApplicantKind, InjunctionMeasure, InjunctionPhase
from models.forms.protection import InjunctionApplication
from models.law.pack import RulePack


class InjunctionApplicationContext(Context):
    """What the application prints. Served on the respondent: no placement, no reporter."""

    court: str
    kind: str
    applicant: str
    representative: str
    capacity: str
    respondents: tuple[str, ...]
    child: str
    jurisdiction: str
    requests: tuple[str, ...]
    urgency: tuple[str, ...]
    facts: tuple[str, ...]
    security: tuple[str, ...]
    suit: str
    law: str
    evidence: tuple[Evidence, ...]
    signed_by: str
    copies: str


def build(record: CaseRecord, about: str | None) -> InjunctionApplicationContext:  # noqa: ARG001
    """Fill the application from its newest form."""
    form = record.need(InjunctionApplication)
    return InjunctionApplicationContext(
        court=form.court,
        kind="诉前行为保全" if form.phase is InjunctionPhase.BEFORE else "诉讼中行为保全",
        applicant=_applicant(form),
        representative=people.head(form.applicant),
        capacity=say("{}(《意见》第22条)", full_width(form.applicant_kind.label)),
        respondents=tuple(people.party(one) for one in form.respondents),
        child=people.child_party(record.child),
        jurisdiction=say("{}位于贵院辖区(《意见》第22条;指导纲要第76条)。", form.venue.label),
        requests=_requests(form),
        urgency=paragraphs(form.urgency),
        facts=paragraphs(form.facts),
        security=paragraphs(form.security),
        suit=_suit(form),
        law=_law(form, record.law),
        evidence=evidence(form.evidence),
        signed_by=form.applicant.name,
        copies=str(form.copies),
    )


def _applicant(form: InjunctionApplication) -> str:
    """A private carer's address is where the child is: the court gets it apart."""
    if form.applicant_kind is ApplicantKind.CARER:
        return say("{},住所和联系方式依法保密,另行向法庭提交。", form.applicant.name)
    return people.applicant(form.applicant)


def _requests(form: InjunctionApplication) -> tuple[str, ...]:
    return tuple(
        say("{}：{};", one.label, or_unknown(form.other_measure))
        if one is InjunctionMeasure.OTHER
        else full_width(f"{one.label};")
        for one in form.measures
    )


def _suit(form: InjunctionApplication) -> str:
    if form.phase is InjunctionPhase.DURING:
        return say("本案已在诉讼中,案号：{}。", or_unknown(form.suit_number))
    return say("准备提起的诉讼：{}", sentence(or_unknown(form.suit_planned)))


def _law(form: InjunctionApplication, law: RulePack) -> str:
    """The court's hours in both; the days to sue are those of a pre-suit application only."""
    ruling = within(law, "5B.4")
    if form.phase is InjunctionPhase.DURING:
        return say(
            "根据民事诉讼法第一百零三条和《关于依法处理监护人侵害未成年人权益行为若干问题的意见》第22条,"
            "请求贵院依法裁定;情况紧急的,请{}作出裁定。",
            ruling,
        )
    return say(
        "根据民事诉讼法第一百零四条和《关于依法处理监护人侵害未成年人权益行为若干问题的意见》第22条,"
        "请求贵院在接受申请后{}作出裁定。申请人知悉:应当在人民法院采取保全措施后{}"
        "依法提起诉讼,逾期不起诉的,人民法院应当解除保全。",
        ruling,
        within(law, "5B.4-suit"),
    )
