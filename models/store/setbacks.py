"""What the clockwork could not do, one by one, until it can: asked by `hutong check`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models.store.query import Query, Statement, named


@dataclass(frozen=True)
class Setback:
    """What failed, such as `timer:<stage id>`, and why; nothing of a person."""

    name: str
    why: str


#: Whatever fails is tried again at least every day, as long as there is anything to be tried.
_TRIED_WITHIN = timedelta(days=2)

_STANDING = Query(Setback, named("setbacks", "standing"))
_NOTE = Statement(named("setbacks", "note"))


def standing(db: Connection, *, now: datetime) -> list[Setback]:
    """What failed when it was last tried; what nobody tries any more is left out."""
    return _STANDING.all(db, since=now - _TRIED_WITHIN)


def note(db: Connection, name: str, why: str, *, at: datetime) -> None:
    """Note why something failed, or, with an empty reason, that it no longer does."""
    _NOTE.run(db, name=name, why=why, at=at)
