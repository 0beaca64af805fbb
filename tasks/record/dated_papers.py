"""Documents of a case that print a day which has moved since: somebody must look at them again.

Nothing is rendered again by itself: whether a document out of the house wants correcting is for a
person to judge (ADR 0020). They are named in the preview, on the receipt and on the case page.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from documents.dated import prints_day_of
from models.law.dates import shanghai_date

#: What is asked of whoever reads it.
ASKED = "请核对是否需要更正"

#: The newest version that counts of each document; `hutong_dated_papers` asks the same for those
#: who change the law and see no case.
_OF_CASE = text(
    "SELECT p.id, p.paper, p.about, p.title, p.full_number, max(v.made_at) AS made_at "
    "FROM papers p JOIN paper_versions v ON v.paper_id = p.id "
    "WHERE p.case_id = :case AND NOT v.void GROUP BY p.id ORDER BY max(v.made_at), p.id"
)
_FOR_LAW = text("SELECT * FROM hutong_dated_papers(:cases)")
_CHANGES = text(
    "SELECT h.at, h.old_due_at, h.new_due_at, d.id AS deadline, d.rule, d.step_id, "
    "coalesce((h.old_receipt->>'printable')::boolean, d.printable) AS was_certain "
    "FROM deadline_changes h JOIN deadlines d ON d.id = h.deadline_id WHERE h.case_id = :case"
)


def printing(
    papers: Iterable[Row[Any]], *, rule: str, step_id: UUID | None, is_certain: bool
) -> list[Row[Any]]:
    """Those of the documents that print the day of a deadline."""
    return [
        one
        for one in papers
        if prints_day_of(one.paper, one.about, rule=rule, step_id=step_id, is_certain=is_certain)
    ]


def named(paper: Row[Any]) -> str:
    """A document as a list names it."""
    return f"《{paper.title}》{paper.full_number}"


def of_cases(db: Connection, cases: Iterable[UUID]) -> Mapping[UUID, Sequence[Row[Any]]]:
    """The documents of cases, for whoever changes the law: kinds and numbers only."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in db.execute(_FOR_LAW, {"cases": sorted(set(cases))}):
        found.setdefault(row.case_id, []).append(row)
    return found


def outdated(db: Connection, case_id: UUID) -> dict[UUID, tuple[Row[Any], set[UUID]]]:
    """Documents whose printed day has moved since, with the deadlines; by document."""
    papers = db.execute(_OF_CASE, {"case": case_id}).all()
    found: dict[UUID, tuple[Row[Any], set[UUID]]] = {}
    for change in db.execute(_CHANGES, {"case": case_id}):
        if not moves_day(change.old_due_at, change.new_due_at):
            continue
        for paper in printing(
            papers, rule=change.rule, step_id=change.step_id, is_certain=change.was_certain
        ):
            if paper.made_at <= change.at:
                found.setdefault(paper.id, (paper, set()))[1].add(change.deadline)
    return found


def moves_day(old: datetime, new: datetime) -> bool:
    """Whether what a document prints, the day, is another."""
    return shanghai_date(old) != shanghai_date(new)
