"""D5 会商通知, one for each party (outline 70; opinions 19)."""

from documents.contexts.base import Context
from documents.contexts.people import masked_child
from documents.punctuation import full_width
from documents.record import CaseRecord
from documents.wording import cn_date, cn_instant
from models.errors import BrokenInvariant
from models.forms.consultation import Convening


class ConsultationNoticeContext(Context):
    """What the notice prints. The child is named only as far as a party must know."""

    centre: str
    party: str
    child: str
    case_number: str
    meeting_at: str
    place: str
    chair: str
    agenda: tuple[str, ...]
    materials: tuple[str, ...]
    reply_by: str
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> ConsultationNoticeContext:
    """Fill the notice to one party.

    Args:
        record: The case.
        about: The party's code, as `Convening.parties` gives it.

    Raises:
        BrokenInvariant: There is no such party.
    """
    convened = record.need(Convening)
    party = convened.party(about or "")
    if party is None:
        raise BrokenInvariant("会商通知没有对应的参加方。")
    materials = [party.brings] if party.brings else []
    materials.append(full_width("对本案的书面意见(可以会上陈述)"))
    return ConsultationNoticeContext(
        centre=record.centre.name,
        party=party.name,
        child=masked_child(record.child),
        case_number=record.case_number,
        meeting_at=cn_instant(convened.meeting_at),
        place=convened.place,
        chair=convened.chair,
        agenda=convened.agenda,
        materials=tuple(materials),
        reply_by=cn_date(convened.reply_by),
        contact=convened.contact,
        phone=convened.contact_phone,
    )
