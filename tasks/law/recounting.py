"""Counting running deadlines again when the law changes: first a preview, then all at once.

For whoever changes law (a calendar notice: `tasks.law.calendar_keeping`; a rule pack for chosen
cases):

1. Say what the law shall be: `NewLaw(identity, title, calendar, packs)` of `tasks.law.new_law`.
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
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from models.errors import HutongError
from models.law.calendar.table import Calendar
from models.law.dates import SHANGHAI, shanghai_date
from models.law.deadline import Deadline
from models.law.receipt import Recounted
from models.law.recount import count_again, reasons, rule_as_counted
from models.law.rule import Rule
from models.store import calendars, recounts
from models.store.paper import StandingPaper
from models.store.recounts import Entry, RecountRecord, RunningDeadline
from models.words import NoticeKind
from tasks.law.new_law import Applied, Move, NewLaw, Preview, Stuck, WorldMoved
from tasks.office import Office
from tasks.record import dated_papers


def preview(db: Connection, office: Office, law: NewLaw, *, now: datetime) -> Preview:
    """Count every running deadline under the new law; changes nothing."""
    head = calendars.last(db)
    old = calendars.calendar_of(db, head)
    rows = recounts.running(db, law.packs)
    rows = [row for row in rows if row.receipt.is_counted and law.concerns(row)]
    found = [_one(office, law, row, old, now) for row in rows]
    changed = [one for one in found if isinstance(one, Move)]
    return Preview(
        moves=_with_papers(db, [one for one in changed if one.moves]),
        quiet=tuple(one for one in changed if not one.moves and one.pack != one.row.pack),
        stuck=tuple(one for one in found if isinstance(one, Stuck)),
        looked_at=len(rows),
        head=head,
        digest=_digest(law, head, changed),
    )


def _with_papers(db: Connection, moves: list[Move]) -> tuple[Move, ...]:
    """Each move with the documents that print the day it leaves."""
    redated = {
        one.row.case_id for one in moves if dated_papers.moves_day(one.row.due_at, one.due_at)
    }
    papers = dated_papers.of_cases(db, redated) if redated else {}
    return tuple(
        replace(one, papers=_printing(papers.get(one.row.case_id, ()), one)) for one in moves
    )


def _printing(papers: Sequence[StandingPaper], move: Move) -> tuple[str, ...]:
    if not dated_papers.moves_day(move.row.due_at, move.due_at):
        return ()
    row = move.row
    found = dated_papers.printing(
        papers, rule=row.rule, step_id=row.step_id, is_certain=row.printable
    )
    return tuple(dated_papers.named(one) for one in found)


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
    mark = recounts.mark(db, law.packs)
    seen = preview(db, office, law, now=now)
    if seen.digest != digest:
        raise WorldMoved
    _hold(db, law, seen)
    if done := recounts.known(db, law.identity):
        return Applied(done.id, done.moved, again=True)
    # What is counted by now stands if nothing was done until everybody who counts had to wait.
    if recounts.mark(db, law.packs) != mark or calendars.last(db) != seen.head:
        seen = preview(db, office, law, now=now)
    if seen.digest != digest:
        raise WorldMoved
    recount = RecountRecord(
        id=uuid4(), identity=law.identity, law=law.title, digest=digest, at=now, by_id=by,
        moved=len(seen.moves),
    )  # fmt: skip
    recounts.record(db, recount)
    if not recounts.write(db, recount, [_entry(one, recount) for one in _written(seen)]):
        raise WorldMoved
    return Applied(recount.id, recount.moved)


def _hold(db: Connection, law: NewLaw, seen: Preview) -> None:
    """Let nothing be counted until the end that this recount would have to count too.

    Cases first, then the calendar, as everybody who counts: no two wait for each other. Everybody
    in every centre counts by the calendar; a pack and a target hold up their own cases alone,
    which whoever changes them has locked.
    """
    recounts.lock(db, {one.row.case_id for one in _written(seen)})
    if law.changes_calendar:
        calendars.hold(db)
    else:
        calendars.head(db)


def _written(seen: Preview) -> tuple[Move, ...]:
    return (*seen.moves, *seen.quiet)


def _one(
    office: Office, law: NewLaw, row: RunningDeadline, old: Calendar, now: datetime
) -> Move | Stuck:
    pack = law.pack_of(row)
    try:
        after = _counted(law.rule_of(office, row), row, law.calendar, now)
    except HutongError as refused:
        return Stuck(row, refused.message)
    except Exception:  # noqa: BLE001 - one damaged deadline keeps no law from coming into force
        return Stuck(row, "这个期限的登记有损坏,不能计算。")
    due = after.due_at
    return Move(
        row=row,
        due_at=due,
        provisional=after.provisional,
        printable=after.printable,
        pack=pack,
        receipt=after.receipt(),
        why=reasons(_before(office, row, old, now), after, old, law.calendar),
        is_past=due <= now < row.due_at,
    )


def _before(office: Office, row: RunningDeadline, old: Calendar, now: datetime) -> Deadline | None:
    """The count so far; None where the law so far is no longer at hand."""
    try:
        rule = rule_as_counted(office.pack(row.pack, row.locality).rule(row.rule), row.receipt)
        return _counted(rule, row, old, now)
    except HutongError:
        return None


def _counted(rule: Rule, row: RunningDeadline, calendar: Calendar, now: datetime) -> Deadline:
    return count_again(rule, row.starts_at, calendar, row.ledger, until=shanghai_date(now))


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


def _entry(move: Move, recount: RecountRecord) -> Entry:
    row = move.row
    told = Recounted(
        at=recount.at.astimezone(SHANGHAI),
        law=recount.law,
        old_due=row.due_at.astimezone(SHANGHAI),
        new_due=move.due_at.astimezone(SHANGHAI),
        old_provisional=row.provisional,
        new_provisional=move.provisional,
        why=move.why,
    )
    return Entry(
        deadline=row.id,
        old_due=row.due_at,
        due=move.due_at,
        moves=move.moves,
        provisional=move.provisional,
        printable=move.printable,
        pack=move.pack,
        receipt=row.receipt.counted_anew(move.receipt, *([told] if move.moves else [])),
        why=move.why,
        notice=NoticeKind.RECOUNTED_PAST if move.is_past else NoticeKind.RECOUNTED,
        supervisors=move.is_past,
        detail={
            "recount": str(recount.id),
            "deadline": str(row.id),
            "rule": row.rule,
            "old": row.due_at.isoformat(),
            "new": move.due_at.isoformat(),
            "provisional": move.provisional,
            "pack": move.pack,
        },
    )
