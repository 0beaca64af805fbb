"""Every sealed value there is, column by column: for who asks whether all of it opens."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from models.sealed_places import SealedFor, SealedPlace
from models.store.query import Query

#: Values read at once.
_PAGE = 200
#: The tables whose sealed values belong to another row's id than their own.
_KEYS = {"files": "version_id"}
_FIRST = UUID(int=0)


@dataclass(frozen=True)
class SealedValue:
    """A sealed value and the row it was sealed for."""

    id: UUID
    sealed: bytes


@dataclass(frozen=True)
class Standing:
    """A sealed value, where it was sealed for, and where it stands."""

    sealed: bytes
    place: SealedFor
    where: str


def _asking(column: str) -> Query[SealedValue]:
    table, _, name = column.partition(".")
    key = _KEYS.get(table, "id")
    # Our own words, from the list of sealed places.
    return Query(
        SealedValue,
        f"SELECT {key} AS id, {name} AS sealed FROM {table} "  # noqa: S608
        f"WHERE {name} IS NOT NULL AND {key} > :after ORDER BY {key} LIMIT :most",
    )


_COLUMNS = {column: (place, _asking(column)) for place in SealedPlace for column in place.columns}


def every(db: Connection, *, but: Collection[SealedPlace] = ()) -> Iterator[Standing]:
    """Give each sealed value of the database; `but` those of some places."""
    for column, (place, question) in _COLUMNS.items():
        if place in but:
            continue
        after = _FIRST
        while rows := question.all(db, after=after, most=_PAGE):
            for row in rows:
                yield Standing(row.sealed, place.of(row.id), f"{column}:{row.id}")
            after = rows[-1].id
