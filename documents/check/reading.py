"""A Word file as a check reads it: lines with their places, and what is not text.

Only the file speaks here: tables are read by their grid, so that a merged cell is one line; deleted
text is not read, inserted text is. Nothing is run, followed or fetched.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from documents.check.flaw import Spot
from models.errors import BadInput

#: A Word file of ours has 20 kB; a part that unpacks to more than this is no paper.
LARGEST_PART = 20_000_000
MOST_PARTS = 2_000

_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "r", "t"))
_VAL = qn("w:val")

#: An element of the file, as lxml gives it.
Element = Any


class NotAPaper(BadInput):
    """这个文件不是可以检查的 Word 文书(.docx)。"""


@dataclass(frozen=True)
class Line:
    """A paragraph of the body, or a cell; the paragraphs of a cell are joined by line breaks.

    Attributes:
        style: The paragraph style's id; of a cell, that of its first paragraph.
        span: How many columns of the grid a cell takes.
    """

    text: str
    place: Spot
    style: str = ""
    span: int = 1
    elements: tuple[Element, ...] = field(default=(), compare=False, repr=False)

    @property
    def in_table(self) -> bool:
        """Whether it is a cell."""
        return self.place.table is not None


Row = tuple[Line, ...]


@dataclass(frozen=True)
class Read:
    """One file, read once.

    Attributes:
        lines: Body paragraphs and cells in the order of the file.
        beside: Headers, footers, notes, comments, properties, hidden text.
    """

    file: str
    lines: tuple[Line, ...]
    tables: tuple[tuple[Row, ...], ...]
    beside: tuple[Line, ...]
    title: str
    body: Element = field(compare=False, repr=False)
    styles: Element = field(compare=False, repr=False)
    footers: tuple[Element, ...] = field(compare=False, repr=False)
    parts: frozenset[str] = frozenset()

    @cached_property
    def paragraphs(self) -> tuple[Line, ...]:
        """The paragraphs that stand in no table."""
        return tuple(line for line in self.lines if not line.in_table)

    @cached_property
    def text(self) -> str:
        """Everything that the body says."""
        return "\n".join(line.text for line in self.lines)

    def last(self) -> Spot:
        """The last paragraph of the body: where something that is missing is missed."""
        return self.paragraphs[-1].place if self.paragraphs else Spot(paragraph=0)


def read_file(path: Path) -> Read:
    """Read a file.

    Raises:
        NotAPaper: It cannot be opened, or is no Word file.
    """
    try:
        return read(path.read_bytes(), path.name)
    except OSError as failed:
        raise NotAPaper(f"读不到 {path.name}:{failed.strerror}。") from failed


def read(content: bytes, name: str) -> Read:
    """Read the bytes of a file; `name` is what findings call it.

    Raises:
        NotAPaper: It is no Word file, or is packed so that it cannot be read safely.
    """
    parts = _unpacked(content, name)
    if "word/document.xml" not in parts:
        raise NotAPaper(f"{name} 不是 Word 文书(.docx)。")
    try:
        roots = {
            part: parse_xml(xml) for part, xml in parts.items() if _speaks(part) and xml.strip()
        }
    except Exception as broken:
        raise NotAPaper(f"{name} 的内容已经损坏,打不开。") from broken
    body = roots["word/document.xml"].find(qn("w:body"))
    if body is None:
        raise NotAPaper(f"{name} 没有正文。")
    lines, tables = _blocks(body, "body")
    title = next((line.text for line in _properties(roots) if line.style == "title"), "")
    return Read(
        file=name, lines=lines, tables=tables,
        beside=(*_beside(roots), *_properties(roots), *_hidden(roots)), title=title, body=body,
        styles=roots.get("word/styles.xml"),
        footers=tuple(root for part, root in sorted(roots.items()) if "/footer" in part),
        parts=frozenset(parts),
    )  # fmt: skip


def _speaks(part: str) -> bool:
    return part.endswith(".xml") and (
        part.startswith(("word/document", "word/header", "word/footer", "word/comments"))
        or part in _SINGLE
    )


_SINGLE = {
    "word/styles.xml", "word/footnotes.xml", "word/endnotes.xml", "word/settings.xml",
    "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml",
}  # fmt: skip


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS or any(e.file_size > LARGEST_PART for e in entries):
                raise NotAPaper(f"{name} 过大,不像是文书。")
            return {
                e.filename: package.read(e) if e.filename.endswith(".xml") else b""
                for e in entries
            }  # fmt: skip
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as broken:
        raise NotAPaper(f"{name} 不是 Word 文书(.docx),或者已经损坏。") from broken


def text_of(element: Element) -> str:
    """Return what a paragraph says; line breaks as such, deleted text not."""
    pieces: list[str] = []
    for node in element.iter(_T, *_BREAKS):
        if node.tag == _T:
            pieces.append(node.text or "")
        elif node.getparent().tag == _R:
            pieces.append(_BREAKS[node.tag])
    return "".join(pieces)


def style_of(paragraph: Element) -> str:
    """Return a paragraph's style id, or nothing."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(_VAL, ""))


