"""The law the tests go by where none is told apart: the newest pack that comes with the program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.law.dates import add_months
from models.law.follow_up import planned_windows
from models.law.loading import load_pack
from models.law.pack import RulePack
from models.law.rule import Frequency
from models.law.shelf import NATIONAL
from models.law.terms import FollowUpBasis, Ground35, PreventiveGroup
from models.law.vocabulary import Every
from models.law.windows import Window, windows_until

LAW: RulePack = load_pack(NATIONAL)
WEEKLY = Frequency(times=1, every=Every.WEEK)


@dataclass(frozen=True)
class Owed:
    """Why visits are owed, and from when."""

    basis: FollowUpBasis
    starts_on: date
    grounds: tuple[Ground35, ...] = ()
    groups: tuple[PreventiveGroup, ...] = ()


def windows(
    basis: FollowUpBasis,
    starts_on: date,
    grounds: Iterable[Ground35] = (),
    *,
    groups: Iterable[PreventiveGroup] = (),
    law: RulePack = LAW,
) -> tuple[Window, ...]:
    """The windows of a plan."""
    return planned_windows(Owed(basis, starts_on, tuple(grounds), tuple(groups)), law)


def weekly(start: date, months: int = 1) -> tuple[Window, ...]:
    """Weekly windows of some months."""
    return windows_until(start, add_months(start, months), WEEKLY, "6.1")
