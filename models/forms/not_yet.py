"""What an answer says of a later day, where what was asked is not done.

A form that asks whether something was done says once, in `Form.not_yet`, which of its answers are
not an end. The procedure asks again by itself (`tasks.stage_run`), due on the day that was said;
the deadline of the duty runs on. What every other "no" of a form leads to: `models.forms.undone`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models.law.dates import end_of_day


@dataclass(frozen=True)
class NotYet:
    """That it is asked again."""

    on: date | None
    """The day that somebody planned or promised; None: nobody said one, and the duty's own stands."""

    @property
    def due_at(self) -> datetime | None:
        """The end of that day in Shanghai, as an aware UTC instant."""
        return end_of_day(self.on) if self.on else None


def on_the_day(day: date | None) -> NotYet | None:
    """Asked again where a day was said; without one the answer stands."""
    return NotYet(day) if day else None
