"""Coming of age: when, and how long before people are told (gate G10)."""

from datetime import date, timedelta

from models.law.dates import turns_on
from models.law.pack import load_pack
from models.law.verdict import Allowed, Refused, Verdict

ADULT_YEARS = 18


def may_stay_silent_on_majority(*, birth: date, on: date, noticed: bool) -> Verdict:
    """G10: within 90 days before the 18th birthday the end of guardianship must be announced.

    The number of days is the earliest rung of the ladder of rule 6.8.

    Source: Civil Code art. 17, 39.
    """
    adult_on = turns_on(birth, ADULT_YEARS)
    if noticed or on < adult_on - majority_notice():
        return Allowed()
    word = "已" if on >= adult_on else "将"
    return Refused(
        f"未成年人{word}于{adult_on}年满18周岁,须提示监护终止和诉讼利益,请办理。",
        load_pack().gate("G10").source,
    )


def majority_notice() -> timedelta:
    """Return how long before the 18th birthday people are told. Source: rule 6.8 (centre's own)."""
    return timedelta(hours=-min(rung.hours for rung in load_pack().rule("6.8").remind))
