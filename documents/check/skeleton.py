"""What a kind of paper cannot be without: every fixed word of its template that no condition holds.

The template is the only description of a kind, so that a changed template changes the check with
it. Its paragraphs and table labels outside of loops and conditions are looked for in their order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from documents.check.flaw import Flaw, Severity, Spot
from documents.check.paper import FILED, CheckedPaper
from documents.check.reading import Line, read
from models.words import Paper

_TEMPLATES = Path(__file__).parents[1] / "templates"
_TAG = re.compile(r"\{\{.*?\}\}")
_OPENS = re.compile(r"\{%(p|tr) (for|if) ")
_CLOSES = re.compile(r"\{%(p|tr) end(for|if) ")
#: What is told by its style where its words are a value.
_BY_STYLE = {
    "Letterhead": "发文机关标志", "DocNumberRed": "发文字号", "DocNumber": "发文字号",
    "FormNumber": "编号", "DocTitle": "标题", "Addressee": "主送机关", "Court": "致送法院",
    "SignUnit": "落款单位", "SignDate": "成文日期",
}  # fmt: skip
#: A label with nothing behind its colon.
_EMPTY = re.compile(r"：\s*(?=[；。，]|$)")
#: Fewer characters than this are no words to look for.
_LEAST = 2
_HEADINGS = ("Heading1", "Heading2")


@dataclass(frozen=True)
class Expected:
    """A paragraph of the template that stands in every paper of the kind."""

    name: str
    style: str
    pattern: re.Pattern[str]
    start: str
    beside_next: bool
    after_lists: int
    labelled: bool

    def is_in(self, line: Line) -> bool:
        """Whether a paragraph is this one, empty value or not."""
        said = line.text.strip()
        if not self.start:
            return line.style == self.style and bool(said)
        return bool(self.pattern.fullmatch(said)) or said.startswith(self.start)


@dataclass(frozen=True)
class Skeleton:
    """Everything a kind requires.

    Attributes:
        labels: Labels of cells, and whether the cell beside has to be filled.
    """

    expected: tuple[Expected, ...]
    labels: dict[str, bool]


@lru_cache(maxsize=64)
def skeleton(kind: Paper) -> Skeleton:
    """Read the template of a kind."""
    template = read((_TEMPLATES / f"{kind}.docx").read_bytes(), f"{kind}.docx")
    return Skeleton(tuple(_expected(template.lines)), dict(_labels(template.tables)))


def _expected(lines: tuple[Line, ...]) -> Iterator[Expected]:
    blocks = [line for line in lines if not line.in_table]
    depth, fixed = 0, []
    for line in blocks:
        if _CLOSES.search(line.text):
            depth -= 1
        fixed.append(depth == 0 and "{%" not in line.text)
        if _OPENS.search(line.text):
            depth += 1
    lists = 0
    for at, line in enumerate(blocks):
        text = line.text.strip()
        lists += bool(_OPENS.search(text)) and not (at and "{%p else" in blocks[at - 1].text)
        words = _TAG.sub("", text)
        if not fixed[at] or not (len(words) >= _LEAST or line.style in _BY_STYLE):
            continue
        pieces = [re.escape(piece) for piece in _TAG.split(text)]
        start = _TAG.split(text)[0].strip()
        yield Expected(
            name=words.strip("：。") or _BY_STYLE.get(line.style, ""),
            style=line.style,
            pattern=re.compile("(.*)".join(pieces), re.DOTALL),
            start=start if len(start) >= _LEAST else "",
            beside_next=at + 1 < len(blocks) and fixed[at + 1],
            after_lists=lists,
            labelled="：{{" in text.replace(" ", "") and not text.endswith("："),
        )
        lists = 0


def _labels(tables: tuple[tuple[tuple[Line, ...], ...], ...]) -> Iterator[tuple[str, bool]]:
    for table in tables:
        depth = 0
        for row in table:
            if _CLOSES.search(row[0].text):
                depth -= 1
            if depth == 0 and "{%" not in row[0].text:
                yield from _row_labels(row)
            if _OPENS.search(row[0].text):
                depth += 1


def _row_labels(row: tuple[Line, ...]) -> Iterator[tuple[str, bool]]:
    for at, cell in enumerate(row):
        text = cell.text.strip()
        if "{{" in text or not text:
            continue
        beside = row[at + 1].text if at + 1 < len(row) else ""
        if cell.style in {"TableLabel", "TableHead"} or len(row) == 1:
            yield text, "{{" in beside and cell.style == "TableLabel"


def missing(paper: CheckedPaper) -> Iterator[Flaw]:
    """Every element the kind requires that is not there, or is there without its value."""
    if paper.kind is None:
        return
    wanted = skeleton(paper.kind)
    yield from _missing_lines(paper, wanted.expected)
    yield from _missing_labels(paper, wanted.labels)
    yield from _empty_sections(paper)
    if paper.kind in FILED:
        yield from _number_on_court_paper(paper)


def _missing_lines(paper: CheckedPaper, expected: tuple[Expected, ...]) -> Iterator[Flaw]:
    lines = paper.read.paragraphs
    at = 0
    for number, one in enumerate(expected):
        found = _find(one, lines, at)
        if found is None:
            yield _is_missing(paper, one, _missed_at(paper, expected, number, at))
            continue
        at = found + 1
        if one.labelled and _EMPTY.search(lines[found].text.strip()):
            yield paper.finding(
                lines[found], lines[found].text, "leftover.empty-label",
                f"“{one.name}”后面没有内容。请补写;不掌握的,用一句话说明。",
            )  # fmt: skip


def _find(one: Expected, lines: tuple[Line, ...], start: int) -> int | None:
    return next((at for at in range(start, len(lines)) if one.is_in(lines[at])), None)


def _missed_at(
    paper: CheckedPaper, expected: tuple[Expected, ...], number: int, start: int
) -> Spot:
    """Where it ought to be: an empty paragraph in between, else the paragraph in its place."""
    lines = paper.read.paragraphs
    following = next(
        (x for one in expected[number + 1 :] if (x := _find(one, lines, start)) is not None), None
    )
    end = len(lines) if following is None else following
    for line in lines[start:end]:
        if not line.text.strip() and line.style != "TableEnd":
            return line.place
    if following is None:
        return paper.read.last()
    if expected[number].beside_next and expected[number].after_lists:
        return lines[following].place
    return lines[min(start + expected[number].after_lists, following)].place


def _is_missing(paper: CheckedPaper, one: Expected, place: Spot) -> Flaw:
    name = one.name if one.start else _BY_STYLE.get(one.style, one.name)
    lines = paper.read.paragraphs
    beside = lines[place.paragraph].text if lines and place.paragraph is not None else ""
    return paper.finding(
        place, beside or name, _CLOSINGS.get(name, f"structure.{_RULES.get(one.style, 'missing')}"),
        f"这种文书应当有“{name[:60]}”,这里没有。请补上。",
    )  # fmt: skip


_CLOSINGS = {"特此通报": "letter.closing", "专此回复": "letter.closing"}
_RULES = {
    "DocTitle": "title", "Court": "court", "Closing": "court", "SignUnit": "signature",
    "SignDate": "date", "Party": "party", "Attachment": "attachments", "ListTitle": "evidence-list",
    "DocNumberRed": "number", "DocNumber": "number", "FormNumber": "number",
    "Addressee": "recipient", "Letterhead": "letterhead", "Heading1": "heading",
    "Heading2": "heading",
}  # fmt: skip


def _missing_labels(paper: CheckedPaper, labels: dict[str, bool]) -> Iterator[Flaw]:
    cells = [line for line in paper.read.lines if line.in_table]
    there = {cell.text.strip() for cell in cells}
    names = list(labels)
    for at, label in enumerate(names):
        if label not in there:
            before = next((x for x in reversed(names[:at]) if x in there), None)
            behind = next((x for x in names[at + 1 :] if x in there), None)
            place = _between(cells, before, behind) or paper.read.last()
            yield paper.finding(
                place, label, "structure.missing", f"表格里应当有“{label[:60]}”一栏,这里没有。请补上。"
            )  # fmt: skip
    for field in paper.fields:
        if field.line.in_table and labels.get(field.label) and not field.value:
            yield paper.finding(
                field.line, field.label, "leftover.empty-label",
                f"“{field.label}”一栏是空的。请填写;没有的写“无”,不掌握的写明。",
            )  # fmt: skip


def _between(cells: list[Line], before: str | None, behind: str | None) -> Spot | None:
    """The row between two labels; where there is none, that of the first."""
    first, second = (
        next((c.place for c in cells if c.text.strip() == label), None)
        for label in (before, behind)
    )
    if first is None or second is None or first.table != second.table:
        return first or second
    row = (first.row or 0) + 1
    if row < (second.row or 0):
        return Spot(table=first.table, row=row, column=0)
    return first


def _empty_sections(paper: CheckedPaper) -> Iterator[Flaw]:
    """A heading with nothing under it before the next of its level or the end."""
    blocks = [x for x in paper.read.lines if x.text.strip()]
    ends = {"Heading1", "Closing", "SignUnit"}
    for line, after in pairwise(blocks):
        if line.style in _HEADINGS and (
            after.style in ends or (line.style == "Heading2" and after.style == "Heading2")
        ):
            if line.style == "Heading2" and after.style not in {*ends, "Heading2"}:
                continue
            if "：" in line.text:  # A heading that says its content itself.
                continue
            yield paper.finding(
                line, line.text, "structure.empty-section", f"“{line.text}”下面没有内容。请补写。"
            )


def _number_on_court_paper(paper: CheckedPaper) -> Iterator[Flaw]:
    """The forms of the courts have no number of the office that files them."""
    for line in paper.read.paragraphs[:6]:
        if line.style in {"FormNumber", "DocNumber", "DocNumberRed"} or re.search(
            r"〔\d{4}〕\s*\d+\s*号$", line.text.strip()
        ):
            yield paper.finding(
                line, line.text, "structure.no-number",
                "递交法院的申请书不编发文字号。请删去。", Severity.ERROR,
            )  # fmt: skip
