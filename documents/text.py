"""Read back everything a Word file says: body, tables, headers, footers, notes."""

import io
import re
import zipfile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

#: The parts of a package that a reader sees.
SPEAKING = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")

_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}


def paragraphs(document: bytes) -> tuple[str, ...]:
    r"""Return the text of each paragraph, headers and footers after the body; `\n` for breaks.

    A table gives its cells' paragraphs row by row. Fields give their last shown result.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        names = sorted(name for name in package.namelist() if SPEAKING.fullmatch(name))
        parts = [package.read(name) for name in names]
    return tuple(text for part in parts for text in _paragraphs_of(part))


def text(document: bytes) -> str:
    """Return the whole text, one paragraph a line."""
    return "\n".join(paragraphs(document))


def _paragraphs_of(part: bytes) -> list[str]:
    found: list[str] = []
    for paragraph in parse_xml(part).iter(_PARAGRAPH):
        pieces = []
        for node in paragraph.iter():
            if node.tag == _TEXT:
                pieces.append(node.text or "")
            elif node.tag in _BREAKS and node.getparent().tag != qn("w:tabs"):
                pieces.append(_BREAKS[node.tag])
        found.append("".join(pieces))
    return found
