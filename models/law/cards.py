"""Yellow and red cards: what stays on record when a deadline ran into its red light, or over.

The centre's own measure, no sanction: a yellow card says that the red threshold of the rule passed
undone, a red card that the deadline itself did. See ADR-0130.
"""

from dataclasses import dataclass
from datetime import datetime

from models.law.dates import SHANGHAI
from models.law.lights import Turns
from models.words import CardColour


@dataclass(frozen=True)
class Owed:
    """One card that a deadline has earned by now."""

    colour: CardColour
    at: datetime
    """The instant that was passed."""
    by_owner: bool
    """Whether who has the step had it in time; else the delay was there before them."""


def owed(
    turning: Turns,
    due: datetime,
    *,
    until: datetime,
    opened: datetime,
) -> tuple[Owed, ...]:
    """The cards of a deadline, the same whether or not the watch was awake when they fell due.

    Args:
        turning: When its light turned.
        due: Last instant in time.
        until: When it was done, if it was, or stopped; now, while it runs.
        opened: When its step was opened.
    """
    found = []
    if opened < turning.red_at < min(until, due):
        found.append(Owed(CardColour.YELLOW, turning.red_at, by_owner=True))
    if due < until:
        found.append(Owed(CardColour.RED, due, by_owner=opened < due))
    return tuple(found)


def month_of(at: datetime) -> str:
    """The month a card is counted in, as `2026-11`, by Shanghai's calendar."""
    return f"{at.astimezone(SHANGHAI):%Y-%m}"
