"""D11 撤销监护人资格申请书 (Civil Code 36; opinions 27-28, 31, 35; procedure law 123-124; G6)."""

import re

from documents.contexts import people
from documents.contexts.base import Context, Evidence, Part
from documents.contexts.case import cited, evidence, view
from documents.legal_terms import in_full
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import cn_date, joined, paragraphs, rmb, sentence
from models.forms.grounds import GroundClaimed
from models.forms.organisations import PartyKind
from models.forms.petition import Incident
from models.forms.revocation import PetitionDraft, Respondent
from models.law.dates import age_on, shanghai_date
from models.law.pack import RulePack


class PetitionGround(Part):
    """One ground against one respondent, with the facts and what proves them."""

    respondent: str
    law: str
    facts: tuple[str, ...]
    evidence: str


class Excluded(Part):
    """Another person entitled to be guardian, and why not that person."""

    name: str
    relation: str
    reason: str
    evidence: str


class RevocationPetitionContext(Context):
    """What the petition prints. Served on the respondents: no placement, no reporter."""

    court: str
    applicant: str
    representative: str
    capacity: str
    agents: tuple[str, ...]
    respondents: tuple[str, ...]
    child: str
    claims: tuple[str, ...]
    summary: tuple[str, ...]
    grounds: tuple[PetitionGround, ...]
    education: tuple[str, ...]
    custody: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    no_others: str
    proposed: tuple[str, ...]
    wishes: tuple[str, ...]
    jurisdiction: str
    closing: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    attachments: tuple[str, ...]
    signed_by: str


def build(record: CaseRecord, about: str | None) -> RevocationPetitionContext:  # noqa: ARG001
    """Fill the petition from its newest draft.

    Where the child is cared for now is in the draft and not in the petition: the respondents
    are served with it.
    """
    draft = record.need(PetitionDraft)
    name = people.court_name(record.child)
    return RevocationPetitionContext(
        court=draft.court,
        applicant=people.applicant(draft.applicant),
        representative=people.head(draft.applicant),
        capacity=say("{}。{}", full_width(draft.capacity.label), sentence(draft.capacity_basis)),
        agents=tuple(people.agent(one) for one in draft.agents),
        respondents=tuple(people.party(one) for one in draft.respondents),
        child=people.child_party(record.child)
        + full_width("现由依法履行临时监护职责的单位照料,照料地址依法保密,另行向法庭提交。"),
        claims=_claims(draft, name),
        summary=_summary(draft),
        grounds=tuple(one for who in draft.respondents for one in _grounds(who, record.law)),
        education=paragraphs(draft.education),
        custody=paragraphs(draft.temporary_care),
        excluded=tuple(
            Excluded(
                name=one.name,
                relation=one.relation.label,
                reason=one.reason,
                evidence=cited(one.evidence_numbers),
            )
            for one in draft.excluded
        ),
        no_others=draft.no_others or "",
        proposed=(
            say("请求指定{}为被监护人的监护人。", draft.proposed_guardian),
            *paragraphs(draft.proposed_reasons),
        ),
        wishes=_wishes(record, draft),
        jurisdiction=say(
            "{}位于{},属于贵院辖区(《意见》第31条)。", draft.venue.label, draft.venue_address
        ),
        closing=_closing(draft),
        evidence=evidence(draft.evidence),
        attachments=_attachments(draft),
        signed_by=draft.applicant.name,
    )


def _claims(draft: PetitionDraft, child: str) -> tuple[str, ...]:
    """The claims as drafted; what a petition must claim and no claim says is added.

    A claim says it when it names the person and the amount: revocation against each respondent,
    appointment of the guardian proposed, maintenance when an amount was given (Civil Code 36, 37).
    """
    said = list(draft.claims)
    names = [who.name for who in draft.respondents]
    revoked = [
        say("撤销{}对{}的监护人资格。", name, child) for name in names
        if not any("撤销" in one and _names(one, name, names) for one in said)
    ]  # fmt: skip
    added = []
    if not any("指定" in one and _bare(draft.proposed_guardian) in one for one in said):
        added.append(say("指定{}为{}的监护人。", draft.proposed_guardian, child))
    amount = str(draft.maintenance)
    if draft.maintenance is not None and not any("抚养费" in x and amount in x for x in said):
        added.append(
            say("判令被申请人继续负担抚养费,每月{}元({})。", amount, rmb(draft.maintenance))
        )
    return (*revoked, *said, *added)


