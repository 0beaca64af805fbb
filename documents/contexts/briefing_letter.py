"""D9 通报函 to school, police station and village committee (outline 74; opinions 20; gate G5)."""

from documents.contexts.base import Context
from documents.contexts.people import child_name
from documents.errors import ConfidentialityMissing
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import cn_date
from models.errors import BrokenInvariant
from models.forms.consultation import Convening, PartyBody
from models.forms.return_home import Collection, CollectionNotice
from models.law.clauses import promises_secrecy
from models.words import Holder

#: What each body is asked to do, and no more.
ASKED = {
    Holder.SCHOOL: (
        "关注该生到校、情绪和身体状况,妥善保障其就学;",
        "发现受到侵害、疑似受到侵害或者面临其他危险情形的,立即向公安机关报告并通知本中心。",
    ),
    Holder.POLICE: (
        "将该户列为关注对象,接到相关警情立即出警、及时制止;",
        "查访监护人履行监护职责的情况,发现异常及时通知本中心。",
    ),
    Holder.VILLAGE: (
        "随访该家庭,对监护人开展家庭教育指导,对不当行为予以劝诫、制止;",
        "发现受到侵害、无人照料等异常情况的,立即向公安机关报告并通知本中心。",
    ),
}
#: The duty of gate G5; the word the gate looks for is in each line.
DUTY = (
    "贵单位及知悉本函内容的人员,对通报的内容负有保密义务(指导纲要第74条;《意见》第20条)。",
    "请将知悉范围限于办理所必需的人员,不得公开、传播、转作他用,不得披露能够识别未成年人身份的信息。",
    "违反保密义务造成后果的,依法承担责任(未成年人保护法第一百零三条)。",
)


class BriefingLetterContext(Context):
    """What the letter prints: the least that lets the body do its part, and its duty of silence."""

    centre: str
    addressee: str
    child: str
    told: str
    happened: tuple[str, ...]
    asked: tuple[str, ...]
    confidentiality: tuple[str, ...]
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> BriefingLetterContext:
    """Fill the letter to one body.

    Args:
        record: The case.
        about: `notice-<holder>` when the guardian is told, `collected-<holder>` afterwards.

    Raises:
        BrokenInvariant: `about` names no body that is told.
        ConfidentialityMissing: The duty of confidentiality is not in the letter (gate G5).
    """
    when, _, body = (about or "").partition("-")
    if when not in ("notice", "collected") or body not in set(ASKED):
        raise BrokenInvariant("通报函没有对应的通报对象。")
    holder = Holder(body)
    notice = record.need(CollectionNotice)
    context = BriefingLetterContext(
        centre=record.centre.name,
        addressee=_addressee(record, holder),
        child=child_name(record.child),
        told=_told(when),
        happened=_happened(record, when),
        asked=tuple(full_width(line) for line in ASKED[holder]),
        confidentiality=tuple(full_width(line) for line in DUTY),
        contact=notice.contact,
        phone=notice.contact_phone,
    )
    return refuse_without_duty(context)


def refuse_without_duty(context: BriefingLetterContext) -> BriefingLetterContext:
    """Gate G5: a letter that does not state the duty of confidentiality is not made.

    Raises:
        ConfidentialityMissing: It does not.
    """
    if not promises_secrecy("".join(context.confidentiality)):
        raise ConfidentialityMissing(source="指导纲要第74条")
    return context


def _addressee(record: CaseRecord, holder: Holder) -> str:
    """The body by its own name, as far as the case knows it.

    Not the station that found the child or heard the report: it may be far away, and a stranger
    body would learn the child's name while the home's station learns nothing.
    """
    if holder is Holder.SCHOOL:
        return record.child.school or "未成年人所在学校"
    if holder is Holder.POLICE:
        return record.need(CollectionNotice).home_station or "未成年人住所地派出所"
    convened = record.latest(Convening)
    invited = convened.parties if convened else ()
    return next(
        (one.name for one in invited if one.body is PartyBody.VILLAGE),
        full_width("未成年人住所地村(居)民委员会"),
    )


def _told(when: str) -> str:
    law = (
        "根据指导纲要第74条和《关于依法处理监护人侵害未成年人权益行为若干问题的意见》第20条的规定,"
    )
    if when == "notice":
        return full_width(law + "现将通知监护人领回未成年人的有关情况通报如下。")
    return full_width(law + "现将监护人已经领回未成年人的有关情况通报如下。")


def _happened(record: CaseRecord, when: str) -> tuple[str, ...]:
    """The least: that the child comes home or is home, with whom, since when."""
    notice = record.need(CollectionNotice)
    if when == "notice":
        return (
            say("经多方会商,本中心已书面通知监护人{}(未成年人的{})领回该未成年人。",
                notice.guardian, notice.relation),
            full_width("领回后本中心将依法开展回访。"),
        )  # fmt: skip
    made = record.need(Collection).handover
    if made is None:
        raise BrokenInvariant("通报函缺少所依据的书面交接。")
    return (
        say("监护人{}(未成年人的{})已于{}领回该未成年人并办理书面交接手续。",
            made.taker_name, made.taker_relation, cn_date(made.handed_over_at)),
        full_width("本中心将依法开展回访,请予配合。"),
    )  # fmt: skip
