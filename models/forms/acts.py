"""When the act itself was done, as its form says: lateness is judged by it, not by the entry.

A form that is not here is the act (a decision, a plan): it is done when it is handed in, or on the
day its officer gives for a late entry.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models.forms.base import Form
from models.law.dates import end_of_day

#: Whose own day alone counts, whatever is typed beside it: a visit is made on the day it is made.
OWN_DAY = frozenset({"visit"})
#: Name in the catalogue to the field; dots lead into a group. A field left blank says nothing.
DONE_WHEN: Mapping[str, str] = {
    "police-report": "reported_at",
    "advice-given": "answered_at",
    "reporter-feedback": "told_at",
    "reception-handover": "taken_over_at",
    "custody-decision": "decided_at",
    "health-check": "checked_at",
    "police-statement": "received_on",
    "identity-search": "concluded_on",
    "investigation": "ended_on",
    "voice": "heard_on",
    "assessment": "assessed_on",
    "party-opinion": "given_on",
    "minutes": "held_at",
    "notice-served": "served_at",
    "collection": "handover.handed_over_at",
    "carer-verification": "confirmed_on",
    "relative-handover": "handover.handed_over_at",
    "filing": "filed_at",
    "court-acceptance": "decided_on",
    "guardian-proposal": "submitted_on",
    "judgment": "judged_on",
    "placement-handover": "handover.handed_over_at",
    "long-term-decision": "decided_on",
    "long-term-handover": "handover.handed_over_at",
    "visit": "on",
    "follow-up-review": "reviewed_on",
    "protection-filing": "filed_at",
    "order-ruling": "made_at",
    "reconsideration": "applied_on",
    "injunction-filing": "applied_at",
    "injunction-ruling": "ruled_at",
    "suit-filed": "filed_on",
    "extension-decision": "decided_on",
    "suggestion-received": "received_at",
    "reply-sent": "sent_at",
    "restoration-ruling": "judged_on",
    "restoration-handover": "handover.handed_over_at",
    "majority-transfer": "left_care_at",
    "transfer-receipt": "signed_at",
    "missing-reported": "police_told_at",
    "brought-back": "back_at",
    "death-reported": "superior_told_at",
}


def done_at(name: str, form: Form) -> datetime | None:
    """The instant at which the act was done; a day counts to its end. None: the form is the act.

    Args:
        name: Of the form in the catalogue.
        form: The answer.
    """
    path = DONE_WHEN.get(name)
    if path is None:
        return None
    found: Any = form
    for part in path.split("."):
        found = getattr(found, part, None)
    if isinstance(found, datetime):
        return found
    return end_of_day(found) if isinstance(found, date) else None
