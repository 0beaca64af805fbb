"""The life of a protection order: how long at most, and when its renewal is thought of."""

from datetime import date, datetime, timedelta

from models.law.dates import add_months, day_begins, shanghai_date
from models.law.legal_period import add
from models.law.pack import RulePack

#: Validity of a protection order.
LIFE = "5B.2"
#: Two lengths are compared from one day; at a month's beginning none is cut short.
_ANY_DAY = date(2001, 1, 1)


def lasts_too_long(valid_until: date, made_at: datetime, law: RulePack) -> bool:
    """Say whether an order ends before it was made, or later than it may.

    Source: domestic violence law art. 30.
    """
    made_on, term = shanghai_date(made_at), law.rule(LIFE).term
    longest = add(made_on, term) if term else date.max
    return not made_on < valid_until <= longest


def asks_too_long(months: int, law: RulePack) -> bool:
    """Say whether an order is asked for longer than it may last."""
    term = law.rule(LIFE).term
    return term is not None and add_months(_ANY_DAY, months) > add(_ANY_DAY, term)


def renewal_told_at(valid_until: date, made_at: datetime, law: RulePack) -> datetime:
    """Return when to think of renewal: before the end, and never before the order itself.

    Source: how long before is the first rung of the rule's ladder, the centre's own number.
    """
    before = min((rung.hours for rung in law.rule(LIFE).remind), default=0)
    return max(day_begins(valid_until + timedelta(hours=before)), made_at)
