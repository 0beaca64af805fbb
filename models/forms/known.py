"""The facts that a field may be filled with: each is a question to the record, by its name.

A field names one (`field(…, known=Known.SCHOOL)`); `models.facts.known` answers it. A field that
names none is asked of a person each time, as what it asks is new, a judgment, or an act.
"""

from enum import StrEnum


class Known(StrEnum):
    """What the record may know when a form is asked."""

    # people
    CHILD = "child"
    GUARDIANS = "guardians"
    SCHOOLING = "schooling"
    EIGHTEENTH_BIRTHDAY = "eighteenth-birthday"
    CHILD_VIEW = "child-view"
    CHILD_WORDS = "child-words"
    RELATIVES_ENTITLED = "relatives-entitled"
    CANDIDATES = "candidates"
    AGREED_CARER = "agreed-carer"
    SUSPECTED_GUARDIANS = "suspected-guardians"
    SUSPECTED_ON_THESE_GROUNDS = "suspected-on-these-grounds"
    NOTIFIED_GUARDIAN = "notified-guardian"
    NOTIFIED_RELATION = "notified-relation"
    NOTIFIED_ADDRESS = "notified-address"
    WHERE_CHILD_IS = "where-child-is"

    # what was reported and found
    POLICE_STATION = "police-station"
    POLICE_NUMBER = "police-number"
    HOSPITAL = "hospital"
    HEALTH = "health"
    BELONGINGS = "belongings"
    CUSTODY_GRANTED = "custody-granted"
    CUSTODY_GROUND = "custody-ground"
    CUSTODY_SINCE = "custody-since"
    CUSTODY_LIMIT = "custody-limit"
    CUSTODY_STORY = "custody-story"
    EVIDENCE = "evidence"
    EVIDENCE_OF_ORDER = "evidence-of-order"
    FAMILY = "family"
    GUIDANCE = "guidance"
    REPENTANCE = "repentance"
    EDUCATION = "education"
    REPORT_NUMBER = "report-number"
    REPORT_SUMMARY = "report-summary"
    REPORT_CONCLUSION = "report-conclusion"
    STATEMENT_STATE = "statement-state"
    STATEMENT_NOTE = "statement-note"

    # the meeting
    BODIES = "bodies"
    MATERIALS = "materials"
    PARTY_CONTACT = "party-contact"
    MEETING_AT = "meeting-at"
    MEETING_PLACE = "meeting-place"
    MEETING_CHAIR = "meeting-chair"
    ATTENDED = "attended"
    STAYED_AWAY = "stayed-away"
    OPINIONS = "opinions"
    EVIDENCE_NAMES = "evidence-names"

    # the court line
    APPLICANT = "applicant"
    CAPACITY = "capacity"
    COURT = "court"
    COURT_PETITIONED = "court-petitioned"
    COURT_CASE_NUMBER = "court-case-number"
    TIMELINE = "timeline"
    COURT_OF_ORDER = "court-of-order"
    ORDER_NUMBER = "order-number"
    EARLIER_ORDER = "earlier-order"
    COURT_OF_INJUNCTION = "court-of-injunction"
    INJUNCTION_NUMBER = "injunction-number"
    JUDGMENT_NUMBER = "judgment-number"
    JUDGED_RECEIVER = "judged-receiver"
    JUDGED_RECEIVER_NAME = "judged-receiver-name"
    REVOKED_ON = "revoked-on"

    # afterwards
    VISITS_BASIS = "visits-basis"
    VISITS_START = "visits-start"
    VISITS_GROUNDS = "visits-grounds"
    VISITOR = "visitor"
    LAST_STATE = "last-state"
    LAST_GUARDIANSHIP = "last-guardianship"
    ARCHIVE = "archive"
    LAST_NOTICE = "last-notice"
    SUGGESTION_SENDER = "suggestion-sender"
    SUGGESTION_NUMBER = "suggestion-number"
    SUGGESTION_ITEMS = "suggestion-items"

    # the centre itself
    CENTRE_ADDRESS = "centre-address"
    CENTRE_PHONE = "centre-phone"
