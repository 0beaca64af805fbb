"""D12 延长临时监护审批表 (outline 68; opinions 15)."""

from documents.contexts import people
from documents.contexts.base import Context
from documents.contexts.case import author, clock, due_inside, unconfirmed
from documents.punctuation import say
from documents.record import CaseRecord
from documents.wording import NONE, UNKNOWN, cn_date, cn_instant, or_unknown
from models.forms.extension import ExtensionRequest
from models.law.dates import add_months, shanghai_date


class ExtensionFormContext(Context):
    """What the form prints. Internal."""

    centre: str
    civil_affairs: str
    case_number: str
    child: str
    began_at: str
    days_used: str
    six_months: str
    one_year: str
    current_limit: str
    extend_until: str
    reasons: str
    alternatives: str
    child_situation: str
    beyond_one_year: str
    assessment: str
    plan: str
    requested_by: str
    requested_on: str


def build(record: CaseRecord, about: str | None) -> ExtensionFormContext:  # noqa: ARG001
    """Fill the form. Days used are whole days since the day of reception, itself not counted."""
    form = record.need(ExtensionRequest)
    facts = record.facts_of(ExtensionRequest)
    began = record.custody_began_at
    used = (shanghai_date(record.now) - form.custody_began_on).days
    before = record.custody_before.days if record.custody_before else 0
    return ExtensionFormContext(
        centre=record.centre.name,
        civil_affairs=record.centre.civil_affairs,
        case_number=record.case_number,
        child=people.child_line(record.child, record.now),
        began_at=cn_instant(began) if began else cn_date(form.custody_began_on),
        days_used=say("{}日", str(used))
        if not before
        else say("累计{}日(本次{}日,此前各次{}日)", str(used + before), str(used), str(before)),
        six_months=_node(record, form, "3.2", 6),
        one_year=_node(record, form, "3.4", 12),
        current_limit=cn_date(form.current_limit_on),
        extend_until=cn_date(form.extend_until),
        reasons=form.reasons,
        alternatives=form.alternatives,
        child_situation=form.child_situation,
        beyond_one_year=or_unknown(form.beyond_reasons) if form.beyond_one_year else NONE,
        assessment=say("编号：{}\n{}", form.report_number, form.report_conclusion),
        plan=form.plan,
        requested_by=author(record, ExtensionRequest),
        requested_on=cn_date(facts.answered_at) if facts else UNKNOWN,
    )


def _node(record: CaseRecord, form: ExtensionRequest, rule: str, months: int) -> str:
    """The clock's own date where it runs; else the corresponding day, which rolls with holidays."""
    if clock(record, rule):
        return due_inside(record, rule)
    nominal = cn_date(add_months(form.custody_began_on, months))
    return say("{}(对应日,遇法定休假日顺延)", nominal) + unconfirmed(record, rule)
