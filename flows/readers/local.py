"""The local reader: does in this process what is otherwise a worker's, for rehearsal and practice.

The same stage functions, journal and effects; only Prefect is absent.
"""

from uuid import UUID

from sqlalchemy import Engine

from flows.readers.inline import advance
from models.store import journal
from models.store.acting import as_worker
from models.time_source import TimeSource
from tasks.deadlines import visits_of_missing
from tasks.deadlines.standing import resume_ended
from tasks.office import Office
from tasks.watch import timers


def work_off(engine: Engine, office: Office, clock: TimeSource) -> int:
    """Do all that is left to a worker and fire what is due; the number of stages gone on with.

    In the order of the clockwork: each stage whose time has come goes on before the next one's
    timers fire, and what is left to workers follows.
    """
    worked = 0
    before: list[UUID] = []
    while (stages := [*_fire(engine, office, clock), *_left(engine)]) and stages != before:
        for stage_id in dict.fromkeys(stages):
            with as_worker(engine) as db:
                advance(db, office, stage_id, now=clock.now(), outside=True)
            worked += 1
        before = stages
    return worked


def _fire(engine: Engine, office: Office, clock: TimeSource) -> list[UUID]:
    with as_worker(engine) as db:
        resume_ended(db, office, now=clock.now())
        visits_of_missing.fall_in(db, now=clock.now())
        due = timers.due_stages(db, now=clock.now())
    for stage_id in due:
        with as_worker(engine) as db:
            timers.fire(db, stage_id, now=clock.now())
            advance(db, office, stage_id, now=clock.now())
    return due


def _left(engine: Engine) -> list[UUID]:
    with as_worker(engine) as db:
        return journal.left_to_worker(db)
