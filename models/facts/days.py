"""What becomes of each day that a form asks for, beside those that are events, acts or obligations.

A day is an event (`models.facts.events`), the day of the act itself (`models.forms.acts`),
something that somebody owes (`models.facts.obligations`), or stands here. A test walks all forms,
so that a new day without one of the four fails: no promise can be written to no effect any more.
"""

from collections.abc import Mapping
from enum import Enum


class Use(Enum):
    """What reads a day."""

    AGAIN = "the same form is asked again on it (`Form.not_yet`)"
    DUE = "a step is due on it, or a timer waits for it"
    COMPARED = "a rule, a gate or the law compares it with other facts"
    TOLD = "a date of the past that a document prints; nothing is owed by it"


_BIRTH = (Use.COMPARED, "age, capacity and majority; no birth lies ahead")
_GROUNDS = (Use.COMPARED, "six months, three times: art. 35 of the opinions")

#: Form and path of the field to what reads it, and where or why.
DAYS: Mapping[str, tuple[Use, str]] = {
    "registration:child.birth_date": _BIRTH,
    "registration:guardians.birth_date": _BIRTH,
    "reception-handover:child.birth_date": _BIRTH,
    "reception-handover:guardians.birth_date": _BIRTH,
    "identity-search:child.birth_date": _BIRTH,
    "investigation:relatives.birth_date": _BIRTH,
    "carer-verification:carer.birth_date": _BIRTH,
    "petition-draft:applicant.birth_date": _BIRTH,
    "petition-draft:respondents.birth_date": _BIRTH,
    "protection-application:respondents.birth_date": _BIRTH,
    "injunction-application:applicant.birth_date": _BIRTH,
    "injunction-application:respondents.birth_date": _BIRTH,
    "reporter-feedback:again_on": (Use.AGAIN, "told again"),
    "reception-handover:expected_on": (Use.AGAIN, "the child is expected"),
    "custody-decision:decide_again_on": (Use.AGAIN, "asked again, or the objection is answered"),
    "health-check:planned_on": (Use.AGAIN, "the check is planned"),
    "police-statement:promised_on": (Use.AGAIN, "the police promised it"),
    "identity-search:search_again_on": (Use.AGAIN, "the next query"),
    "voice:again_on": (Use.AGAIN, "heard on another day"),
    "guidance-record:again_on": (Use.AGAIN, "given on another day"),
    "relative-handover:again_on": (Use.AGAIN, "fetched on another day"),
    "suit-filed:planned_on": (Use.AGAIN, "the suit is planned"),
    "investigation-assignment:report_due_at": (Use.DUE, "the investigation"),
    "court-acceptance:correct_by": (Use.DUE, "the corrected draft, its signatures and its filing"),
    "convening:meeting_at": (Use.DUE, "the opinions of the bodies"),
    "long-term-decision:handover_on": (Use.DUE, "the hand-over into long-term guardianship"),
    "follow-up-review:next_visit_from": (Use.DUE, "the next visit opens"),
    "follow-up-review:next_visit_to": (Use.DUE, "the next visit"),
    "order-ruling:valid_until": (Use.DUE, "the renewal"),
    "reconsideration:valid_until": (Use.DUE, "the renewal"),
    "restoration-commission:opinion_due_on": (Use.DUE, "the opinion"),
    "extension-decision:new_limit_on": (Use.DUE, "the clock of temporary guardianship moves to it"),
    "majority-preparation:eighteenth_on": (Use.DUE, "the hand-over at majority"),
    "missing-record:next_on": (Use.DUE, "the search is looked at"),
    "search-record:next_on": (Use.DUE, "the search is looked at"),
    "assessment:comparison.education.on": _GROUNDS,
    "assessment:comparison.refused_since": _GROUNDS,
    "assessment:comparison.refused_until": _GROUNDS,
    "assessment:comparison.criticisms.on": _GROUNDS,
    "petition-draft:respondents.grounds35.education.on": _GROUNDS,
    "petition-draft:respondents.grounds35.refused_since": _GROUNDS,
    "petition-draft:respondents.grounds35.refused_until": _GROUNDS,
    "petition-draft:respondents.grounds35.criticisms.on": _GROUNDS,
    "work-plan:begins_on": (Use.COMPARED, "tasks and review lie within the plan"),
    "minutes:long_term.guardians.since": (Use.COMPARED, "from when somebody is no guardian"),
    "extension-request:custody_began_on": (Use.COMPARED, "the year is the child's year"),
    "extension-request:current_limit_on": (Use.COMPARED, "the request names what runs"),
    "extension-request:extend_until": (Use.COMPARED, "no later than a year, and granted no later"),
    "restoration-commission:revoked_on": (Use.COMPARED, "three months to a year, opinions 38"),
    "restoration-commission:applied_on": (Use.COMPARED, "three months to a year, opinions 38"),
    "exemption-request:from_on": (Use.COMPARED, "the windows that are exempt"),
    "exemption-request:until_on": (Use.COMPARED, "the windows that are exempt"),
    "exemption-decision:until_on": (Use.COMPARED, "the windows that are exempt"),
    "referral:told_on": (Use.TOLD, "told before the letter"),
    "police-statement:chased_at": (Use.TOLD, "asked for in vain"),
    "investigation:began_on": (Use.TOLD, "the check began"),
    "investigation:interviews.on": (Use.TOLD, "an interview"),
    "assessment-team:told_on": (Use.TOLD, "the guardian was told"),
    "guidance-record:sessions.on": (Use.TOLD, "a session of guidance"),
    "notice-served:published_on": (Use.TOLD, "the notice was published; served is another field"),
    "collection:recorded_on": (Use.TOLD, "that nobody came was recorded"),
    "collection:attempts.at": (Use.TOLD, "the guardian was called"),
    "petition-draft:timeline.on": (Use.TOLD, "what happened"),
    "closing-report:concluded_on": (Use.TOLD, "the report was written"),
    "order-renewal:decided_on": (Use.TOLD, "whether the order is renewed was decided"),
    "suggestion-received:dated_on": (Use.TOLD, "the date of the suggestion; received is another"),
    "reply-sent:received_on": (Use.TOLD, "the reply was received"),
    "exemption-request:assessed_on": (Use.TOLD, "the assessment that the request rests on"),
    "exemption-decision:decided_on": (Use.TOLD, "the exemption was decided"),
    "missing-reported:superior_told_at": (Use.TOLD, "civil affairs were told"),
    "death-reported:police_told_at": (Use.TOLD, "the police were told"),
}
