"""A child's time in temporary guardianship over all cases and centres, for what is counted by it."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, text

from models.law.custody import BEGINS, EarlierTime, Span, earlier_time
from models.store import own_targets
from tasks.case_journal import CaseJournal
from tasks.counting import Counted, deadline
from tasks.office import Office

#: Two instants a span and nothing else: the function looks over the walls between centres.
_SPANS = text("SELECT began_at, ended_at FROM hutong_custody_spans(:case)")


def time_before(db: Connection, case_id: UUID, t0: datetime) -> EarlierTime:
    """Sum what the child had spent in temporary guardianship before T0, in this case and others.

    Args:
        db: The transaction at hand.
        case_id: The case whose child it is; the caller has seen that it may be asked.
        t0: When the span at hand began; itself it is not counted.
    """
    found = db.execute(_SPANS, {"case": case_id})
    return earlier_time([Span(row.began_at, row.ended_at) for row in found], t0)


def by_child(
    journal: CaseJournal, rule: str | None, since: datetime, *, by: datetime | None = None
) -> Counted | str:
    """Count a deadline of a case; what limits the child's time in guardianship, over all cases.

    Args:
        journal: The stage at hand.
        rule: Id in the rule pack; None gives a stated reason.
        since: Instant the count starts from, aware.
        by: An instant fixed otherwise; wins over counting.
    """
    row, office = journal.row, journal.office
    counted = partial(
        deadline,
        office,
        journal.calendar,
        pack=row.pack,
        locality=row.locality,
        rule=rule,
        by=by,
        own=own_targets.read(row.own),
    )
    if by is not None or not _limits_the_child(office, row.pack, row.locality, rule):
        return counted(since=since)
    before = time_before(journal.db, row.case_id, since)
    found = counted(since=before.counted_from)
    return found if isinstance(found, str) else with_spans(found, before)


def _limits_the_child(office: Office, pack: str, locality: str, rule: str | None) -> bool:
    """Whether a rule limits the child's whole time in temporary guardianship."""
    starts = office.pack(pack, locality).rule(rule).starts if rule else None
    return starts is not None and starts.code == BEGINS


def with_spans(counted: Counted, before: EarlierTime) -> Counted:
    """The same deadline with the summed spans on its receipt."""
    told = before.told()
    if told is None:
        return counted
    receipt = counted.receipt
    summed = {"custody": before.as_json(), "steps": [{"text": told}, *receipt["steps"]]}
    return replace(counted, receipt={**receipt, **summed})
