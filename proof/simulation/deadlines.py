"""Deadlines in the simulation: counted by the rule pack, with the rungs of the rule's ladder."""

from dataclasses import dataclass, field
from datetime import datetime

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import shanghai_date
from models.law.ladder import rungs
from models.law.pack import RulePack
from models.law.vocabulary import ClockKind, Tell
from proof.simulation.office_time import instant, minute_of


@dataclass(slots=True)
class Due:
    """A running deadline and who is told of it when.

    Attributes:
        name: Case, stage, key and round: what a reminder is unique by, with the rung.
        rungs: Minute and receiver of each reminder, ascending.
        told: How often each rung was delivered.
        closed: Minute at which it was met or stopped; None while it runs.
    """

    name: str
    rule: str
    opened: int
    due: int
    rungs: tuple[tuple[int, Tell], ...]
    told: list[int] = field(default_factory=list)
    closed: int | None = None
    #: The pass at which each receiver heard of it last.
    heard: dict[Tell, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nobody was told yet."""
        self.told = [0] * len(self.rungs)

    @property
    def is_running(self) -> bool:
        """Whether it is neither met nor stopped."""
        return self.closed is None


class Rulebook:
    """Counts with the rule pack, each day once."""

    def __init__(self, pack: RulePack, calendar: Calendar) -> None:
        """Count by this pack and calendar."""
        self._pack, self._calendar = pack, calendar
        self._days: dict[tuple[str, object], int] = {}

    def due(self, rule: str, since: int) -> int | None:
        """The minute at which a rule's term ends; None for a rule without number."""
        found = self._pack.rule(rule)
        if found.clock in (ClockKind.NONE, ClockKind.WINDOWS):
            return None
        at = instant(since)
        if found.clock not in (ClockKind.LEGAL_PERIOD, ClockKind.WORKING_DAYS):
            return minute_of(count(found, at, self._calendar).due_at)
        key = (rule, shanghai_date(at))
        if key not in self._days:
            self._days[key] = minute_of(count(found, at, self._calendar).due_at)
        return self._days[key]

    def is_met_by(self, rule: str, event: str) -> bool:
        """Whether a rule runs until this event of the rulebook."""
        until = self._pack.rule(rule).until
        return until is not None and until.code == event

    def open(
        self,
        name: str,
        rule: str | None,
        *,
        now: int,
        since: int,
        by: datetime | None,
        of_a_step: bool = True,
    ) -> Due | None:
        """Start a deadline: by a fixed instant if there is one, else by the rule; None for neither.

        Of a clock of the case nobody was told when it began; of a step its owner was.
        """
        due = minute_of(by) if by is not None else self.due(rule, since) if rule else None
        if due is None:
            return None
        return Due(name, rule or "-", now, due, self._rungs(rule, due, now, of_a_step=of_a_step))

    def _rungs(
        self, rule: str | None, due: int, now: int, *, of_a_step: bool
    ) -> tuple[tuple[int, Tell], ...]:
        """The rungs as `models.law.ladder` gives them to the watch, none before the deadline is."""
        found = rungs(
            self._pack.ladder(rule or "-"), instant(due), instant(now) if of_a_step else None
        )
        return tuple(sorted((max(minute_of(one.at), now), one.tell) for one in found))
