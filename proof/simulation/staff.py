"""The staff of the simulated centre: roles, absences, and who does what when somebody is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from models.labels import ROLES
from models.words import Role
from proof.simulation.office_time import DAY, work_until

#: How many cases a day one officer of the role is there for; the fewer, the more officers.
CASES_A_DAY: dict[Role, float] = {
    Role.CASEWORKER: 0.22,
    Role.COMMUNITY_WORKER: 0.8,
    Role.SUPERVISOR: 2.2,
    Role.DIRECTOR: 7.5,
    Role.LEGAL: 5.0,
    Role.CIVIL_AFFAIRS: 9.0,
}
#: Absences of one officer in 400 days: how many, and their shortest and longest length in days.
ABSENCES = ((2, 5, 10), (3, 1, 3))
#: From this share of working time on, an officer is overloaded.
OVERLOADED = 0.85


@dataclass
class SimulatedOfficer:
    """An officer with a pile of work that is done one after the other, first come first served."""

    name: str
    role: Role
    days: Sequence[int]
    free_at: int = 0
    waiting: int = 0
    most_waiting: int = 0
    done: int = 0
    busy: int = 0
    #: Minutes from being handed something until beginning with it.
    waited: int = 0
    covered: int = 0

    def __post_init__(self) -> None:
        """Remember the days for quick questions."""
        self._present = frozenset(self.days)

    def take(self, now: int, minutes: int) -> int:
        """Take one more piece of work; when it will be finished."""
        began, finished = work_until(self.days, max(now, self.free_at), minutes)
        self.free_at = finished
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        self.waited += max(0, min(began, finished) - now)
        self.busy += minutes
        return finished

    def put_down(self) -> None:
        """Have one piece of work done."""
        self.waiting -= 1
        self.done += 1

    def is_absent(self, now: int, office_days: frozenset[int]) -> bool:
        """Whether the officer is away on a day on which the office works."""
        day = now // DAY
        return day in office_days and day not in self._present


class Staff:
    """All officers by role; each case has one of each, and covers stand in."""

    def __init__(self, rng: Random, *, cases_a_day: float, office_days: Sequence[int]) -> None:
        """Hire enough officers for the flow of cases, and draw their absences."""
        self._office_days = frozenset(office_days)
        self.by_role: dict[Role, list[SimulatedOfficer]] = {}
        for role, share in CASES_A_DAY.items():
            number = max(2, round(cases_a_day / share))
            self.by_role[role] = [
                SimulatedOfficer(f"{ROLES[role]}{n:02}", role, _present(rng, office_days))
                for n in range(1, number + 1)
            ]

    def choose(self, rng: Random) -> dict[Role, SimulatedOfficer]:
        """Choose the officers of a new case."""
        return {role: rng.choice(officers) for role, officers in self.by_role.items()}

    def at_work(self, owner: SimulatedOfficer, now: int) -> SimulatedOfficer:
        """The owner, or the least busy colleague while the owner is away."""
        if not owner.is_absent(now, self._office_days):
            return owner
        colleagues = [
            one
            for one in self.by_role[owner.role]
            if one is not owner and not one.is_absent(now, self._office_days)
        ]
        if not colleagues:
            return owner
        cover = min(colleagues, key=lambda one: one.free_at)
        cover.covered += 1
        return cover

    @property
    def everybody(self) -> list[SimulatedOfficer]:
        """All officers, by role."""
        return [officer for officers in self.by_role.values() for officer in officers]


def _present(rng: Random, office_days: Sequence[int]) -> list[int]:
    """Office days without the officer's leave and illness."""
    last = office_days[-1] if office_days else 0
    away = bytearray(last + 1)
    for how_often, shortest, longest in ABSENCES:
        for _ in range(round(how_often * (last + 1) / 400)):
            begins = rng.randint(0, last)
            until = min(last, begins + rng.randint(shortest, longest) - 1)
            away[begins : until + 1] = b"\x01" * (until + 1 - begins)
    return [day for day in office_days if not away[day]]
