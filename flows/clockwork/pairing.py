"""Pairing stages and Prefect runs: each open stage one live run, and none for the rest.

A run is only a notebook: whatever happened to it, a new one is written from the journal, and
nothing is done twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from flows.clockwork.alone import Setbacks
from flows.readers.workplace import Workplace
from models.store import lease, mirror
from models.store.acting import as_worker
from models.store.lease import PairedStage
from models.store.stage import wake
from tasks.journal.entry import TRIES
from tasks.mirror.reading import drawn_run
from tasks.mirror.sending import MakesRuns, make_run

#: A run that has not started working this long after it was scheduled is looked at.
STALE_AFTER = timedelta(seconds=60)


class RunFacts(Protocol):
    """What is asked of a run."""

    @property
    def id(self) -> UUID: ...
    @property
    def stage_id(self) -> UUID | None: ...
    @property
    def state(self) -> str: ...
    @property
    def since(self) -> datetime | None: ...
    @property
    def is_suspended(self) -> bool: ...
    @property
    def is_live(self) -> bool: ...


class Orchestrator(MakesRuns, Protocol):
    """What is asked of Prefect; `tasks.engine.prefect_api.PrefectApi` is the one there is."""

    def resume_run(self, run_id: UUID) -> bool: ...
    def run_state(self, run_id: UUID) -> RunFacts | None: ...
    def live_runs(self) -> Iterable[RunFacts]: ...
    def moving_runs(self) -> Iterable[RunFacts]: ...
    def count_suspended(self) -> int: ...
    def runs_by_id(self, run_ids: Sequence[UUID]) -> Iterable[RunFacts]: ...
    def complete_run(self, run_id: UUID, message: str = "") -> None: ...
    def crash_run(self, run_id: UUID, message: str) -> None: ...


@dataclass
class Kept:
    """What one pass repaired; all zero when nothing was amiss."""

    fired: int = 0
    created: int = 0
    resumed: int = 0
    replaced: int = 0
    ended: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to repair."""
        return not any(vars(self).values())


def mend(at: Workplace, api: Orchestrator) -> Kept:
    """Pair what moves; costs as much as moves, however many cases only wait.

    What waits is counted: where Prefect has more or fewer suspended runs than it should, every
    stage is looked at. One run too many and another too few are found by the next `repair`.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    moving = {run.id: run for run in api.moving_runs()}
    with as_worker(at.engine) as db:
        stages = lease.in_motion(db, runs=list(moving), tries=TRIES)
        wanted = lease.how_many(db, tries=TRIES)
    known = [one.flow_run_id for one in stages if one.flow_run_id and one.flow_run_id not in moving]
    waiting = {run.id: run for run in api.runs_by_id(known) if run.is_live} if known else {}
    kept = _pair(at, api, stages, moving | waiting)
    if kept.nothing and _ours(moving) + api.count_suspended() != wanted:
        return repair(at, api)
    return kept


def _ours(runs: Mapping[UUID, RunFacts]) -> int:
    return sum(run.stage_id is not None for run in runs.values())


def repair(at: Workplace, api: Orchestrator) -> Kept:
    """Pair every stage with its run; costs as much as there are open stages.

    Raises:
        OrchestratorUnreachable: Prefect is away.
    """
    live = {run.id: run for run in api.live_runs()}
    with as_worker(at.engine) as db:
        stages = lease.worked_on(db, tries=TRIES)
    return _pair(at, api, stages, live)


def _pair(
    at: Workplace, api: Orchestrator, stages: Sequence[PairedStage], live: dict[UUID, RunFacts]
) -> Kept:
    kept, setbacks = Kept(), Setbacks(at, "pair")
    for stage in stages:
        run = live.pop(stage.flow_run_id, None) if stage.flow_run_id else None
        with setbacks.alone(stage.id):
            _keep_one(at, api, stage, run, kept)
    ours = {stage.flow_run_id for stage in stages}
    for run in live.values():
        with setbacks.alone(run.id):
            if run.stage_id is not None and run.id not in ours and not _still_ours(at, run):
                kept.ended += end(api, run, at.clock.now())
    return kept


def _keep_one(
    at: Workplace, api: Orchestrator, stage: PairedStage, run: RunFacts | None, kept: Kept
) -> None:
    now = at.clock.now()
    if run is None:
        run = _overlooked(api, stage)
    if run is None and _was_changed(at, stage):
        return  # A pass that began before this one was quicker: with thousands lost they overlap.
    if run is None:
        given = give_run(at, api, stage)
        kept.created += given is not None
        if given and stage.has_work:
            api.resume_run(given)
    elif run.is_suspended:
        kept.resumed += stage.has_work and api.resume_run(run.id)
    elif _is_lost(stage, run, now):
        api.crash_run(run.id, "lease expired")
        given = give_run(at, api, stage)
        kept.replaced += given is not None
        if given and stage.has_work:
            api.resume_run(given)
    else:
        return
    if stage.has_work:
        # A warm worker that hears it need not find the run by its next poll.
        with as_worker(at.engine) as db:
            wake(db, [stage.id])


def _overlooked(api: Orchestrator, stage: PairedStage) -> RunFacts | None:
    """A live run that the list did not show: given since, or moved from page to page meanwhile."""
    run = api.run_state(stage.flow_run_id) if stage.flow_run_id else None
    return run if run and run.is_live else None


def _was_changed(at: Workplace, stage: PairedStage) -> bool:
    with as_worker(at.engine) as db:
        now = lease.one(db, stage.id, tries=TRIES)
    return now is None or not now.is_worked_on or now.flow_run_id != stage.flow_run_id


def _is_lost(stage: PairedStage, run: RunFacts, now: datetime) -> bool:
    """Neither waiting nor worked on: no lease, or one that ran out.

    A run waiting for a free worker (Scheduled) is not lost, however long it waits. One that was
    paused by hand, or was to be cancelled and had nobody to do it, is.
    """
    if run.state == "SCHEDULED" or run.is_suspended:
        return False
    if stage.leased_until is not None:
        return stage.leased_until < now
    return _is_stale(run, now)


def _is_stale(run: RunFacts, now: datetime) -> bool:
    return run.since is not None and run.since < now - STALE_AFTER


def give_run(at: Workplace, api: Orchestrator, stage: PairedStage) -> UUID | None:
    """Create the stage's run; of two who try at once, one run is kept."""
    with as_worker(at.engine) as db:
        drawn = drawn_run(db, stage.id, now=at.clock.now())
    run_id = make_run(api, drawn)
    with as_worker(at.engine) as db:
        given = lease.give_run(db, stage.id, run_id, old=stage.flow_run_id)
        mirror.look_again(db, [stage.id])
    return run_id if given else None


def _still_ours(at: Workplace, run: RunFacts) -> bool:
    """Whether a run became a stage's own after the stages were read."""
    with as_worker(at.engine) as db:
        return lease.is_of_stage(db, run.id)


def end(api: Orchestrator, run: RunFacts, now: datetime) -> bool:
    """End the run of a stage that is over, so that none is left without an open stage.

    A run that works is left to end by itself, as long as somebody may be behind it.
    """
    if not run.is_live or (run.state == "RUNNING" and not _is_stale(run, now)):
        return False
    api.complete_run(run.id, "stage closed")
    return True
