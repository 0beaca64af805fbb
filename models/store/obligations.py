"""Obligations (约定事项) as lists, the closing of a case and `hutong check` ask for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, named

#: Obligations on a page.
SIZE = 50


@dataclass(frozen=True)
class Unsettled:
    """One that is not settled."""

    id: UUID
    title: str
    due_at: datetime


@dataclass(frozen=True)
class Obliging:
    """An answer that may oblige, sealed, and the keys of what it obliged to."""

    id: UUID
    form: str
    answer: bytes
    keys: list[str]


@dataclass(frozen=True)
class ObligationLine:
    """One as a list shows it; the child's identity is sealed."""

    id: UUID
    case_id: UUID
    number: str
    child_id: UUID
    case_state: str
    identity: bytes
    obliged_by: UUID
    holder: str
    due_at: datetime
    state: str
    met_late: bool | None
    is_provisional: bool
    confirmed: str | None
    stands_still: bool
    title: str
    key: str
    stage: str
    light: int
    owner: str | None


@dataclass(frozen=True)
class HowMany:
    """How many of a centre are not settled, and how many of them are overdue."""

    all: int
    overdue: int


_OF_CLOSING = Query(Unsettled, named("obligations", "of_closing"))
_TOLD = Query(Obliging, named("obligations", "told"))
_IN_WORDS = Query(Obliging, named("obligations", "in_words"))
_OF_CASE = Query(ObligationLine, named("obligations", "of_case"))
_MINE = Query(ObligationLine, named("obligations", "mine"))
_OF_CENTRE = Query(ObligationLine, named("obligations", "of_centre"))
_COUNT = Query(HowMany, named("obligations", "count_of_centre"))


def of_closing(db: Connection, case_id: UUID) -> list[Unsettled]:
    """What the closing report must answer for."""
    return _OF_CLOSING.all(db, case=case_id)


def told(db: Connection, forms: list[str]) -> list[Obliging]:
    """Every answer to these forms since obligations are kept, with what it obliged to."""
    return _TOLD.all(db, forms=forms)


def of_case(db: Connection, case_id: UUID, *, now: datetime) -> list[ObligationLine]:
    """Those of a case: what is owed first, by its day; then what is over."""
    return _OF_CASE.all(db, case=case_id, now=now)


def in_words(db: Connection, steps: Collection[UUID]) -> list[Obliging]:
    """The answers in whose words obligations stand; `keys` is empty."""
    return _IN_WORDS.all(db, steps=list(steps)) if steps else []


def mine(db: Connection, actor: Actor, *, now: datetime) -> list[ObligationLine]:
    """The first of those in cases that the officer, or whom they stand in for, leads."""
    return _MINE.all(db, me=actor.officer_id, centre=actor.centre_id, now=now)


def of_centre(db: Connection, actor: Actor, *, now: datetime, page: int) -> list[ObligationLine]:
    """One page (from 1) of those of the officer's centre, the next due first."""
    given: dict[str, Any] = {"centre": actor.centre_id, "skip": (page - 1) * SIZE}
    return _OF_CENTRE.all(db, **given, now=now)


def count_of_centre(db: Connection, actor: Actor, *, now: datetime) -> HowMany:
    """How many of the officer's centre are not settled."""
    return _COUNT.one(db, centre=actor.centre_id, now=now)
