"""What came of looking at a file: its type, what was found, pictures of it, or why it is refused."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from models.errors import HutongError


class NotTaken(HutongError):
    """这个文件不能收入。"""

    status = 422


class Caution(StrEnum):
    """What was found in a file that is kept all the same."""

    #: Where a photograph was taken; stays in the original alone.
    PLACE = "place"
    #: A program within a PDF: script, launch, form that sends.
    ACTIVE = "active"
    #: Files within the file.
    EMBEDDED = "embedded"
    MACRO = "macro"
    #: What is fetched from elsewhere when it is opened.
    EXTERNAL = "external"
    LOCKED = "locked"
    #: Something of another type lies behind or within it.
    FOREIGN = "foreign"
    #: It was called by an ending of another type.
    RENAMED = "renamed"
    #: Only the first pages are shown.
    LONG = "long"


#: What a person is told of a finding.
SAYS = {
    Caution.PLACE: "原件带有拍摄地点；预览图已去除，交给外单位时请用预览图。",
    Caution.ACTIVE: "文件含有脚本或者自动执行的内容，不在网页上显示；请勿在办公电脑上直接打开。",
    Caution.EMBEDDED: "文件里夹带其他文件，不在网页上显示。",
    Caution.MACRO: "文件含有宏，打开时请禁用宏。",
    Caution.EXTERNAL: "文件打开时会连接外部地址，请断网打开。",
    Caution.LOCKED: "文件有密码，不能检查，也不能预览；请另外收入没有密码的一份。",
    Caution.FOREIGN: "文件里夹带其他类型的内容，不在网页上显示。",
    Caution.RENAMED: "文件名的后缀与内容不符，已按内容改正。",
    Caution.LONG: "页数较多，只预览开头的几页。",
}


@dataclass(frozen=True)
class Looked:
    """What came of looking.

    Attributes:
        media: The type by content; empty: refused before it was known.
        ending: By which such a file is called, as `jpg`.
        refused: Why it is not taken, in Chinese; empty: it is.
        findings: What was found.
        pages: How many pictures there are.
        preview: The pictures, as a ZIP of JPEG; empty: none.
    """

    media: str = ""
    ending: str = ""
    refused: str = ""
    findings: tuple[Caution, ...] = ()
    pages: int = 0
    preview: bytes = b""

    def to_bytes(self) -> bytes:
        """As the process apart sends it: a line of JSON, then the pictures."""
        told = asdict(replace(self, preview=b""))
        del told["preview"]
        return json.dumps(told).encode() + b"\n" + self.preview

    @staticmethod
    def from_bytes(sent: bytes) -> "Looked":
        """Read what the process apart sent; nothing of it is believed but its shape.

        Raises:
            ValueError, TypeError: It is none.
        """
        head, _, preview = sent.partition(b"\n")
        told = json.loads(head)
        if not isinstance(told, dict):
            raise TypeError("no object")
        findings = tuple(Caution(one) for one in told.get("findings", ()))
        return Looked(
            str(told.get("media", "")), str(told.get("ending", "")), str(told.get("refused", "")),
            findings, int(told.get("pages", 0)), preview,
        )  # fmt: skip
