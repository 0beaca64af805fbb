"""Putting one fault into a finished Word file, and saying where it then stands."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

Shown = int | str
Change = Callable[[Document], Shown]


@dataclass(frozen=True)
class Fault:
    """A fault of a group.

    Attributes:
        case: Folder of the practice case.
        paper: Beginning of the paper's title in the file's name.
        rule: What the finding's rule begins with.
    """

    case: str
    paper: str
    rule: str
    change: Change
    name: str

    def __str__(self) -> str:
        return f"{self.rule} {self.paper} {self.name}"


def chosen(folder: Path, title: str) -> Path:
    """The first file of a case with that title."""
    return min(one for one in folder.glob("*.docx") if f"号_{title}" in one.name)


def seed(fault: Fault, source: Path, target: Path) -> Shown:
    """Write the faulty file; return where the fault is."""
    document = docx.Document(str(source))
    place = fault.change(document)
    document.save(str(target))
    return place


def _write(paragraph: Paragraph, text: str) -> None:
    """Give a paragraph a text in the look of its first run."""
    first = paragraph.runs[0] if paragraph.runs else paragraph.add_run()
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    first.text = text


def swap(old: str, new: str) -> Change:
    """Replace words where they first stand: in a paragraph, else in a cell."""

    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if old in paragraph.text:
                _write(paragraph, paragraph.text.replace(old, new, 1))
                return at
        return _in_cells(document, old, new)

    return change


def swap_cell(old: str, new: str) -> Change:
    return lambda document: _in_cells(document, old, new)


def _in_cells(document: Document, old: str, new: str) -> Shown:
    for number, table in enumerate(document.tables):
        for at, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                for paragraph in cell.paragraphs:
                    if old in paragraph.text:
                        _write(paragraph, paragraph.text.replace(old, new, 1))
                        return f"{number}/{at}/{column}"
    raise AssertionError(f"{old} does not stand in the paper")


def put_cell(number: int, at: int, column: int, text: str) -> Change:
    """Write a cell."""

    def change(document: Document) -> Shown:
        cell = document.tables[number].rows[at].cells[column]
        _write(cell.paragraphs[0], text)
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        return f"{number}/{at}/{column}"

    return change


def drop(start: str) -> Change:
    """Take a paragraph out; its place is that of the one that follows."""

    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                paragraph._p.getparent().remove(paragraph._p)
                return min(at, len(document.paragraphs) - 1)
        raise AssertionError(f"{start} does not stand in the paper")

    return change


def at(place: Shown, change: Change) -> Change:
    """A change whose fault shows elsewhere."""

    def elsewhere(document: Document) -> Shown:
        change(document)
        return place

    return elsewhere


def blank(start: str, *, whole: bool = False) -> Change:
    """Leave a paragraph empty that begins so, or is all of it."""

    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text == start or (not whole and paragraph.text.startswith(start)):
                _write(paragraph, "")
                return at
        raise AssertionError(f"{start} does not stand in the paper")

    return change


def after(start: str, text: str) -> Change:
    """Add a paragraph like the one that begins so, behind it."""

    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                added = copy.deepcopy(paragraph._p)
                paragraph._p.addnext(added)
                _write(Paragraph(added, paragraph._parent), text)
                return at + 1
        raise AssertionError(f"{start} does not stand in the paper")

    return change


def tail(start: str, words: str) -> Change:
    """Add words to the end of a paragraph."""

    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                _write(paragraph, paragraph.text + words)
                return at
        raise AssertionError(f"{start} does not stand in the paper")

    return change


def drop_row(number: int, at: int, place: Shown) -> Change:
    def change(document: Document) -> Shown:
        row = document.tables[number].rows[at]._tr
        row.getparent().remove(row)
        return place

    return change


def prop(name: str, value: str) -> Change:
    """Set a property of the file."""

    def change(document: Document) -> Shown:
        setattr(document.core_properties, name, value)
        return "properties"

    return change


def running(part: str, words: str) -> Change:
    """Write into the header or the footer."""

    def change(document: Document) -> Shown:
        section = document.sections[0]
        (section.header if part == "header" else section.footer).paragraphs[0].add_run(words)
        return part

    return change


def hidden(start: str, words: str) -> Change:
    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                paragraph.add_run(words).font.hidden = True
                return at
        raise AssertionError(start)

    return change


def comment(start: str, words: str) -> Change:
    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                document.add_comment(paragraph.runs, text=words, author="审核")
                return at
        raise AssertionError(start)

    return change


def tracked(start: str, tag: str) -> Change:
    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                mark = OxmlElement(f"w:{tag}")
                mark.set(qn("w:id"), "1")
                mark.set(qn("w:author"), "审核")
                run = paragraph.runs[0]._r
                run.addprevious(mark)
                mark.append(run)
                return at
        raise AssertionError(start)

    return change


def on_paragraph(start: str, do: Callable[[Paragraph], object]) -> Change:
    def change(document: Document) -> Shown:
        for at, paragraph in enumerate(document.paragraphs):
            if paragraph.text.startswith(start):
                do(paragraph)
                return at
        raise AssertionError(start)

    return change


def on_page(do: Callable[[Document], object], place: Shown = "") -> Change:
    def change(document: Document) -> Shown:
        do(document)
        return place

    return change
