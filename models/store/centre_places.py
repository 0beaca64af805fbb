"""Where a centre is, for the law: its locality among its facts, each change beside it with why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.query import Query, Statement, Value, named


@dataclass(frozen=True)
class PlaceChange:
    """One change of a centre's locality."""

    at: datetime
    old_local: str
    new_local: str
    reason: str
    by_name: str | None


_CURRENT = Value(str, named("centre_places", "current"))
_LOCKED = Value(str, named("centre_places", "locked"))
_SET = Statement(named("centre_places", "set"))
_WRITE = Statement(named("centre_places", "write"))
_HISTORY = Query(PlaceChange, named("centre_places", "history"))


def current(db: Connection, centre_id: UUID) -> str:
    """The locality of a centre, such as `wuhan`; empty for none."""
    return _CURRENT.one(db, centre=centre_id)


def locked(db: Connection, centre_id: UUID) -> str:
    """The same, with nobody changing it until the transaction ends."""
    return _LOCKED.one(db, centre=centre_id)


def history(db: Connection, centre_id: UUID) -> list[PlaceChange]:
    """Every change, the newest first."""
    return _HISTORY.all(db, centre=centre_id)


def write(
    db: Connection, centre_id: UUID, *, old: str, new: str, reason: str, by: UUID | None,
    at: datetime,
) -> None:  # fmt: skip
    """Change it, and write down that it was changed. `by` None: from the command line."""
    _SET.run(db, centre=centre_id, local=new)
    _WRITE.run(db, centre=centre_id, old=old, new=new, reason=reason, by=by, at=at)
