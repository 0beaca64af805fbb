"""The process that looks at one file: confined first, then it looks, tells, and is gone.

On its standard input: a line of JSON with the name, then the bytes. On its standard output: what
`documents.received.looked.Looked.to_bytes` makes.
"""

import json
import sys

from documents.received import kinds, office, pdf, pictures
from documents.received.confine import confine
from documents.received.looked import Caution, Looked


def main() -> None:
    """Look at what stands on the standard input."""
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    name = str(json.loads(head)["name"])
    kind = kinds.kind_of(content)
    if kind is kinds.PDF:
        pdf.prepare()
    if kind in (kinds.JPEG, kinds.PNG, kinds.HEIC, kinds.PDF):
        pictures.prepare(kind)
    confine()
    sys.stdout.buffer.write(look(content, name, kind).to_bytes())
    sys.stdout.buffer.flush()


def look(content: bytes, name: str, kind: kinds.Kind | None) -> Looked:
    """What is to be said of a file."""
    if kind is None:
        return Looked(refused=kinds.why_not(content))
    looked = _looked(content, kind)
    found = kinds.BY_MEDIA.get(looked.media)
    if looked.refused or found is None:
        return looked
    _, is_renamed = kinds.named(name, found)
    if not is_renamed:
        return looked
    return Looked(
        looked.media, looked.ending, "", (*looked.findings, Caution.RENAMED), looked.pages,
        looked.preview,
    )  # fmt: skip


def _looked(content: bytes, kind: kinds.Kind) -> Looked:
    if kind is kinds.PDF:
        return pdf.look(content)
    if kind is kinds.ZIP:
        return office.look(content)
    if kind in kinds.OPAQUE:
        return Looked(kind.media, kind.endings[0])
    return pictures.look(content, kind)


if __name__ == "__main__":
    main()
