"""D19 移交函: the matter, or the whole case, goes to another body (minors law 11; 6.6)."""

from documents.contexts import people
from documents.contexts.base import Context
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import NONE, cn_date, paragraphs, sentence
from models.forms.receipt import Referral
from models.forms.transfer import TransferRequest
from models.words import Stage

_DUTY = full_width(
    "本函及所附材料涉及未成年人个人信息。请将知悉范围限于办理所必需的人员,并依法保密,不得披露能够识别"
    "未成年人身份的信息(未成年人保护法第一百零三条)。"
)


class ReferralLetterContext(Context):
    """What the letter prints: what the other body needs, no reporter, no placement."""

    centre: str
    addressee: str
    subject: str
    child: str
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    requests: tuple[str, ...]
    materials: tuple[str, ...]
    confidentiality: str
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> ReferralLetterContext:  # noqa: ARG001
    """Fill the letter: the whole case to another centre, or one matter to another body."""
    if record.stage is Stage.TRANSFER:
        return _transfer(record, record.need(TransferRequest))
    return _referral(record, record.need(Referral, here=True))


def _referral(record: CaseRecord, form: Referral) -> ReferralLetterContext:
    """The least: no address of where the child is, no reporter."""
    told = say("已于{}先行告知贵单位。", cn_date(form.told_on))
    reply = [say("请于{}前书面回复办理情况。", cn_date(form.reply_by))] if form.reply_by else []
    return ReferralLetterContext(
        centre=record.centre.name,
        addressee=form.body_name,
        subject="关于转请办理未成年人保护有关事项的函",
        child=people.child_line(record.child, record.now),
        reasons=paragraphs(form.reasons),
        facts=(*paragraphs(form.summary), told),
        requests=(*form.requests, *reply) or (NONE,),
        materials=form.materials or (NONE,),
        confidentiality=_DUTY,
        contact=form.contact,
        phone=form.contact_phone,
    )


def _transfer(record: CaseRecord, form: TransferRequest) -> ReferralLetterContext:
    """The receiving centre takes over the care, so it is told where the child is."""
    risk = form.risk
    level = (
        say("风险等级：{}({},{},代码{},位次{},1为最低);跨地移交按位次对应,由贵中心重新评定。",
            risk.name, risk.locality, risk.scheme_version, risk.code, str(risk.rank))
        if risk
        else full_width("风险等级：未评定。")
    )  # fmt: skip
    return ReferralLetterContext(
        centre=record.centre.name,
        addressee=form.to_centre_name,
        subject="关于移交未成年人保护案件的函",
        child=people.child_line(record.child, record.now),
        reasons=(say("{}。", full_width(form.reason.label)), *paragraphs(form.explanation)),
        facts=(
            *paragraphs(form.summary),
            say("未成年人现在：{}", sentence(form.child_is_where)),
            level,
            say("紧急事项和正在计算的期限：{}", sentence(form.urgent)),
        ),
        requests=(
            full_width("请指派人员接收案件,签收后书面回复接收日期和承办人;"),
            full_width("签收以前,案件仍由本中心负责,紧急事项随时联系。"),
        ),
        materials=form.materials or (NONE,),
        confidentiality=_DUTY,
        contact=form.contact,
        phone=form.contact_phone,
    )
