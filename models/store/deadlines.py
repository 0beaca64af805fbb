"""Deadlines of a case (期限): the one place where one is started, met, stopped or handed over.

What ends with its step or its stage ends in their statements, which take in `meet_deadlines` or
`stop_deadlines` of `fragments.sql`. What moves one or lets it stand still is in
`models.store.ledger`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.law.receipt import Receipt
from models.store.query import Query, Statement, Value, named
from models.words import Holder, Reach


@dataclass(frozen=True)
class NewDeadline:
    """A deadline about to run. `key`: of its step and round, or `clock:<rule>`; once per stage."""

    id: UUID
    case_id: UUID
    stage_id: UUID
    centre_id: UUID
    step_id: UUID | None
    key: str
    rule: str
    pack: str
    holder: Holder
    owner_id: UUID | None
    starts_at: datetime
    due_at: datetime
    yellow_at: datetime | None
    red_at: datetime | None
    provisional: bool
    printable: bool
    receipt: Receipt
    restarts: int = 0
    obliged_by: UUID | None = None
    """The step whose answer obliges to it; None unless it is an obligation."""
    reach: Reach | None = None


@dataclass(frozen=True)
class GoingOn:
    """The deadline of a duty that a step ends, as it counts now."""

    due_at: datetime
    stands_still: bool


@dataclass(frozen=True)
class Ended:
    """A deadline that ended just now; `met_late` is null where it was stopped."""

    rule: str
    met_late: bool | None
    key: str


@dataclass(frozen=True)
class Whose:
    """Which deadlines end: a part of `deadlines.sql`, and what it is given."""

    part: str
    given: dict[str, Any]


def of_case(case_id: UUID) -> Whose:
    """Everything of a case, but what a supervision order waits for and what outlives the case."""
    return Whose("of_case", {"case": case_id})


def of_voided(case_id: UUID) -> Whose:
    """Everything of a case that was opened by mistake, but what a supervision order waits for."""
    return Whose("of_voided", {"case": case_id})


def of_clock(case_id: UUID, key: str) -> Whose:
    """A clock of the case."""
    return Whose("of_clock", {"case": case_id, "key": key})


def nothing_for_the_child(case_id: UUID) -> Whose:
    """Every clock of the case, and what was promised for a child who has died."""
    return Whose("nothing_for_the_child", {"case": case_id})


def of_obligations(case_id: UUID, codes: Sequence[str]) -> Whose:
    """The obligations of some kinds."""
    return Whose("of_obligations", {"case": case_id, "codes": list(codes)})


def just(deadline_id: UUID) -> Whose:
    """This one."""
    return Whose("just", {"id": deadline_id})


def of_custody(case_id: UUID) -> Whose:
    """The clocks of temporary guardianship."""
    return Whose("of_custody", {"case": case_id})


def of_order(case_id: UUID, order_id: UUID) -> Whose:
    """The feedback that a supervision order waits for."""
    return Whose("of_order", {"case": case_id, "order": str(order_id)})


_WHOSE = (
    of_case, of_voided, of_clock, nothing_for_the_child, of_obligations, just, of_custody, of_order,
)  # fmt: skip


def _ending(verb: str) -> dict[str, Query[Ended]]:
    head = named("fragments", verb)
    parts = {one.__name__: named("deadlines", one.__name__) for one in _WHOSE}
    return {
        name: Query(Ended, f"{head} AND {part} RETURNING rule, met_late, key")
        for name, part in parts.items()
    }


_MEET = _ending("meet_deadlines")
_STOP = _ending("stop_deadlines")
_START = Statement(named("deadlines", "start"))
_GIVE_WITH_STEPS = Statement(named("deadlines", "give_with_steps"))
_GOING_ON = Query(GoingOn, named("deadlines", "going_on"))
_CARRY = Statement(named("deadlines", "carry"))
_CLOCK_OF_CASE = Value(UUID, named("deadlines", "clock_of_case"))
_HAS_CLOCK = Value(bool, named("deadlines", "has_clock"))
_ROUNDS_OF_ORDER = Value(int, named("deadlines", "rounds_of_order"))


def as_json(rows: Sequence[NewDeadline]) -> str:
    """Rows for `start_deadlines`, which other statements may take in."""
    return json.dumps([vars(row) | {"receipt": row.receipt.dump()} for row in rows], default=str)


def start(db: Connection, *rows: NewDeadline) -> None:
    """Let deadlines run from now on."""
    _START.run(db, deadlines=as_json(rows))


def meet(db: Connection, whose: Whose, *, done_at: datetime, now: datetime) -> list[Ended]:
    """End what is done.

    Args:
        db: The transaction at hand.
        whose: Which; those that have ended stay as they are.
        done_at: When it was done: lateness is judged by it.
        now: When it is recorded.
    """
    return _MEET[whose.part].all(db, **whose.given, done_at=done_at, now=now)


def stop(db: Connection, whose: Whose, *, now: datetime) -> list[Ended]:
    """End what nobody waits for any more: neither met nor late."""
    return _STOP[whose.part].all(db, **whose.given, now=now)


def give_with_steps(db: Connection, case_id: UUID) -> None:
    """Let every deadline of a case be whose the step is."""
    _GIVE_WITH_STEPS.run(db, case=case_id)


def going_on(db: Connection, step_id: UUID) -> GoingOn | None:
    """The deadline that an answer which said "not yet" has not met."""
    return _GOING_ON.first(db, step=step_id)


def carry(db: Connection, from_step: UUID, to_step: UUID, *, beside: bool) -> None:
    """Let what still counts go over to the step that asks again.

    Args:
        db: The transaction at hand.
        from_step: The step that was answered "not yet".
        to_step: The step that asks again.
        beside: Whether that step shows a day somebody said, and the deadline stands beside it.
    """
    _CARRY.run(db, from_step=from_step, to_step=to_step, beside=beside)


def clock_of_case(db: Connection, case_id: UUID, key: str) -> UUID | None:
    """The clock of the case that counts now; None where none does."""
    return _CLOCK_OF_CASE.first(db, case=case_id, key=key)


def has_clock(db: Connection, case_id: UUID, key: str, *, stage_id: UUID) -> bool:
    """Whether a clock of the case counts now, or was met in this stage before."""
    return _HAS_CLOCK.one(db, case=case_id, key=key, stage=stage_id)


def rounds_of_order(db: Connection, case_id: UUID, order_id: UUID) -> int:
    """How often feedback to a supervision order was waited for."""
    return _ROUNDS_OF_ORDER.one(db, case=case_id, order=str(order_id))
