"""The law that cases are judged by, as it was when it was first used."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from models.store.query import Query, Statement, named


@dataclass(frozen=True)
class KeptPack:
    """What the file of a pack said, by its hash."""

    name: str
    value: str


@dataclass(frozen=True)
class UsedLaw:
    """A pack and an overlay by which some case is judged."""

    pack: str
    locality: str


_KEEP = Statement(named("used_law", "keep"))
_KEPT = Query(KeptPack, named("used_law", "kept"))
_USED = Query(UsedLaw, named("used_law", "used"))


def keep(db: Connection, name: str, value: str, *, at: datetime) -> None:
    """Note what a file says, once."""
    _KEEP.run(db, name=name, value=value, at=at)


def kept(db: Connection) -> dict[str, str]:
    """What each file said when it was first used."""
    return {one.name: one.value for one in _KEPT.all(db)}


def used(db: Connection) -> list[UsedLaw]:
    """The law of all cases, each once."""
    return _USED.all(db)
