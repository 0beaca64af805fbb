"""Which types are taken, and how each is told by its first bytes; names are not asked."""

from dataclasses import dataclass

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Kind:
    """A type that is taken."""

    media: str
    #: The ending its files are given, then others that say the same.
    endings: tuple[str, ...]


JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jfif", "jpe"))
PNG = Kind("image/png", ("png",))
HEIC = Kind("image/heic", ("heic", "heif", "hif"))
PDF = Kind("application/pdf", ("pdf",))
DOCX = Kind(_WORD, ("docx",))
XLSX = Kind(_SHEET, ("xlsx",))
MP3 = Kind("audio/mpeg", ("mp3",))
WAV = Kind("audio/wav", ("wav",))
AMR = Kind("audio/amr", ("amr",))
M4A = Kind("audio/mp4", ("m4a",))
AAC = Kind("audio/aac", ("aac",))
OGG = Kind("audio/ogg", ("ogg", "opus", "oga"))
FLAC = Kind("audio/flac", ("flac",))
MP4 = Kind("video/mp4", ("mp4", "m4v"))
MOV = Kind("video/quicktime", ("mov", "qt"))
THREE_GP = Kind("video/3gpp", ("3gp", "3gpp"))
AVI = Kind("video/x-msvideo", ("avi",))
WEBM = Kind("video/webm", ("webm", "mkv"))
WMV = Kind("video/x-ms-asf", ("wmv", "wma", "asf"))
EVERY = (JPEG, PNG, HEIC, PDF, DOCX, XLSX, MP3, WAV, AMR, M4A, AAC, OGG, FLAC, MP4, MOV, THREE_GP,
         AVI, WEBM, WMV)  # fmt: skip
#: Types by media, as they are kept.
BY_MEDIA = {one.media: one for one in EVERY}
#: What is never looked into, only given out for download.
OPAQUE = frozenset({MP3, WAV, AMR, M4A, AAC, OGG, FLAC, MP4, MOV, THREE_GP, AVI, WEBM, WMV})

#: An office file before it is known which.
ZIP = Kind("application/zip", ("zip",))
_HEADS = (
    (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF), (b"PK\x03\x04", ZIP),
    (b"ID3", MP3), (b"#!AMR", AMR), (b"OggS", OGG), (b"fLaC", FLAC),
    (b"\x1aE\xdf\xa3", WEBM), (b"0&\xb2u\x8ef\xcf\x11", WMV),
)  # fmt: skip
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_BRANDS = {b"M4A ": M4A, b"M4B ": M4A, b"qt  ": MOV}
_RIFFS = {b"WAVE": WAV, b"AVI ": AVI}
_LEAST = 12
#: Bits by which a frame of a recording is known.
_SYNC, _ADTS, _LAYER_THREE = 0xFF, 0xF0, 0xE2
_VERSIONS, _NO_VERSION, _FREQUENCIES, _NO_RATES = 0x18, 0x08, 0x0C, (0x0, 0xF)

#: Types that people bring and that are not taken, by their first bytes: what to do instead.
_ELSE = (
    (b"\xd0\xcf\x11\xe0", "旧版 Word、Excel 文件或者加密的文件不能收入；请打开后另存为 docx、xlsx 或者 PDF。"),
    (b"GIF8", "GIF 图片不能收入；请另存为 JPEG 或者 PNG。"),
    (b"II*\x00", "TIFF 图片不能收入；请扫描为 PDF，或者另存为 JPEG、PNG。"),
    (b"MM\x00*", "TIFF 图片不能收入；请扫描为 PDF，或者另存为 JPEG、PNG。"),
    (b"BM", "BMP 图片不能收入；请另存为 JPEG 或者 PNG。"),
    (b"Rar!", "压缩包不能收入；请解开后逐个收入里面的文件。"),
    (b"7z\xbc\xaf", "压缩包不能收入；请解开后逐个收入里面的文件。"),
    (b"\x1f\x8b", "压缩包不能收入；请解开后逐个收入里面的文件。"),
    (b"MZ", "程序文件不能收入。"),
    (b"\x7fELF", "程序文件不能收入。"),
    (b"#!", "程序文件不能收入。"),
    (b"{\\rtf", "RTF 文件不能收入；请另存为 docx 或者 PDF。"),
)  # fmt: skip
_MARKUP = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<body", b"<head")
TAKEN = "可以收入：照片（JPEG、PNG、HEIC）、PDF、Word（docx）、Excel（xlsx）、常见的录音和录像。"


def kind_of(content: bytes) -> Kind | None:
    """The type by the first bytes; of an office file `ZIP`; None: none that is taken."""
    for head, kind in _HEADS:
        if content.startswith(head):
            return kind
    if len(content) < _LEAST:
        return None
    if content[4:8] == b"ftyp":
        return _of_brand(content[8:12])
    if content.startswith(b"RIFF"):
        return _RIFFS.get(content[8:12])
    return _of_frame(content)


def _of_frame(content: bytes) -> Kind | None:
    """The type of a recording that begins with its first frame."""
    first, second, third = content[:3]
    if first == _SYNC and second & 0xF6 == _ADTS:
        return AAC
    is_layer_three = second & 0xE6 == _LAYER_THREE and second & _VERSIONS != _NO_VERSION
    has_rates = third >> 4 not in _NO_RATES and third & _FREQUENCIES != _FREQUENCIES
    return MP3 if first == _SYNC and is_layer_three and has_rates else None


def _of_brand(brand: bytes) -> Kind:
    if brand in _HEIF_BRANDS:
        return HEIC
    return _BRANDS.get(brand, THREE_GP if brand.startswith(b"3g") else MP4)


def why_not(content: bytes) -> str:
    """Why a type is not taken, and what to bring instead."""
    for head, why in _ELSE:
        if content.startswith(head):
            return why
    start = content[:1024].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(_MARKUP):
        return f"网页和 SVG 文件可能带有脚本，不能收入；请打印为 PDF。{TAKEN}"
    return f"认不出这是什么文件，没有收入。{TAKEN}"


def named(name: str, kind: Kind) -> tuple[str, bool]:
    """A name that is safe to give out, with the ending of its type.

    Args:
        name: As the browser sent it.
        kind: The type by content.

    Returns:
        The name, and whether its ending said another type.
    """
    plain = "".join(one for one in name.replace("\\", "/").rpartition("/")[2] if _is_safe(one))
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    stem = stem.strip(" .")[:LONGEST_NAME] or "附件"
    is_other = bool(ending) and ending.lower() not in kind.endings
    right = ending.lower() if ending.lower() in kind.endings else kind.endings[0]
    return f"{stem}.{right}", is_other


#: Characters of a name, without its ending.
LONGEST_NAME = 100
#: What turns the reading of a name round, hides in it, or means something to Windows.
_UNSAFE = frozenset('<>:"|?*/\\%') | {chr(c) for c in (
    *range(0x20), 0x7F, *range(0x80, 0xA0), 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F),
    *range(0x2060, 0x2070), 0xFEFF,
)}  # fmt: skip


def _is_safe(character: str) -> bool:
    return character not in _UNSAFE and not 0xD800 <= ord(character) <= 0xDFFF  # noqa: PLR2004
