"""D16 权利告知书 to whoever takes care of the child (opinions 11, 17)."""

from documents.contexts.base import Context
from documents.contexts.people import child_name
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import joined
from models.errors import BrokenInvariant
from models.forms.placement import PlacementPlan
from models.forms.relative_care import CarerVerification
from models.words import Stage

_HELP = "获得未成年人救助保护机构在照料、就学、就医、心理等方面的指导和帮助。"
CARER_RIGHTS = (
    "向未成年人住所地、监护人住所地或者侵害行为地人民法院申请人身安全保护令或者行为保全;",
    "依法申请撤销监护人资格(民法典第三十六条;《意见》第27条);",
    "依法申请社会救助和有关补贴;",
    _HELP,
)
APPOINTED_RIGHTS = (
    "依法行使监护人的权利,作为法定代理人实施民事法律行为(民法典第二十三条、第三十四条);",
    "要求被撤销监护人资格的父母继续负担抚养费(民法典第三十七条);",
    "申请人身安全保护令(反家庭暴力法第二十三条);",
    _HELP,
)
#: Told to the guardians while the child is in temporary guardianship.
GUARDIAN_RIGHTS = (
    "了解未成年人的健康、生活、学习等基本情况;",
    "向本中心和有关单位陈述意见、提供材料,参加家庭监护评估;",
    "接受家庭教育指导和帮助;",
    "会商结论认为危险状态已消除、能够正确履行监护职责的,领回未成年人(指导纲要第71条);",
    "临时照料人有权依法申请人身安全保护令、行为保全,申请撤销监护人资格(《意见》第11、22、27条)。",
)
GUARDIAN_DUTIES = (
    "会商结论作出以前不得领回未成年人,不得跟踪、骚扰、威胁未成年人和照料人员;",
    "配合调查核实和家庭监护评估,如实说明情况;",
    "接受教育辅导,改正侵害行为,创造适合未成年人生活的条件;",
    "依法负担未成年人的抚养、医疗等费用;",
    "不得披露能够识别未成年人身份的信息(未成年人保护法第一百零三条)。",
)
#: Told to whoever takes care of the child.
DUTIES = (
    "按照最有利于未成年人的原则照料和保护,听取并尊重未成年人的意见;",
    "保障就学、就医,不得使未满八周岁或者需要特别照顾的未成年人处于无人看护状态;",
    "不得擅自将未成年人交给他人;情况变化、不能继续照料的,及时告知本中心;",
    "配合回访和评估;发现侵害或者危险,立即报警并告知本中心;",
    "保守未成年人隐私,不得披露能够识别其身份的信息(未成年人保护法第一百零三条)。",
)


class RightsNoticeContext(Context):
    """What the notice prints. The carer keeps it."""

    centre: str
    addressee: str
    child: str
    occasion: str
    rights: tuple[str, ...]
    duties: tuple[str, ...]
    contact: str
    phone: str


def build(record: CaseRecord, about: str | None) -> RightsNoticeContext:  # noqa: ARG001
    """Fill the notice for the guardians (custody) or for whoever takes the child.

    A guardian whom it would be dangerous to contact is not written to; then the notice is for
    the centre as temporary carer.

    Raises:
        BrokenInvariant: The stage hands the child to nobody.
    """
    addressee, occasion, rights, duties = _told(record)
    return RightsNoticeContext(
        centre=record.centre.name,
        addressee=addressee,
        child=child_name(record.child),
        occasion=full_width(occasion),
        rights=tuple(full_width(line) for line in rights),
        duties=tuple(full_width(line) for line in duties),
        contact=record.centre.name,
        phone=record.centre.phone,
    )


def _told(record: CaseRecord) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """Who is told, on what occasion, which rights, which duties."""
    if record.stage is Stage.CUSTODY:
        return _told_in_custody(record)
    if record.stage is Stage.RELATIVE_CARE:
        carer = record.need(CarerVerification).carer
        name = say("{}(未成年人的{})", carer.name, full_width(carer.relation.label))
        occasion = "未成年人将交由你照料。"
        return name, occasion, CARER_RIGHTS, DUTIES
    if record.stage is Stage.PLACEMENT:
        plan = record.need(PlacementPlan)
        judged = say("根据人民法院判决(案号：{}),", plan.judgment_number)
        return plan.receiver_name, f"{judged}未成年人将由你(单位)监护。", APPOINTED_RIGHTS, DUTIES
    raise BrokenInvariant("该阶段没有需要告知权利的照料人。")


def _told_in_custody(record: CaseRecord) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    reachable = [one.name for one in record.guardians if one.may_be_contacted]
    if reachable:
        occasion = "根据未成年人保护法第92、93条的规定,未成年人已由民政部门依法临时监护。"
        return joined(reachable), occasion, GUARDIAN_RIGHTS, GUARDIAN_DUTIES
    occasion = "根据《意见》第11条的规定,未成年人已由你单位临时照料。"
    return record.centre.name, occasion, CARER_RIGHTS, DUTIES
