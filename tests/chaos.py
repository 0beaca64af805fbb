"""What the tests marked `chaos` share: a seed, how often, and what they tell at their end.

In a run of all tests each of them breaks things a few times, under another seed each time; `make
chaos` breaks them as often as the goals ask (`docs/reliability.md`). `SEED=` repeats a run, `SHARE=`
takes a part of it: `make chaos SHARE=0.1`.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field

SEED = int(os.environ.get("SEED") or 0) or random.randrange(1, 2**32)
_SHARE = float(os.environ.get("CHAOS") or 0)


def times(whole: int, few: int) -> int:
    """How often something is broken: so often for `make chaos`, a few times among all tests."""
    return max(few, round(whole * _SHARE)) if _SHARE else few


@dataclass
class Tally:
    """What was tried, by kind, and what was looked at for losses; told as it grows to its end."""

    name: str
    tried: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Have chances of one's own, that another test takes nothing from."""
        self.chance = random.Random(f"{SEED} {self.name}")
        print(f"\n{self.name} (SEED={SEED})", flush=True)

    def tell(self, lost: object) -> None:
        """Print it all; whoever calls has found what was lost, and fails where anything was."""
        print(f"  tried: {_listed(self.tried)}")
        print(f"  kept: {_listed(self.kept)}")
        print(f"  lost: {lost or 'nothing'}", flush=True)
        assert not lost, f"SEED={SEED} {self.name}: {lost}"


def _listed(counted: Counter[str]) -> str:
    told = ", ".join(f"{n} {what}" for what, n in counted.most_common())
    return f"{sum(counted.values())} in all: {told}" if len(counted) > 1 else told or "0"
