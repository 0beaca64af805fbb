"""Which practice cases stand open in the practice centre, how far, and how long ago."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PracticeCase:
    """One case of the practice centre.

    Attributes:
        case: Name of the practice case.
        until: Mark of the last entry that is played; None plays it to its end.
        days_ago: How many days back from today that entry lies.
        opener: Account that registers it and leads.
    """

    case: str
    until: str | None
    days_ago: int
    opener: str


#: Between them every stage and every side procedure is open somewhere; some dates are near, some
#: are past.
PLAN: tuple[PracticeCase, ...] = (
    # Receipt, with custody just begun: decision and statement are due, feedback is owed.
    PracticeCase("return-home", "received", 1, "cheng"),
    # Investigation: the report is due.
    PracticeCase("not-substantiated", "assigned", 2, "fang"),
    # Assessment, and an injunction after which a suit is due within days.
    PracticeCase("court-refuses", "injunction-ruled", 27, "fang"),
    # Assessment, and a procuratorate's suggestion whose month is nearly over.
    PracticeCase("revocation-civil-affairs", "suggestion-received", 26, "gu"),
    # Consultation: opinions are being gathered.
    PracticeCase("not-collected-relatives", "convened", 2, "cheng"),
    # Return home: the three days are over.
    PracticeCase("return-home", "notified", 5, "gu"),
    # Care by relatives: the notice of rights waits for a signature.
    PracticeCase("not-collected-relatives", "carer-verified", 1, "fang"),
    # Revocation: the court has the petition.
    PracticeCase("begging", "filed", 5, "cheng"),
    # Placement after judgment, beside a protection order that runs.
    PracticeCase("court-appoints-relative", "placement-planned", 2, "fang"),
    # Follow-up with weekly visits.
    PracticeCase("return-home", "two-visits", 17, "cheng"),
    # Closure: the report waits for signatures.
    PracticeCase("not-accepted-referred", "closing", 1, "fang"),
    # Extension and coming of age, side by side.
    PracticeCase("turns-eighteen", "extending", 3, "gu"),
    # Transfer: the other centre has not signed yet.
    PracticeCase("transfer", "transfer-signed", 1, "gu"),
    # A case the second centre has taken over.
    PracticeCase("transfer", "moved", 4, "gu"),
    # Restoration: the court asked for an opinion.
    PracticeCase("restoration-granted", "commissioned", 8, "cheng"),
    # Exemption from visits: the request is being written.
    PracticeCase("preventive-visits", "exemption-asked", 3, "gu"),
    # A child is missing: the police know, the search goes on.
    PracticeCase("ran-away-found-again", "missing-reported", 1, "fang"),
    # A child has died: who must be told is still open.
    PracticeCase("death-in-care", "death-recorded", 1, "gu"),
    # A closed case.
    PracticeCase("advice-only", None, 20, "gu"),
)
