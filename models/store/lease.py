"""Which run has a stage, and until when: the lease, its fence, and what a pass compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.tables.case import StageState
from models.words import Stage


@dataclass(frozen=True)
class PairedStage:
    """A stage, its run, and whether a worker has something to do for it."""

    id: UUID
    name: Stage
    state: StageState
    flow_run_id: UUID | None
    fence: int
    leased_until: datetime | None
    has_work: bool

    @property
    def is_worked_on(self) -> bool:
        """Whether it needs a run: it is open, or left a document behind that is to be made."""
        return self.state is StageState.OPEN or self.has_work


_TAKE = Value(int, named("lease", "take"))
_RENEW = Statement(named("lease", "renew"))
_RELEASE = Statement(named("lease", "release"))
_GIVE_RUN = Statement(named("lease", "give_run"))
_WORKED_ON = Query(PairedStage, named("lease", "worked_on"))
_IN_MOTION = Query(PairedStage, named("lease", "in_motion"))
_HOW_MANY = Value(int, named("lease", "how_many"))
_ONE = Query(PairedStage, named("lease", "one"))
_URGENT = Value(UUID, named("lease", "urgent"))
_IS_OF_STAGE = Value(bool, named("lease", "is_of_stage"))


def take(db: Connection, stage_id: UUID, run_id: UUID | None, *, until: datetime) -> int | None:
    """Take a stage's lease for a run: its new fence, or None when it is over or another run's."""
    return _TAKE.first(db, stage=stage_id, run=run_id, until=until)


def renew(db: Connection, stage_id: UUID, fence: int, *, until: datetime) -> None:
    """Hold a lease on, as long as it is the newest."""
    _RENEW.run(db, stage=stage_id, fence=fence, until=until)


def release(db: Connection, stage_id: UUID, fence: int) -> None:
    """Let a lease go, as long as it is the newest."""
    _RELEASE.run(db, stage=stage_id, fence=fence)


def give_run(db: Connection, stage_id: UUID, run_id: UUID, *, old: UUID | None) -> bool:
    """Give a stage its run in place of the `old` one; of two who try at once, one succeeds."""
    return _GIVE_RUN.run(db, stage=stage_id, run=run_id, old=old) > 0


def worked_on(db: Connection, *, tries: int) -> list[PairedStage]:
    """Every stage that needs a run; what failed `tries` times waits for a person and is no work."""
    return _WORKED_ON.all(db, tries=tries)


def in_motion(db: Connection, *, runs: Sequence[UUID], tries: int) -> list[PairedStage]:
    """Stages that need a run and do not merely wait in one, and the stages of some runs."""
    return _IN_MOTION.all(db, runs=list(runs), tries=tries)


def how_many(db: Connection, *, tries: int) -> int:
    """How many stages need a run."""
    return _HOW_MANY.one(db, tries=tries)


def one(db: Connection, stage_id: UUID, *, tries: int) -> PairedStage | None:
    """One stage, open or not."""
    return _ONE.first(db, stage=stage_id, tries=tries)


def urgent(db: Connection, stages: Sequence[UUID]) -> set[UUID]:
    """Those of some stages whose case is urgent."""
    return set(_URGENT.all(db, stages=list(stages)))


def is_of_stage(db: Connection, run_id: UUID) -> bool:
    """Whether a run is the own of a stage that is worked on."""
    return _IS_OF_STAGE.one(db, run=run_id)
