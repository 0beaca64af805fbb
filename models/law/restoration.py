"""Restoring guardianship: the window of the opinions, and what speaks against it (K5)."""

from dataclasses import dataclass
from datetime import date

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.pack import RulePack
from models.law.terms import Doubt40


@dataclass(frozen=True, slots=True)
class RestorationWindow:
    """The opinions' window. Outside it nothing is refused: a person decides (ADR-0105)."""

    opens_after: date
    closes_on: date

    def holds(self, applied_on: date) -> bool:
        """Say whether an application of this day lies inside."""
        return self.opens_after < applied_on <= self.closes_on


def restoration_window(revoked_on: date, calendar: Calendar, law: RulePack) -> RestorationWindow:
    """Return the window in which the opinions let a revoked guardian apply.

    Source: opinions art. 38; Civil Code art. 38 has no window.
    """
    return RestorationWindow(
        opens_after=count(law.rule("5C.10"), revoked_on, calendar).due_on,
        closes_on=count(law.rule("5C.10-closes"), revoked_on, calendar).due_on,
    )


def restoration_doubts(
    *, sexual_or_sale: bool, long_or_repeated_abuse: bool, five_years_prison: bool
) -> tuple[str, ...]:
    """Return the cases in which guardianship is generally not restored, to be weighed by a person.

    Source: opinions art. 40 para. 2; its third item is from memory.
    """
    doubts = {
        Doubt40.SEXUAL_OR_SALE.label: sexual_or_sale,
        Doubt40.LONG_ABUSE.label: long_or_repeated_abuse,
        f"{Doubt40.FIVE_YEARS.label}(未核实)": five_years_prison,
    }
    return tuple(text for text, applies in doubts.items() if applies)
