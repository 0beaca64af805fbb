"""D10 人身安全保护令申请书 (domestic violence law 23-30; 法释〔2022〕17号)."""

from documents.contexts import people
from documents.contexts.base import Context, Evidence
from documents.contexts.case import evidence
from documents.legal_terms import within
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import or_unknown, paragraphs, sentence
from models.forms.protection import ProtectionApplication
from models.forms.protection_application import Representative
from models.forms.protection_terms import Measure
from models.law.pack import RulePack


class ProtectionApplicationContext(Context):
    """What the application prints. Served on the respondent: no placement, no reporter."""

    court: str
    applicant: str
    applicant_agent: str
    agent_standing: tuple[str, ...]
    protected: str
    respondents: tuple[str, ...]
    kind: str
    requests: tuple[str, ...]
    urgency: str
    facts: tuple[str, ...]
    jurisdiction: str
    evidence: tuple[Evidence, ...]
    signed_by: str
    copies: str


def build(record: CaseRecord, about: str | None) -> ProtectionApplicationContext:  # noqa: ARG001
    """Fill the application from its newest form."""
    form = record.need(ProtectionApplication)
    who = form.acts_for_child
    return ProtectionApplicationContext(
        court=form.court,
        applicant=people.child_party(record.child),
        applicant_agent=_agent(form),
        agent_standing=_standing(form),
        protected=_protected(form),
        respondents=tuple(people.party(one) for one in form.respondents),
        kind=_kind(form),
        requests=_requests(form),
        urgency=_urgency(form, record.law),
        facts=(*paragraphs(form.facts), say("面临的现实危险：{}", sentence(form.danger))),
        jurisdiction=say("本案由{}的基层人民法院管辖(反家庭暴力法第二十五条)。", form.venue.label),
        evidence=evidence(form.evidence),
        signed_by=who or people.child_name(record.child),
        copies=str(form.copies),
    )


def _agent(form: ProtectionApplication) -> str:
    """A relative's address may be where the child is cared for: the court gets it apart."""
    if form.representative is Representative.RELATIVE:
        return say("{},系申请人的{},住所和联系方式依法保密,另行向法庭提交。",
                   form.acts_for_child, or_unknown(form.applicant_relation))  # fmt: skip
    head = say(",负责人：{}", form.applicant_head) if form.applicant_head else ""
    return say("{},住所：{}{},联系电话：{}。", form.acts_for_child, form.applicant_address, head,
               form.applicant_phone)  # fmt: skip


def _standing(form: ProtectionApplication) -> tuple[str, ...]:
    """Why this body may apply for the child (K21)."""
    kind = form.co_applicant or form.representative
    lines = [
        say("申请资格：{}。被代理人系无民事行为能力人或者限制民事行为能力人,依照反家庭暴力法第二十三条"
            "代为申请。", full_width(kind.label)),
    ]  # fmt: skip
    if form.special_reason:
        lines.append(
            say(
                "依照法释〔2022〕17号第2条代为申请的原因和本人意愿：{}",
                sentence(form.special_reason),
            )
        )
    return tuple(lines)


def _protected(form: ProtectionApplication) -> str:
    if not form.others_protected:
        return ""
    return say("一并保护的相关近亲属：{}。", "、".join(form.others_protected))


def _kind(form: ProtectionApplication) -> str:
    if not form.earlier_order:
        return "申请作出人身安全保护令。"
    return say("申请延长人身安全保护令(此前的保护令：{})。", form.earlier_order)


def _requests(form: ProtectionApplication) -> tuple[str, ...]:
    said = {
        Measure.MOVE_OUT: form.move_out_of,
        Measure.KEEP_AWAY: form.keep_away_from,
        Measure.OTHER: form.other_measure,
    }
    lines = [
        say("{}：{};", full_width(one.label), or_unknown(said[one])) if one in said
        else full_width(f"{one.label};")
        for one in form.measures
    ]  # fmt: skip
    lines.append(say("人身安全保护令的有效期为{}个月。", str(form.months)))
    return tuple(lines)


def _urgency(form: ProtectionApplication, law: RulePack) -> str:
    if form.urgent:
        return say("情况紧急,请求{}作出裁定。理由：{}", within(law, "5B.1-urgent"),
                   sentence(or_unknown(form.urgent_reason)))  # fmt: skip
    return say("不属于情况紧急,请求{}作出裁定。", within(law, "5B.1"))
