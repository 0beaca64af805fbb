"""A pass of the watch among ten thousand, a hundred thousand and a million open deadlines.

What is due is the same each time, so that the column that grows tells what a pass pays for.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.time_source import MachineTime
from tests.bench.place import DATABASE, Place

OPEN, DUE = (10_000, 100_000, 1_000_000), 1_000
#: So many of the deadlines belong to each case, as in a centre with long cases.
OF_A_CASE = 20

#: Cases with a stage, a step and deadlines that have been looked at and are due in a year.
_CASES = """
    INSERT INTO cases (id, centre_id, child_id, number, state, pack, locality, opened_at, practice)
    SELECT gen_random_uuid(), c.centre_id, c.child_id, 'bench-' || n, 'open', c.pack, c.locality,
        now(), false
    FROM (SELECT * FROM cases ORDER BY opened_at LIMIT 1) c,
        generate_series(%(from)s::int, %(to)s::int) n
"""
_STAGES = """
    INSERT INTO stages (id, case_id, centre_id, name, ordinal, is_main, state, opened_at, fence,
        procedure)
    SELECT gen_random_uuid(), c.id, c.centre_id, 'investigation', 1, true, 'open', now(), 0, 1
    FROM cases c WHERE c.number LIKE 'bench-%%'
      AND NOT EXISTS (SELECT 1 FROM stages g WHERE g.case_id = c.id)
"""
_DEADLINES = """
    WITH made AS (
        SELECT gen_random_uuid() AS id, g.case_id, g.id AS stage_id, g.centre_id, n
        FROM stages g JOIN cases c ON c.id = g.case_id, generate_series(1, %(each)s::int) n
        WHERE c.number LIKE 'bench-%%'
          AND NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.stage_id = g.id)
    ), steps AS (
        INSERT INTO steps (id, case_id, stage_id, centre_id, kind, key, turn, round, position, state,
            form, owner_role, owner_id, holder, rule, due_at, opened_at, result, attempts)
        SELECT id, case_id, stage_id, centre_id, 'ask', 'ask:bench:' || n, 1, 1, n, 'open',
            'investigation', 'caseworker', %(owner)s::uuid, 'centre', '2.1', now() + interval '1 year',
            now(), '{}', 0 FROM made
    )
    INSERT INTO deadlines (id, case_id, stage_id, centre_id, step_id, key, rule, pack, holder,
        owner_id, starts_at, due_at, yellow_at, red_at, provisional, printable, receipt, state,
        watch_at)
    SELECT gen_random_uuid(), case_id, stage_id, centre_id, id, 'ask:bench:' || n, '2.1',
        'national-2026-11', 'centre', %(owner)s::uuid, now(), now() + interval '1 year',
        now() + interval '9 months', now() + interval '11 months', false, false, '{}', 'running',
        now() + interval '300 days'
    FROM made
"""
#: Of what is open, so many fall due: spread over all cases.
_DUE = """
    UPDATE deadlines d SET starts_at = now() - interval '3 days', due_at = now() - interval '1 hour',
        yellow_at = now() - interval '2 days', red_at = now() - interval '1 day',
        watch_at = now() - interval '1 minute'
    WHERE d.id IN (SELECT id FROM deadlines WHERE rule = '2.1' AND state = 'running'
        AND due_at > now() AND case_id IN (SELECT id FROM cases WHERE number LIKE 'bench-%%')
        ORDER BY id LIMIT %(due)s::int)
"""


@dataclass(frozen=True)
class Pass:
    """One pass."""

    open: int
    idle_ms: float
    due_ms: float
    looked: int
    told: int
    carded: int

    def line(self) -> str:
        """For the table."""
        return (
            f"{self.open:>10,d} open {self.idle_ms:10.1f} ms nothing due {self.due_ms:10.0f} ms "
            f"with {self.looked:,d} due ({self.told} notices, {self.carded} cards)"
        )


def compare(place: Place) -> Iterator[Pass]:
    """Measure with more and more open deadlines; each has the same number due."""
    place.desk.open_case(place.staff["worker1"])
    at = Workplace(place.worker, place.office, MachineTime())
    made = 0
    for count in OPEN:
        made = _fill(place, made, count)
        watch_once(at)  # What filling itself left to look at.
        idle = _timed(at)
        _fall_due(place)
        began = time.perf_counter()
        did = watch_once(at)
        took = (time.perf_counter() - began) * 1000
        yield Pass(count, idle, took, did.looked, did.told, did.carded)


def _timed(at: Workplace) -> float:
    began = time.perf_counter()
    for _ in range(5):
        watch_once(at)
    return (time.perf_counter() - began) * 200


def _fill(place: Place, made: int, count: int) -> int:
    """Make so many open deadlines in all, and let PostgreSQL know."""
    cases = count // OF_A_CASE
    owner = place.staff["worker1"].officer_id
    with psycopg.connect(place.postgres.url(DATABASE), autocommit=True) as db:
        db.execute("SET session_replication_role = replica")
        db.execute(_CASES, {"from": made + 1, "to": cases})
        db.execute(_STAGES)
        db.execute(_DEADLINES, {"each": OF_A_CASE, "owner": owner})
        db.execute("ANALYZE")
    return cases


def _fall_due(place: Place) -> None:
    with psycopg.connect(place.postgres.url(DATABASE), autocommit=True) as db:
        db.execute("SET session_replication_role = replica")
        db.execute(_DUE, {"due": DUE})
