"""The court line: who applies, what happened when, which court under which number."""

from models.facts.events import EVENTS
from models.facts.known.told import Asked, KnownValue, told
from models.forms.minutes import Minutes
from models.forms.organisations import PartyKind
from models.forms.petition import Capacity
from models.forms.placement import Receiver
from models.forms.protection import OrderRuling, Reconsideration
from models.forms.revocation import Appointed, Judgment
from models.law.dates import chinese_day, shanghai_date
from models.law.terms import Conclusion, JudgmentResult

#: What a petition tells of the procedure so far; what was done to the child a person writes.
_IN_A_TIMELINE = (
    "report_received", "police_report_received", "guardianship_began", "custody_decided",
    "investigation_substantiated", "assessment_finished", "conclusion_in_force",
)  # fmt: skip
_RECEIVERS = {
    Appointed.PERSON: Receiver.RELATIVE,
    Appointed.OTHER_PARENT: Receiver.PARENT,
    Appointed.VILLAGE: Receiver.VILLAGE,
    Appointed.CIVIL_AFFAIRS: Receiver.WELFARE_HOME,
}


def applicant(asked: Asked) -> KnownValue | None:
    """Whom the bodies agreed on; head and address where it is the centre itself."""
    found = asked.newest(Minutes, lambda one: one.conclusion is Conclusion.PETITION)
    if found is None or not found[1].applicant:
        return None
    name, centre = found[1].applicant, asked.centre
    if name == centre.get("name"):
        return told({"kind": PartyKind.BODY, "name": name, "address": centre.get("address"),
                     "head": centre.get("head"), "head_title": centre.get("head_title"),
                     "phone": centre.get("phone")}, found[0])  # fmt: skip
    if name == centre.get("civil_affairs"):
        return told({"kind": PartyKind.BODY, "name": name}, found[0])
    return told({"name": name}, found[0])


def capacity(asked: Asked) -> KnownValue | None:
    """Why the applicant may apply, where its name says it."""
    found = asked.newest(Minutes, lambda one: one.conclusion is Conclusion.PETITION)
    known = {
        asked.centre.get("civil_affairs"): Capacity.CIVIL_AFFAIRS,
        asked.centre.get("name"): Capacity.CENTRE,
    }
    name = found[1].applicant if found else None
    return told(known[name], found[0]) if found and name and name in known else None


def timeline(asked: Asked) -> KnownValue | None:
    """What happened to the case on which day, each from what proves it."""
    known = [one for one in asked.facts.events if one.event in _IN_A_TIMELINE]
    rows = [
        {"on": shanghai_date(one.at).isoformat(), "what": EVENTS[one.event].says} for one in known
    ]
    return told(rows, *dict.fromkeys(one.origin for one in known))


def earlier_order(asked: Asked) -> KnownValue | None:
    """The order that was made before, and its last day."""
    for origin in reversed(asked.facts.given):
        form = origin.form
        if isinstance(form, OrderRuling | Reconsideration) and form.valid_until and form.number:
            return told(f"{form.number}、{chinese_day(form.valid_until)}届满", origin)
    return None


def judged_receiver(asked: Asked) -> KnownValue | None:
    """What kind of guardian the court appointed."""
    found = asked.newest(Judgment, lambda one: one.result is JudgmentResult.REVOKED)
    if found is None or found[1].appointed is None:
        return None
    return told(_RECEIVERS[found[1].appointed], found[0])


def judged_receiver_name(asked: Asked) -> KnownValue | None:
    """Who it is; the home into which civil affairs gives a child is said by nobody yet."""
    found = asked.newest(Judgment, lambda one: one.result is JudgmentResult.REVOKED)
    if found is None or found[1].appointed is Appointed.CIVIL_AFFAIRS:
        return None
    return told(found[1].guardian_name, found[0])
