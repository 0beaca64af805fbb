"""Word and Excel files: unfolded within limits and asked for macros and what they fetch."""

import io
import re
import zipfile
import zlib

from documents.received.kinds import DOCX, XLSX, Kind
from documents.received.looked import Caution, Looked

MOST_PARTS = 2_000
#: Bytes of all parts, unfolded.
MOST_BYTES = 400 * 1024 * 1024
#: Bytes of one part of text.
MOST_TEXT = 64 * 1024 * 1024
_STEP = 1024 * 1024
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.ms-word.document.macroEnabled.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": XLSX,
}
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(r"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)
_LINK = re.compile(r"""Type\s*=\s*["'][^"']*/hyperlink["']""", re.IGNORECASE)
_LINK_ELSEWHERE = re.compile(r"""Target\s*=\s*["'](?:file:|\\\\|smb:|ms-)""", re.IGNORECASE)
_FETCHING = re.compile(r"\b(?:DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT)\b[\s\"]|<ddeLink\b")
_CONTENT_TYPES = "[Content_Types].xml"
_TEXT = (".xml", ".rels", ".vml")
_BROKEN = "文件损坏或者不完整，打不开；请重新保存后再收入。"
_BOMB = "文件展开后过大，没有收入；请确认来源，必要时打印为 PDF。"
_ENTITIES = "文件的结构不合规范（含有实体定义），没有收入；请打印为 PDF。"
_ZIPPED = "压缩包不能收入；请解开后逐个收入里面的文件。"


class _Refused(Exception):
    """A part says that the file is not taken."""


def look(content: bytes) -> Looked:
    """Unfold a file within limits and ask each part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _look(opened)
    except _Refused as refused:
        return Looked(refused=str(refused))
    except MemoryError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError,
            RuntimeError):  # fmt: skip
        return Looked(refused=_BROKEN)


def _look(opened: zipfile.ZipFile) -> Looked:
    parts = opened.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
        raise _Refused(_BOMB)
    if len({one.filename.lower() for one in parts}) != len(parts):
        raise _Refused(_BROKEN)
    if _CONTENT_TYPES not in {one.filename for one in parts}:
        raise _Refused(_ZIPPED)
    kind, found = _kind(opened), set()
    left = MOST_BYTES
    for part in parts:
        name = part.filename.lower()
        content = _unfolded(opened, part, min(left, MOST_TEXT if name.endswith(_TEXT) else left))
        left -= len(content)
        found |= _of_name(name)
        if name.endswith(_TEXT):
            found |= _of_text(_text(content), is_relations=name.endswith(".rels"))
    return Looked(kind.media, kind.endings[0], findings=tuple(sorted(found)))


def _kind(opened: zipfile.ZipFile) -> Kind:
    told = _text(_unfolded(opened, opened.getinfo(_CONTENT_TYPES), MOST_TEXT))
    for main, kind in _MAIN.items():
        if f'"{main}"' in told or f"'{main}'" in told:
            return kind
    raise _Refused(f"{_ZIPPED.split('；', maxsplit=1)[0]}；Office 文件只收 docx 和 xlsx。")


def _unfolded(opened: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """A part, however much it says it is."""
    out = bytearray()
    with opened.open(part) as stream:
        while piece := stream.read(_STEP):
            out += piece
            if len(out) > most:
                raise _Refused(_BOMB)
    return bytes(out)


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = content.decode(encoding, errors="replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _Refused(_ENTITIES)
    return text


def _of_name(name: str) -> set[Caution]:
    found = set()
    if name.endswith("vbaproject.bin") or "/activex/" in name or "/macrosheets/" in name:
        found.add(Caution.MACRO)
    if "/embeddings/" in name:
        found.add(Caution.EMBEDDED)
    if "/externallinks/" in name:
        found.add(Caution.EXTERNAL)
    return found


def _of_text(text: str, *, is_relations: bool) -> set[Caution]:
    found = set()
    if "macroEnabled" in text:
        found.add(Caution.MACRO)
    if is_relations:
        for relation in _RELATION.findall(text):
            if not _EXTERNAL.search(relation):
                continue
            # A link waits for a click; everything else is fetched, and so is what leads to a share.
            if not _LINK.search(relation) or _LINK_ELSEWHERE.search(relation):
                found.add(Caution.EXTERNAL)
    elif _FETCHING.search(text):
        found.add(Caution.EXTERNAL)
    return found
