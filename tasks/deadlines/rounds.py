"""A next round of a step goes on with the time of the round before (ADR-0122).

A return inside the house is no event of the law: a period that runs from the same fact keeps its
start, and with it what suspended, extended or restarted it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import BadInput, Unreadable
from models.law.dates import shanghai_date
from models.sealed_places import SealedPlace
from models.store import ledger
from models.store.deadlines import NewDeadline
from models.store.ledger import DeadlineOfCase
from tasks.deadlines.standing import recounted, settle
from tasks.office import Office


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
    for new in deadlines:
        key, _, number = new.key.rpartition(":")
        if int(number) == 1:
            continue
        before = ledger.round_before(db, new.stage_id, f"{key}:{int(number) - 1}")
        if before and (before.first_rule, before.first_start) == (new.rule, new.starts_at):
            _one(db, office, new, ledger.read(db, before.id), now)


def _one(
    db: Connection, office: Office, new: NewDeadline, before: DeadlineOfCase, now: datetime
) -> None:
    if not before.ledger and before.starts_at == new.starts_at:
        return
    today = shanghai_date(now)
    goes_on = replace(
        ledger.read(db, new.id),
        rule=before.rule, starts_at=before.starts_at, ledger=before.ledger,
    )  # fmt: skip
    try:
        counted = recounted(db, office, goes_on, until=today)
    except BadInput:
        # Under the law of today what was granted may no longer be: the plain count stands.
        return
    copy_ledger(db, office, before.id, new.id)
    settle(db, goes_on, counted, today=today)


def copy_ledger(db: Connection, office: Office, before: UUID, new_id: UUID) -> None:
    """Copy both ledgers; each sealed reason belongs to its own new row.

    A recount stays with the row it was done on, and an effect of the procedure moves one deadline.
    """
    for pause in ledger.suspensions(db, before):
        made = uuid4()
        reason = _resealed(office, pause.reason, pause.id, made)
        ledger.suspend(db, replace(pause, id=made, deadline_id=new_id, reason=reason))
    for change in ledger.changes(db, before):
        if change.kind is None:
            continue
        made = uuid4()
        reason = _resealed(office, change.reason, change.id, made)
        copied = replace(change, id=made, deadline_id=new_id, step_id=None, reason=reason)
        ledger.keep(db, copied)


def _resealed(office: Office, reason: bytes | None, old: UUID, new: UUID) -> bytes | None:
    if not reason:
        return reason
    try:
        words = office.seal.open_text(reason, SealedPlace.DEADLINE_REASON.of(old))
    except Unreadable:
        return None  # The old row keeps it, and `hutong check` names that one.
    return office.seal.close_text(words or "", SealedPlace.DEADLINE_REASON.of(new))
