"""Every fact that a field may be filled with, and where it is known from; and a form filled so."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from models.facts.known import afterwards, court, findings, meeting, people
from models.facts.known.told import Asked, KnownValue, Source, newest, of_centre, said
from models.forms.assessment import GuidanceRecord
from models.forms.base import Form
from models.forms.consultation import Convening
from models.forms.custody import CustodyDecision, PoliceStatement, ReceptionHandover
from models.forms.follow_up import Visit, VisitKind
from models.forms.investigation import Investigation
from models.forms.known import Known
from models.forms.petition import PetitionDraft
from models.forms.protection import (
    InjunctionApplication,
    InjunctionFiling,
    ProtectionApplication,
    ProtectionFiling,
)
from models.forms.reading import item_type, meta, part_type
from models.forms.receipt import PoliceReport
from models.forms.revocation import CourtAcceptance, Filing, Judgment
from models.forms.suggestion import SuggestionReceived
from models.law.terms import JudgmentResult

_REVOKED = JudgmentResult.REVOKED

#: One question for each fact.
KNOWN: Mapping[Known, Source] = {
    Known.CHILD: people.child,
    Known.GUARDIANS: people.guardians,
    Known.SCHOOLING: people.schooling,
    Known.EIGHTEENTH_BIRTHDAY: people.eighteenth_birthday,
    Known.CHILD_VIEW: people.child_view,
    Known.CHILD_WORDS: people.child_words,
    Known.RELATIVES_ENTITLED: people.relatives_entitled,
    Known.CANDIDATES: people.candidates,
    Known.AGREED_CARER: people.agreed_carer,
    Known.SUSPECTED_GUARDIANS: people.suspected_guardians,
    Known.SUSPECTED_ON_THESE_GROUNDS: people.suspected_on_these_grounds,
    Known.NOTIFIED_GUARDIAN: people.notified_guardian,
    Known.NOTIFIED_RELATION: people.notified_relation,
    Known.NOTIFIED_ADDRESS: people.notified_address,
    Known.WHERE_CHILD_IS: people.where_child_is,
    Known.POLICE_STATION: newest(said(PoliceStatement, "station"), said(PoliceReport, "station")),
    Known.POLICE_NUMBER: findings.police_number,
    Known.HOSPITAL: said(ReceptionHandover, "hospital"),
    Known.HEALTH: findings.health,
    Known.BELONGINGS: findings.belongings,
    Known.CUSTODY_GRANTED: findings.custody_granted,
    Known.CUSTODY_GROUND: said(CustodyDecision, "ground", lambda one: one.decided),
    Known.CUSTODY_SINCE: findings.custody_since,
    Known.CUSTODY_LIMIT: findings.custody_limit,
    Known.CUSTODY_STORY: findings.custody_story,
    Known.EVIDENCE: findings.evidence,
    Known.EVIDENCE_OF_ORDER: findings.evidence_of_order,
    Known.EVIDENCE_NAMES: findings.evidence_names,
    Known.FAMILY: said(Investigation, "family"),
    Known.GUIDANCE: said(GuidanceRecord, "performance", lambda one: one.given),
    Known.REPENTANCE: said(GuidanceRecord, "repentance", lambda one: one.given),
    Known.EDUCATION: findings.education,
    Known.REPORT_NUMBER: findings.report_number,
    Known.REPORT_SUMMARY: findings.report_summary,
    Known.REPORT_CONCLUSION: findings.report_conclusion,
    Known.STATEMENT_STATE: findings.statement_state,
    Known.STATEMENT_NOTE: findings.statement_note,
    Known.BODIES: meeting.bodies,
    Known.MATERIALS: meeting.materials,
    Known.PARTY_CONTACT: meeting.party_contact,
    Known.MEETING_AT: said(Convening, "meeting_at"),
    Known.MEETING_PLACE: said(Convening, "place"),
    Known.MEETING_CHAIR: said(Convening, "chair"),
    Known.ATTENDED: meeting.attended,
    Known.STAYED_AWAY: meeting.stayed_away,
    Known.OPINIONS: meeting.opinions,
    Known.APPLICANT: court.applicant,
    Known.CAPACITY: court.capacity,
    Known.COURT: of_centre("court"),
    Known.COURT_PETITIONED: newest(said(Filing, "court"), said(PetitionDraft, "court")),
    Known.COURT_CASE_NUMBER: said(CourtAcceptance, "case_number", lambda one: one.accepted),
    Known.TIMELINE: court.timeline,
    Known.COURT_OF_ORDER: said(ProtectionApplication, "court"),
    Known.ORDER_NUMBER: said(ProtectionFiling, "case_number"),
    Known.EARLIER_ORDER: court.earlier_order,
    Known.COURT_OF_INJUNCTION: said(InjunctionApplication, "court"),
    Known.INJUNCTION_NUMBER: said(InjunctionFiling, "case_number"),
    Known.JUDGMENT_NUMBER: said(Judgment, "number", lambda one: one.result is _REVOKED),
    Known.JUDGED_RECEIVER: court.judged_receiver,
    Known.JUDGED_RECEIVER_NAME: court.judged_receiver_name,
    Known.REVOKED_ON: said(Judgment, "effective_on", lambda one: one.result is _REVOKED),
    Known.VISITS_BASIS: afterwards.visits_basis,
    Known.VISITS_START: afterwards.visits_start,
    Known.VISITS_GROUNDS: afterwards.visits_grounds,
    Known.VISITOR: afterwards.visitor,
    Known.LAST_STATE: said(Visit, "present_state", lambda one: one.kind is VisitKind.VISITED),
    Known.LAST_GUARDIANSHIP: said(Visit, "guardianship", lambda one: one.kind is VisitKind.VISITED),
    Known.ARCHIVE: afterwards.archive,
    Known.LAST_NOTICE: afterwards.last_notice,
    Known.SUGGESTION_SENDER: said(SuggestionReceived, "sender"),
    Known.SUGGESTION_NUMBER: said(SuggestionReceived, "number"),
    Known.SUGGESTION_ITEMS: afterwards.suggestion_items,
    Known.CENTRE_ADDRESS: of_centre("address"),
    Known.CENTRE_PHONE: of_centre("phone"),
}  # fmt: skip


def may_come_from_the_record(form: type[Form]) -> bool:
    """Whether there is anything to look for."""
    return form.begins_with_last or any(True for _ in named_in(form))


def named_in(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo, Known]]:
    """Every field that names a fact: its dotted path, itself, and the fact; rows are one field."""
    for name, info in model.model_fields.items():
        known, part = meta(info).get("known"), part_type(info.annotation)
        if known:
            yield prefix + name, info, Known(known)
        elif part is not None:
            yield from named_in(part, f"{prefix}{name}.")


def known_of(form: type[Form], asked: Asked) -> dict[str, KnownValue]:
    """What the record knows of what a form asks, by dotted path; what is unsure is not there."""
    found: dict[str, KnownValue] = {}
    for path, info, known in named_in(form):
        one = KNOWN[known](asked)
        if one is not None and (value := _fitting(info, one.value)) is not None:
            found[path] = replace(one, value=value)
    last = asked.newest(form) if form.begins_with_last else None
    if last is not None:
        origin, answer = last
        said_before = {name: getattr(answer, name) for name in form.model_fields}
        found = {
            name: KnownValue(to_jsonable_python(value), (origin,))
            for name, value in said_before.items()
            if value not in (None, "", ())
        }
    return found


def _fitting(info: FieldInfo, value: Any) -> Any:
    """A value as far as it fits the field: a text that is too long is not cut, but left out."""
    item, part = item_type(info.annotation), part_type(info.annotation)
    if isinstance(value, list) and isinstance(item, type) and issubclass(item, BaseModel):
        return [_of(item, one) for one in value] or None
    if isinstance(value, dict) and part is not None:
        return _of(part, value) or None
    longest = next((one.max_length for one in info.metadata if hasattr(one, "max_length")), None)
    too_long = isinstance(value, str) and longest is not None and len(value) > longest
    return None if too_long else value


def _of(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    fields = model.model_fields
    fitting = {name: _fitting(fields[name], one) for name, one in values.items() if name in fields}
    return {name: one for name, one in fitting.items() if one is not None}
