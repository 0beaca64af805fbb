"""What interrupts a count: days that do not count, and time that was granted."""

from dataclasses import dataclass
from datetime import date

from models.law.dates import chinese_day
from models.law.rule import Term


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that do not count: `first_on` to `last_on`, both included. `reason` names the ground.

    Only counts in days can be suspended; hours run through. Days that two suspensions share are
    taken out once.

    Source: civil procedure law 86 and the rules that refer to it.
    """

    first_on: date
    last_on: date
    reason: str

    @property
    def days(self) -> int:
        """How many calendar days are suspended."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that was granted, by whom and why: a length on the rule's clock, or a day.

    A day that was decided (`until`) is the last day as decided: it does not roll, and suspensions
    that began before `granted_on` are in it already.
    """

    term: Term | None
    granted_by: str
    reason: str
    until: date | None = None
    granted_on: date | None = None

    def __str__(self) -> str:
        """Read as `1个月`, `至2027年5月20日(星期四)`."""
        return f"至{chinese_day(self.until)}" if self.until else str(self.term)
