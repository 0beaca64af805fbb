"""Times of many answers, and the open cases among which they are taken."""

from dataclasses import dataclass
from statistics import median

import psycopg

from tests.bench.place import DATABASE, Place


@dataclass(frozen=True)
class Times:
    """Milliseconds of many answers."""

    name: str
    values: tuple[float, ...]

    def line(self) -> str:
        """For the table."""
        ordered = sorted(self.values)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return f"{self.name:52s} n={len(ordered):4d}  p50 {median(ordered):7.2f}  p95 {p95:7.2f}"


def open_many(place: Place, cases: int) -> None:
    """Fill the centre with open cases, and let PostgreSQL know, as autovacuum does in time."""
    for _ in range(cases):
        place.desk.open_case(place.staff["worker2"])
    with psycopg.connect(place.postgres.url(DATABASE), autocommit=True) as superuser:
        superuser.execute("ANALYZE")
