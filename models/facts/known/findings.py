"""What was reported, examined, found and assessed, and what custody there is."""

from typing import Any

from models.facts.known.told import (
    CLOSING,
    COLON,
    COMMA,
    OPENING,
    SEMICOLON,
    STOP,
    Asked,
    KnownValue,
    told,
)
from models.forms.assessment import Assessment, GuidanceRecord
from models.forms.custody import CustodyDecision, HealthCheck, PoliceStatement, ReceptionHandover
from models.forms.injunction import InjunctionApplication
from models.forms.investigation import Investigation
from models.forms.minutes import StatementState
from models.forms.petition import PetitionDraft
from models.forms.receipt import PoliceReport, Registration
from models.law.dates import chinese_day, chinese_time
from models.words import Paper


def police_number(asked: Asked) -> KnownValue | None:
    """The number under which the police know of it, as it was told last."""
    for origin in reversed(asked.facts.given):
        form, number = origin.form, None
        if isinstance(form, ReceptionHandover):
            number = form.police_case
        elif isinstance(form, PoliceReport):
            number = form.receipt_number
        elif isinstance(form, Registration):
            number = form.police_call_number
        if number:
            return told(number, origin)
    return None


def health(asked: Asked) -> KnownValue | None:
    """What the doctors found: injuries, body, mind."""
    found = asked.newest(HealthCheck, lambda one: one.done)
    if found is None:
        return None
    origin, check = found
    return told("\n".join(filter(None, (check.injuries, check.findings, check.mind))), origin)


def custody_granted(asked: Asked) -> KnownValue | None:
    """That the child is in temporary guardianship by a decision; a refusal says nothing of need."""
    found = asked.newest(CustodyDecision, lambda one: one.decided)
    return told(found[1].decided, found[0]) if found and asked.custody_since else None


def belongings(asked: Asked) -> KnownValue | None:
    """What the child had along when it came."""
    found = asked.newest(ReceptionHandover, lambda one: one.child_was_received)
    return told([one.name for one in found[1].belongings], found[0]) if found else None


def custody_since(asked: Asked) -> KnownValue | None:
    """Since when the child is in temporary guardianship."""
    found = asked.newest(ReceptionHandover, lambda one: one.child_was_received)
    return told(asked.custody_since, *([found[0]] if found else []))


def custody_limit(asked: Asked) -> KnownValue | None:
    """Until when, by the clock that runs."""
    return told(asked.custody_limit)


def custody_story(asked: Asked) -> KnownValue | None:
    """How the child came into temporary guardianship, and who decided it."""
    received = asked.newest(ReceptionHandover, lambda one: one.child_was_received)
    decided = asked.newest(CustodyDecision, lambda one: one.decided)
    told_of, origins = [], []
    if received and received[1].taken_over_at:
        brought = f"由{received[1].escort_unit}送至中心" if received[1].escort_unit else "接收"
        told_of.append(f"{chinese_time(received[1].taken_over_at)}{brought}{STOP}")
        origins.append(received[0])
    if decided and decided[1].ground:
        told_of.append(_decided(decided[1]))
        origins.append(decided[0])
    return told("\n".join(told_of), *origins)


def _decided(one: CustodyDecision) -> str:
    number = f"{OPENING}{one.decision_number}{CLOSING}" if one.decision_number else ""
    manner = f"{COMMA}{one.manner.label}" if one.manner else ""
    when = chinese_time(one.decided_at)
    return f"{when}{one.decided_by}决定临时监护{number}{manner}{STOP}"


def evidence(asked: Asked) -> KnownValue | None:
    """The one evidence register: the list that was written last, which began with the one before."""
    lists = (Investigation, Assessment, InjunctionApplication, PetitionDraft)
    for origin in reversed(asked.facts.given):
        if isinstance(origin.form, lists) and origin.form.evidence:
            return told(list(origin.form.evidence), origin)
    return None


def evidence_of_order(asked: Asked) -> KnownValue | None:
    """The register for a protection order, which has kinds of its own: those a person says."""
    found = evidence(asked)
    if found is None:
        return None
    rows = [{name: one for name, one in item.items() if name != "kind"} for item in found.value]
    return told(rows, *found.origins)


def evidence_names(asked: Asked) -> KnownValue | None:
    """What there is to be shown at the meeting, by name."""
    found = evidence(asked)
    return told([one["name"] for one in found.value], *found.origins) if found else None


def education(asked: Asked) -> KnownValue | None:
    """Each session of guidance: day, body, what was said, how it was taken."""
    found = asked.newest(GuidanceRecord, lambda one: bool(one.sessions))
    if found is None:
        return None
    lines = [
        f"{chinese_day(one.on)}{COMMA}{one.body}{COLON}{one.record}"
        f"{SEMICOLON}表现{COLON}{one.attitude}"
        for one in found[1].sessions
    ]
    return told("\n".join(lines), found[0])


def report_number(asked: Asked) -> KnownValue | None:
    """The number of the newest assessment report."""
    found = asked.newest(Assessment)
    return told(asked.number_of(Paper.ASSESSMENT_REPORT), *([found[0]] if found else []))


def report_summary(asked: Asked) -> KnownValue | None:
    """Number and conclusion of the newest assessment report, once there is a number."""
    number, found = asked.number_of(Paper.ASSESSMENT_REPORT), asked.newest(Assessment)
    if number is None or found is None:
        return None
    level, advice = found[1].risk.name, found[1].recommendation.label
    return told(f"{number}{COMMA}监护风险等级{COLON}{level}{COMMA}建议{COLON}{advice}", found[0])


def report_conclusion(asked: Asked) -> KnownValue | None:
    """What the assessment proposes."""
    found = asked.newest(Assessment)
    if found is None:
        return None
    return told(f"{found[1].recommendation.label}{STOP}{found[1].proposals}", found[0])


def _statement(asked: Asked) -> tuple[Any, PoliceStatement] | None:
    return asked.newest(PoliceStatement, lambda one: one.received) or asked.newest(PoliceStatement)


def statement_state(asked: Asked) -> KnownValue | None:
    """Whether the police's statement is there, or was asked for in vain."""
    found = _statement(asked)
    if found is None:
        return None
    state = StatementState.RECEIVED if found[1].received else StatementState.CHASED
    return told(state, found[0])


def statement_note(asked: Asked) -> KnownValue | None:
    """What it says; else how it was asked for."""
    found = _statement(asked)
    if found is None:
        return None
    one = found[1]
    if one.received:
        return told(one.summary, found[0])
    when = chinese_time(one.chased_at) if one.chased_at else ""
    return told(f"{when}{one.chased_whom or ''}{SEMICOLON}{one.answer or ''}", found[0])
