"""Telling people: a notice is written with the fact it tells of, once; and their reading it.

What leaves the house with it (`deliveries`) is written by trigger, whoever writes the notice.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from models.store.acting import Actor
from models.store.query import Query, Statement, named
from models.words import NoticeKind


@dataclass(frozen=True)
class NewNotice:
    """A notice about to be told; `dedup` names its fact and person, once for ever."""

    officer_id: UUID
    #: What it is about; None for a deadline of the case.
    step_id: UUID | None
    kind: str
    dedup: str


@dataclass(frozen=True)
class Told:
    """A notice, and the name of its fact and person."""

    id: UUID
    dedup: str


@dataclass(frozen=True)
class Leading:
    """Where a notice leads."""

    kind: NoticeKind
    case_id: UUID | None
    step_id: UUID | None


_TELL_EACH = Statement(named("notices", "tell_each"))
_IDS_OF = Query(Told, named("notices", "ids_of"))
_LEADING = Query(Leading, named("notices", "leading"))
_READ_ONE = Statement(named("notices", "read_one"))
_READ_STEP = Statement(named("notices", "read_step"))
_READ_ALL = Statement(named("notices", "read_all"))


def tell(
    db: Connection,
    officer_id: UUID | None,
    *,
    kind: str,
    once: str,
    case_id: UUID,
    centre_id: UUID,
    step_id: UUID | None,
    at: datetime,
) -> None:
    """Queue a notice to an officer; nobody there, or told before: nothing is written.

    Args:
        db: The transaction of the fact.
        officer_id: Who is told; None when a step has no owner.
        kind: A value of `words.NoticeKind`.
        once: Names the fact; one notice for each person and fact, also after a restart.
        case_id: The case.
        centre_id: Its centre.
        step_id: What it is about; None for a deadline of the case.
        at: Now.
    """
    tell_each(
        [(officer_id, step_id, once)], db, kind=kind, case_id=case_id, centre_id=centre_id, at=at
    )


def tell_each(
    whom: Sequence[tuple[UUID | None, UUID | None, str]],
    db: Connection,
    *,
    kind: str,
    case_id: UUID,
    centre_id: UUID,
    at: datetime,
) -> None:
    """Queue a notice to each: officer, step, and what names the fact once; see `tell`."""
    known = [one for each in whom for one in to_tell(*each, kind=kind)]
    if known:
        _TELL_EACH.run(db, centre=centre_id, case=case_id, at=at, notices=as_json(known))


def to_tell(officer: UUID | None, step: UUID | None, once: str, *, kind: str) -> list[NewNotice]:
    """The notice to an officer, as `tell` names its parts; none where nobody is there."""
    return [NewNotice(officer, step, kind, f"{once}:{officer}")] if officer else []


def as_json(rows: Sequence[NewNotice]) -> str:
    """Rows for `tell`, which other statements may take in."""
    return json.dumps([vars(row) for row in rows], default=str)


def ids_of(db: Connection, dedups: Collection[str]) -> dict[str, UUID]:
    """The notices of these facts and persons, as far as they were written."""
    return {one.dedup: one.id for one in _IDS_OF.all(db, dedups=list(dedups))}


def read_one(db: Connection, actor: Actor, notice_id: UUID, *, now: datetime) -> Leading | None:
    """Note that the officer has read a notice; where it leads, None when it is not theirs."""
    _READ_ONE.run(db, me=actor.officer_id, id=notice_id, now=now)
    return _LEADING.first(db, me=actor.officer_id, id=notice_id)


def read_step(db: Connection, actor: Actor, step_id: UUID, *, now: datetime) -> None:
    """Note that the officer has opened a step: its notices are read."""
    _READ_STEP.run(db, me=actor.officer_id, step=step_id, now=now)


def read_all(db: Connection, actor: Actor, *, until: datetime, now: datetime) -> int:
    """Note that the officer has read all notices up to what their page showed."""
    return _READ_ALL.run(db, me=actor.officer_id, until=until, now=now)
