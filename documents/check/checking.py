"""Check finished papers: each by itself, and all papers of one case against each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.check.cited import Seen, cited, seen_by
from documents.check.days import days
from documents.check.exhibits import exhibits
from documents.check.flaw import Flaw, Severity
from documents.check.layout import layout
from documents.check.leaks import leaks
from documents.check.leftovers import leftovers
from documents.check.letters import letters
from documents.check.outline import outline
from documents.check.paper import CheckedPaper, recognise
from documents.check.parties import parties
from documents.check.periods import Periods, court, periods_of, stated_periods
from documents.check.persons import persons
from documents.check.reading import NotAPaper, read_file
from documents.check.skeleton import missing
from documents.check.together import against, together
from documents.check.told import Told, told_by
from models.errors import BadInput
from models.law.calendar.table import Calendar, YearStatus
from models.law.pack import RulePack


class NothingToCheck(BadInput):
    """没有可以检查的 Word 文书(.docx)。"""


@dataclass(frozen=True)
class Yardstick:
    """What papers are measured by: articles and periods of a rule pack, years of a calendar."""

    seen: Seen
    periods: Periods
    official_years: frozenset[int]


def yardstick(pack: RulePack, calendar: Calendar) -> Yardstick:
    """Read once what every paper is measured by."""
    official = frozenset(
        year for year in calendar.years if calendar.status(year) is YearStatus.OFFICIAL
    )
    return Yardstick(seen_by(pack), periods_of(pack), official)


def check_case(
    papers: Iterable[CheckedPaper], measure: Yardstick, record: Told | None = None
) -> list[Flaw]:
    """Check all papers of one case.

    Args:
        papers: The files of the case; one alone is checked as far as it can be.
        measure: Law and calendar.
        record: What the record knows besides what the papers say of the case.

    Returns:
        Findings by file and place; none said twice.
    """
    several = list(papers)
    known = told_by(several)
    if record is not None:
        known = known.and_also(record)
    found = [one for paper in several for one in check_paper(paper, measure, known)]
    found += together(several, known)
    if record is not None:
        found += against(several, record)
    return sorted(set(found), key=lambda one: (one.file, _order(one), one.rule, one.words))


def check_paper(paper: CheckedPaper, measure: Yardstick, known: Told) -> Iterator[Flaw]:
    """Every rule that one paper can be asked by itself."""
    yield from missing(paper)
    yield from leftovers(paper)
    yield from outline(paper)
    yield from persons(paper)
    yield from parties(paper)
    yield from exhibits(paper)
    yield from cited(paper, measure.seen)
    yield from stated_periods(paper, measure.periods)
    yield from court(paper)
    yield from letters(paper)
    yield from days(paper, measure.official_years)
    yield from layout(paper)
    yield from leaks(paper, known)


def _order(one: Flaw) -> tuple[str, int, int, int, int]:
    at = one.place
    paragraph, table, row, column = (
        -1 if number is None else number for number in (at.paragraph, at.table, at.row, at.column)
    )
    return at.part, paragraph, table, row, column


def cases_of(paths: Iterable[Path]) -> tuple[list[list[CheckedPaper]], list[NotAPaper]]:
    """Read files and folders: a folder is one case, so is each folder in it, and single files.

    Returns:
        The papers of each case, and the files that could not be read.

    Raises:
        NothingToCheck: There is no such file or no Word file in a folder.
    """
    cases: list[list[CheckedPaper]] = []
    refused: list[NotAPaper] = []
    single: list[Path] = []
    for path in paths:
        if path.is_dir():
            folders = sorted({file.parent for file in path.rglob("*.docx")})
            if not folders:
                raise NothingToCheck(f"{path} 里没有 Word 文书(.docx)。")
            cases += [
                _papers(sorted(folder.glob("*.docx")), refused) for folder in folders
            ]  # fmt: skip
        elif path.is_file():
            single.append(path)
        else:
            raise NothingToCheck(f"没有 {path}。")
    if single:
        cases.append(_papers(single, refused))
    return cases, refused


def _papers(files: list[Path], refused: list[NotAPaper]) -> list[CheckedPaper]:
    papers = []
    for file in files:
        if file.name.startswith((".", "~$")):
            continue
        try:
            papers.append(recognise(read_file(file)))
        except NotAPaper as broken:
            refused.append(broken)
    return papers


def errors(found: Iterable[Flaw]) -> list[Flaw]:
    """Those that keep a paper from being signed."""
    return [one for one in found if one.severity is Severity.ERROR]
