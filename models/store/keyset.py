"""Paging by place: a page begins after the last line of the one before, however many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

R = TypeVar("R")

#: Lines of a page; a statement asks for one more, to know whether it goes on.
SIZE = 50


@dataclass(frozen=True)
class Edge:
    """Where in a list a line stands: newest first, and before that what is `first`."""

    at: datetime
    id: UUID
    first: bool = True


#: Before everything.
TOP = Edge(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


@dataclass(frozen=True)
class ListPage(Generic[R]):
    """One page of a list, and the places from which the pages beside it begin."""

    lines: Sequence[R]
    newer: Edge | None
    older: Edge | None


def page_from(
    read: Callable[[Edge, bool], Sequence[R]], place_of: Callable[[R], Edge],
    place: Edge | None, *, newer: bool,
) -> ListPage[R]:  # fmt: skip
    """Read the page older than a place, or newer; the newest when there is no place.

    Args:
        read: Reads the lines beyond a place, one more than a page, newest first; the second
            argument asks for the newer ones.
        place_of: Where a line stands.
        place: The edge of the page beside it.
        newer: Upwards; when less than a page is left there, the newest page is shown.
    """
    if place is not None and newer:
        rows = read(place, True)  # noqa: FBT003 - the one switch of a reader
        if len(rows) > SIZE:
            lines = rows[-SIZE:]
            return ListPage(lines, place_of(lines[0]), place_of(lines[-1]))
        place = None
    rows = read(place or TOP, False)  # noqa: FBT003
    lines = rows[:SIZE]
    return ListPage(
        lines,
        place_of(lines[0]) if place and lines else None,
        place_of(lines[-1]) if len(rows) > SIZE else None,
    )
