"""Which characters may stand in a document, and where in a context each text is."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from documents.errors import TextNotPrintable

#: Control characters that are text all the same: Word has a line break and a tab for them.
_ALLOWED = frozenset("\n\t")
#: They turn the direction of what follows, so that the eye reads another text than is stored;
#: and separators that a text reader takes for the end of the paragraph.
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u2028\u2029\ufeff\ufff9\ufffa\ufffb"
)
_LAST_OF_PLANE = 0xFFFE


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield `(path, text)` of every text in a context, in order; tuples by index."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, (tuple, list)):
        for index, item in enumerate(value):
            yield from texts(item, f"{path}.{index}")


def is_printable(character: str) -> bool:
    """Whether this character may stand in a document."""
    code = ord(character)
    if character in _ALLOWED:
        return True
    if character in _TURNING or (code & _LAST_OF_PLANE) == _LAST_OF_PLANE:
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}


def refuse_unprintable(value: Any) -> None:
    r"""Refuse a context that has a character no document can carry.

    Raises:
        TextNotPrintable: Naming the field; `\r\n` counts as a line break.
    """
    for path, text in texts(value):
        bad = next((c for c in text.replace("\r\n", "\n") if not is_printable(c)), None)
        if bad is not None:
            raise TextNotPrintable(
                f"“{path}”里有无法打印的字符(U+{ord(bad):04X}),请在表单中删除后重新提交。"
            )
