"""How each window of a follow-up stands: visited, excused, made up later, missed, or still ahead.

A missed window stays missed: a visit made afterwards is a visit of its own day, which makes the
number full again and the window no earlier (ADR-0125).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.law.dates import chinese
from models.law.windows import Window


@dataclass(frozen=True, slots=True)
class WindowStanding:
    """One window and what became of it.

    Attributes:
        window: The window.
        visited_on: The first visit in it.
        exempt: Excused by an approved exemption.
        made_up_on: A later visit that counts for it, where it was missed.
        is_over: Whether its last day has passed.
    """

    window: Window
    visited_on: date | None = None
    exempt: bool = False
    made_up_on: date | None = None
    is_over: bool = True

    @property
    def missed(self) -> bool:
        """Whether the window passed without visit or exemption; making up does not change it."""
        return self.is_over and self.visited_on is None and not self.exempt

    @property
    def settled(self) -> bool:
        """Whether nothing is owed for it any more."""
        return bool(self.visited_on or self.exempt or self.made_up_on)

    def lacks(self) -> str:
        """Say which visit is still owed."""
        window = self.window
        span = _span(window)
        return f"{span}错过后的补访" if self.is_over else f"{span}的回访"

    def told(self) -> str:
        """Say in one line how a missed window ended."""
        made = f"{chinese(self.made_up_on)}补访" if self.made_up_on else "没有补访"
        return f"{_span(self.window)}错过，{made}"


def _span(window: Window) -> str:
    return f"第{window.number}个窗口（{chinese(window.first_on)}至{chinese(window.last_on)}）"


def standings(
    windows: Collection[Window],
    visited_on: Collection[date],
    *,
    exempt: Collection[int] = (),
    on: date,
) -> tuple[WindowStanding, ...]:
    """Say how each window stands. One visit serves one window.

    Args:
        windows: All that are owed, in order.
        visited_on: Days on which the child was visited, Shanghai; a day twice is one visit.
        exempt: Numbers of the windows excused.
        on: Today, Shanghai.
    """
    days = sorted(set(visited_on))
    inside = {w.number: next((day for day in days if w.holds(day)), None) for w in windows}
    spare = [day for day in days if day not in inside.values()]
    found = []
    for window in windows:
        visit, excused = inside[window.number], window.number in exempt
        later = None
        if visit is None and not excused:
            later = next((day for day in spare if day > window.last_on), None)
            spare = [day for day in spare if day != later]
        found.append(WindowStanding(window, visit, excused, later, window.last_on < on))
    return tuple(found)
