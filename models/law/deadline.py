"""The result of a count: a deadline that can show how it was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.law.dates import SHANGHAI, chinese_day, shanghai_date
from models.law.rule import Rule, Term
from models.law.sources import Citation
from models.law.vocabulary import ClockKind, Confirmation, Layer


@dataclass(frozen=True, slots=True)
class CountStep:
    """One step a person with a wall calendar can follow: a Chinese sentence and its data."""

    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that do not count: `first_on` to `last_on`, both included. `reason` names the ground.

    Only counts in days can be suspended; hours run through. Days that two suspensions share are
    taken out once.

    Source: civil procedure law 86 and the rules that refer to it.
    """

    first_on: date
    last_on: date
    reason: str

    @property
    def days(self) -> int:
        """How many calendar days are suspended."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that was granted, by whom and why: a length on the rule's clock, or a day.

    A day that was decided (`until`) is the last day as decided: it does not roll, and suspensions
    that began before `granted_on` are in it already.
    """

    term: Term | None
    granted_by: str
    reason: str
    until: date | None = None
    granted_on: date | None = None

    def __str__(self) -> str:
        """Read as `1个月`, `至2027年5月20日(星期四)`."""
        return f"至{chinese_day(self.until)}" if self.until else str(self.term)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A counted deadline.

    `due_at` is the last instant in time, as aware UTC: for a count in days 23:59:59 Shanghai of
    `due_on` (the law's 24:00), for a count in hours the exact instant. `nominal_on` is the last day
    before rolling. `expected_on` is earlier than `due_on` where a second text gives less time.
    `opens` is true where nothing may be done *before* this day.
    """

    rule: Rule
    start: date
    due_at: datetime
    due_on: date
    nominal_on: date
    expected_on: date
    provisional: bool
    printable: bool
    opens: bool
    steps: tuple[CountStep, ...]
    #: The days whose status in the calendar mattered.
    looked_at: tuple[date, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def rule_id(self) -> str:
        """The rule counted, as in `5A.2` or `5B.1-urgent`."""
        return self.rule.id

    @property
    def clock(self) -> ClockKind:
        """The clock used."""
        return self.rule.clock

    @property
    def layer(self) -> Layer:
        """Whose number it is: the centre's own where only a target was counted."""
        return Layer.CENTRE if self.rule.is_target else self.rule.layer

    @property
    def confirmed(self) -> Confirmation:
        """How far the counted number is confirmed."""
        return Confirmation.CENTRE if self.rule.is_target else self.rule.confirmed

    @property
    def source(self) -> str:
        """Where the counted number comes from, in one line."""
        if self.rule.is_target:
            own = f"{self.rule.own};" if self.rule.own else ""
            return f"本中心自定目标({own}依据职责:{self.rule.source},该条没有数字)"
        return self.rule.source

    def is_late(self, done_at: datetime) -> bool:
        """Say whether an act is late, by when it was *done*, not by when it was recorded.

        Raises:
            BadInput: `done_at` has no time zone.
        """
        day = shanghai_date(done_at)
        if self.clock in (ClockKind.HOURS_AT_ONCE, ClockKind.HOURS_NEXT_FULL_HOUR):
            return done_at > self.due_at
        return day > self.due_on

    def receipt(self) -> dict[str, Any]:
        """Return everything behind this deadline, ready for JSON. `due` is in Shanghai time."""
        rule = self.rule
        return {
            "rule": rule.id,
            "title": rule.title,
            "pack": rule.pack,
            "start": _iso(self.start),
            "start_event": rule.starts.text if rule.starts else None,
            "start_event_code": rule.starts.code if rule.starts else None,
            "length": str(rule.counted),
            "clock": self.clock.value,
            "clock_text": self.clock.chinese,
            "due": self.due_at.astimezone(SHANGHAI).isoformat(),
            "due_on": self.due_on.isoformat(),
            "due_utc": self.due_at.isoformat(),
            "nominal_on": self.nominal_on.isoformat(),
            "expected_on": self.expected_on.isoformat(),
            "opens": self.opens,
            "provisional": self.provisional,
            "printable": self.printable,
            "layer": self.layer.value,
            "layer_text": self.layer.chinese,
            "confirmed": self.confirmed.value,
            "confirmed_text": self.confirmed.chinese,
            "source": self.source,
            "sources": [_citation(one) for one in rule.sources],
            "owes": [body.text for body in rule.owes],
            "holder": rule.holder.value,
            "note": rule.note,
            "own_target": rule.own.model_dump(mode="json") if rule.own else None,
            "steps": [{"text": step.text, **step.data} for step in self.steps],
        } | self._interruptions()

    def _interruptions(self) -> dict[str, Any]:
        """What a later count must know again: `models.law.recount` reads it."""
        return {
            "suspensions": [
                {
                    "first_on": one.first_on.isoformat(),
                    "last_on": one.last_on.isoformat(),
                    "reason": one.reason,
                }
                for one in self.suspensions
            ],
            "extensions": [
                {
                    "term": one.term.model_dump(mode="json") if one.term else None,
                    "granted_by": one.granted_by,
                    "reason": one.reason,
                    "until": one.until.isoformat() if one.until else None,
                    "granted_on": one.granted_on.isoformat() if one.granted_on else None,
                }
                for one in self.extensions
            ],
        }


def _iso(moment: date) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(SHANGHAI).isoformat()
    return moment.isoformat()


def _citation(one: Citation) -> dict[str, Any]:
    document = one.document
    return {
        "document": document.title,
        "number": document.number,
        "article": one.article,
        "quote": one.quote,
        "layer": document.layer.value,
        "confirmed": one.confirmed.value,
        "in_force_from": document.in_force_from.isoformat() if document.in_force_from else None,
        "in_force_to": document.in_force_to.isoformat() if document.in_force_to else None,
    }
