"""Choices, yes/no and days whose answer moves nothing: why each is asked all the same.

Everything else of these kinds is read by a rule, a gate, a deadline, a paper or a stage, or decides
which questions are asked.
`tests/rehearsal/test_shipped_cases.py` watches what is read while every shipped case is played, and
fails where an answer is read by nothing and does not stand here, or stands here and is read.
"""

from collections.abc import Mapping

_RECORD = "the case page shows it to who goes on with the case; no rule speaks of it"
_MANNER = "how it was done is evidence for a later dispute; the day alone counts"

#: Form and path of the field to why it is asked.
TOLD_ONLY: Mapping[str, str] = {
    "police-report:education_told": "the duty to tell the authority is the reporting school's",
    "advice-given:may_call_again": _RECORD,
    "custody-decision:ground": "civil affairs decides; the centre's own finding is printed",
    "health-check:evidence_kept": "a petition lists its evidence itself",
    "police-statement:handling": "the minutes say in words what the police did",
    "identity-search:methods": "whether somebody was found counts, not by what means",
    "convening:initiated_by": "any of them may ask for it (outline 70), with one effect",
    "party-opinion:manner": _MANNER,
    "party-opinion:danger_removed": "a body's view; the minutes conclude, and may differ",
    "party-opinion:guardian_capable": "a body's view; the minutes conclude, and may differ",
    "party-opinion:supports": "a body's view; the minutes conclude, and may differ",
    "notice-served:receipt_kept": "a paper in the file; without it the notice was served too",
    "collection:why_not": "the bodies read it when they meet again; every reason leads there",
    "carer-verification:confirmed_by": "either may confirm (opinions 17), with one effect",
    "carer-verification:consent_by": "either may consent (opinions 17), with one effect",
    "filing:manner": _MANNER,
    "filing:fee_free": "the court decides on it",
    "placement-handover:archive_handed_over": "the file follows by its own letter",
    "long-term-handover:archive_handed_over": "the file follows by its own letter",
    "protection-filing:oral": "counts like a written one (family violence law 24)",
    "order-ruling:served": "the court serves; its clock is the court's",
    "injunction-ruling:measures": "the court's own; a title follows from a protection order alone",
    "suit-filed:suit": "any suit keeps the injunction in force",
    "suggestion-received:asks_petition": "whether to petition is concluded by the bodies",
    "restoration-handover:former_guardian_told": _RECORD,
    "majority-transfer:signed_by_self": _RECORD,
    "majority-transfer:told_rights": _RECORD,
    "transfer-request:child_told": _RECORD,
    "missing-record:how": "the search is the same; who searches reads it",
}

#: Read where no shipped case comes: form and path to the module that reads it.
ELSEWHERE: Mapping[str, str] = {
    "minutes:long_term.guardians.loss": "models/forms/long_term.py",
    "minutes:long_term.guardians.since": "models/facts/titles.py",
    "guardian-proposal:candidates.relation": "models/facts/persons.py",
    "majority-preparation:birth_proof": "models/facts/leaving.py",
}
