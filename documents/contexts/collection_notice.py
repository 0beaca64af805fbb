"""D7 领回通知书 to the guardian (outline 71; opinions 19)."""

from documents.contexts.base import Context
from documents.contexts.people import child_name
from documents.legal_terms import legal_term
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import NONE, cn_instant
from models.forms.assessment import Assessment
from models.forms.consultation import Minutes
from models.forms.return_home import CollectionNotice


class CollectionNoticeContext(Context):
    """What the notice prints. Read by the guardian: no placement address, no reporter."""

    centre: str
    guardian: str
    relation: str
    child: str
    earlier: str
    basis: tuple[str, ...]
    since: str
    term: str
    counting: str
    place: str
    office_hours: str
    bring: tuple[str, ...]
    if_late: str
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> CollectionNoticeContext:  # noqa: ARG001
    """Fill the notice.

    The last day is not printed: the term runs from service, which lies ahead (gate G9).
    """
    notice = record.need(CollectionNotice)
    term = legal_term(record.law, "5A.2")
    return CollectionNoticeContext(
        centre=record.centre.name,
        guardian=notice.guardian,
        relation=notice.relation,
        child=child_name(record.child),
        earlier=_earlier(record, notice),
        basis=_basis(record),
        since="自本通知送达之日起" if term else "",
        term=f"{term.length}内" if term else "及时",
        counting=full_width(f"({term.counting})") if term and term.counting else "",
        place=notice.place,
        office_hours=notice.office_hours,
        bring=_bring(notice),
        if_late=notice.if_late,
        contact=notice.contact,
        phone=notice.contact_phone,
    )


def _bring(notice: CollectionNotice) -> tuple[str, ...]:
    """What to bring, and what whoever comes in the guardian's place needs."""
    if not notice.authorised:
        return notice.bring or (NONE,)
    instead = say("由{}代为领回的,另带你签名的书面委托书和代领人的居民身份证", notice.authorised)
    return (*notice.bring, instead)


def _earlier(record: CaseRecord, notice: CollectionNotice) -> str:
    """Nothing in a first notice; in a later one, that it is a later one."""
    if len(record.all(CollectionNotice)) <= 1 and not notice.earlier_notice:
        return ""
    what = notice.earlier_notice or full_width("此前已通知你领回,你未按期领回。")
    return say("本通知为再次通知。{}", what)


def _basis(record: CaseRecord) -> tuple[str, ...]:
    """The written assessment and the conclusion of the consultation (outline 71)."""
    lines = []
    if record.latest(Assessment):
        lines.append(full_width("本中心已对你的家庭监护情况作出书面评估报告。"))
    minutes = record.latest(Minutes)
    if minutes:
        lines.append(
            say("{}召开的多方会商认为,未成年人的危险状态已消除,监护人能够正确履行监护职责"
                "(指导纲要第71条)。", cn_instant(minutes.held_at))
        )  # fmt: skip
    return tuple(lines)
