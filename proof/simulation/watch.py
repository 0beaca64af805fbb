"""The watch in the simulation: a pass every quarter of an hour, outages, and each rung told once.

Rungs and their instants are those of `models.law.ladder`, which the real watch asks too; a rung
counts as told when it is on record (`rungs`), alone, with a higher one, or in a digest (ADR-0131).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from proof.simulation.chances import OUTAGES
from proof.simulation.deadlines import Due
from proof.simulation.office_time import DAY, HOUR

#: Minutes between two passes.
EVERY = 15


@dataclass(frozen=True)
class Outage:
    """The watch dies in the middle of the pass at `begins`, and is back with the one at `ends`."""

    begins: int
    ends: int


@dataclass
class Told:
    """What the watch did."""

    told: int = 0
    #: Told later than at the first pass, because the watch was away.
    caught_up: int = 0
    #: Tried again after an outage, and refused because it had been told.
    refused: int = 0
    missed: int = 0
    doubled: int = 0
    #: Told although the deadline was over before any pass.
    untimely: int = 0
    most_at_once: int = 0
    #: Reached in the same pass as a higher rung of the same receiver: on record, no notice more.
    merged: int = 0


class Watch:
    """Tells each rung at the first pass at which it is due, once, also across outages."""

    def __init__(self, outages: Sequence[Outage]) -> None:
        """Watch with these outages, ascending and apart."""
        self.outages = outages
        self.count = Told()
        self._begins = [one.begins for one in outages]
        self._pass, self._in_pass = -1, 0

    def next_pass(self, minute: int) -> int:
        """The first pass at or after a minute."""
        at = -(-minute // EVERY) * EVERY
        near = bisect_right(self._begins, at) - 1
        if near >= 0 and self.outages[near].begins < at < self.outages[near].ends:
            return self.outages[near].ends
        return at

    def tell(self, due: Due, rung: int, now: int) -> tuple[bool, int | None]:
        """Tell one rung at a pass.

        Returns:
            Whether somebody was told now; and, when the watch died in this pass and so does not
            know how far it came, the pass at which it tries again.
        """
        again = self._again_after(now)
        self._in_pass = self._in_pass + 1 if now == self._pass else 1
        self._pass = now
        if again is not None and self._in_pass % 2 == 0:
            return False, again
        if self._was_told(due, rung):
            self.count.refused += 1
            return False, again
        due.told[rung] += 1
        self.count.told += 1
        self.count.merged += due.heard.get(due.rungs[rung][1]) == now
        due.heard[due.rungs[rung][1]] = now
        self.count.caught_up += now >= due.rungs[rung][0] + EVERY
        self.count.most_at_once = max(self.count.most_at_once, self._in_pass)
        return True, again

    def _was_told(self, due: Due, rung: int) -> bool:
        """The unique key of a notice: deadline and rung."""
        return due.told[rung] > 0

    def _again_after(self, now: int) -> int | None:
        at = bisect_right(self._begins, now) - 1
        return self.outages[at].ends if at >= 0 and self.outages[at].begins == now else None

    def check(self, due: Due, end: int) -> None:
        """Compare what was told of a deadline with what should have been.

        Args:
            due: Met, stopped, or open at the end.
            end: Last minute of the simulation.
        """
        until = due.closed if due.closed is not None else end + 1
        for (minute, _), told in zip(due.rungs, due.told, strict=True):
            owed = _seen_by_a_living_watch(minute, until, self.outages)
            self.count.missed += owed is True and told == 0
            self.count.doubled += max(0, told - 1)
            self.count.untimely += owed is False and told > 0


def _seen_by_a_living_watch(minute: int, until: int, outages: Iterable[Outage]) -> bool | None:
    """Whether a whole pass fell between a rung and the end of its deadline; None: half a pass did.

    Written apart from `Watch.next_pass`, pass by pass, as a person would check it.
    """
    at = minute + (-minute % EVERY)
    half = False
    while at < until:
        dead = [one for one in outages if one.begins <= at < one.ends]
        if not dead:
            return True
        half = half or dead[0].begins == at
        at = dead[0].ends
    return None if half else False


def draw_outages(rng: Random, days: int) -> list[Outage]:
    """Draw outages that do not touch each other; every second begins at midnight.

    At midnight most is told, so that is when dying in the middle of a pass matters most.
    """
    how_often, shortest, longest = OUTAGES
    drawn: list[Outage] = []
    for number in range(round(how_often * days / 400)):
        begins = rng.randrange(0, days * DAY, EVERY if number % 2 else DAY)
        ends = begins + rng.randint(shortest, longest) * HOUR
        if all(ends < one.begins or one.ends < begins for one in drawn):
            drawn.append(Outage(begins, ends))
    return sorted(drawn, key=lambda one: one.begins)
