"""Pictures: decoded whole within limits, and drawn anew for the page, without what they carried."""

import io
import warnings
import zipfile
from collections.abc import Sequence

from PIL import ExifTags, Image, ImageFile, ImageOps, PngImagePlugin

from documents.received.kinds import HEIC, JPEG, PNG, Kind
from documents.received.looked import Caution, Looked

#: Dots of the largest picture: more than any phone takes, less than fills the memory.
MOST_DOTS = 120_000_000
#: Dots of the longer side of a picture that is shown.
SHOWN_DOTS = 1600
_QUALITY = 85
#: What a picture must not carry: the beginning of another type, or the end of a ZIP.
_FOREIGN = (b"<script", b"<html", b"<svg", b"<?php", b"<!doctype html", b"%PDF-")
_ZIP_END, _ZIP_WITHIN = b"PK\x05\x06", 70_000
_FORMATS = {JPEG: "JPEG", PNG: "PNG", HEIC: "HEIF"}


def prepare(kind: Kind) -> None:
    """Load what decodes a kind: afterwards nothing is read from the disk any more."""
    if kind is HEIC:
        import pi_heif  # noqa: PLC0415 - only where one comes

        pi_heif.register_heif_opener()
    Image.preinit()
    # Nothing of a broken picture is guessed, and no text in it is unfolded without end.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    PngImagePlugin.MAX_TEXT_MEMORY = 8 * 1024 * 1024
    Image.MAX_IMAGE_PIXELS = MOST_DOTS


def look(content: bytes, kind: Kind) -> Looked:
    """Decode a picture and draw it anew; the original keeps all it carries."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    return Looked(refused=_TOO_MANY)
                findings = _findings(content, picture)
                drawn = _drawn(picture)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return Looked(refused=_TOO_MANY)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever a decoder says: it is not a whole picture
            return Looked(refused="图片损坏或者不完整，打不开；请重新拍摄、扫描或者从原处复制。")
    shown = Caution.FOREIGN not in findings
    return Looked(
        kind.media, kind.endings[0], findings=findings, pages=int(shown),
        preview=bundled([drawn]) if shown else b"",
    )  # fmt: skip


_TOO_MANY = "图片的点数太多（超过 1.2 亿），没有收入；请缩小后再收入。"


def _findings(content: bytes, picture: Image.Image) -> tuple[Caution, ...]:
    found = []
    if picture.getexif().get_ifd(ExifTags.IFD.GPSInfo):
        found.append(Caution.PLACE)
    lowered = content.lower()
    if any(one.lower() in lowered for one in _FOREIGN) or _ZIP_END in content[-_ZIP_WITHIN:]:
        found.append(Caution.FOREIGN)
    return tuple(found)


def _drawn(picture: Image.Image) -> bytes:
    """A JPEG of the dots alone, upright."""
    picture.draft("RGB", (SHOWN_DOTS, SHOWN_DOTS))
    picture.load()
    turned = picture.getexif().get(ExifTags.Base.Orientation)
    small = picture if picture.mode in ("RGB", "L") else picture.convert("RGBA")
    small.thumbnail((SHOWN_DOTS, SHOWN_DOTS))
    if turned:
        small = ImageOps.exif_transpose(small)
    return encoded(small)


def encoded(picture: Image.Image) -> bytes:
    """A picture as JPEG on white, without anything but its dots."""
    plain = Image.new("RGB", picture.size, "white")
    if picture.mode == "RGBA":
        plain.paste(picture, mask=picture.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def bundled(pictures: Sequence[bytes]) -> bytes:
    """Pictures as a ZIP that is the same whenever it is made of the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for number, picture in enumerate(pictures, 1):
            bundle.writestr(zipfile.ZipInfo(f"{number}.jpg", (1980, 1, 1, 0, 0, 0)), picture)
    return out.getvalue()


def page_of(bundle: bytes, number: int) -> bytes | None:
    """One picture of a bundle, from 1; None: there is none."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        name = f"{number}.jpg"
        return opened.read(name) if name in opened.namelist() else None


def pages_of(bundle: bytes) -> int:
    """How many pictures a bundle has."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        return len(opened.namelist())
