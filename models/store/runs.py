"""Which run of Prefect has which stage, for links to its pages, and who may follow them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, Value, named

#: How long Prefect keeps a run that has ended (`deployments.machine.prefect_env`, a test compares).
KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True)
class RunLine:
    """A stage and its run."""

    stage_id: UUID
    stage: str
    run: UUID


@dataclass(frozen=True)
class CentreHere:
    """A centre in its installation; `is_alone`: all others are for practice."""

    is_alone: bool
    code: str


_STANDING = Query(CentreHere, named("runs", "standing"))
_CASE_OF = Value(UUID, named("runs", "case_of"))
_OF_CASE = Query(RunLine, named("runs", "of_case"))
_OF_STAGES = Query(RunLine, named("runs", "of_stages"))


def standing(db: Connection, actor: Actor) -> CentreHere:
    """How the officer's centre stands among those of this installation."""
    return _STANDING.one(db, centre=actor.centre_id)


def case_of(db: Connection, run: UUID) -> UUID | None:
    """The case of the officer's centre that a run belongs to; None for another's and for none."""
    return _CASE_OF.first(db, run=run)


def of_case(db: Connection, case_id: UUID, *, now: datetime) -> list[RunLine]:
    """The runs of a case that Prefect still has, in the order of their stages."""
    return _OF_CASE.all(db, case=case_id, since=now - KEPT_FOR)


def of_stages(db: Connection, stages: Collection[UUID]) -> dict[UUID, UUID]:
    """The run of each of these stages, as far as it has one."""
    rows = _OF_STAGES.all(db, stages=list(stages)) if stages else []
    return {row.stage_id: row.run for row in rows}
