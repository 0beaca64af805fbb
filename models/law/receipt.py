"""The receipt of a deadline: what a count wrote down, kept with the deadline for good.

Three shapes are kept: of a counted day, of a day that a step before has fixed (`clock` is null),
and of a limit of the child's time away (`custody`). What an earlier version of the program wrote
loads too, with what it did not say yet left out; loaded and dumped it is what it was.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

from models.law.breaks import Extension, Suspension
from models.law.dates import SHANGHAI
from models.law.rule import OwnTarget
from models.law.sources import Citation
from models.law.vocabulary import ClockKind, Confirmation, Layer
from models.words import Holder


def _read(moment: str | date) -> date:
    """A day, or an instant where hours were counted."""
    if isinstance(moment, date):
        return moment
    return datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)


Instant = Annotated[datetime, PlainSerializer(datetime.isoformat)]
Day = Annotated[date, PlainSerializer(date.isoformat)]
DayOrInstant = Annotated[date, PlainValidator(_read), PlainSerializer(lambda one: one.isoformat())]


class _Kept(BaseModel):
    """Immutable; a key that a later version does not know any more is kept as it is."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class ReceiptStep(_Kept):
    """One step of the count: a sentence, and what it is about."""

    text: str
    kind: str | None = None
    date: DayOrInstant | None = None
    reason: str | None = None
    notice: str | None = None
    length: str | None = None
    year: int | None = None


class ReceiptSource(_Kept):
    """One citation, with how far its text was seen."""

    document: str
    number: str | None = None
    article: str | None = None
    quote: str | None = None
    layer: Layer | None = None
    confirmed: Confirmation
    in_force_from: Day | None = None
    in_force_to: Day | None = None


class SpanInCare(_Kept):
    """One span of temporary guardianship before the one at hand."""

    began_on: Day = Field(alias="from")
    ended_on: Day | None = Field(alias="to")
    days: int


class TimeInCare(_Kept):
    """What a child had spent in temporary guardianship before; dates and days only."""

    days_before: int
    counted_from: Day
    spans: tuple[SpanInCare, ...] = ()


class Recounted(_Kept):
    """One recount that moved the deadline: under which law, from when to when, and why."""

    at: Instant
    law: str
    old_due: Instant
    new_due: Instant
    old_provisional: bool
    new_provisional: bool
    why: tuple[str, ...] = ()


class Receipt(_Kept):
    """What was counted. `due` and `start` in Shanghai time; the same instant is `due_utc`."""

    rule: str | None = None
    title: str
    pack: str
    start: DayOrInstant
    start_event: str | None = None
    start_event_code: str | None = None
    length: str | None = None
    clock: ClockKind | None = None
    clock_text: str | None = None
    due: Instant
    due_on: Day
    due_utc: Instant
    nominal_on: Day | None = None
    expected_on: Day | None = None
    opens: bool = False
    provisional: bool
    printable: bool
    layer: Layer | None = None
    layer_text: str | None = None
    confirmed: Confirmation | None = None
    confirmed_text: str | None = None
    source: str
    sources: tuple[ReceiptSource, ...] = ()
    owes: tuple[str, ...] = ()
    holder: Holder | None = None
    note: str | None = None
    own_target: OwnTarget | None = None
    steps: tuple[ReceiptStep, ...]
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    custody: TimeInCare | None = None
    recounted: tuple[Recounted, ...] = ()
    #: The calendar counted by, where it is said: a trial outside any case.
    calendar: str | None = None

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self:
        """Read one as it is stored."""
        return cls.model_validate(stored)

    def dump(self) -> dict[str, Any]:
        """Write it as it is stored; what was never said is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @property
    def is_counted(self) -> bool:
        """Whether the day was counted; a day that a step before has fixed is not."""
        return self.clock is not None

    def with_time_in_care(self, time: TimeInCare, told: str) -> "Receipt":
        """The same, with the child's earlier days summed in its first step."""
        steps = (ReceiptStep(text=told), *self.steps)
        return self.model_copy(update={"custody": time, "steps": steps})

    def fixed_anew(self, due: datetime, because: str = "改期") -> "Receipt":
        """The receipt of a day that a person named, after they named another, or it moved.

        Args:
            due: The instant it is due now, aware.
            because: Why, in Chinese.
        """
        shown = due.astimezone(SHANGHAI)
        step = ReceiptStep(text=f"{because}:{shown:%Y-%m-%d %H:%M}(北京时间)。")
        moved = {"due": shown, "due_on": shown.date(), "due_utc": due}
        return self.model_copy(update={**moved, "steps": (*self.steps, step)})

    def counted_anew(self, after: "Receipt", *more: Recounted) -> "Receipt":
        """The receipt of a later count, with what only this one knows.

        Args:
            after: Of the later count.
            more: The recount by which it moved, if one did.
        """
        kept = after
        if self.custody and not kept.custody:
            kept = kept.with_time_in_care(self.custody, self.steps[0].text)
        told = (*self.recounted, *more)
        return kept.model_copy(update={"recounted": told}) if told else kept


def in_shanghai(moment: date) -> date:
    """The same instant in Shanghai time; a day stays a day."""
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else moment


@cache
def cited(one: Citation) -> ReceiptSource:
    """A citation as a receipt keeps it."""
    document = one.document
    return ReceiptSource(
        document=document.title,
        number=document.number,
        article=one.article,
        quote=one.quote,
        layer=document.layer,
        confirmed=one.confirmed,
        in_force_from=document.in_force_from,
        in_force_to=document.in_force_to,
    )
