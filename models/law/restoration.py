"""Restoring guardianship: the window of the opinions, and what speaks against it (K5)."""

from dataclasses import dataclass
from datetime import date

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import chinese
from models.law.pack import load_pack
from models.law.terms import Doubt40


@dataclass(frozen=True, slots=True)
class RestorationWindow:
    """The opinions' window. Outside it nothing is refused: a person decides (ADR-0105)."""

    opens_after: date
    closes_on: date

    def note_on(self, applied_on: date) -> str | None:
        """Return what to tell about an application outside the window; None inside it."""
        if applied_on <= self.opens_after:
            return f"申请早于《意见》第38条的申请期({chinese(self.opens_after)}届满后开始),请人工判断。"
        if applied_on > self.closes_on:
            return f"申请晚于《意见》第38条的申请期({chinese(self.closes_on)}届满),请人工判断。"
        return None


def restoration_window(revoked_on: date, calendar: Calendar) -> RestorationWindow:
    """Return the window in which the opinions let a revoked guardian apply.

    Source: opinions art. 38; Civil Code art. 38 has no window.
    """
    pack = load_pack()
    return RestorationWindow(
        opens_after=count(pack.rule("5C.10"), revoked_on, calendar).due_on,
        closes_on=count(pack.rule("5C.10-closes"), revoked_on, calendar).due_on,
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
