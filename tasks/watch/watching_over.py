"""One batch of the watch: deadlines whose instant has come, rungs told, cards given, next look set.

A pass reads what is due and not what is open: every deadline says when it must be looked at next
(`deadlines.watch_at`), and a trigger says "now" when somebody moves or ends it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from models.law import ladder
from models.law.ladder import TO_THE_OWNER, Rung
from models.law.lights import Turns, turns
from models.law.pack import RulePack
from models.law.vocabulary import Tell
from models.store import watch
from models.store.watch import WatchedDeadline
from models.tables.step import DeadlineState
from models.words import Holder
from tasks.office import Office
from tasks.watch.carding import Carded, card, give
from tasks.watch.reminding import Reached, climb
from tasks.watch.whom_to_tell import There, who_is_there

#: Deadlines in one transaction: their cases are locked that long.
BATCH = 200
_AFTER = timedelta(seconds=1)


@dataclass
class Batch:
    """What one batch did."""

    looked: int = 0
    told: int = 0
    carded: int = 0


@dataclass
class _Looking:
    """What is found while the deadlines of a batch are looked at."""

    there: There
    told: dict[UUID, set[tuple[int, Tell]]]
    now: datetime
    reached: list[tuple[datetime, Reached]] = field(default_factory=list)
    cards: list[Carded] = field(default_factory=list)
    next: list[tuple[UUID, datetime | None, Turns]] = field(default_factory=list)

    def at(self, row: WatchedDeadline, pack: RulePack) -> None:
        """Look at one deadline; of one that ended only the cards are still owed.

        While it stands still nothing is late; when it runs again the trigger says so.
        """
        turning = _turns(row, pack)
        if row.state is DeadlineState.SUSPENDED:
            self.next.append((row.id, None, turning))
            return
        self.cards += card(row, pack, turning, now=self.now)
        if row.state is not DeadlineState.RUNNING:
            self.next.append((row.id, None, turning))
            return
        rungs = ladder.rungs(pack.ladder(row.rule), row.due_at, row.opened_at)
        due = ladder.reached(rungs, self.now, self.told.get(row.id, ()))
        self.reached += [(rung.at, _reached(row, rung, self.there, self.now)) for rung in due]
        later = (turning.red_at + _AFTER, row.due_at + _AFTER)
        self.next.append((row.id, ladder.next_look(rungs, self.now, later), turning))


def look(
    db: Connection, office: Office, *, now: datetime, heard: Counter[UUID], most: int = BATCH,
    only: UUID | None = None,
) -> Batch:  # fmt: skip
    """Look at the deadlines whose instant has come, longest waiting first; twice does no more.

    Args:
        db: A transaction of its own.
        office: Gives the rule packs.
        now: The instant of the whole pass.
        heard: How much each officer was told in this pass; counted on.
        most: Deadlines in this batch.
        only: This deadline alone.
    """
    rows = watch.look(db, now=now, most=most, only=only)
    if not rows:
        return Batch()
    told: dict[UUID, set[tuple[int, Tell]]] = {}
    for one in watch.told(db, [row.id for row in rows]):
        told.setdefault(one.deadline_id, set()).add((one.hours, one.tell))
    looking = _Looking(
        who_is_there(db, rows, now=now, steps=[row.step_id for row in rows if row.step_id]),
        told,
        now,
    )
    for row in rows:
        looking.at(row, office.packs.to_remind_by(row.pack, row.locality))
    looking.reached.sort(key=lambda one: one[0])
    batch = Batch(looked=len(rows))
    batch.told = climb(db, [one for _, one in looking.reached], now=now, heard=heard)
    batch.carded = give(db, looking.cards, now=now)
    watch.set_next(db, looking.next)
    return batch


def tell_of_nobodys(
    db: Connection, *, now: datetime, heard: Counter[UUID], most: int = BATCH
) -> int:
    """Tell those who lead of steps that nobody owns, or whose owner's account is closed."""
    rows = watch.nobodys(db, now=now, most=most)
    if not rows:
        return 0
    there = who_is_there(db, rows, now=now, steps=[row.step_id for row in rows])
    reached = [
        Reached(
            case_id=row.case_id, centre_id=row.centre_id, step_id=row.step_id, deadline_id=None,
            due_at=None, hours=row.hours, tell=row.tell, kind="nobody",
            hearers=tuple(there.hearers(row, row.tell)),
        )
        for row in rows
    ]  # fmt: skip
    return climb(db, reached, now=now, heard=heard)


def _turns(row: WatchedDeadline, pack: RulePack) -> Turns:
    """When the light turns; counted again where somebody moved the deadline."""
    if row.yellow_at is not None and row.red_at is not None:
        return Turns(row.yellow_at, row.red_at)
    rule = pack.rules.get(row.rule)
    return turns(rule.light if rule else pack.light, since=row.starts_at, due=row.due_at, rule=rule)


def _reached(row: WatchedDeadline, rung: Rung, there: There, now: datetime) -> Reached:
    outside = row.holder not in (Holder.CENTRE, Holder.TIME)
    kind = "overdue" if row.due_at <= now else "due"
    return Reached(
        case_id=row.case_id,
        centre_id=row.centre_id,
        step_id=row.step_id,
        deadline_id=row.id,
        due_at=row.due_at,
        hours=rung.hours,
        tell=rung.tell,
        kind="chase" if outside and rung.tell in TO_THE_OWNER else kind,
        hearers=tuple(there.hearers(row, rung.tell)),
    )
