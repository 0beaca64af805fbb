"""One event, one day: what several papers say of a meeting, a reception, a hand-over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from documents.check.flaw import Flaw
from documents.check.paper import CheckedPaper, days_in
from documents.check.reading import Line
from models.words import Paper

_DAY = r"(\d{4}年\d{1,2}月\d{1,2}日)"


@dataclass(frozen=True)
class Happening:
    """An event that one kind of paper proves and others speak of.

    Attributes:
        proved: Label of the field that states its day, by kind.
        spoken: What the others say, by kind; the first group is the day.
    """

    name: str
    proved: dict[Paper, str]
    spoken: dict[Paper, str]


HAPPENINGS = (
    Happening(
        "会商会议",
        {Paper.CONSULTATION_MINUTES: "会商时间"},
        {
            Paper.COLLECTION_NOTICE: _DAY + r"[^，。]{0,8}召开的多方会商",
            Paper.REVOCATION_PETITION: _DAY + r"，多方会商认为",
        },
    ),
    Happening(
        "接收未成年人",
        {Paper.RECEPTION_HANDOVER: "接收时间"},
        {
            Paper.REVOCATION_PETITION: "自" + _DAY + "起由本中心临时监护",
            Paper.EXTENSION_FORM: "^" + _DAY + r"\d+时\d+分$",
        },
    ),
    Happening(
        "领回未成年人",
        {Paper.HANDOVER: "交接时间"},
        {Paper.BRIEFING_LETTER: "已于" + _DAY + "领回"},
    ),
)


def timeline(papers: Sequence[CheckedPaper]) -> Iterator[Flaw]:
    """Every day on which papers of a case speak of an event that none of them proves."""
    for event in HAPPENINGS:
        proved = [(paper, line, day) for paper in papers for line, day in _proved(paper, event)]
        spoken = [(paper, line, day) for paper in papers for line, day in _spoken(paper, event)]
        days = {day for _, _, day in proved}
        if not days:
            continue
        odd = [one for one in spoken if one[2] not in days]
        for paper, line, day in odd:
            yield _otherwise(paper, line, day, event, days)
        said = {day for _, _, day in spoken}
        if odd and len(proved) == 1 and not said & days:
            paper, line, day = proved[0]
            yield _otherwise(paper, line, day, event, said)


def _otherwise(
    paper: CheckedPaper, line: Line, day: date, event: Happening, others: set[date]
) -> Flaw:
    said = "、".join(f"{one.year}年{one.month}月{one.day}日" for one in sorted(others))
    return paper.finding(
        line, f"{day.year}年{day.month}月{day.day}日", "date.inconsistent",
        f"{event.name}的日期,其他文书写的是{said}。请核对。",
    )  # fmt: skip


def _proved(paper: CheckedPaper, event: Happening) -> Iterator[tuple[Line, date]]:
    label = event.proved.get(paper.kind) if paper.kind else None
    field = paper.value(label) if label else None
    for day in days_in(field.value) if field else ():
        yield field.line, day  # type: ignore[union-attr]


def _spoken(paper: CheckedPaper, event: Happening) -> Iterator[tuple[Line, date]]:
    pattern = event.spoken.get(paper.kind) if paper.kind else None
    for line in paper.read.lines if pattern else ():
        for found in re.finditer(pattern or "", line.text):
            for day in days_in(found[1]):
                yield line, day
