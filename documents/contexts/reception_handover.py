"""D2 未成年人交接单: the police hand the child to the centre in writing (opinions 11, 15)."""

from documents.contexts import people
from documents.contexts.base import Context, Part
from documents.contexts.case import clock, view
from documents.legal_terms import legal_term
from documents.punctuation import full_width, say
from documents.record import CaseRecord
from documents.wording import UNKNOWN, cn_date, cn_instant, joined, or_none, or_unknown
from models.forms import dangers
from models.forms.reception import Belonging, BroughtBy, ReceptionHandover


class Danger(Part):
    """One of the three dangers for which a child is led away (opinions 11 para. 1)."""

    text: str
    found: str


class ReceptionHandoverContext(Context):
    """What the reception sheet prints. The police keep a copy: no reporter, no placement."""

    centre: str
    centre_address: str
    centre_phone: str
    received_at: str
    place: str
    child_name: str
    child_sex: str
    child_birth: str
    child_id: str
    police_unit: str
    officers: str
    police_case: str
    reason: str
    dangers: tuple[Danger, ...]
    injuries: str
    medical: str
    belongings: str
    child_view: str
    materials: str
    statement_due: str
    rights_told: str
    received_by: str
    remarks: str


def build(record: CaseRecord, about: str | None) -> ReceptionHandoverContext:  # noqa: ARG001
    """Fill the reception sheet from the signed hand-over that fixed T0."""
    sheet = record.need(ReceptionHandover)
    child = sheet.child or record.child
    centre = record.centre
    return ReceptionHandoverContext(
        centre=centre.name,
        centre_address=centre.address,
        centre_phone=centre.phone,
        received_at=cn_instant(sheet.received_at),
        place=or_unknown(sheet.place),
        child_name=people.child_name(child),
        child_sex=people.sex(child.sex),
        child_birth=people.birth(child),
        child_id=people.id_number(child),
        police_unit=_brought(sheet),
        officers=joined([say("{}(警号：{})", one.name, one.badge) for one in sheet.escorts]),
        police_case=or_unknown(sheet.police_case),
        reason=or_unknown(sheet.reasons),
        dangers=tuple(
            Danger(text=one.label, found="☑" if one in sheet.dangers else "□")
            for one in dangers.Danger
        ),
        injuries=or_unknown(sheet.injuries),
        medical=_medical(sheet),
        belongings=joined([_belonging(one) for one in sheet.belongings or ()], between="\n"),
        child_view=view(sheet.child_view),
        materials=joined(sheet.materials or ()),
        statement_due=_statement(record, sheet),
        rights_told=full_width(
            "已收到公安机关书面权利告知书" if sheet.rights_paper_received
            else "未收到公安机关书面权利告知书;本中心另行书面告知"
        ),
        received_by=or_unknown(sheet.taken_over_by),
        remarks=or_none(sheet.note),
    )  # fmt: skip


def _brought(sheet: ReceptionHandover) -> str:
    """The unit, and who brought the child where it was not the police."""
    unit = or_unknown(sheet.escort_unit)
    if sheet.brought_by in (None, BroughtBy.POLICE):
        return unit
    return say("{}({})", unit, full_width(sheet.brought_by.label))


def _medical(sheet: ReceptionHandover) -> str:
    state = full_width(sheet.first_aid.label) if sheet.first_aid else UNKNOWN
    return say("{}(医疗机构：{})", state, sheet.hospital) if sheet.hospital else state


def _belonging(one: Belonging) -> str:
    kept = say(",由{}保管", one.kept_by) if one.kept_by else ""
    return f"{one.name}×{one.count}{kept}"


def _statement(record: CaseRecord, sheet: ReceptionHandover) -> str:
    """A number that is not confirmed in a text we have read is not printed, nor its date."""
    if not sheet.statement_asked:
        return "未提示"
    term = legal_term(record.law, "1.7")
    asked = full_width("已提示公安机关提供书面情况说明。")
    if term:
        asked = say("已提示公安机关于{}内提供书面情况说明({})。", term.length, term.source)
    found = clock(record, "1.7")
    if found and found.printable:
        return asked + say("应交日期：{}。", cn_date(found.due_at))
    return asked + full_width("应交日期待核定。")
