"""One batch of the watch: deadlines whose instant has come, rungs told, cards given, next look set.

A pass reads what is due and not what is open: every deadline says when it must be looked at next
(`deadlines.watch_at`), and a trigger says "now" when somebody moves or ends it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from models.law import ladder
from models.law.ladder import TO_THE_OWNER, Rung
from models.law.lights import Turns, turns
from models.law.pack import RulePack
from models.law.vocabulary import Tell
from models.tables.step import DeadlineState
from models.words import Holder
from tasks.office import Office
from tasks.watch.carding import Carded, card, give
from tasks.watch.reminding import Reached, climb
from tasks.watch.whom_to_tell import There, who_is_there

#: Deadlines in one transaction: their cases are locked that long.
BATCH = 200
_AFTER = timedelta(seconds=1)

#: A case somebody works on at this moment is left for the next pass: the watch waits for nobody.
_LOOK = text(
    """
    SELECT d.id, d.case_id, d.stage_id, d.step_id, d.rule, d.pack, d.holder, d.starts_at, d.due_at,
        d.state, d.ended_at, d.yellow_at, d.red_at, c.centre_id, c.locality,
        coalesce(s.owner_id, d.owner_id) AS owner_id, s.kind, s.opened_at, s.done_on, s.key,
        (SELECT min(p.first_on) FROM deadline_suspensions p WHERE p.deadline_id = d.id
            AND (d.ended_at AT TIME ZONE 'Asia/Shanghai')::date
                BETWEEN p.first_on AND coalesce(p.last_on, 'infinity')) AS stood_still_from
    FROM deadlines d JOIN cases c ON c.id = d.case_id LEFT JOIN steps s ON s.id = d.step_id
    WHERE d.watch_at <= :now ORDER BY d.watch_at, d.id LIMIT :most
    FOR NO KEY UPDATE OF c, d SKIP LOCKED
    """
)
_TOLD = text(
    "SELECT DISTINCT r.deadline_id, r.hours, r.tell FROM rungs r "
    "JOIN deadlines d ON d.id = r.deadline_id AND d.due_at = r.due_at "
    "WHERE r.deadline_id = ANY (:ids)"
)
_NEXT = text(
    """
    UPDATE deadlines d SET watch_at = n.at, yellow_at = n.yellow, red_at = n.red
    FROM unnest(CAST(:ids AS uuid[]), CAST(:ats AS timestamptz[]), CAST(:yellows AS timestamptz[]),
        CAST(:reds AS timestamptz[])) AS n(id, at, yellow, red)
    WHERE d.id = n.id
    """
)
# A step whose owner has left, or that never had one; each leader hears once.
_NOBODY = text(
    """
    WITH nobody AS (
        SELECT id FROM steps WHERE state = 'open' AND owner_id IS NULL
        UNION SELECT s.id FROM officers o JOIN steps s ON s.owner_id = o.id AND s.state = 'open'
            WHERE NOT o.active
        UNION SELECT step_id FROM signatures WHERE state = 'open' AND officer_id IS NULL
        UNION SELECT n.step_id FROM officers o JOIN signatures n ON n.officer_id = o.id
            AND n.state = 'open' WHERE NOT o.active
    )
    SELECT s.id AS step_id, s.case_id, c.centre_id, s.kind, NULL AS owner_id, r.hours, r.tell
    FROM nobody JOIN steps s ON s.id = nobody.id JOIN cases c ON c.id = s.case_id
    JOIN stages g ON g.id = s.stage_id
    JOIN (VALUES (0, 'supervisor'), (24, 'director')) AS r(hours, tell)
        ON s.opened_at + make_interval(hours => r.hours) <= :now
    WHERE s.kind IN ('ask', 'approve') AND s.state = 'open' AND g.state = 'open' AND NOT EXISTS (
        SELECT 1 FROM rungs t WHERE t.step_id = s.id AND t.deadline_id IS NULL AND t.tell = r.tell)
    ORDER BY s.opened_at, r.hours LIMIT :most
    """
)


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

    def at(self, row: Row[Any], pack: RulePack) -> None:
        """Look at one deadline; of one that ended only the cards are still owed.

        While it stands still nothing is late; when it runs again the trigger says so.
        """
        turning = _turns(row, pack)
        if row.state == DeadlineState.SUSPENDED:
            self.next.append((row.id, None, turning))
            return
        self.cards += card(row, pack, turning, now=self.now)
        if row.state != DeadlineState.RUNNING:
            self.next.append((row.id, None, turning))
            return
        rungs = ladder.rungs(pack.ladder(row.rule), row.due_at, row.opened_at)
        due = ladder.reached(rungs, self.now, self.told.get(row.id, ()))
        self.reached += [(rung.at, _reached(row, rung, self.there, self.now)) for rung in due]
        later = (turning.red_at + _AFTER, row.due_at + _AFTER)
        self.next.append((row.id, ladder.next_look(rungs, self.now, later), turning))


def look(
    db: Connection, office: Office, *, now: datetime, heard: Counter[UUID], most: int = BATCH
) -> Batch:
    """Look at the deadlines whose instant has come, longest waiting first; twice does no more.

    Args:
        db: A transaction of its own.
        office: Gives the rule packs.
        now: The instant of the whole pass.
        heard: How much each officer was told in this pass; counted on.
        most: Deadlines in this batch.
    """
    rows = db.execute(_LOOK, {"now": now, "most": most}).all()
    if not rows:
        return Batch()
    told: dict[UUID, set[tuple[int, Tell]]] = {}
    for one in db.execute(_TOLD, {"ids": [row.id for row in rows]}):
        told.setdefault(one.deadline_id, set()).add((one.hours, Tell(one.tell)))
    looking = _Looking(who_is_there(db, rows, now=now, steps=_steps(rows)), told, now)
    for row in rows:
        looking.at(row, office.packs.to_remind_by(row.pack, row.locality))
    looking.reached.sort(key=lambda one: one[0])
    batch = Batch(looked=len(rows))
    batch.told = climb(db, [one for _, one in looking.reached], now=now, heard=heard)
    batch.carded = give(db, looking.cards, now=now)
    _set_next(db, looking.next)
    return batch


def tell_of_nobodys(
    db: Connection, *, now: datetime, heard: Counter[UUID], most: int = BATCH
) -> int:
    """Tell those who lead of steps that nobody owns, or whose owner's account is closed."""
    rows: Sequence[Row[Any]] = db.execute(_NOBODY, {"now": now, "most": most}).all()
    if not rows:
        return 0
    there = who_is_there(db, rows, now=now, steps=_steps(rows))
    reached = [
        Reached(
            case_id=row.case_id, centre_id=row.centre_id, step_id=row.step_id, deadline_id=None,
            due_at=None, hours=row.hours, tell=Tell(row.tell), kind="nobody",
            hearers=tuple(there.hearers(row, Tell(row.tell))),
        )
        for row in rows
    ]  # fmt: skip
    return climb(db, reached, now=now, heard=heard)


def _steps(rows: Sequence[Row[Any]]) -> list[UUID]:
    return [row.step_id for row in rows if row.step_id]


def _turns(row: Row[Any], pack: RulePack) -> Turns:
    """When the light turns; counted again where somebody moved the deadline."""
    if row.red_at is not None:
        return Turns(row.yellow_at, row.red_at)
    rule = pack.rules.get(row.rule)
    return turns(rule.light if rule else pack.light, since=row.starts_at, due=row.due_at, rule=rule)


def _reached(row: Row[Any], rung: Rung, there: There, now: datetime) -> Reached:
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


def _set_next(db: Connection, following: Iterable[tuple[UUID, datetime | None, Turns]]) -> None:
    ids, ats, turning = zip(*following, strict=True)
    asked = {"ids": list(ids), "ats": list(ats)}
    asked["yellows"] = [one.yellow_at for one in turning]
    asked["reds"] = [one.red_at for one in turning]
    db.execute(_NEXT, asked)
