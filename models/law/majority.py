"""Coming of age: when, and how long before people are told (gate G10)."""

from datetime import date, timedelta

from models.law.dates import turns_on
from models.law.pack import RulePack

#: Who is eighteen is of age (Civil Code art. 17); a whole number of years, and no period.
ADULT_YEARS = 18


def told_of_majority(birth_date: date, law: RulePack) -> date:
    """Return from which day people are told that a child comes of age.

    Source: rule 6.8; how long before is the first rung of its ladder, the centre's own number.
    """
    before = min((rung.hours for rung in law.rule("6.8").remind), default=0)
    return turns_on(birth_date, ADULT_YEARS) + timedelta(hours=before)