def _blocks(body: Element, part: str) -> tuple[tuple[Line, ...], tuple[tuple[Row, ...], ...]]:
    lines: list[Line] = []
    tables: list[tuple[Row, ...]] = []
    counted = 0
    for element in _children(body):
        if element.tag == _P:
            place = Spot(part, paragraph=counted)
            lines.append(Line(text_of(element), place, style_of(element), elements=(element,)))
            counted += 1
        elif element.tag == _TBL:
            rows = tuple(_rows(element, part, len(tables)))
            tables.append(rows)
            lines += [cell for row in rows for cell in row]
    return tuple(lines), tuple(tables)


def _children(body: Element) -> Iterator[Element]:
    """Blocks, also those within content controls."""
    for element in body:
        if element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            yield from _children(content) if content is not None else ()
        else:
            yield element


def _rows(table: Element, part: str, number: int) -> Iterator[Row]:
    for at, row in enumerate(table.iterchildren(_TR)):
        cells, column = [], 0
        for cell in row.iterchildren(_TC):
            paragraphs = tuple(cell.iter(_P))
            wide = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            span = int(wide.get(_VAL, 1)) if wide is not None else 1
            cells.append(
                Line(
                    "\n".join(text_of(one) for one in paragraphs),
                    Spot(part, table=number, row=at, column=column),
                    style_of(paragraphs[0]) if paragraphs else "",
                    span,
                    paragraphs,
                )
            )
            column += span
        yield tuple(cells)


def _beside(roots: dict[str, Element]) -> Iterator[Line]:
    kinds = {
        "word/header": "header", "word/footer": "footer", "word/comments": "comments",
        "word/footnotes": "notes", "word/endnotes": "notes",
    }  # fmt: skip
    for name, root in sorted(roots.items()):
        part = next((said for start, said in kinds.items() if name.startswith(start)), None)
        if part is None:
            continue
        if part == "comments":
            yield from _comments(root, roots["word/document.xml"])
            continue
        for at, paragraph in enumerate(root.iter(_P)):
            yield Line(text_of(paragraph), Spot(part, paragraph=at), style_of(paragraph))


def _comments(root: Element, document: Element) -> Iterator[Line]:
    """Each comment and its author; the place is the paragraph it is put to."""
    put = {
        mark.get(qn("w:id")): _index(mark)
        for mark in document.iter(qn("w:commentReference"), qn("w:commentRangeStart"))
    }
    for comment in root.iter(qn("w:comment")):
        place = Spot("comments", paragraph=put.get(comment.get(qn("w:id")), 0))
        yield Line(str(comment.get(qn("w:author"), "")), place, "author")
        for paragraph in comment.iter(_P):
            yield Line(text_of(paragraph), place)


def _properties(roots: dict[str, Element]) -> Iterator[Line]:
    """Title, author, company … each as a line whose style is the property's name."""
    counted = 0
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        for element in roots[name].iter() if name in roots else ():
            if isinstance(element.tag, str) and (element.text or "").strip():
                named = element.tag.rpartition("}")[2]
                yield Line(
                    element.text.strip(), Spot("properties", paragraph=counted), named
                )  # fmt: skip
                counted += 1


def _hidden(roots: dict[str, Element]) -> Iterator[Line]:
    """Runs that Word shows to nobody; their place is that of the paragraph they stand in."""
    for run in roots["word/document.xml"].iter(_R):
        vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        if vanish is None or vanish.get(_VAL) in {"0", "false", "off"}:
            continue
        said = text_of(run)
        if said:
            yield Line(said, Spot("hidden", paragraph=_index(run)), elements=(run,))


def _index(node: Element) -> int:
    """Which paragraph of the body something stands in; in a table, the one before it."""
    block = node
    while block.getparent() is not None and block.getparent().tag != qn("w:body"):
        block = block.getparent()
    return sum(1 for one in block.itersiblings(_P, preceding=True))
