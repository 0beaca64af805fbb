"""What is planned, in order of time; of one minute, in the order in which it was planned."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

#: Something planned: when, rank within the minute, number, what, with what.
_Planned = tuple[int, int, int, Callable[..., None], tuple[Any, ...]]


class Agenda:
    """A heap of things to do; `now` is the minute of the one being done."""

    def __init__(self, end: int) -> None:
        """Stop after this minute."""
        self.end = end
        self.now = 0
        self._heap: list[_Planned] = []
        self._number = 0

    def plan(self, minute: int, do: Callable[..., None], *given: Any, rank: int = -1) -> None:
        """Plan something.

        Args:
            minute: When; now, if it is past. What lies after the end is dropped.
            do: What to do.
            given: What to give it.
            rank: Order within the minute: people act first, then the watch tells, oldest first.
        """
        if minute > self.end:
            return
        self._number += 1
        heappush(self._heap, (max(minute, self.now), rank, self._number, do, given))

    def run(self) -> None:
        """Do everything in order."""
        while self._heap:
            self.now, _, _, do, given = heappop(self._heap)
            do(*given)
