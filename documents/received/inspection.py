"""Looking at a file before it is kept: by a virus scanner where there is one, and in a process apart.

Whatever happens to that process, killed, out of memory, out of time, or answering nonsense, is a
refusal with a sentence; the portal goes on.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

from documents.received import clamav, kinds
from documents.received.looked import SAYS, Caution, Looked, NotTaken

#: Bytes of the largest file.
LARGEST = 64 * 1024 * 1024
#: Seconds until an answer must be there, waiting for a processor included.
LONGEST = 60.0
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
_BEYOND = "这个文件检查不完（太大、太复杂，或者是故意做坏的），没有收入；请重新导出、扫描，或者打印为 PDF。"


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept.

    Attributes:
        name: Safe to give out, with the ending of its type.
        media: Its type by content.
        findings: What was found, in the words of `Caution`.
        preview: Pictures made from it, as a ZIP of JPEG; None: none are shown.
    """

    name: str
    media: str
    findings: tuple[str, ...]
    preview: bytes | None


@dataclass(frozen=True)
class Inspection:
    """Looks at what is handed in; safe to share between threads.

    Attributes:
        scanner: Address of a ClamAV daemon, `unix:/path` or `tcp:host:port`; empty: none.
        seconds: Until an answer must be there.
    """

    scanner: str = ""
    seconds: float = LONGEST

    def of(self, content: bytes, name: str) -> Inspected:
        """Look at a file.

        Raises:
            NotTaken: It is not kept; the sentence says why, and what to do instead.
        """
        if not content:
            raise NotTaken("文件是空的，没有收入；请核对后重新选择。")
        if len(content) > LARGEST:
            raise NotTaken(
                f"文件超过 {LARGEST // 1024**2} MB，没有收入；照片请缩小，录像请分段，扫描件请降低清晰度。"
            )
        if self.scanner:
            clamav.scan(self.scanner, content)
        looked = look_apart(content, name, seconds=self.seconds)
        if looked.refused:
            raise NotTaken(looked.refused)
        kind = kinds.BY_MEDIA[looked.media]
        safe, _ = kinds.named(name, kind)
        findings = tuple(one.value for one in looked.findings)
        return Inspected(safe, kind.media, findings, looked.preview or None)


def look_apart(content: bytes, name: str, *, seconds: float = LONGEST) -> Looked:
    """Look at a file in a process of its own; whatever becomes of it is told."""
    head = json.dumps({"name": name}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "documents.received.child"], input=head + content,
            capture_output=True, timeout=seconds, check=False, env=_ENVIRONMENT, cwd="/",
            close_fds=True, start_new_session=True,
        )  # fmt: skip
        looked = Looked.from_bytes(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError, TypeError):
        looked = None
    if looked is None or (not looked.refused and looked.media not in kinds.BY_MEDIA):
        return Looked(refused=_BEYOND)
    return looked


def said_of(findings: list[str]) -> list[str]:
    """What a person is told of findings, as they are kept; unknown ones are left out."""
    known = {one.value: SAYS[one] for one in Caution}
    return [known[one] for one in findings if one in known]
