"""D8 未成年人交接手续书: the child leaves the centre, in writing (outline 71; opinions 17, 19)."""

from documents.contexts import people
from documents.contexts.base import Context
from documents.contexts.case import number_of, view
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import UNKNOWN, cn_instant, joined, or_none, or_unknown, paragraphs
from models.errors import BrokenInvariant
from models.forms.consultation import Minutes
from models.forms.handover import Handover
from models.forms.long_term import LongTermDecision, LongTermHandover
from models.forms.placement import PlacementHandover
from models.forms.relative_care import RelativeHandover
from models.forms.restoration import RestorationHandover
from models.forms.return_home import Collection
from models.forms.revocation import Judgment
from models.forms.transfer import TransferReceipt
from models.law.terms import Conclusion
from models.words import Paper, Stage

#: Why the child leaves, by the stage in which it does.
OCCASIONS = {
    Stage.RETURN_HOME: full_width("监护人领回(指导纲要第71条)"),
    Stage.RELATIVE_CARE: full_width("交由亲友照料"),
    Stage.PLACEMENT: full_width("判后安置(未成年人保护法第94条)"),
    Stage.TRANSFER: full_width("移交其他机构临时监护(未成年人保护法第92、93条)"),
    Stage.RESTORATION: full_width("恢复监护人资格后领回"),
}


LONG_TERM = full_width("民政部门长期监护(未成年人保护法第94条)")


class HandoverContext(Context):
    """What the sheet prints. The receiver keeps a copy."""

    centre: str
    occasion: str
    basis: str
    child_name: str
    child_sex: str
    child_birth: str
    child_id: str
    handed_over_at: str
    place: str
    receiver: str
    receiver_relation: str
    receiver_identity: str
    receiver_contact: str
    health: str
    medication: str
    belongings: str
    commitments: tuple[str, ...]
    follow_up: tuple[str, ...]
    child_view: str
    rights_told: str
    witness: str
    handed_over_by: str
    remarks: str


def build(record: CaseRecord, about: str | None) -> HandoverContext:  # noqa: ARG001
    """Fill the sheet from the written hand-over of the stage the document belongs to.

    Raises:
        BrokenInvariant: The stage knows no hand-over, or there is none.
    """
    made = _handover(record)
    child = record.child
    identity = say("{},证件号码：{}", made.identity_proof.label, or_unknown(made.taker_id_number))
    kept = (*made.belongings, *made.papers)
    return HandoverContext(
        centre=record.centre.name,
        occasion=LONG_TERM if _is_long_term(record) else OCCASIONS[record.stage],
        basis=_basis(record),
        child_name=people.child_name(child),
        child_sex=people.sex(child.sex),
        child_birth=people.birth(child),
        child_id=people.id_number(child),
        handed_over_at=cn_instant(made.handed_over_at),
        place=made.place,
        receiver=made.taker_name,
        receiver_relation=made.taker_relation,
        receiver_identity=identity,
        receiver_contact=say("{}\n{}", made.taker_phone, made.taker_address),
        health=made.health,
        medication=or_none(made.medication),
        belongings=joined(kept, between="\n"),
        commitments=paragraphs(made.commitments),
        follow_up=(*paragraphs(made.follow_up),
                   say("回访联系人：{},电话：{}。", made.follow_up_contact, made.follow_up_phone)),
        child_view=view(made.child_view),
        rights_told=full_width("已书面告知权利和义务" if made.rights_told else "未告知"),
        witness=joined(made.witnesses),
        handed_over_by=made.handed_over_by,
        remarks=or_none(made.note),
    )  # fmt: skip


def _is_long_term(record: CaseRecord) -> bool:
    """Whether the placement carries out a conclusion to civil affairs' guardianship."""
    minutes = record.latest(Minutes)
    concluded = minutes is not None and minutes.conclusion is Conclusion.LONG_TERM
    return record.stage is Stage.PLACEMENT and concluded


def _handover(record: CaseRecord) -> Handover:
    found: Handover | None = None
    if record.stage is Stage.RETURN_HOME:
        found = record.need(Collection, here=True).handover
    elif record.stage is Stage.RELATIVE_CARE:
        found = record.need(RelativeHandover, here=True).handover
    elif _is_long_term(record):
        found = record.need(LongTermHandover, here=True).handover
    elif record.stage is Stage.PLACEMENT:
        found = record.need(PlacementHandover, here=True).handover
    elif record.stage is Stage.RESTORATION:
        found = record.need(RestorationHandover, here=True).handover
    elif record.stage is Stage.TRANSFER:
        found = record.need(TransferReceipt, here=True).handover
    if found is None:
        raise BrokenInvariant("交接手续书缺少所依据的书面交接。")
    return found


def _basis(record: CaseRecord) -> str:
    """The paper on which the hand-over rests."""
    if _is_long_term(record):
        number = record.need(LongTermDecision, here=True).number
        return say("民政部门长期监护决定(文号：{})", or_unknown(number))
    if record.stage is Stage.PLACEMENT:
        judged = record.latest(Judgment)
        return say("人民法院判决书(案号：{})", judged.number) if judged else UNKNOWN
    if record.stage is Stage.RESTORATION:
        return full_width("人民法院关于恢复监护人资格的裁判文书")
    if record.stage is Stage.TRANSFER:
        return say("案件移交函(编号：{})", number_of(record, Paper.REFERRAL_LETTER))
    minutes = say("会商纪要(编号：{})", number_of(record, Paper.CONSULTATION_MINUTES))
    if record.stage is Stage.RETURN_HOME:
        notice = number_of(record, Paper.COLLECTION_NOTICE)
        return minutes + say(";领回通知书(编号：{})", notice)
    return minutes
