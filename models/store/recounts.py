"""Running deadlines as a recount reads and writes them: ids, case number, rule and dates only.

An administrator sees no case; the functions of migration 0003 show and change just this much, for
an administrator everywhere and for a director in the own centre.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Row, text

_RUNNING = text("SELECT * FROM hutong_running_deadlines(:cases)")
_LOCK = text("SELECT hutong_lock_cases(:cases)")
_WRITE = text("SELECT hutong_recount(:recount, :at, :by, :entry)")
_RECORD = text(
    "INSERT INTO recounts (id, identity, law, digest, at, by_id, moved) "
    "VALUES (:id, :identity, :law, :digest, :at, :by, :moved)"
)
_KNOWN = text("SELECT id, at, by_id, digest, moved FROM recounts WHERE identity = :identity")


def running(db: Connection, cases: Iterable[UUID] | None) -> Sequence[Row[Any]]:
    """Every running deadline, or those of these cases, by case number and date."""
    return db.execute(_RUNNING, {"cases": None if cases is None else list(cases)}).all()


def lock(db: Connection, cases: Iterable[UUID]) -> None:
    """Lock these cases, in one order for all: nothing is done in them until the end."""
    db.execute(_LOCK, {"cases": sorted(set(cases))})


def known(db: Connection, identity: str) -> Row[Any] | None:
    """The recount of this name, if it has happened."""
    return db.execute(_KNOWN, {"identity": identity}).first()


def record(
    db: Connection,
    recount_id: UUID,
    *,
    identity: str,
    law: str,
    digest: str,
    at: datetime,
    by: UUID,
    moved: int,
) -> None:
    """Write down that a recount happened."""
    db.execute(
        _RECORD,
        {
            "id": recount_id,
            "identity": identity,
            "law": law,
            "digest": digest,
            "at": at,
            "by": by,
            "moved": moved,
        },
    )


def write(
    db: Connection, recount_id: UUID, entry: dict[str, Any], *, at: datetime, by: UUID
) -> bool:
    """Write one deadline anew, with its step, change, event and notices; false if it is another."""
    given = {"recount": recount_id, "at": at, "by": by, "entry": Jsonb(entry)}
    return bool(db.execute(_WRITE, given).scalar())
