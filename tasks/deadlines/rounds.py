"""A next round of a step goes on with the time of the round before (ADR-0122).

A return inside the house is no event of the law: a period that runs from the same fact keeps its
start, and with it what suspended, extended or restarted it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, insert, select, text

from models.errors import BadInput
from models.law.dates import shanghai_date
from models.sealed_places import SealedPlace
from models.store.deadlines import NewDeadline
from models.tables.step import DeadlineChange
from models.tables.suspension import DeadlineSuspension
from tasks.deadlines.standing import breaks_of, lock_deadline, recounted, show, write
from tasks.office import Office

#: The deadline of the round before: as it was first counted, and as it stood last.
_BEFORE = text(
    """
    SELECT d.id, d.rule, d.starts_at, o.rule AS first_rule, o.starts_at AS first_start
    FROM deadlines d JOIN deadlines o
        ON o.stage_id = d.stage_id AND o.key = d.key AND o.restarts = 0
    WHERE d.stage_id = :stage AND d.key = :key ORDER BY d.restarts DESC LIMIT 1
    """
)
_BEGIN = text("UPDATE deadlines SET rule = :rule, starts_at = :start WHERE id = :id")
_LEDGERS = (DeadlineSuspension.__table__, DeadlineChange.__table__)


def go_on(
    db: Connection, office: Office, deadlines: Iterable[NewDeadline], *, now: datetime
) -> None:
    """Let each new deadline of a later round go on with what interrupted the round before.

    Args:
        db: The transaction that wrote them.
        office: Seal and packs.
        deadlines: As they were started; a first round has nothing to go on from.
        now: By it an open suspension stands still.
    """
    for row in deadlines:
        key, _, number = row.key.rpartition(":")
        given = {"stage": row.stage_id, "key": f"{key}:{int(number) - 1}"}
        before = db.execute(_BEFORE, given).first() if int(number) > 1 else None
        if before is None:
            continue
        if (before.first_rule, before.first_start) == (row.rule, row.starts_at):
            _one(db, office, row.id, before, now)


def _one(db: Connection, office: Office, new_id: UUID, before: Row[Any], now: datetime) -> None:
    book = breaks_of(db, before.id)
    if not book.pauses and not book.grants and before.starts_at == before.first_start:
        return
    today = shanghai_date(now)
    with db.begin_nested() as attempt:
        db.execute(_BEGIN, {"id": new_id, "rule": before.rule, "start": before.starts_at})
        row = lock_deadline(db, new_id)
        try:
            counted = recounted(db, office, row, book, until=today)
        except BadInput:
            # Under the law of today what was granted may no longer be: the plain count stands.
            attempt.rollback()
            return
        write(db, row, counted)
        show(db, row, counted.due_at, book, today=today)
        _copy(db, office, before.id, new_id)


def _copy(db: Connection, office: Office, before: UUID, new_id: UUID) -> None:
    """Copy both ledgers; each sealed reason belongs to its own new row.

    A recount stays with the row it was done on, and an effect of the procedure moves one deadline.
    """
    for table in _LEDGERS:
        asked = select(table).where(table.c.deadline_id == before)
        if "kind" in table.c:
            asked = asked.where(table.c.kind.is_not(None))
        for row in db.execute(asked).mappings().all():
            made = dict(row) | {"id": uuid4(), "deadline_id": new_id}
            made |= {"step_id": None} if "step_id" in made else {}
            if row["reason"]:
                reason = office.seal.open_text(
                    row["reason"], SealedPlace.DEADLINE_REASON.of(row["id"])
                )
                made["reason"] = office.seal.close_text(
                    reason or "", SealedPlace.DEADLINE_REASON.of(made["id"])
                )
            db.execute(insert(table), made)  # type: ignore[arg-type]
