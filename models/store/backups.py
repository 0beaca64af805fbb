"""What the installation knows of its backups and drills: facts without a word of any case."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from models.store.query import Query, Statement, named


@dataclass(frozen=True)
class TakenBackup:
    """The newest backup: its file, bytes, tables and rows, and how many seconds it took."""

    name: str
    bytes: int
    tables: int
    rows: int
    seconds: float


@dataclass(frozen=True)
class FailedBackup:
    """Why the last try to take one failed; a try that succeeds makes it empty."""

    why: str


@dataclass(frozen=True)
class Drilled:
    """The last drill (恢复演练).

    Attributes:
        name: The backup that was restored.
        why: Why it could not be restored, or what differed; empty: all tables were equal.
        broken: Promises of the nothing-lost statement that did not hold in what was restored.
        rows: Rows compared.
        seconds: How long it took.
    """

    name: str
    why: str
    broken: int
    rows: int
    seconds: float


@dataclass(frozen=True)
class BackupsKnown:
    """All of it, each with its instant; None: there was none.

    Attributes:
        since: When the database was made, as far as it knows.
    """

    taken: TakenBackup | None
    taken_at: datetime | None
    failed: FailedBackup | None
    failed_at: datetime | None
    drill: Drilled | None
    drill_at: datetime | None
    since: datetime | None


@dataclass(frozen=True)
class _Fact:
    value: str
    at: datetime


_FACT = Query(_Fact, named("backups", "fact"))
_NOTE = Statement(named("backups", "note"))
_END_SESSIONS = Statement(named("backups", "end_sessions"))
_TAKEN, _FAILED, _DRILL, _KEY = "backup:taken", "backup:failed", "backup:drill", "master_key"


def known(db: Connection) -> BackupsKnown:
    """What is known; by the portal's role all but since when."""
    taken, failed, drill, key = (
        _FACT.first(db, name=name) for name in (_TAKEN, _FAILED, _DRILL, _KEY)
    )
    why = _read(failed).get("why") if failed else ""
    return BackupsKnown(
        TakenBackup(**_read(taken)) if taken else None,
        taken.at if taken else None,
        FailedBackup(why) if why else None,
        failed.at if failed and why else None,
        Drilled(**_read(drill)) if drill else None,
        drill.at if drill else None,
        key.at if key else None,
    )


def note(db: Connection, what: TakenBackup | FailedBackup | Drilled, *, at: datetime) -> None:
    """Note what came of a backup or a drill; a backup ends the failure before it.

    Args:
        db: As the owner or the worker.
        what: What came of it.
        at: For a backup the instant of its snapshot, else when it ended.
    """
    names = {TakenBackup: _TAKEN, FailedBackup: _FAILED, Drilled: _DRILL}
    _NOTE.run(db, name=names[type(what)], value=json.dumps(asdict(what)), at=at)
    if isinstance(what, TakenBackup):
        _NOTE.run(db, name=_FAILED, value=json.dumps(asdict(FailedBackup(""))), at=at)


def end_sessions(db: Connection, *, at: datetime) -> int:
    """End every log-in that a restored database has, as the owner: some had ended since."""
    return _END_SESSIONS.run(db, at=at)


def _read(fact: _Fact) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fact.value)
    return found
