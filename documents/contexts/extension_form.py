"""D12 延长临时监护审批表 (outline 68; opinions 15)."""

from documents.contexts import people
from documents.contexts.base import Context
from documents.contexts.case import NOT_STATED, author, clock, due_inside, unconfirmed
from documents.legal_terms import length
from documents.punctuation import say
from documents.record import CaseRecord
from documents.wording import NONE, UNKNOWN, cn_date, cn_instant, or_unknown
from models.forms.extension import ExtensionRequest
from models.law.dates import shanghai_date
from models.law.legal_period import add

#: Until when the way home is assessed, and how long guardianship usually lasts in all.
ASSESSED, TOTAL = "3.2", "3.4"


class ExtensionFormContext(Context):
    """What the form prints. Internal."""

    centre: str
    civil_affairs: str
    case_number: str
    child: str
    began_at: str
    days_used: str
    assessed_within: str
    assessed_by: str
    usual_total: str
    total_ends: str
    current_limit: str
    extend_until: str
    reasons: str
    alternatives: str
    child_situation: str
    beyond_total: str
    assessment: str
    plan: str
    requested_by: str
    requested_on: str


def build(record: CaseRecord, about: str | None) -> ExtensionFormContext:  # noqa: ARG001
    """Fill the form. Days used are whole days since the day of reception, itself not counted."""
    form = record.need(ExtensionRequest)
    facts = record.facts_of(ExtensionRequest)
    began, before = record.custody_so_far()
    used = (shanghai_date(record.now) - form.custody_began_on).days
    return ExtensionFormContext(
        centre=record.centre.name,
        civil_affairs=record.centre.civil_affairs,
        case_number=record.case_number,
        child=people.child_line(record.child, record.now),
        began_at=cn_instant(began) if began else cn_date(form.custody_began_on),
        days_used=say("{}日", str(used))
        if not before
        else say("累计{}日(本次{}日,此前各次{}日)", str(used + before), str(used), str(before)),
        assessed_within=length(record.law, ASSESSED),
        assessed_by=_node(record, form, ASSESSED),
        usual_total=length(record.law, TOTAL),
        total_ends=_node(record, form, TOTAL),
        current_limit=cn_date(form.current_limit_on),
        extend_until=cn_date(form.extend_until),
        reasons=form.reasons,
        alternatives=form.alternatives,
        child_situation=form.child_situation,
        beyond_total=or_unknown(form.beyond_reasons) if form.beyond_one_year else NONE,
        assessment=say("编号：{}\n{}", form.report_number, form.report_conclusion),
        plan=form.plan,
        requested_by=author(record, ExtensionRequest),
        requested_on=cn_date(facts.answered_at) if facts else UNKNOWN,
    )


def _node(record: CaseRecord, form: ExtensionRequest, rule: str) -> str:
    """The clock's own date where it runs; else the corresponding day, which rolls with holidays."""
    if clock(record, rule):
        return due_inside(record, rule)
    term = record.law.rule(rule).counted
    if term is None:
        return NOT_STATED
    nominal = cn_date(add(form.custody_began_on, term))
    return say("{}(对应日,遇法定休假日顺延)", nominal) + unconfirmed(record, rule)
