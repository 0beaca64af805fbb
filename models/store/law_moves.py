"""Cases and the law they are judged by, as the pages and the move read and write them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named
from models.words import Stage


@dataclass(frozen=True)
class CaseUnderLaw:
    """An open case, its main stage, and how many deadlines run in it; `identity` is sealed."""

    id: UUID
    number: str
    pack: str
    locality: str
    opened_at: datetime
    child_id: UUID
    identity: bytes
    main_stage: UUID
    stage: Stage
    running: int


@dataclass(frozen=True)
class LawOfCase:
    """The pack and overlay of a case."""

    pack: str
    locality: str


@dataclass(frozen=True)
class NewLawMove:
    """A case that is moved to another law; `reason` is sealed."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    at: datetime
    by_id: UUID
    old_pack: str
    old_locality: str
    new_pack: str
    new_locality: str
    reason: bytes
    recount_id: UUID


@dataclass(frozen=True)
class LawMoved:
    """When a case changed its law, and by whom; `reason` is sealed."""

    id: UUID
    at: datetime
    old_pack: str
    old_locality: str
    new_pack: str
    new_locality: str
    reason: bytes
    by_name: str | None


_CHOSEN = Query(CaseUnderLaw, named("law_moves", "chosen"))
_ON_OTHER_LAW = Query(CaseUnderLaw, named("law_moves", "on_other_law"))
_LOCK = Statement(named("law_moves", "lock"))
_LOCK_CENTRE = Statement(named("law_moves", "lock_centre"))
_PLACE = Value(str, named("law_moves", "place"))
_LAW_OF = Query(LawOfCase, named("law_moves", "law_of"))
_MOVE = Statement(named("law_moves", "move"))
_TELL = Statement(named("law_moves", "tell"))
_MOVES = Query(LawMoved, named("law_moves", "moves"))


def open_cases(db: Connection, centre_id: UUID, ids: Sequence[UUID]) -> list[CaseUnderLaw]:
    """These open cases of a centre."""
    return _CHOSEN.all(db, centre=centre_id, ids=list(ids))


def on_other_law(
    db: Connection, centre_id: UUID, pack: str, locality: str, *, most: int | None = None
) -> list[CaseUnderLaw]:  # fmt: skip
    """Open cases of a centre that are judged by another law than this, the oldest first."""
    return _ON_OTHER_LAW.all(db, centre=centre_id, pack=pack, locality=locality, most=most)


def lock(db: Connection, ids: Sequence[UUID]) -> None:
    """Lock cases, in one order for all, before anything of them is read."""
    _LOCK.run(db, ids=sorted(set(ids)))


def lock_centre(db: Connection, centre_id: UUID) -> None:
    """Lock every open case of a centre, in the same order: nothing is counted in them meanwhile."""
    _LOCK_CENTRE.run(db, centre=centre_id)


def place_of(db: Connection, centre_id: UUID) -> str:
    """Where a centre is, for the law; empty for nowhere in particular."""
    return _PLACE.one(db, id=centre_id)


def law_of(db: Connection, case_id: UUID) -> LawOfCase | None:
    """The pack and overlay of a case."""
    return _LAW_OF.first(db, case=case_id)


def move(db: Connection, moved: NewLawMove) -> None:
    """Let a case be judged by another law, and everybody of its team hear of it once."""
    _MOVE.run(db, **{one.name: getattr(moved, one.name) for one in dataclasses.fields(moved)})
    _TELL.run(db, case=moved.case_id, centre=moved.centre_id, move=str(moved.id), at=moved.at)


def moves(db: Connection, case_id: UUID) -> list[LawMoved]:
    """When a case changed its law, and by whom."""
    return _MOVES.all(db, case=case_id)
