"""Gates about closing: the reason is where the case really came to, and no side is ended unseen."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection

from documents.record import CaseRecord
from models.forms.closure import ClosingReason, ClosingReport
from models.law.verdict import Allowed, Refused, Verdict
from models.store import stage as stages
from models.words import Outcome

#: How the last stage of the main line ended, to the one reason for closing that it leaves.
ONLY_REASON: Mapping[Outcome, ClosingReason] = {
    Outcome.IN_LONG_TERM_CARE: ClosingReason.LONG_TERM,
}


def the_reason_is_how_it_ended(
    form: ClosingReport, _record: CaseRecord, db: Connection, case_id: UUID
) -> Verdict:
    """A case that came to its closing by one door is not closed as if it had come by another."""
    last = stages.last_main(db, case_id)
    ended = ONLY_REASON.get(last.outcome) if last and last.outcome else None
    if ended is not None and form.reason is not ended:
        return Refused(f"按办理经过,结案理由应当是“{ended.label}”,请核对。", "指导纲要第37条")
    if ended is None and form.reason in ONLY_REASON.values():
        return Refused(f"本案没有办到“{form.reason.label}”,不能以此结案。", "指导纲要第37条")
    return Allowed()
