"""D12 延长临时监护审批表 (outline 68; opinions 15)."""

from documents.contexts.base import Context


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
    extend_until: str
    reasons: str
    beyond_one_year: str
    assessment_number: str
    plan: str
    child_view: str
    requested_by: str
    requested_on: str
