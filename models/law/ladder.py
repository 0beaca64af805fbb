"""The ladder of a deadline: which rungs it has, which are reached, and when to look again.

Pure: the watch and its simulation ask the same functions.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.law.rule import Reminder
from models.law.vocabulary import Tell

#: The two words that mean the person who has the step: with the ball inside, to do it; with the
#: ball outside, to chase whoever has it.
TO_THE_OWNER = frozenset({Tell.OWNER, Tell.HOLDER})


@dataclass(frozen=True, order=True)
class Rung:
    """One rung of one deadline; ordered by when it is reached."""

    at: datetime
    hours: int
    tell: Tell


def rungs(
    ladder: Iterable[Reminder], due: datetime, opened: datetime | None = None
) -> tuple[Rung, ...]:
    """The rungs of a deadline, lowest first.

    Args:
        ladder: Of its rule.
        due: What the hours count from.
        opened: When its step was opened; None for a clock of the case, of whose start nobody is
            told. Whoever got the step was told of the work then: their rungs up to that instant
            are left out. What leaders should have heard by then they hear at once.
    """
    found = [Rung(due + timedelta(hours=one.hours), one.hours, one.tell) for one in ladder]
    return tuple(
        sorted(
            rung
            for rung in found
            if opened is None or rung.at > opened or rung.tell not in TO_THE_OWNER
        )
    )


def reached(
    all_rungs: Iterable[Rung], now: datetime, told: Collection[tuple[int, Tell]] = ()
) -> tuple[Rung, ...]:
    """The rungs that are reached and not told yet, lowest first."""
    return tuple(
        rung for rung in all_rungs if rung.at <= now and (rung.hours, rung.tell) not in told
    )


def next_look(
    all_rungs: Iterable[Rung], now: datetime, others: Iterable[datetime] = ()
) -> datetime | None:
    """When the watch has to look at a deadline again; None: not unless it is moved or ended."""
    ahead = [at for at in (*(rung.at for rung in all_rungs), *others) if at > now]
    return min(ahead, default=None)
