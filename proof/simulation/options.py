"""What to simulate: how many cases, how many days, from which seed."""

from dataclasses import dataclass

from models.errors import BadInput

#: No case arrives in the last days, which are left for what is under way.
LAST_DAYS = 30
_MOST_CASES, _MOST_DAYS = 100_000, 2_000


@dataclass(frozen=True)
class Options:
    """What to simulate."""

    cases: int
    days: int
    seed: int

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            BadInput: Says which number is wrong, and what it may be.
        """
        if not 1 <= self.cases <= _MOST_CASES:
            raise BadInput(f"--cases 应当在1至{_MOST_CASES}之间,现在是{self.cases}。")
        if not 1 <= self.days <= _MOST_DAYS:
            raise BadInput(f"--days 应当在1至{_MOST_DAYS}之间,现在是{self.days}。")

    @property
    def arrival_days(self) -> int:
        """Days on which cases arrive."""
        return max(1, self.days - LAST_DAYS)
