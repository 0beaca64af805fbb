"""Numbering: headings, counted paragraphs and lists run on without gap or double."""

import re
from collections.abc import Iterator

from documents.check.flaw import Flaw
from documents.check.numerals import chinese_figure, number_in
from documents.check.paper import CheckedPaper
from documents.check.reading import Line

_FIRST = re.compile(r"^([一二三四五六七八九十]{1,3})、")
_SECOND = re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[）)]")
_COUNTED = re.compile(r"^(\d{1,2})[.．、](?!\d)")
_ATTACHED = re.compile(r"(?<![\d第])(\d{1,2})[.．](?=[\u4e00-\u9fff])")


def outline(paper: CheckedPaper) -> Iterator[Flaw]:
    """Headings of both levels, counted paragraphs, and the number column of tables."""
    yield from _headings(paper)
    yield from _counted(paper)
    for table in paper.read.tables:
        yield from _column(paper, table)


def _headings(paper: CheckedPaper) -> Iterator[Flaw]:
    first = second = 0
    for line in paper.read.paragraphs:
        text = line.text.strip()
        one, two = _FIRST.match(text), _SECOND.match(text)
        if one and line.style == "Heading1":
            first, second = first + 1, 0
            yield from _compared(paper, line, number_in(one[1]), first)
            first = number_in(one[1]) or first
        elif line.style == "Heading1":
            second = 0
        elif two and line.style == "Heading2":
            second += 1
            yield from _compared(paper, line, number_in(two[1]), second)
            second = number_in(two[1]) or second


def _compared(paper: CheckedPaper, line: Line, found: int | None, expected: int) -> Iterator[Flaw]:
    if found != expected:
        yield paper.finding(
            line, line.text, "structure.numbering",
            f"标题序号应当是“{chinese_figure(expected)}”。请检查是否缺一部分或者重号。",
        )  # fmt: skip


def _counted(paper: CheckedPaper) -> Iterator[Flaw]:
    """`1.` `2.` … in paragraphs that follow each other."""
    last = 0
    for line in paper.read.lines:
        found = _COUNTED.match(line.text.strip()) if not line.in_table else None
        if not found:
            last = 0
            yield from _within(paper, line)
            continue
        if int(found[1]) != last + 1:
            yield paper.finding(
                line, line.text, "structure.numbering",
                f"序号应当是{last + 1}。请检查是否缺一项或者重号。",
            )  # fmt: skip
        last = int(found[1])


def _within(paper: CheckedPaper, line: Line) -> Iterator[Flaw]:
    """`附：1.…；2.…` in one paragraph."""
    if line.style != "Attachment":
        return
    for expected, found in enumerate(_ATTACHED.findall(line.text), start=1):
        if int(found) != expected:
            yield paper.finding(
                line, line.text, "structure.numbering",
                f"附件序号应当是{expected}。请检查是否缺一项或者重号。",
            )  # fmt: skip
            return


def _column(paper: CheckedPaper, table: tuple[tuple[Line, ...], ...]) -> Iterator[Flaw]:
    """A table that counts its rows, but the list of evidence, which says so itself."""
    if not table or table[0][0].text.strip() != "序号" or any(
        "证据名称" in cell.text for cell in table[0]
    ):  # fmt: skip
        return
    for expected, row in enumerate((row for row in table[1:] if len(row) > 1), start=1):
        if number_in(row[0].text) != expected:
            yield paper.finding(
                row[0], row[0].text or "序号", "structure.numbering",
                f"序号应当是{expected}。请检查是否缺一行或者重号。",
            )  # fmt: skip
            return
