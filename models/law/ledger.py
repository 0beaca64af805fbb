"""The ledger of a deadline: what interrupted it, as it was recorded, for every later count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from models.law.breaks import Extension, Suspension
from models.law.interruption import SuspensionGround
from models.law.rule import Rule, Term
from models.law.vocabulary import Unit

#: What a receipt says where a decision has no number.
NO_DOCUMENT = "理由记录在案"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from `first_on` to `last_on`, or until somebody lifts it."""

    first_on: date
    last_on: date | None
    ground: SuspensionGround

    def covers(self, day: date) -> bool:
        """Whether the deadline stands still on this day."""
        return self.first_on <= day and (self.last_on is None or self.last_on >= day)


@dataclass(frozen=True, slots=True)
class GrantedTime:
    """An extension: a length on the rule's clock, or the last day as it was decided."""

    length: int | None
    unit: Unit | None
    until_on: date | None
    decided_on: date | None
    decided_by: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What interrupted a deadline, the oldest first."""

    pauses: tuple[Pause, ...] = ()
    grants: tuple[GrantedTime, ...] = ()

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> "Ledger":
        """Read it as `hutong_ledger` gives it."""
        return _LEDGER.validate_python(stored)

    def __bool__(self) -> bool:
        """Whether anything interrupted it at all."""
        return bool(self.pauses or self.grants)

    def open_pause(self) -> Pause | None:
        """The suspension that nobody has lifted yet."""
        return next((one for one in self.pauses if one.last_on is None), None)

    def pause_on(self, day: date) -> Pause | None:
        """A suspension in force on a day; the open one first."""
        covering = [one for one in self.pauses if one.covers(day)]
        return next((one for one in covering if one.last_on is None), next(iter(covering), None))

    def suspensions(self, until: date) -> list[Suspension]:
        """Every suspension as a count takes it; an open one as if it ended on this day."""
        return [
            Suspension(
                one.first_on,
                max(until, one.first_on) if one.last_on is None else one.last_on,
                one.ground.label,
            )
            for one in self.pauses
        ]

    def extensions(self, rule: Rule) -> list[Extension]:
        """Every extension as a count by this rule takes it."""
        return [
            Extension(
                Term(clock=rule.clock, length=one.length, unit=one.unit) if one.length else None,
                one.decided_by or "",
                one.document or NO_DOCUMENT,
                until=one.until_on,
                granted_on=one.decided_on,
            )
            for one in self.grants
        ]


_LEDGER = TypeAdapter(Ledger)
