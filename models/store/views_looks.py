"""Who looked at what of which case: the view log, as those read it who watch over it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.keyset import Edge, ListPage, page_from
from models.store.query import Query, Value, named


@dataclass(frozen=True)
class LookTold:
    """One look: when, by whom, at what, of which case; lists and searches are of none."""

    at: datetime
    what: str
    case_id: UUID | None
    officer: str
    account: str
    number: str | None


@dataclass(frozen=True)
class LookLine(LookTold):
    """The same, with its place in a list."""

    id: UUID


#: Before and after every look.
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class LooksWanted:
    """Which looks are asked for; nothing narrows nothing. `until` is not part of it."""

    case_id: UUID | None = None
    officer_id: UUID | None = None
    since: datetime = EVER[0]
    until: datetime = EVER[1]


_LOOKS = Query(LookLine, named("views_looks", "looks"))
_NUMBERED = Value(UUID, named("views_looks", "numbered"))
_NUMBER_OF = Value(str, named("views_looks", "number_of"))
_TOLD = Query(LookTold, named("views_looks", "told"))


def looks(
    db: Connection, centre_id: UUID, wanted: LooksWanted, *, place: Edge | None, newer: bool
) -> ListPage[LookLine]:
    """A page of the looks of a centre, the newest first; none to whom may not read the log."""

    def read(beyond: Edge, up: bool) -> list[LookLine]:  # noqa: FBT001 - see `page_from`
        return _LOOKS.all(
            db, centre=centre_id, case=wanted.case_id, officer=wanted.officer_id,
            since=wanted.since, until=wanted.until, at=beyond.at, id=beyond.id, newer=up,
        )  # fmt: skip

    return page_from(read, lambda one: Edge(one.at, one.id), place, newer=newer)


def numbered(db: Connection, number: str) -> UUID | None:
    """The case of the centre that has this number, for who may read the whole log of it."""
    return _NUMBERED.first(db, number=number)


def number_of(db: Connection, case_id: UUID) -> str | None:
    """The number of a case of the centre, for who may read the whole log of it."""
    return _NUMBER_OF.first(db, case=case_id)


def told(
    db: Connection, *, number: str | None, account: str | None, since: datetime, until: datetime,
    most: int,
) -> list[LookTold]:  # fmt: skip
    """The looks of the installation, asked as its owner on the machine itself."""
    return _TOLD.all(
        db, number=number, account=account, since=since, until=until, most=most
    )  # fmt: skip
