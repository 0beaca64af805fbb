"""What a rule pack is made of: terms, rules, gates, grounds. Frozen pydantic models.

These are the *resolved* values a program works with. `models/law/packfile.py` reads the YAML into
them and refuses a reference that leads nowhere.
"""

from datetime import date
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.law.dates import chinese
from models.law.sources import Citation, Frozen, Text
from models.law.vocabulary import ClockKind, Confirmation, Every, Layer, Tell, Unit
from models.words import Holder, Stage


class Word(Frozen):
    """A stable code word with its Chinese."""

    code: Text
    text: Text


#: Where a count begins when the event of its rule is not on record.
STEP_OPENED = Word(code="step_opened", text="环节打开")


class Frequency(Frozen):
    """At least `times` in every window."""

    times: Annotated[int, Field(ge=1, le=31)]
    every: Every

    def __str__(self) -> str:
        """Read as `每周至少1次`."""
        return f"{self.every.chinese}至少{self.times}次"


class Term(Frozen):
    """A length on one clock. `length` is absent only where a recurring duty has no end of its own.

    `at_most` marks a ceiling (一般不超过), `earliest` a day before which nothing may be done.
    `rolls` is false where the term is no time for acting (the life of an order, a waiting time), so
    that a rest day at its end moves nothing (reading in ADR-0100).
    """

    clock: ClockKind
    length: Annotated[int, Field(ge=1, le=3660)] | None = None
    unit: Unit | None = None
    frequency: Frequency | None = None
    at_most: bool = False
    earliest: bool = False
    rolls: bool = True

    @model_validator(mode="after")
    def _one_clock(self) -> Self:
        if self.clock is ClockKind.NONE:
            raise ValueError("没有数字期限的规则不写 term")
        if (self.length is None) != (self.unit is None):
            raise ValueError("长度和单位必须同时写或同时不写")
        if self.unit is not None and self.unit not in self.clock.units:
            raise ValueError(
                f"“{self.clock.chinese}”不能用“{self.unit.chinese}”计算,不同的历不得混用"
            )
        if (self.clock is ClockKind.WINDOWS) != (self.frequency is not None):
            raise ValueError("频次(frequency)只用于、且必须用于周期窗口")
        if self.length is None and self.frequency is None:
            raise ValueError("没有写长度")
        if self.earliest and self.rolls:
            raise ValueError("“最早日”(earliest)不顺延,必须写 rolls: false")
        return self

    def __str__(self) -> str:
        """Read as `3日`, `每周至少1次,持续1个月`."""
        length = f"{self.length}{self.unit.chinese}" if self.unit else ""
        if self.frequency:
            return f"{self.frequency},持续{length}" if length else str(self.frequency)
        return f"不超过{length}" if self.at_most else length


class ExtensionRule(Frozen):
    """Whether and by whom a term may be made longer. `cap` limits all extensions together.

    `approver` is a code of the pack's bodies in its file, and the body's Chinese once resolved.
    """

    approver: Text
    cap_length: Annotated[int, Field(ge=1)] | None = None
    cap_unit: Unit | None = None


class Reminder(Frozen):
    """One rung of a ladder. `hours` counts from the due instant: negative before, 0 at it."""

    hours: int
    tell: Tell


class OwnTarget(Frozen):
    """A target a centre has set for itself in place of the pack's, by whom and on which day."""

    term: Term
    by: Text
    on: date

    def __str__(self) -> str:
        """Read as `贾主任2026年11月21日设定`."""
        return f"{self.by}{chinese(self.on)}设定"