def _names(claim: str, name: str, all_names: list[str]) -> bool:
    """Whether a claim is against this person: of one respondent it need not say the name.

    Longer names go first, so that one who is called like the beginning of another is not taken
    for that other.
    """
    if len(all_names) == 1:
        return True
    for other in sorted(all_names, key=len, reverse=True):
        if other == name:
            return name in claim
        if name in other:
            claim = claim.replace(other, "")
    return False


def _bare(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return re.sub(r"[(\uff08].*", "", name).strip() or name


def _summary(draft: PetitionDraft) -> tuple[str, ...]:
    """The facts, then the time line in order of days."""
    events = sorted(draft.timeline, key=lambda one: one.on)
    return (
        *paragraphs(draft.facts),
        *(_event(one) for one in events),
    )


def _event(one: Incident) -> str:
    told = say("{},{}", cn_date(one.on), sentence(one.what))
    return told + (say("({})", cited(one.evidence_numbers)) if one.evidence_numbers else "")


def _grounds(who: Respondent, law: RulePack) -> list[PetitionGround]:
    """Each ground of this respondent: first the law's own, then each item of art. 35."""
    said = joined(
        [say("民法典第36条第一款{}", full_width(one.label)) for one in who.grounds36], between=";"
    )
    first = PetitionGround(
        respondent=who.name,
        law=full_width(said) if who.grounds36 else "对该被申请人的事实和理由",
        facts=paragraphs(who.facts),
        evidence=cited(who.evidence_numbers),
    )
    return [first, *(_item35(who, one, law) for one in who.grounds35)]


def _item35(who: Respondent, claimed: GroundClaimed, law: RulePack) -> PetitionGround:
    facts = list(paragraphs(claimed.facts))
    if claimed.refused_since:
        until = cn_date(claimed.refused_until) if claimed.refused_until else "今"
        facts.append(say("拒不履行监护职责：自{}至{}。", cn_date(claimed.refused_since), until))
    for name, records in (("教育", claimed.education), ("批评教育", claimed.criticisms)):
        facts += [
            say("{}记录：{},{},{}", name, cn_date(one.on), one.body, sentence(one.record))
            for one in records or ()
        ]
    return PetitionGround(
        respondent=who.name,
        law=say("《意见》第35条{}", full_width(in_full(law, claimed.ground))),
        facts=tuple(facts),
        evidence=cited(claimed.evidence_numbers),
    )


def _wishes(record: CaseRecord, draft: PetitionDraft) -> tuple[str, ...]:
    born = record.child.birth_date
    years = age_on(born, shanghai_date(record.now)) if born else None
    age = say("被监护人{}周岁。", str(years)) if years is not None else ""
    return paragraphs(age + view(draft.child_view))


def _closing(draft: PetitionDraft) -> tuple[str, ...]:
    names = joined([one.name for one in draft.respondents])
    return (
        say(
            "综上,被申请人{}的行为属于应当撤销监护人资格的情形。为保护被监护人的合法权益,根据民法典"
            "第三十六条、未成年人保护法第一百零八条和《关于依法处理监护人侵害未成年人权益行为若干问题"
            "的意见》第27条、第35条的规定,特向贵院提出申请,请依法裁判。",
            names,
        ),
    )


def _attachments(draft: PetitionDraft) -> tuple[str, ...]:
    pages = sum(one.pages for one in draft.evidence)
    papers = [
        say("本申请书副本{}份", str(draft.copies)),
        say("证据目录及证据材料{}件,共{}页,{}份", str(len(draft.evidence)), str(pages),
            str(draft.copies + 1)),
        full_width("家庭监护评估报告1份" if draft.assessment_attached else "家庭监护评估报告(后补)"),
        full_width(
            "申请人身份证明1份" if draft.applicant.kind is PartyKind.PERSON
            else "申请人主体资格证明、法定代表人(主要负责人)身份证明各1份"
        ),
    ]  # fmt: skip
    if draft.agents:
        papers.append("授权委托书及委托诉讼代理人身份证明各1份")
    return tuple(papers)
