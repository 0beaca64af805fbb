"""The one place that reads the time.

Everything else takes `now` as an argument, so that a practice case of a year plays in seconds and
the law can be asked about any day.
"""

from datetime import UTC, datetime
from typing import Protocol

from models.errors import BrokenInvariant


class TimeSource(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class MachineTime:
    """What the machine says."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualTime:
    """Stands still until it is told to go on, and never goes back."""

    def __init__(self, start: datetime) -> None:
        """Stand at `start`, which must be aware."""
        self._now = _utc(start)

    def now(self) -> datetime:
        return self._now

    def advance_to(self, moment: datetime) -> None:
        """Go on to `moment`; the same moment again is allowed.

        Raises:
            BrokenInvariant: `moment` is earlier than now, or naive.
        """
        later = _utc(moment)
        if later < self._now:
            raise BrokenInvariant(f"虚拟时钟不能倒退：现在是 {self._now}，要求 {later}。")
        self._now = later


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise BrokenInvariant(f"时刻 {moment} 没有时区。")
    return moment.astimezone(UTC)
