"""Lists of cases: which, where they stand, how urgent, who has the ball."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.keyset import SIZE, Edge, ListPage, page_from
from models.store.query import Query, Value, named


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: of its open steps and clocks the most urgent; the identity is sealed."""

    id: UUID
    number: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    child_id: UUID
    practice: bool
    identity: bytes
    stage: str | None
    stage_since: datetime | None
    step_id: UUID | None
    light: int | None
    is_provisional: bool | None
    confirmed: str | None
    stands_still: bool
    kind: str | None
    key: str | None
    form: str | None
    paper: str | None
    about: str | None
    turn: int | None
    holder: str | None
    owner_role: str | None
    due_at: datetime | None
    no_due_reason: str | None
    ball_since: datetime | None
    owner: str | None
    absent: str | None
    clock_light: int | None
    clock_due_at: datetime | None
    clock_is_provisional: bool | None
    clock_confirmed: str | None
    clock_title: str | None
    sides: int


_OPEN = {
    scope: (
        Query(CaseLine, named("views_cases", f"of_{scope}")),
        Value(int, named("views_cases", f"count_of_{scope}")),
    )
    for scope in ("centre", "team")
}
_CLOSED = {
    scope: Query(CaseLine, named("views_cases", f"closed_of_{scope}"))
    for scope in ("centre", "team")
}
_FOUND_BY_NUMBER = Query(CaseLine, named("views_cases", "found_by_number"))
_FOUND = Query(CaseLine, named("views_cases", "found"))
_CHILD = Value(UUID, named("views_cases", "child_of_case"))


def open_cases(
    db: Connection, actor: Actor, *, now: datetime, page: int
) -> tuple[list[CaseLine], int]:
    """One page (from 1) of the open cases this officer may see, most urgent first; how many."""
    lines, count = _OPEN[actor.scope]
    who = _who(actor)
    return lines.all(db, **who, now=now, skip=(page - 1) * SIZE), count.one(db, **who)


def closed_cases(
    db: Connection, actor: Actor, *, now: datetime, place: Edge | None, newer: bool
) -> ListPage[CaseLine]:
    """The closed cases this officer may see beyond a place, newest first."""
    who = _who(actor)

    def read(beyond: Edge, up: bool) -> list[CaseLine]:  # noqa: FBT001 - see `page_from`
        asked = {"at": beyond.at, "id": beyond.id, "newer": up, "now": now}
        return _CLOSED[actor.scope].all(db, **asked, **who)

    return page_from(read, _place_of, place, newer=newer)


def search(db: Connection, words: str, *, now: datetime) -> list[CaseLine]:
    """The newest cases whose number contains these words; one more than a page if there are more.

    Wildcards count as plain characters.
    """
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _FOUND.all(db, pattern=f"%{plain}%", now=now)


def search_by_number(db: Connection, number_hash: bytes, *, now: datetime) -> list[CaseLine]:
    """The newest cases of the child with this identity number; at most 51."""
    return _FOUND_BY_NUMBER.all(db, hash=number_hash, now=now)


def child_of_case(db: Connection, number: str) -> UUID | None:
    """The child of the case with this number, for a second case of the same child."""
    return _CHILD.first(db, number=number)


def _place_of(line: CaseLine) -> Edge:
    return Edge(line.closed_at or line.opened_at, line.id)


def _who(actor: Actor) -> dict[str, UUID]:
    """Whose cases: a statement takes of it what it asks for."""
    return {"centre": actor.centre_id, "me": actor.officer_id}
