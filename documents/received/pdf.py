"""PDF: every object is asked whether it acts; only what does not is drawn for the page."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from documents.received import pictures
from documents.received.kinds import PDF
from documents.received.looked import Caution, Looked

#: Pages that are drawn.
SHOWN_PAGES = 10
#: Objects looked at; a file of more is not drawn.
_MOST_OBJECTS = 200_000
#: Keys of dictionaries that make something happen, and kinds of action that do.
_ACTIVE_KEYS = frozenset({"/JavaScript", "/JS", "/AA", "/XFA", "/RichMedia", "/Launch"})
_ACTIVE_KINDS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/RichMediaExecute",
    "/Movie", "/Sound", "/Rendition", "/Screen", "/3D", "/GoToR", "/GoToE", "/Thread",
})  # fmt: skip
_EMBEDDING = frozenset({"/EmbeddedFiles", "/EF", "/EmbeddedFile", "/Filespec", "/FileAttachment"})
#: The same in the bytes, where no reference leads to it.
_RAW_ACTIVE = (b"/JavaScript", b"/Launch", b"/RichMedia", b"/SubmitForm", b"/XFA")
_RAW_EMBEDDED = (b"/EmbeddedFile",)
_RAW_FOREIGN = (b"<script", b"<html", b"<svg", b"<?php")
_DEEPEST = 60
_BROKEN = "PDF 损坏或者不完整，打不开；请重新导出或者扫描。"


def look(content: bytes) -> Looked:
    """Look at each object of a PDF and draw its first pages, unless something in it acts."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return _told([Caution.LOCKED])
        pages = len(reader.pages)
        found = _found(reader, content)
    except MemoryError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return Looked(refused=_BROKEN)
    if not pages:
        return Looked(refused=_BROKEN)
    if found:
        return _told(sorted(found))
    drawn = _drawn(content)
    if drawn is None:
        return Looked(refused=_BROKEN)
    return Looked(
        PDF.media, PDF.endings[0], findings=(Caution.LONG,) if pages > SHOWN_PAGES else (),
        pages=len(drawn), preview=pictures.bundled(drawn),
    )  # fmt: skip


def _told(findings: list[Caution]) -> Looked:
    return Looked(PDF.media, PDF.endings[0], findings=tuple(findings))


def _found(reader: PdfReader, content: bytes) -> set[Caution]:
    found = set()
    for number, one in enumerate(_objects(reader)):
        if number > _MOST_OBJECTS:
            return {Caution.ACTIVE}
        found |= _of(one, 0)
    if any(one in content for one in _RAW_ACTIVE):
        found.add(Caution.ACTIVE)
    if any(one in content for one in _RAW_EMBEDDED):
        found.add(Caution.EMBEDDED)
    lowered = content.lower()
    if any(one in lowered for one in _RAW_FOREIGN):
        found.add(Caution.FOREIGN)
    if not content.rstrip(b"\x00\r\n\t ")[-64:].count(b"%%EOF"):
        found.add(Caution.FOREIGN)
    return found


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object there is, whether anything leads to it or not."""
    yield reader.trailer
    numbers = {(number, 0) for number in reader.xref_objStm}
    for generation, objects in reader.xref.items():
        numbers |= {(number, min(generation, 65_534)) for number in objects}
    for number, generation in sorted(numbers):
        try:
            one = reader.get_object(IndirectObject(number, generation, reader))
        except (PyPdfError, ValueError, KeyError, TypeError, OSError):
            continue  # What no reader can read does nothing; the raw bytes are searched besides.
        if one is not None:
            yield one


def _of(one: Any, depth: int) -> set[Caution]:
    """What an object does, with what lies in it; what it refers to is asked for itself."""
    if depth > _DEEPEST:
        return {Caution.ACTIVE}
    found = set()
    if isinstance(one, DictionaryObject):
        keys = {str(key) for key in one}
        kinds = {str(one.raw_get(key)) for key in ("/S", "/Subtype", "/Type") if key in one}
        if keys & _ACTIVE_KEYS or kinds & _ACTIVE_KINDS:
            found.add(Caution.ACTIVE)
        if (keys | kinds) & _EMBEDDING:
            found.add(Caution.EMBEDDED)
        inner = [one.raw_get(key) for key in one]
    elif isinstance(one, ArrayObject):
        inner = list(one)
    else:
        return found
    for each in inner:
        if not isinstance(each, IndirectObject):
            found |= _of(each, depth + 1)
    return found


def _drawn(content: bytes) -> list[bytes] | None:
    """The first pages as pictures; None where it cannot be drawn."""
    import pypdfium2  # noqa: PLC0415 - only where one comes

    try:
        document = pypdfium2.PdfDocument(content)
        drawn = []
        for number in range(min(len(document), SHOWN_PAGES)):
            page = document[number]
            longer = max(*page.get_size(), 1.0)
            scale = min(2.0, pictures.SHOWN_DOTS / longer)
            drawn.append(pictures.encoded(page.render(scale=scale).to_pil()))
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return None
    return drawn


def prepare() -> None:
    """Load what draws: afterwards nothing but fonts is read from the disk."""
    import pypdfium2  # noqa: PLC0415 - only where one comes

    pypdfium2.PdfDocument.new().close()
