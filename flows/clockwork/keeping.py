"""Keeping what is as it must be: the edge, the level, and the timers.

The edge (`wake`) serves one stage the moment there is work; the level (`keep`) compares all that is
with what must be (`flows.clockwork.pairing`).
"""

from collections.abc import Sequence
from uuid import UUID

from flows.clockwork.alone import Setbacks
from flows.clockwork.pairing import Kept, Orchestrator, give_run, mend, repair
from flows.readers.inline import advance
from flows.readers.workplace import Workplace
from models.store import lease
from models.store.acting import as_worker
from tasks.deadlines import visits_of_missing
from tasks.deadlines.standing import ended_suspensions, resume_ended
from tasks.journal.entry import TRIES
from tasks.watch import timers


def wake(at: Workplace, api: Orchestrator, stage_id: UUID) -> UUID | None:
    """Give the run that should go on with a stage now; None when there is nothing to do.

    Called by the warm worker for each notification. A stage that only waits, or is over, is the
    mirror's: nobody need take up its run.
    """
    with as_worker(at.engine) as db:
        stage = lease.one(db, stage_id, tries=TRIES)
    if stage is None or not stage.has_work:
        return None
    if stage.flow_run_id or (given := give_run(at, api, stage)) is None:
        return stage.flow_run_id
    return given


def stages_with_work(at: Workplace) -> list[UUID]:
    """The stages a worker has something to do for."""
    with as_worker(at.engine) as db:
        rows = lease.worked_on(db, tries=TRIES)
    return [row.id for row in rows if row.has_work]


def urgent_stages(at: Workplace, stages: Sequence[UUID]) -> set[UUID]:
    """Those of some stages whose case is urgent: they go first."""
    with as_worker(at.engine) as db:
        return lease.urgent(db, stages)


def keep(at: Workplace, api: Orchestrator, *, whole: bool = True) -> Kept:
    """Compare what is with what must be, and repair; safe to run at any time, twice at once.

    Args:
        at: Where.
        api: Prefect.
        whole: Look at every stage; else at what moves, and count the rest.

    Raises:
        OrchestratorUnreachable: Prefect is away; timers were fired nevertheless.
    """
    fired = fire_timers(at)
    kept = repair(at, api) if whole else mend(at, api)
    kept.fired = fired
    return kept


def fire_timers(at: Workplace) -> int:
    """Fire what is due and go on with those stages, as far as our database goes.

    Deadlines whose suspension has ended run again first. Each stage has a transaction of its own:
    one that does not go on leaves its timers unfired, and stops nobody else's.
    """
    _resume(at)
    fired, setbacks, left = 0, Setbacks(at, "timer"), set[UUID]()
    while True:
        now = at.clock.now()
        with as_worker(at.engine) as db:
            stages = timers.due_stages(db, now=now, without=left)
        if not stages:
            return fired
        for stage_id in stages:
            went_on = 0
            with setbacks.alone(stage_id), as_worker(at.engine) as db:
                went_on = timers.fire(db, stage_id, now=now)
                if went_on:
                    advance(db, at.office, stage_id, now=now)
            if stage_id in setbacks.failed or not went_on:
                left.add(stage_id)  # The next pass tries again; or somebody else is at it.
            else:
                fired += 1


def _resume(at: Workplace) -> None:
    setbacks, now = Setbacks(at, "resume"), at.clock.now()
    with as_worker(at.engine) as db:
        ended = ended_suspensions(db, now=now)
        visits = visits_of_missing.not_in_step(db)
    for deadline_id in ended:
        with setbacks.alone(deadline_id), as_worker(at.engine) as db:
            resume_ended(db, at.office, now=now, only=deadline_id)
    for deadline_id in visits:
        with setbacks.alone(deadline_id), as_worker(at.engine) as db:
            visits_of_missing.fall_in(db, now=now, only=deadline_id)
