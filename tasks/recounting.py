"""Counting running deadlines again when the law changes: first a preview, then all at once.

For whoever changes law (a calendar notice: `tasks.calendar_keeping`; a rule pack for chosen cases):

1. Say what the law shall be: `NewLaw(identity, title, calendar, packs)`.
2. `preview(db, office, law, now=)` changes nothing and tells each deadline that would move
   (`Move`: old, new, why, whether the new day is already past) and each that cannot be counted
   under the new law (`Stuck`: it keeps its date).
3. `apply(db, office, law, digest=, by=, now=)`, in one transaction with whatever else the change
   writes (the notice put in effect, `cases.pack`), with the digest of the preview a person has
   read. If the world moved in between it refuses and changes nothing; the same `identity` again
   does nothing again.

Moved are: the deadline with its receipt, its step (also a timer's, where it stands on a rule), a
row of `deadline_changes` with the old receipt, an event in the case's chain, a notice to the owner
and the responsible caseworker, and to the supervisors where the new day is already past. A date
that people have set (a meeting, an extension that was decided) stays; whether it is provisional is
judged anew. What is already met stays judged as it was. Steps without a deadline are not looked at.

Whoever may: an administrator, everywhere; a director, in the own centre; the worker.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row

from models.errors import BadInput, NotFound, RuleBroken
from models.law.calendar.table import Calendar
from models.law.dates import SHANGHAI
from models.law.deadline import Deadline
from models.law.recount import count_again, is_counted, reasons
from models.store import calendars, recounts
from tasks.office import Office


class WorldMoved(RuleBroken):
    """预览之后情况有变化(有新的期限、期限已办结,或者另有通知生效),没有改动;请重新预览后再确认。"""


@dataclass(frozen=True)
class NewLaw:
    """The law that shall apply.

    Attributes:
        identity: Names this change; what bears the same name happens once. A form that may be
            sent twice carries it, such as `calendar:<notice id>`.
        title: What changed, in Chinese, for receipts and lists; nothing of a case.
        calendar: The calendar to count with; the one in effect where only the pack changes.
        packs: Case to the rule pack it shall be judged by; only these cases are recounted. None:
            all cases, each by its own pack.
    """

    identity: str
    title: str
    calendar: Calendar
    packs: Mapping[UUID, str] | None = None

    def pack_of(self, row: Row[Any]) -> str:
        """The pack by which this deadline is counted then."""
        return row.pack if self.packs is None else self.packs[row.case_id]


@dataclass(frozen=True)
class Move:
    """A running deadline under the new law. `row`: as `models.store.recounts.running` reads it."""

    row: Row[Any]
    due_at: datetime
    provisional: bool
    printable: bool
    pack: str
    receipt: dict[str, Any]
    why: tuple[str, ...]
    #: The new day is over already, the old one was not: nobody could have known.
    is_past: bool

    @property
    def moves(self) -> bool:
        """Whether a person must hear of it: the instant or its certainty changes."""
        return (self.due_at, self.provisional, self.printable) != (
            self.row.due_at,
            self.row.provisional,
            self.row.printable,
        )

    @property
    def title(self) -> str:
        """The rule's title."""
        return str(self.receipt.get("title", self.row.rule))


@dataclass(frozen=True)
class Stuck:
    """A running deadline that cannot be counted under the new law; it keeps its date."""

    row: Row[Any]
    why: str


@dataclass(frozen=True)
class Preview:
    """What would happen. `quiet`: rewritten under another pack without moving."""

    moves: tuple[Move, ...]
    quiet: tuple[Move, ...]
    stuck: tuple[Stuck, ...]
    looked_at: int
    digest: str


@dataclass(frozen=True)
class Applied:
    """What happened. `again`: it had happened before, nothing was done now."""

    recount_id: UUID
    moved: int
    again: bool = False


def preview(db: Connection, office: Office, law: NewLaw, *, now: datetime) -> Preview:
    """Count every running deadline under the new law; changes nothing."""
    head = calendars.last(db)
    old = calendars.calendar_of(db, head)
    rows = recounts.running(db, law.packs)
    found = [_one(office, law, row, old, now) for row in rows if is_counted(row.receipt)]
    changed = [one for one in found if isinstance(one, Move)]
    moves = tuple(one for one in changed if one.moves)
    return Preview(
        moves=moves,
        quiet=tuple(one for one in changed if not one.moves and one.pack != one.row.pack),
        stuck=tuple(one for one in found if isinstance(one, Stuck)),
        looked_at=len(rows),
        digest=_digest(law, head, changed),
    )


