"""What the program could not do because of an answer: a document that cannot be made, and whose."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, named


@dataclass(frozen=True)
class StuckStep:
    """An automatic step that failed, and the newest answer before it."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    attempts: int
    failure: str | None
    kind: str
    key: str
    form: str | None
    paper: str | None
    about: str | None
    turn: int
    number: str
    answer_id: UUID | None
    answer_form: str | None
    answer_key: str | None
    answer_about: str | None
    answer_turn: int | None
    author_id: UUID | None


_ONE = Query(StuckStep, named("sticking", "one"))
_MINE = Query(StuckStep, named("sticking", "mine"))


def one(db: Connection, stage_id: UUID, key: str) -> StuckStep | None:
    """An automatic step that is open; None where it is done by now."""
    return _ONE.first(db, stage=stage_id, key=key)


def mine(db: Connection, actor: Actor) -> list[StuckStep]:
    """What failed on an answer of this officer; on anybody's where they lead the centre."""
    is_leader = actor.scope == "centre"
    return _MINE.all(db, centre=actor.centre_id, me=actor.officer_id, all=is_leader)
