"""The result of a count: a deadline that can show how it was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.law.breaks import Extension, Suspension
from models.law.dates import SHANGHAI, shanghai_date
from models.law.receipt import Receipt, ReceiptStep, cited, in_shanghai
from models.law.rule import Rule
from models.law.vocabulary import ClockKind, Confirmation, Layer


@dataclass(frozen=True, slots=True)
class CountStep:
    """One step a person with a wall calendar can follow: a Chinese sentence and its data."""

    text: str
    data: Mapping[str, Any]


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

    def receipt(self) -> Receipt:
        """Return everything behind this deadline, as it is kept with it."""
        rule = self.rule
        return Receipt(
            rule=rule.id,
            title=rule.title,
            pack=rule.pack,
            start=in_shanghai(self.start),
            start_event=rule.starts.text if rule.starts else None,
            start_event_code=rule.starts.code if rule.starts else None,
            length=str(rule.counted),
            clock=self.clock,
            clock_text=self.clock.chinese,
            due=self.due_at.astimezone(SHANGHAI),
            due_on=self.due_on,
            due_utc=self.due_at,
            nominal_on=self.nominal_on,
            expected_on=self.expected_on,
            opens=self.opens,
            provisional=self.provisional,
            printable=self.printable,
            layer=self.layer,
            layer_text=self.layer.chinese,
            confirmed=self.confirmed,
            confirmed_text=self.confirmed.chinese,
            source=self.source,
            sources=tuple(map(cited, rule.sources)),
            owes=tuple(body.text for body in rule.owes),
            holder=rule.holder,
            note=rule.note,
            own_target=rule.own,
            steps=tuple(ReceiptStep.model_validate({"text": one.text, **one.data})
                        for one in self.steps),
            suspensions=self.suspensions,
            extensions=self.extensions,
        )  # fmt: skip
