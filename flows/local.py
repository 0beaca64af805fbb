"""The local reader: does in this process what is otherwise a worker's, for rehearsal and practice.

The same stage functions, journal and effects; only Prefect is absent.
"""

from uuid import UUID

from sqlalchemy import Engine, text

from flows.inline import advance
from models.clock import Clock
from models.store.acting import as_worker
from tasks import timers
from tasks.office import Office

_LEFT_TO_WORKER = text(
    "SELECT DISTINCT s.stage_id FROM steps s JOIN stages g ON g.id = s.stage_id "
    "WHERE s.state = 'open' AND s.kind IN ('issue', 'effect') AND g.state = 'open'"
)


def work_off(engine: Engine, office: Office, clock: Clock) -> int:
    """Do all that is left to a worker and fire what is due; the number of stages gone on with."""
    worked = 0
    while stages := _waiting(engine, clock):
        for stage_id in stages:
            with as_worker(engine) as db:
                advance(db, office, stage_id, now=clock.now(), outside=True)
            worked += 1
    return worked


def _waiting(engine: Engine, clock: Clock) -> list[UUID]:
    with as_worker(engine) as db:
        due = timers.fire(db, now=clock.now())
        left = list(db.execute(_LEFT_TO_WORKER).scalars())
    return list(dict.fromkeys([*due, *left]))
