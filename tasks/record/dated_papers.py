"""Documents of a case that print a day which has moved since: somebody must look at them again.

Nothing is rendered again by itself: whether a document out of the house wants correcting is for a
person to judge (ADR 0020). They are named in the preview, on the receipt and on the case page.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from documents.dated import prints_day_of
from models.law.dates import shanghai_date
from models.store import paper as stored
from models.store.paper import StandingPaper

#: What is asked of whoever reads it.
ASKED = "请核对是否需要更正"


def printing(
    papers: Iterable[StandingPaper], *, rule: str, step_id: UUID | None, is_certain: bool
) -> list[StandingPaper]:
    """Those of the documents that print the day of a deadline."""
    return [
        one
        for one in papers
        if prints_day_of(one.paper, one.about, rule=rule, step_id=step_id, is_certain=is_certain)
    ]


def named(paper: StandingPaper) -> str:
    """A document as a list names it."""
    return f"《{paper.title}》{paper.full_number}"


def of_cases(db: Connection, cases: Iterable[UUID]) -> Mapping[UUID, Sequence[StandingPaper]]:
    """The documents of cases, for whoever changes the law: kinds and numbers only."""
    found: dict[UUID, list[StandingPaper]] = {}
    for row in stored.standing_for_law(db, set(cases)):
        found.setdefault(row.case_id, []).append(row)
    return found


def outdated(db: Connection, case_id: UUID) -> dict[UUID, tuple[StandingPaper, set[UUID]]]:
    """Documents whose printed day has moved since, with the deadlines; by document."""
    papers = stored.standing(db, case_id)
    found: dict[UUID, tuple[StandingPaper, set[UUID]]] = {}
    for change in stored.moved_days(db, case_id):
        if not moves_day(change.old_due_at, change.new_due_at):
            continue
        for paper in printing(
            papers, rule=change.rule, step_id=change.step_id, is_certain=change.was_certain
        ):
            if paper.made_at <= change.at:
                found.setdefault(paper.id, (paper, set()))[1].add(change.deadline_id)
    return found


def moves_day(old: datetime, new: datetime) -> bool:
    """Whether what a document prints, the day, is another."""
    return shanghai_date(old) != shanghai_date(new)
