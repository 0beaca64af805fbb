"""The words a template is described in: paragraphs, tables, loops and conditions, as Word XML.

`**标签**` inside a text is set in the emphasis style. Loops and conditions are docxtpl tags in
paragraphs (or rows) of their own, which vanish when the document is made.
"""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from documents.punctuation import full_width

#: Width of the text area in twips: 156 mm.
WIDTH = 8845

_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")


def para(style: str, text: str) -> str:
    """One paragraph; punctuation of the text becomes full width, tags stay."""
    text = full_width(text)
    runs, at = [], 0
    for match in _EMPHASIS.finditer(text):
        runs.append(_run(text[at : match.start()]))
        runs.append(_run(match[1], "Emphasis1"))
        at = match.end()
    runs.append(_run(text[at:]))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def _run(text: str, style: str | None = None) -> str:
    if not text:
        return ""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def body(*texts: str) -> str:
    """Body paragraphs."""
    return "".join(para("BodyText", text) for text in texts)


def title(text: str) -> str:
    """The document's title."""
    return para("DocTitle", text)


def heading(text: str) -> str:
    """A heading `一、…`."""
    return para("Heading1", text)


def subheading(text: str) -> str:
    """A heading `(一)…`."""
    return para("Heading2", text)


def each(name: str, over: str, *blocks: str) -> str:
    """Repeat blocks for each item."""
    return _tag(f"for {name} in {over}") + "".join(blocks) + _tag("endfor")


def lines(over: str, style: str = "BodyText") -> str:
    """One paragraph for each text of a list."""
    return each("line", over, para(style, "{{ line }}"))


def counted(over: str, style: str = "BodyText") -> str:
    """Like `lines`, numbered `1.`, `2.` …"""
    return each("line", over, para(style, "{{ loop.index }}.{{ line }}"))


def when(condition: str, *blocks: str, otherwise: Sequence[str] = ()) -> str:
    """Blocks that stand only under a condition."""
    middle = _tag("else") + "".join(otherwise) if otherwise else ""
    return _tag(f"if {condition}") + "".join(blocks) + middle + _tag("endif")


def _tag(code: str) -> str:
    return para("TemplateTag", f"{{%p {code} %}}")


def table(widths: Sequence[int], *rows: str) -> str:
    """A table over the whole text width, and a little air after it.

    Args:
        widths: Of the columns, as parts of the whole.
        rows: From `row` and its kin.
    """
    grid = _grid(widths)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/>'
        f'<w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
        + "".join(_fit(row, grid) for row in rows)
        + "</w:tbl>"
        + para("TableEnd", "")
    )


def _grid(widths: Sequence[int]) -> list[int]:
    whole = sum(widths)
    grid = [WIDTH * width // whole for width in widths]
    grid[-1] += WIDTH - sum(grid)
    return grid


def row(*cells: str, head: bool = False, whole: bool = True) -> str:
    """A table row.

    Args:
        cells: From `cell`, `label`, `value`.
        head: Repeated on each page.
        whole: Not broken over pages; for rows that hold long texts, false.
    """
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    start = f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>"
    return f"{start}{''.join(cells)}</w:tr>"


def rows_each(name: str, over: str, columns: int, *rows: str) -> str:
    """Repeat rows for each item; `columns` is the number of the table's columns."""
    return _tag_row(f"for {name} in {over}", columns) + "".join(rows) + _tag_row("endfor", columns)


def rows_when(condition: str, columns: int, *rows: str) -> str:
    """Rows that stand only under a condition."""
    return _tag_row(f"if {condition}", columns) + "".join(rows) + _tag_row("endif", columns)


def _tag_row(code: str, columns: int) -> str:
    return row(cell(para("TemplateTag", f"{{%tr {code} %}}"), span=columns))


def cell(*blocks: str, span: int = 1) -> str:
    """A cell of ready blocks, over `span` columns."""
    return f"<w:tc><w:tcPr>§{span}§</w:tcPr>{''.join(blocks)}</w:tc>"


def label(text: str, span: int = 1) -> str:
    """A cell that names the field beside it."""
    return cell(para("TableLabel", text), span=span)


def head(text: str, span: int = 1) -> str:
    """A cell of a repeated head row."""
    return cell(para("TableHead", text), span=span)


def value(text: str, span: int = 1) -> str:
    """A cell with a value; its line breaks are kept."""
    return cell(para("TableText", text), span=span)


def center(text: str, span: int = 1) -> str:
    """A cell with a short value in the middle."""
    return cell(para("TableCenter", text), span=span)


def sign(*texts: str, span: int = 1) -> str:
    """A cell to be signed or sealed."""
    return cell(*(para("TableSign", text) for text in texts), span=span)


def field_rows(*pairs: tuple[str, str]) -> str:
    """Rows of a two-column form: label, value."""
    return "".join(row(label(name), value(text), whole=False) for name, text in pairs)


_SPAN = re.compile(r"§(\d+)§")


def _fit(rows: str, grid: list[int]) -> str:
    """Give each cell its width and vertical centring, by its place in its row."""

    def one_row(match: re.Match[str]) -> str:
        at = 0

        def one_cell(found: re.Match[str]) -> str:
            nonlocal at
            span = int(found[1])
            width = sum(grid[at : at + span])
            at += span
            wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            return f'<w:tcW w:w="{width}" w:type="dxa"/>{wide}<w:vAlign w:val="center"/>'

        fitted = _SPAN.sub(one_cell, match[0])
        if at != len(grid):
            raise ValueError(f"a row has {at} of {len(grid)} columns: {match[0][:200]}")
        return fitted

    return re.sub(r"<w:tr>.*?</w:tr>", one_row, rows, flags=re.DOTALL)


def signed(unit: str, place: str = "(印章)") -> str:
    """The signature block: who, place for the seal, date; kept together."""
    return para("SignUnit", unit + place) + para("SignDate", "{{ issued_on }}")
