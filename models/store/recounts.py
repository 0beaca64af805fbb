"""Running deadlines as a recount reads and writes them: ids, case number, rule and dates only.

An administrator sees no case; the functions of the database show and change just this much, for
an administrator everywhere and for a director in the own centre.
"""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.law.ledger import Ledger
from models.law.receipt import Receipt
from models.store.query import Query, Statement, Value, named
from models.words import NoticeKind, Stage, StepKind


@dataclass(frozen=True)
class RunningDeadline:
    """A running deadline with its ledger; `centre`: its short name."""

    id: UUID
    case_id: UUID
    centre_id: UUID
    case_number: str
    locality: str
    centre: str | None
    stage_id: UUID
    stage: Stage
    step_id: UUID | None
    key: str
    form: str | None
    paper: str | None
    kind: StepKind | None
    about: str | None
    turn: int | None
    rule: str
    pack: str
    starts_at: datetime
    due_at: datetime
    provisional: bool
    printable: bool
    receipt: Receipt
    ledger: Ledger


@dataclass(frozen=True)
class Entry:
    """One deadline as it shall be written; its instant so far must still be `old_due`.

    `moves` false: rewritten under another pack, and nobody need hear of it.
    """

    deadline: UUID
    old_due: datetime
    due: datetime
    moves: bool
    provisional: bool
    printable: bool
    pack: str
    receipt: Receipt
    why: Sequence[str]
    notice: NoticeKind
    supervisors: bool
    detail: dict[str, Any]


@dataclass(frozen=True)
class RecountRecord:
    """A recount that happened. `law`: what changed, in Chinese; nothing of a case."""

    id: UUID
    identity: str
    law: str
    digest: str
    at: datetime
    by_id: UUID
    moved: int


_RUNNING = Query(RunningDeadline, named("recounts", "running"))
_MARK = Value(str, named("recounts", "mark"))
_LOCK = Statement(named("recounts", "lock"))
_WRITE = Value(int, named("recounts", "write"))
_RECORD = Statement(named("recounts", "record"))
_KNOWN = Query(RecountRecord, named("recounts", "known"))


def running(db: Connection, cases: Iterable[UUID] | None) -> list[RunningDeadline]:
    """Every running deadline, or those of these cases, by case number and date."""
    return _RUNNING.all(db, cases=None if cases is None else list(cases))


def running_or_damaged(db: Connection) -> tuple[list[RunningDeadline], list[dict[str, Any]]]:
    """Every running deadline, and the columns of those whose receipt or ledger does not read."""
    return _RUNNING.all_that_read(db, cases=None)


def mark(db: Connection, cases: Iterable[UUID] | None) -> str:
    """Mark what `running` would read now: the same mark, the same rows."""
    return _MARK.one(db, cases=None if cases is None else list(cases))


def lock(db: Connection, cases: Iterable[UUID]) -> None:
    """Lock these cases, in one order for all: nothing is done in them until the end."""
    _LOCK.run(db, cases=sorted(set(cases)))


def known(db: Connection, identity: str) -> RecountRecord | None:
    """The recount of this name, if it has happened."""
    return _KNOWN.first(db, identity=identity)


def record(db: Connection, recount: RecountRecord) -> None:
    """Write down that a recount happened."""
    _RECORD.run(db, **dataclasses.asdict(recount))


def write(db: Connection, recount: RecountRecord, entries: Sequence[Entry]) -> bool:
    """Write deadlines anew, each with its step, change, event and notices.

    Returns:
        False if one of them is no longer what it was: nothing of this transaction may stay.
    """
    written = _WRITE.one(
        db, recount=recount.id, at=recount.at, by=recount.by_id,
        entries=json.dumps([_columns(one) for one in entries], default=str),
    )  # fmt: skip
    return written == len(entries)


def _columns(entry: Entry) -> dict[str, Any]:
    return vars(entry) | {"receipt": entry.receipt.dump(), "why": list(entry.why)}