def apply(
    db: Connection, office: Office, law: NewLaw, *, digest: str, by: UUID, now: datetime
) -> Applied:
    """Do what was previewed, in the transaction at hand.

    Call it before anything of the new law is written in this transaction.

    Args:
        db: The transaction; nothing counts anywhere until it ends.
        office: The packs.
        law: As previewed.
        digest: Of the preview that a person has read.
        by: Who confirmed it.
        now: Written on everything.

    Raises:
        WorldMoved: What would happen now is not what was previewed.
    """
    if done := recounts.known(db, law.identity):
        return Applied(done.id, done.moved, again=True)
    # Cases first, then the calendar, as everybody who counts: no two wait for each other.
    recounts.lock(db, {one.row.case_id for one in _written(preview(db, office, law, now=now))})
    calendars.hold(db)
    if done := recounts.known(db, law.identity):
        return Applied(done.id, done.moved, again=True)
    seen = preview(db, office, law, now=now)
    if seen.digest != digest:
        raise WorldMoved
    recount_id = uuid4()
    recounts.record(
        db,
        recount_id,
        identity=law.identity,
        law=law.title,
        digest=digest,
        at=now,
        by=by,
        moved=len(seen.moves),
    )
    for move in _written(seen):
        if not recounts.write(db, recount_id, _entry(move, recount_id, law, now), at=now, by=by):
            raise WorldMoved
    return Applied(recount_id, len(seen.moves))


def _written(seen: Preview) -> tuple[Move, ...]:
    return (*seen.moves, *seen.quiet)


def _one(office: Office, law: NewLaw, row: Row[Any], old: Calendar, now: datetime) -> Move | Stuck:
    pack = law.pack_of(row)
    try:
        rule = office.pack(pack, row.locality).rule(row.rule)
        after = count_again(row.receipt, rule, row.starts_at, law.calendar)
    except (BadInput, NotFound) as refused:
        return Stuck(row, refused.message)
    # A date that people decided by an extension stays where they put it.
    due = row.due_at if row.extended else after.due_at
    return Move(
        row=row,
        due_at=due,
        provisional=after.provisional,
        printable=after.printable,
        pack=pack,
        receipt=after.receipt(),
        why=reasons(_before(office, row, old), after, old, law.calendar),
        is_past=due <= now < row.due_at,
    )


def _before(office: Office, row: Row[Any], old: Calendar) -> Deadline | None:
    """The count so far; None where the law so far is no longer at hand."""
    try:
        rule = office.pack(row.pack, row.locality).rule(row.rule)
        return count_again(row.receipt, rule, row.starts_at, old)
    except (BadInput, NotFound):
        return None


def _digest(law: NewLaw, head: UUID | None, changed: list[Move]) -> str:
    lines = [
        [
            str(one.row.id),
            *(at.isoformat() for at in (one.row.due_at, one.due_at)),
            *(one.row.provisional, one.provisional, one.row.printable, one.printable),
            *(one.row.pack, one.pack, one.is_past),
        ]
        for one in changed
        if one.moves or one.pack != one.row.pack
    ]
    return hashlib.sha256(json.dumps([law.identity, str(head), sorted(lines)]).encode()).hexdigest()


def _entry(move: Move, recount_id: UUID, law: NewLaw, now: datetime) -> dict[str, Any]:
    """What `hutong_recount` writes."""
    row = move.row
    told = {
        "at": now.astimezone(SHANGHAI).isoformat(),
        "law": law.title,
        "old_due": row.due_at.astimezone(SHANGHAI).isoformat(),
        "new_due": move.due_at.astimezone(SHANGHAI).isoformat(),
        "old_provisional": row.provisional,
        "new_provisional": move.provisional,
        "why": list(move.why),
    }
    before = row.receipt.get("recounted", [])
    return {
        "deadline": str(row.id),
        "old_due": row.due_at.isoformat(),
        "due": move.due_at.isoformat(),
        "moves": move.moves,
        "provisional": move.provisional,
        "printable": move.printable,
        "pack": move.pack,
        "receipt": move.receipt | {"recounted": [*before, told] if move.moves else before},
        "why": list(move.why),
        "notice": "recounted_past" if move.is_past else "recounted",
        "supervisors": move.is_past,
        "detail": {
            "recount": str(recount_id),
            "deadline": str(row.id),
            "rule": row.rule,
            "old": row.due_at.isoformat(),
            "new": move.due_at.isoformat(),
            "provisional": move.provisional,
            "pack": move.pack,
        },
    }
