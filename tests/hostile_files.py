"""Files made to harm, each made here from nothing, with what must be said of it."""

import io
import struct
import wave
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docx import Document
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter

from documents.received.looked import Caution

#: Unfolded bytes of what is meant to fill the memory.
HUGE = 1_500_000_000


@dataclass(frozen=True)
class Hostile:
    """One file.

    Attributes:
        make: Makes its bytes.
        name: What it is called.
        findings: What must be found, at least; empty: it must be refused.
    """

    make: Callable[[], bytes]
    name: str
    findings: frozenset[Caution] = frozenset()


# Pictures


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **saved: object) -> bytes:
    """An ordinary picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, form, **saved)
    return out.getvalue()


def placed() -> bytes:
    """A photograph that says where it was taken, by whose camera, and which side is up."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (30.0, 35.0, 1.0), 3: "E", 4: (114.0, 18.0, 1.0)}
    return picture(exif=exif)


def png(*chunks: tuple[bytes, bytes], width: int = 8, height: int = 8) -> bytes:
    """A PNG of these chunks after its head."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    out = b"\x89PNG\r\n\x1a\n"
    for name, content in ((b"IHDR", head), *chunks, (b"IEND", b"")):
        crc = zlib.crc32(name + content)
        out += struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)
    return out


def dots(width: int = 8, height: int = 8) -> tuple[bytes, bytes]:
    return b"IDAT", zlib.compress((b"\0" + bytes(3 * width)) * height)


def zeros(size: int = HUGE) -> bytes:
    """Very many zeros, packed small."""
    packer, out, step = zlib.compressobj(9), bytearray(), bytes(10_000_000)
    for _ in range(size // len(step)):
        out += packer.compress(step)
    return bytes(out + packer.flush())


def wide_jpeg() -> bytes:
    """A JPEG whose head says that it has four thousand million dots."""
    whole = bytearray(picture())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(whole)


def text_png(text: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", text)
    return picture("PNG", pnginfo=told)


def spoilt(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


# PDF


def pdf(extra: Mapping[int, str | bytes] | None = None, *, catalog: str = "", page: str = "",
        content: bytes = b"", media: str = "[0 0 200 200]", pages: int = 1) -> bytes:  # fmt: skip
    """A PDF of one page or some, with more objects and more in its catalogue or its pages."""
    kids = " ".join(f"{100 + number} 0 R" for number in range(pages))
    objects: dict[int, str | bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        3: stream(content),
        **{100 + number: f"<< /Type /Page /Parent 2 0 R /MediaBox {media} /Contents 3 0 R {page} >>"
           for number in range(pages)},
        **(extra or {}),
    }  # fmt: skip
    out, offsets = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        offsets[number] = len(out)
        raw = body if isinstance(body, bytes) else body.encode("latin-1")
        out += b"%d 0 obj\n%b\nendobj\n" % (number, raw)
    start, last = len(out), max(objects)
    rows = [b"0000000000 65535 f \n"]
    rows += [
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 00000 f \n"
        for n in range(1, last + 1)
    ]
    out += b"xref\n0 %d\n%b" % (last + 1, b"".join(rows))
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start)


def stream(content: bytes, told: str = "") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (
        len(content), told.encode(), content,
    )  # fmt: skip


def acting(kind: str, more: str = "") -> bytes:
    """A PDF that does something of a kind when it is opened."""
    return pdf({4: f"<< /Type /Action /S /{kind} {more} >>"}, catalog="/OpenAction 4 0 R")


def annotated(subtype: str, more: str = "") -> bytes:
    return pdf(
        {4: f"<< /Type /Annot /Subtype /{subtype} /Rect [0 0 9 9] {more} >>"},
        page="/Annots [4 0 R]",
    )


def rewritten(content: bytes, *, password: str | None = None) -> bytes:
    """The same PDF as a library writes it, perhaps locked."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    if password is not None:
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def in_object_stream() -> bytes:
    """A script within a packed stream of objects, which no search of the bytes finds."""
    inner = b"<< /S /JavaScript /JS (app.alert(1)) >>"
    packed = zlib.compress(b"9 0 " + inner)
    out = b"%PDF-1.7\n"
    offsets = {}
    for number, body in {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 9 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        4: stream(packed, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
    }.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    rows = [(0, 0, 65535)]
    rows += [(1, offsets[n], 0) if n in offsets else (0, 0, 0) for n in range(1, 9)]
    rows += [(2, 4, 0), (1, start, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    told = "/Type /XRef /Size 11 /W [1 4 2] /Root 1 0 R"
    out += b"10 0 obj\n%b\nendobj\n" % stream(table, told)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


# Office files


_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPES = '<?xml version="1.0"?><Types><Override PartName="/x" ContentType="{0}"/></Types>'
_RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://x/{0}" Target="{1}" {2}/></Relationships>'
)
_OUT = 'TargetMode="External"'


def office(parts: Sequence[tuple[str, str | bytes]] = (), *, main: str = _WORD_MAIN,
           body: str | bytes = "<w:document/>", how: int = zipfile.ZIP_DEFLATED) -> bytes:  # fmt: skip
    """An office file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        made.writestr("[Content_Types].xml", _TYPES.format(main))
        made.writestr("word/document.xml", body)
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


def related(kind: str, target: str, mode: str = _OUT) -> bytes:
    return office([("word/_rels/document.xml.rels", _RELATION.format(kind, target, mode))])


def zipped(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


def lying() -> bytes:
    """A part that says it is small and unfolds without end."""
    whole = bytearray(office([("word/big.xml", bytes(300_000_000))]))
    true = struct.pack("<I", 300_000_000)
    while (at := whole.find(true)) >= 0:
        whole[at : at + 4] = struct.pack("<I", 10)
    return bytes(whole)


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for _ in range(2):
            made.writestr(zipfile.ZipInfo("[Content_Types].xml"), _TYPES.format(_WORD_MAIN))
            made.NameToInfo.clear()
    return out.getvalue()


def locked_zip() -> bytes:
    whole = bytearray(office())
    at = 0
    while (at := whole.find(b"PK\x03\x04", at)) >= 0:
        whole[at + 6] |= 1
        at += 4
    at = 0
    while (at := whole.find(b"PK\x01\x02", at)) >= 0:
        whole[at + 8] |= 1
        at += 4
    return bytes(whole)


def word() -> bytes:
    """An ordinary Word file."""
    out, made = io.BytesIO(), Document()
    made.add_paragraph("一段话")
    made.save(out)
    return out.getvalue()


def sound() -> bytes:
    """An ordinary recording."""
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(bytes(800))
    return out.getvalue()


LAUGHS = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]><a>&c;</a>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
SCRIPT = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ACTIVE, EMBEDDED, FOREIGN = (frozenset({one}) for one in (
    Caution.ACTIVE, Caution.EMBEDDED, Caution.FOREIGN))  # fmt: skip
EXTERNAL, MACRO, LOCKED = (frozenset({one}) for one in (
    Caution.EXTERNAL, Caution.MACRO, Caution.LOCKED))  # fmt: skip
#: Every file, by what is wrong with it.
CORPUS: Mapping[str, Hostile] = {
    # Pictures that are none, or too much.
    "a PNG of ten thousand million dots": Hostile(
        lambda: png(dots(), width=100_000, height=100_000), "a.png"),
    "a PNG just over the limit, all black": Hostile(
        lambda: png((b"IDAT", zeros(400_000_000)), width=12_000, height=11_000), "a.png"),
    "a JPEG of four thousand million dots": Hostile(wide_jpeg, "a.jpg"),
    "a JPEG without its end": Hostile(lambda: picture(size=(640, 480))[:-900], "a.jpg"),
    "a JPEG that is its first bytes": Hostile(lambda: b"\xff\xd8\xff\xe0" + bytes(40), "a.jpg"),
    "a PNG that is its first bytes": Hostile(lambda: b"\x89PNG\r\n\x1a\n", "a.png"),
    "a PNG without its end": Hostile(lambda: picture("PNG", (640, 480))[:-300], "a.png"),
    "a PNG with a spoilt sum": Hostile(lambda: spoilt(picture("PNG"), 30), "a.png"),
    "a PNG without dots": Hostile(png, "a.png"),
    "a PNG whose text unfolds without end": Hostile(
        lambda: png((b"zTXt", b"k\0\0" + zeros(200_000_000)), dots()), "a.png"),
    "the same in another coding": Hostile(
        lambda: png((b"iTXt", b"k\0\1\0\0\0" + zeros(200_000_000)), dots()), "a.png"),
    "a JPEG with a ZIP behind it": Hostile(
        lambda: picture() + zipped(("a.txt", b"x")), "a.jpg", FOREIGN),
    "a JPEG with a page behind it": Hostile(lambda: picture() + SCRIPT, "a.jpg", FOREIGN),
    "a JPEG with a script in its comment": Hostile(
        lambda: picture(comment=SCRIPT), "a.jpg", FOREIGN),
    "a PNG with a program in its text": Hostile(
        lambda: text_png("<?php system('id');"), "a.png", FOREIGN),
    "a JPEG with a PDF behind it": Hostile(lambda: picture() + pdf(), "a.jpg", FOREIGN),
    "a photograph that says where it was taken": Hostile(
        placed, "a.jpg", frozenset({Caution.PLACE})),
    "a picture called a program": Hostile(picture, "a.exe", frozenset({Caution.RENAMED})),
    "a picture called a page": Hostile(picture, "a.html", frozenset({Caution.RENAMED})),
    "a HEIC that is its first bytes": Hostile(
        lambda: b"\0\0\0\x18ftypheic" + bytes(60), "a.heic"),
    "a HEIC whose boxes lie within themselves": Hostile(
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x10meta\0\0\0\0" * 500, "a.heic"),
    # What is not taken, whatever it is called.
    "a drawing with a script called a photograph": Hostile(lambda: SVG, "a.jpg"),
    "the same in sixteen bits": Hostile(lambda: SVG.decode().encode("utf-16"), "a.svg"),
    "a drawing behind blanks": Hostile(lambda: b"\xef\xbb\xbf \r\n" + SVG, "a.png"),
    "a page called a PDF": Hostile(lambda: SCRIPT, "a.pdf"),
    "a page with a head of XML": Hostile(lambda: b"<?xml version='1.0'?>" + SCRIPT, "a.xhtml"),
    "a text": Hostile(lambda: "一段话".encode() * 20, "a.txt"),
    "noise": Hostile(lambda: bytes(range(1, 200)), "a.bin"),
    "one byte": Hostile(lambda: b"\xff", "a.jpg"),
    "a program called a photograph": Hostile(lambda: b"MZ" + bytes(200), "a.jpg"),
    "a program of another system": Hostile(lambda: b"\x7fELF" + bytes(200), "a"),
    "a script of a shell": Hostile(lambda: b"#!/bin/sh\nid\n", "a.pdf"),
    "a script of a window": Hostile(lambda: b"@echo off\r\ndel *.*\r\n", "a.bat"),
    "a shortcut": Hostile(lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(80), "a.lnk"),
    "a ZIP": Hostile(lambda: zipped(("a.exe", b"MZ")), "a.zip"),
    "a ZIP that leads out of its folder": Hostile(
        lambda: zipped(("../../etc/cron.d/a", b"x")), "a.docx"),
    "a RAR": Hostile(lambda: b"Rar!\x1a\x07\x01\0" + bytes(60), "a.rar"),
    "a 7z": Hostile(lambda: b"7z\xbc\xaf\x27\x1c" + bytes(60), "a.7z"),
    "a gzip": Hostile(lambda: b"\x1f\x8b\x08" + bytes(60), "a.gz"),
    "an old Word file": Hostile(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc"),
    "a text with an object": Hostile(lambda: b"{\\rtf1{\\object\\objupdate}}", "a.doc"),
    "a GIF with a script": Hostile(lambda: b"GIF89a/*" + SCRIPT, "a.gif"),
    "a TIFF": Hostile(lambda: picture("TIFF"), "a.tif"),
    "a BMP": Hostile(lambda: picture("BMP"), "a.bmp"),
    "a program for telephones": Hostile(
        lambda: zipped(("AndroidManifest.xml", b"x"), ("classes.dex", b"x")), "a.apk"),
    "a program for Java": Hostile(lambda: zipped(("META-INF/MANIFEST.MF", b"x")), "a.jar"),
    # PDF that does something.
    "a script when it opens": Hostile(lambda: acting("JavaScript", "/JS (app.alert(1))"), "a.pdf", ACTIVE),
    "a script by name": Hostile(
        lambda: pdf({4: "<< /Names [(a) 5 0 R] >>", 5: "<< /S /JavaScript /JS (x) >>"},
                    catalog="/Names << /JavaScript 4 0 R >>"), "a.pdf", ACTIVE),
    "a script of a page": Hostile(
        lambda: pdf(page="/AA << /O << /S /JavaScript /JS (x) >> >>"), "a.pdf", ACTIVE),
    "a script in other letters": Hostile(
        lambda: pdf({4: "<< /#53 /J#61va#53cript /#4a#53 (x) >>"}, catalog="/OpenAction 4 0 R"),
        "a.pdf", ACTIVE),
    "a script in a packed stream": Hostile(in_object_stream, "a.pdf", ACTIVE),
    "a script that nothing leads to": Hostile(
        lambda: pdf({4: "<< /S /J#61vaScript /J#53 (x) >>"}), "a.pdf", ACTIVE),
    "a script deep within arrays": Hostile(
        lambda: pdf(page="/X " + "[" * 30 + "<< /J#53 (x) >>" + "]" * 30), "a.pdf", ACTIVE),
    "a program that is started": Hostile(lambda: acting("Launch", "/F (calc.exe)"), "a.pdf", ACTIVE),
    "a form that sends": Hostile(
        lambda: acting("SubmitForm", "/F (http://example.cn)"), "a.pdf", ACTIVE),
    "data that is fetched": Hostile(lambda: acting("ImportData", "/F (a.fdf)"), "a.pdf", ACTIVE),
    "another file that is opened": Hostile(
        lambda: acting("GoToR", "/F (\\\\\\\\example\\\\share)"), "a.pdf", ACTIVE),
    "a film": Hostile(lambda: annotated("Movie"), "a.pdf", ACTIVE),
    "a screen": Hostile(lambda: annotated("Screen"), "a.pdf", ACTIVE),
    "a rich medium": Hostile(lambda: annotated("RichMedia"), "a.pdf", ACTIVE),
    "a body in three dimensions": Hostile(lambda: annotated("3D"), "a.pdf", ACTIVE),
    "a form of another kind": Hostile(
        lambda: pdf({4: stream(b"<xdp/>")}, catalog="/AcroForm << /XFA 4 0 R >>"), "a.pdf", ACTIVE),
    "a file within": Hostile(
        lambda: pdf({4: "<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>",
                     5: stream(b"MZ", "/Type /EmbeddedFile")},
                    catalog="/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"),
        "a.pdf", EMBEDDED),
    "a file pinned to a page": Hostile(
        lambda: annotated("FileAttachment", "/FS << /F (a.exe) >>"), "a.pdf", EMBEDDED),
    "a PDF with a password": Hostile(lambda: rewritten(pdf(), password="x"), "a.pdf", LOCKED),
    "a script behind an empty password": Hostile(
        lambda: rewritten(acting("JavaScript", "/JS (x)"), password=""), "a.pdf", ACTIVE),
    "a PDF with a page behind it": Hostile(lambda: pdf() + SCRIPT, "a.pdf", FOREIGN),
    "a PDF with a ZIP behind it": Hostile(
        lambda: pdf() + zipped(("a.exe", b"MZ" * 99)), "a.pdf", FOREIGN),
    "a PDF behind something else": Hostile(lambda: b"\0\0" + pdf(), "a.pdf"),
    "a PDF without its end": Hostile(lambda: pdf()[:200], "a.pdf"),
    "a PDF that is its first bytes": Hostile(lambda: b"%PDF-1.7\n", "a.pdf"),
    "a PDF whose pages are within themselves": Hostile(
        lambda: pdf({2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}), "a.pdf"),
    "a PDF of arrays without end": Hostile(
        lambda: pdf({4: "[" * 20_000 + "]" * 20_000}, page="/X 4 0 R"), "a.pdf"),
    # Office files.
    "a file with a macro": Hostile(
        lambda: office([("word/vbaProject.bin", b"x")]), "a.docx", MACRO),
    "a file for macros called another": Hostile(
        lambda: office(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a.docx", MACRO),
    "a control": Hostile(lambda: office([("word/activeX/activeX1.bin", b"x")]), "a.docx", MACRO),
    "a sheet of old macros": Hostile(
        lambda: office([("xl/macrosheets/sheet1.xml", "<x/>")], main=_SHEET_MAIN), "a.xlsx", MACRO),
    "a template from elsewhere": Hostile(
        lambda: related("attachedTemplate", "http://example.cn/a.dotm"), "a.docx", EXTERNAL),
    "a picture from elsewhere": Hostile(
        lambda: related("image", "http://example.cn/a.png"), "a.docx", EXTERNAL),
    "an object from elsewhere": Hostile(
        lambda: related("oleObject", "mhtml:http://example.cn!x"), "a.docx", EXTERNAL),
    "a link to a share": Hostile(
        lambda: related("hyperlink", "file://example/share"), "a.docx", EXTERNAL),
    "a field that asks a program": Hostile(
        lambda: office(body='<w:instrText>DDEAUTO c:\\\\cmd "x"</w:instrText>'), "a.docx", EXTERNAL),
    "a field that fetches a picture": Hostile(
        lambda: office(body='<w:instrText>INCLUDEPICTURE "http://x"</w:instrText>'),
        "a.docx", EXTERNAL),
    "a sheet that reads another": Hostile(
        lambda: office([("xl/externalLinks/externalLink1.xml", "<x/>")], main=_SHEET_MAIN),
        "a.xlsx", EXTERNAL),
    "an object within": Hostile(
        lambda: office([("word/embeddings/oleObject1.bin", b"x")]), "a.docx", EMBEDDED),
    "a part that unfolds without end": Hostile(
        lambda: office([("word/big.xml", bytes(300_000_000))]), "a.docx"),
    "a part that says it is small": Hostile(lying, "a.docx"),
    "five thousand parts": Hostile(
        lambda: office([(f"word/{number}.xml", "<x/>") for number in range(5_000)]), "a.docx"),
    "a text that laughs": Hostile(lambda: office(body=LAUGHS), "a.docx"),
    "a text that reads another file": Hostile(
        lambda: office([("word/_rels/document.xml.rels", OUTSIDE)]), "a.docx"),
    "the same in sixteen bits of a text": Hostile(
        lambda: office(body=LAUGHS.encode("utf-16")), "a.docx"),
    "two parts of one name": Hostile(twice, "a.docx"),
    "an office file without its end": Hostile(lambda: word()[:-200], "a.docx"),
    "an office file with a password": Hostile(locked_zip, "a.docx"),
    "a package of another office": Hostile(
        lambda: zipped(("mimetype", b"application/vnd.oasis.opendocument.text")), "a.odt"),
    "a part packed by another way, without end": Hostile(
        lambda: office([("word/big.xml", bytes(300_000_000))], how=zipfile.ZIP_LZMA), "a.docx"),
}  # fmt: skip
#: What people bring: must be taken, nothing found, and pictures of how many pages shown.
HONEST: Mapping[str, tuple[Callable[[], bytes], str, int]] = {
    "a photograph": (picture, "照片.JPG", 1),
    "a large photograph": (lambda: picture(size=(6000, 4000)), "a.jpeg", 1),
    "a drawing": (lambda: picture("PNG"), "a.png", 1),
    "a PDF": (pdf, "a.pdf", 1),
    "three pages": (lambda: pdf(pages=3), "a.pdf", 3),
    "a PDF as a library writes it": (lambda: rewritten(pdf(pages=2)), "a.pdf", 2),
    "an enormous page": (lambda: pdf(media="[0 0 900000 900000]"), "a.pdf", 1),
    "a page with a stream that unfolds far": (
        lambda: pdf({3: stream(zeros(30_000_000), "/Filter /FlateDecode")}), "a.pdf", 1),
    "a letter": (word, "a.docx", 0),
    "a letter with a link": (lambda: related("hyperlink", "https://example.cn"), "a.docx", 0),
    "a table": (lambda: office(main=_SHEET_MAIN), "a.xlsx", 0),
    "a recording": (sound, "a.wav", 0),
    "a recording of a telephone": (lambda: b"#!AMR\n" + bytes(90), "a.amr", 0),
    "a film": (lambda: b"\0\0\0\x18ftypmp42" + bytes(90), "a.mp4", 0),
}  # fmt: skip
