"""Evidence: what is cited is listed, what is listed is cited, and the counts are those of the list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from documents.check.flaw import Flaw
from documents.check.numerals import number_in
from documents.check.paper import FILED, CheckedPaper
from documents.check.reading import Line, Row
from models.words import Paper

_CITED = re.compile(r"证据\s*(\d{1,3}|[一二三四五六七八九十]{1,3})(?!份|件|项|页)")
_COUNTS = re.compile(r"证据材料?(?:目录及证据材料)?(\d+)件(?:，共(\d+)页)?(?:，(\d+)份)?")
_COPIES = re.compile(r"副本\s*(\d+|[一二三四五六七八九十]+)\s*份")
#: Columns that every line of a list fills, with what is asked for.
_COLUMNS = {
    "证据名称": "name", "种类": "kind", "来源": "source", "证明目的": "purpose",
    "原件情况": "original", "页数": "pages",
}  # fmt: skip
_SINGLE_COPY = 1


@dataclass(frozen=True)
class Listed:
    """A line of the list: its number and its cells by column."""

    number: int | None
    cells: dict[str, Line]
    first: Line

    @property
    def pages(self) -> int | None:
        """How many pages, where that is a number."""
        cell = self.cells.get("页数")
        return number_in(cell.text) if cell else None


def exhibits(paper: CheckedPaper) -> Iterator[Flaw]:
    """Everything between the list of evidence, what cites it, and what counts it."""
    listed, head = _list(paper)
    yield from _cited(paper, listed, head)
    if head is not None:
        yield from _numbered(paper, listed)
        yield from _columns(paper, listed, head)
        yield from _counts(paper, listed)
    if paper.kind in FILED:
        yield from _copies(paper)
        if head is not None and not listed:
            yield paper.finding(head[0], head[0].text, "evidence.none",
                                "证据目录是空的。请列出证据。")  # fmt: skip


def _list(paper: CheckedPaper) -> tuple[list[Listed], Row | None]:
    for table in paper.read.tables:
        if not table or not any("证据名称" in cell.text for cell in table[0]):
            continue
        heads = {cell.place.column: cell.text.strip() for cell in table[0]}
        rows = []
        for row in table[1:]:
            if len(row) == 1 and row[0].text.strip() in {"无", ""}:
                continue
            cells = {heads.get(cell.place.column, ""): cell for cell in row}
            number = number_in(cells["序号"].text) if "序号" in cells else None
            rows.append(Listed(number, cells, row[0]))
        return rows, table[0]
    return [], None


def _cited(paper: CheckedPaper, listed: list[Listed], head: Row | None) -> Iterator[Flaw]:
    numbers = {one.number for one in listed}
    cited: set[int] = set()
    for line in paper.read.lines:
        for found in _CITED.finditer(line.text):
            number = number_in(found[1])
            if number is None:
                continue
            cited.add(number)
            if head is not None and number not in numbers:
                yield paper.finding(
                    line, found[0], "evidence.not-listed",
                    f"引用了证据{number},证据目录里没有。请列入目录,或者改正编号。",
                )  # fmt: skip
    if not cited or paper.kind is not Paper.REVOCATION_PETITION:
        return
    for one in listed:
        if one.number is not None and one.number not in cited:
            yield paper.finding(
                one.first, f"证据{one.number}", "evidence.not-cited",
                f"证据{one.number}列在目录里,正文没有引用。请在所证明的事实后引用,或者从目录删去。",
            )  # fmt: skip


def _numbered(paper: CheckedPaper, listed: list[Listed]) -> Iterator[Flaw]:
    for expected, one in enumerate(listed, start=1):
        if one.number != expected:
            yield paper.finding(
                one.cells.get("序号", one.first), one.first.text, "evidence.numbering",
                f"证据目录的序号应当是{expected}。请按顺序重新编号。",
            )  # fmt: skip
            return


def _columns(paper: CheckedPaper, listed: list[Listed], head: Row) -> Iterator[Flaw]:
    there = {cell.text.strip() for cell in head}
    for column, rule in _COLUMNS.items():
        if column not in there:
            yield paper.finding(head[0], head[0].text, f"evidence.{rule}",
                                f"证据目录缺“{column}”一栏。请补上。")  # fmt: skip
            continue
        for one in listed:
            cell = one.cells.get(column)
            text = cell.text.strip() if cell else ""
            if text in {"", "无", "未查明", "/", "—", "-"}:
                yield paper.finding(
                    cell or one.first, text or column, f"evidence.{rule}",
                    f"证据{one.number or ''}没有写明“{column}”。请补写。",
                )  # fmt: skip
            elif column == "页数" and number_in(text) in {None, 0}:
                yield paper.finding(cell or one.first, text, "evidence.pages",
                                    "页数应当是大于零的数字。请核对。")  # fmt: skip


def _counts(paper: CheckedPaper, listed: list[Listed]) -> Iterator[Flaw]:
    pages = sum(one.pages or 0 for one in listed)
    copies = _copies_of(paper)
    for line in paper.read.paragraphs:
        found = _COUNTS.search(line.text)
        if not found:
            continue
        say = partial(paper.finding, line, line.text)
        if int(found[1]) != len(listed):
            yield say("evidence.count", f"证据目录列了{len(listed)}件,这里写{found[1]}件。请核对。")
        if found[2] and int(found[2]) != pages:
            yield say(
                "evidence.page-count", f"证据目录的页数合计{pages}页,这里写{found[2]}页。请核对。"
            )
        if found[3] and copies is not None and int(found[3]) != copies + 1:
            yield say(
                "evidence.copies",
                f"副本{copies}份,证据材料应当是{copies + 1}份(法院一份,副本各附一份),"
                f"这里写{found[3]}份。请核对。",
            )  # fmt: skip


def _copies_of(paper: CheckedPaper) -> int | None:
    found = _COPIES.search(paper.read.text)
    return number_in(found[1]) if found else None


def _copies(paper: CheckedPaper) -> Iterator[Flaw]:
    """A copy for every respondent (procedure law 128)."""
    respondents = sum(1 for line in paper.styled("Party") if line.text.startswith("被申请人"))
    for line in paper.styled("Attachment"):
        found = _COPIES.search(line.text)
        if not found:
            continue
        copies = number_in(found[1])
        if copies is None or copies < max(respondents, _SINGLE_COPY):
            yield paper.finding(
                line, found[0], "evidence.party-copies",
                f"被申请人{respondents}人,副本应当不少于{respondents}份。请改正份数。",
            )  # fmt: skip
