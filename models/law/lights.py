"""The traffic light of a deadline: from the share of its time that is left, by its rule's shares.

The law knows no such light. It says where to look first, alike on every page, board and document;
it never decides. What is to be done at once stands above all, with a number of hours or without.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum

from models.law.dates import SHANGHAI
from models.law.rule import LightShares, Rule
from models.law.vocabulary import ClockKind

_DAY = timedelta(days=1)
#: Clocks counted in whole days: their lights turn at the beginning of a day.
_BY_DAY = frozenset({ClockKind.LEGAL_PERIOD, ClockKind.WORKING_DAYS, ClockKind.WINDOWS})
#: What has no more time than this is looked at from its beginning.
A_FEW_HOURS = timedelta(hours=4)
#: Rules without a number that say at once (接到时, 立即, 现场, 送入之前, 到达时): no pack has a word for it.
AT_ONCE = ("1.1", "1.3", "1.4", "1.5", "1.6")
#: The shorter of two times, which counts where somebody said that a case is urgent.
URGENT = ("2.1-high", "5B.1-urgent")


class Light(IntEnum):
    """How urgent a deadline is; lower is more urgent."""

    #: There is no number, because it is done at once.
    AT_ONCE = -1
    OVERDUE = 0
    RED = 1
    YELLOW = 2
    GREEN = 3
    #: There is no deadline.
    NONE = 4

    @property
    def chinese(self) -> str:
        """Its word; colour and shape never stand alone."""
        return _SAID[self][0]

    @property
    def shape(self) -> str:
        """Its shape, for those who do not see the colour, and for print."""
        return _SAID[self][1]


_SAID = {
    Light.AT_ONCE: ("立即", "★"),
    Light.OVERDUE: ("超期", "■"),
    Light.RED: ("告急", "◆"),
    Light.YELLOW: ("临期", "▲"),
    Light.GREEN: ("正常", "●"),
    Light.NONE: ("无期限", "○"),
}


@dataclass(frozen=True)
class Turns:
    """The instants from which a light is yellow and red; aware."""

    yellow_at: datetime
    red_at: datetime


def turns(
    shares: LightShares, *, since: datetime, due: datetime, rule: Rule | None = None
) -> Turns:
    """Say when the light of a deadline turns.

    A rule that counts in days turns at the beginning of a Shanghai day, so that the last day is
    red as a whole and the day before it yellow as a whole, whatever hour the count began. A rule
    that counts in hours, and a fixed appointment without rule, turn at the very instant; one of
    a few hours is yellow from the start.

    Args:
        shares: The rule's own, or the pack's.
        since: From when there was time.
        due: Last instant in time.
        rule: Gives the clock.
    """
    span = max(due - since, timedelta())
    yellow = due - span * shares.yellow / 100
    red = due - span * shares.red / 100
    if rule and rule.clock in _BY_DAY:
        red = _day_begins(red)
        yellow = min(_day_begins(yellow), red - _DAY)
    elif span <= A_FEW_HOURS:
        yellow = since
    begin = min(since, due)
    return Turns(max(yellow, begin).astimezone(due.tzinfo), max(red, begin).astimezone(due.tzinfo))


def light(now: datetime, due: datetime | None, turning: Turns | None) -> Light:
    """The light of a deadline at an instant; in time up to and with the due instant itself."""
    if due is None:
        return Light.NONE
    if due < now:
        return Light.OVERDUE
    if turning and turning.red_at <= now:
        return Light.RED
    return Light.YELLOW if turning and turning.yellow_at <= now else Light.GREEN


def _day_begins(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(SHANGHAI).date(), time(), SHANGHAI)