class LightShares(Frozen):
    """From which share of the time left, in hundredths, the light is yellow, and red."""

    yellow: Annotated[int, Field(ge=1, le=99)]
    red: Annotated[int, Field(ge=1, le=99)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.red >= self.yellow:
            raise ValueError("红灯的比例(red)必须小于黄灯的比例(yellow)")
        return self


class Rule(Frozen):
    """One row of the rulebook, resolved.

    `term` is what a source gives; `target` is what the centre set for itself where none does.
    `own` says who set the target where the centre did; `within` is the rule whose legal number
    no target may exceed. `until` is the event that meets it: with it the rule runs by itself, as
    a clock of the case.
    `turns` says how often it is done before the procedure goes another way.
    `exempt` says that a window of this duty may be excused with reason, evidence and an end.
    `also` is a second count of the same duty under another text (C13): the earlier is expected.
    """

    id: Text
    pack: Text
    title: Text
    stage: Stage
    starts: Word | None = None
    until: Word | None = None
    term: Term | None = None
    also: Term | None = None
    target: Term | None = None
    own: OwnTarget | None = None
    within: Text | None = None
    extension: ExtensionRule | None = None
    exempt: bool = False
    turns: Annotated[int, Field(ge=1, le=9)] | None = None
    owes: tuple[Word, ...] = Field(min_length=1)
    holder: Holder
    remind: tuple[Reminder, ...] = ()
    light: LightShares
    documents: tuple[Word, ...] = ()
    layer: Layer
    confirmed: Confirmation
    sources: tuple[Citation, ...] = Field(min_length=1)
    note: Text | None = None
    variants: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _terms_fit(self) -> Self:
        if self.term and self.target:
            raise ValueError("有法源期限的规则不再写自定目标(target)")
        if self.also and (self.term is None or self.also.clock is not self.term.clock):
            raise ValueError("并行计算的期限(also)必须与 term 同历")
        if (self.term or self.target) and self.starts is None:
            raise ValueError("有期限却没有写起算事件(starts)")
        if self.until and (self.clock is ClockKind.NONE or self.clock is ClockKind.WINDOWS):
            raise ValueError("写明完成事件(until)的规则必须有可以计算的期限")
        if self.term and self.confirmed is Confirmation.CENTRE and self.layer is not Layer.CENTRE:
            raise ValueError("本中心自定的数字不能写成法源期限,请写在 target")
        return self

    @property
    def clock(self) -> ClockKind:
        """The clock on which this rule is counted; NONE if there is nothing to count."""
        counted = self.term or self.target
        return counted.clock if counted else ClockKind.NONE

    @property
    def counted(self) -> Term | None:
        """The term that `count` uses: the source's, else the centre's own target."""
        return self.term or self.target

    @property
    def is_target(self) -> bool:
        """Whether only the centre's own target gives this rule a number."""
        return self.term is None and self.target is not None

    def with_own(self, own: OwnTarget) -> "Rule":
        """The rule with the centre's own target; one with a source's number stays as it is."""
        if not self.is_target:
            return self
        return self.model_copy(update={"target": own.term, "own": own})

    def from_opening(self) -> "Rule":
        """The rule counted from the opening of its step: its own event is not on record."""
        return self.model_copy(update={"starts": STEP_OPENED}) if self.starts else self

    @property
    def printable(self) -> bool:
        """Whether the number may be printed as a legal deadline on an outgoing document."""
        return self.term is not None and self.confirmed.is_confirmed

    @property
    def untimed_reason(self) -> str | None:
        """Why there is nothing to count, for a step without a due date; None if there is."""
        if self.counted:
            return None
        if self.variants:
            return f"期限按情形而定(规则{self.id}):须先选定情形。"
        return f"规则{self.id}没有数字期限:{self.note or '法源只规定职责,没有规定时间。'}"

    @cached_property
    def source(self) -> str:
        """All citations in one line."""
        return ";".join(str(citation) for citation in self.sources)


class Gate(Frozen):
    """A hard gate: what the program refuses, and why."""

    id: Text
    title: Text
    stages: tuple[Stage, ...] = Field(min_length=1)
    rules: tuple[str, ...] = ()
    layer: Layer
    confirmed: Confirmation
    sources: tuple[Citation, ...] = Field(min_length=1)
    note: Text | None = None

    @property
    def source(self) -> str:
        """All citations in one line."""
        return ";".join(str(citation) for citation in self.sources)


class Ground(Frozen):
    """One item of opinions art. 35, with the numbers and the records it needs."""

    item: Annotated[int, Field(ge=1, le=7)]
    numeral: Text
    title: Text
    needs: tuple[Text, ...] = ()
    refused_months: Annotated[int, Field(ge=1)] | None = None
    criticisms: Annotated[int, Field(ge=1)] | None = None
    follow_up: Text
    sources: tuple[Citation, ...] = Field(min_length=1)
