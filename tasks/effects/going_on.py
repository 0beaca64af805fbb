"""A duty that is not done goes on: asked again by a day that was said, under its own deadline.

"Not yet" meets no deadline. That of the duty goes over to the step that asks again, and reminds and
ends with it; where a day was said the step shows that day, and the duty's own stands beside it.
"""

from collections.abc import Sequence
from dataclasses import replace

from models.store import deadlines
from models.store.deadlines import GoingOn
from tasks.deadlines.counting import Counted
from tasks.deadlines.custody_time import by_child
from tasks.journal.case_journal import CaseJournal
from tasks.journal.effect import OpenStep

#: Stands in a deadline that was counted by no rule but named by a person.
SAID = "约定或者安排的日期"
#: Why a step that asks again shows no date while the deadline of its duty is suspended.
STANDS_STILL = "期限中止,恢复后重新计算届满日。"


def counted_again(journal: CaseJournal, asked: OpenStep) -> Counted | GoingOn | None:
    """The deadline of a step that asks again; None where it is counted like any other.

    A day that somebody said is a day without a rule: it ends no count of the law. Where nobody said
    one, the deadline of the duty is shown as it stands.
    """
    if not asked.after:
        return None
    if asked.by is None:
        return deadlines.going_on(journal.db, journal.entry(asked.after).step_id)
    said = by_child(journal, None, journal.now, by=asked.by)
    if not isinstance(said, Counted):
        return None
    return replace(said, receipt=said.receipt.model_copy(update={"title": SAID}))


def carry(journal: CaseJournal, wanted: Sequence[OpenStep]) -> None:
    """Give the deadlines of duties that go on to the steps that ask again."""
    going = [one for one in wanted if one.after]
    if not going:
        return
    journal.settle()
    for one in going:
        deadlines.carry(
            journal.db,
            journal.entry(one.after or "").step_id,
            journal.entry(one.key).step_id,
            beside=one.by is not None,
        )
