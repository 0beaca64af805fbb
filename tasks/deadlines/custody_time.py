"""A child's time in temporary guardianship over all cases and centres, for what is counted by it."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from models.law.custody import BEGINS, EarlierTime
from models.law.receipt import Receipt
from models.store import own_targets
from models.words import Stage
from tasks.deadlines.counting import Counted, Opening, deadline
from tasks.journal.case_journal import CaseJournal
from tasks.office import Office
from tasks.record.custody import time_before


def by_child(
    journal: CaseJournal,
    rule: str | None,
    since: datetime | Opening,
    *,
    by: datetime | None = None,
) -> Counted | str:
    """Count a deadline of a case; what limits the child's time in guardianship, over all cases.

    Args:
        journal: The stage at hand.
        rule: Id in the rule pack; None gives a stated reason.
        since: Instant the count starts from, aware; or the opening of the step, for want of it.
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
    limits = _limits_the_child(office, row.pack, row.locality, rule)
    if by is not None or not limits or isinstance(since, Opening):
        return counted(since=since)
    before = time_before(journal.db, row.case_id, since)
    found = counted(since=before.counted_from)
    if isinstance(found, str):
        return found
    return replace(found, receipt=with_spans(found.receipt, before))


def _limits_the_child(office: Office, pack: str, locality: str, rule: str | None) -> bool:
    """Whether a rule limits the child's whole time in temporary guardianship.

    What somebody owes from a hand-over on (1.7, 1.8) runs from that hand-over, however long the
    child was away before; only how long it may be kept is the child's own time (ADR 0124).
    """
    found = office.pack(pack, locality).rule(rule) if rule else None
    if found is None or found.starts is None or found.starts.code != BEGINS:
        return False
    return found.stage is Stage.EXTENSION


def with_spans(receipt: Receipt, before: EarlierTime) -> Receipt:
    """The same receipt with the summed spans on it."""
    told = before.told()
    return receipt.with_time_in_care(before.kept(), told) if told else receipt
