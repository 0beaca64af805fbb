"""Rules that run by themselves: a rule with `until` is a clock of the case from event to event.

So a new law has its deadlines before anybody has written a step for it. What happened, and when, is
told by the answers of the case (`models.facts.events`); temporary guardianship by its own effects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from models.facts.events import telling, told_by
from models.facts.given import GivenAnswer
from models.law.dates import end_of_day, shanghai_date
from models.law.pack import RulePack
from models.law.rule import Rule
from models.store import calendars, deadlines, evidence, own_targets
from models.store.events import Happening
from models.words import Tag
from tasks.deadlines.counting import Counted, deadline
from tasks.office import Office
from tasks.record.given import happened_last

#: Events of temporary guardianship, from the signed hand-over until the child leaves.
BEGAN, ENDED = "guardianship_began", "guardianship_ended"
#: Events from and until which a rule may run by itself. Each is told by an answer, which says when;
#: from the others stages start what they start.
RECORDED = frozenset(
    {
        "report_received", "health_checked", "custody_decided", "statement_received",
        "investigation_done", "meeting_held", "collection_notice_served", "work_plan_made",
        "suggestion_received", "judgment_served",
    }
)  # fmt: skip
EVENTS = RECORDED | {BEGAN, ENDED}
#: The forms that may tell one of them.
TELLING = frozenset(form for event in RECORDED for form in telling(event))


@dataclass(frozen=True)
class Where:
    """In which stage of which case something happened."""

    db: Connection
    office: Office
    case_id: UUID
    centre_id: UUID
    stage_id: UUID
    pack: str
    locality: str
    now: datetime
    #: By which answer, for the chain: a clock is found by the answer that moved it.
    told: Mapping[str, str] = field(default_factory=dict)


def happened(
    where: Where, event: str, *, at: datetime, over: datetime | None = None
) -> list[Happening]:
    """Meet and start what runs until or from an event; what to write into the chain.

    Args:
        where: The transaction and its case.
        event: A word of `EVENTS`.
        at: When it happened, which may be before it is recorded; what runs from it starts here.
        over: Until when it had happened at the latest, where only its day is known.
    """
    book = where.office.pack(where.pack, where.locality)
    running = [rule for rule in book.rules.values() if rule.until]
    noted = [one for r in running if _is(r.until, event) for one in _meet(where, r, over or at)]
    for rule in running:
        # A variant runs where a stage says its circumstance.
        if "-" not in rule.id and _is(rule.starts, event):
            noted += start(where, rule, at)
    return noted


def answered(where: Where, answer: GivenAnswer) -> list[Happening]:
    """Meet and start what runs until or from what an answer says happened."""
    noted: list[Happening] = []
    for one in told_by(answer):
        if one.event in RECORDED:
            day_over = min(end_of_day(shanghai_date(one.at)), where.now)
            over = one.at if one.hour_known else day_over
            noted += happened(where, one.event, at=one.at, over=over)
    return noted


def overdue_to_start(where: Where, book: RulePack) -> list[tuple[Rule, datetime]]:
    """Rules that run by themselves from what has happened and is not over, and do not run yet."""
    found = []
    for rule in book.rules.values():
        if rule.until is None or rule.starts is None:
            continue
        since = _last(where, rule.starts.code)
        over = _last(where, rule.until.code)
        if since and not (over and over >= since) and not _has_run(where, rule):
            found.append((rule, since))
    return found


def began(where: Where, rule_id: str) -> datetime | None:
    """When the event happened from which a rule runs by itself; None where it runs from none."""
    rule = where.office.pack(where.pack, where.locality).rules.get(rule_id)
    return _last(where, rule.starts.code) if rule and rule.until and rule.starts else None


def _last(where: Where, event: str) -> datetime | None:
    """When an event of the rulebook happened last in the case; None when it did not."""
    if event == BEGAN:
        return evidence.guardianship_began(where.db, where.case_id)
    if event == ENDED:
        return evidence.guardianship_ended(where.db, where.case_id)
    return happened_last(where.db, where.office, where.case_id, event)


def _is(word: Any, event: str) -> bool:
    return word is not None and word.code == event


def _key(rule: Rule) -> str:
    return f"clock:{rule.id}"


def _meet(where: Where, rule: Rule, at: datetime) -> list[Happening]:
    whose = deadlines.of_clock(where.case_id, _key(rule))
    met = deadlines.meet(where.db, whose, done_at=at, now=where.now)
    return [
        Happening(Tag.CLOCK_MET, where.stage_id, detail={"rule": one.rule, **where.told})
        for one in met
    ]


def _has_run(where: Where, rule: Rule) -> bool:
    return deadlines.has_clock(where.db, where.case_id, _key(rule), stage_id=where.stage_id)


def start(where: Where, rule: Rule, at: datetime) -> list[Happening]:
    """Start a rule as a clock of the case, once; what to write into the chain."""
    if _has_run(where, rule):
        return []
    counted = deadline(
        where.office,
        calendars.in_effect(where.db),
        pack=where.pack,
        locality=where.locality,
        rule=rule.id,
        since=at,
        by=None,
        own=own_targets.current(where.db, where.centre_id) if rule.is_target else None,
    )
    if not isinstance(counted, Counted):
        return []
    started = counted.starting(
        key=_key(rule), case_id=where.case_id, stage_id=where.stage_id, centre_id=where.centre_id
    )
    deadlines.start(where.db, replace(started, holder=rule.holder))
    told = {"rule": rule.id, "since": at.isoformat(), "due": counted.due_at.isoformat()}
    told |= where.told
    return [Happening(Tag.CLOCK_STARTED, where.stage_id, detail=told)]
