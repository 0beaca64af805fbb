"""D13 回访记录表, one for each visit (outline 77-81)."""

from documents.contexts.base import Context


class VisitRecordContext(Context):
    """What the form prints. Internal."""

    centre: str
    case_number: str
    child: str
    which: str
    window: str
    visited_at: str
    manner: str
    place: str
    saw_child: str
    interviewed: str
    situation: str
    improvement: str
    new_problems: str
    recovery: str
    guardianship: str
    measures: str
    abnormal: str
    next_on: str
    visited_by: str
