"""Which characters a text may have: one answer for what a form accepts and what a paper prints.

A mark nobody sees (a phone puts some around a number it copies) is taken away when a form is read;
what neither paper nor record can carry is refused at its field. What is left can be printed.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

#: What some program or other takes for the end of a line.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Control characters, marks of direction and format, zero-width and blank letters, a picture's
#: place. Not the selectors that choose the shape of a letter: names are written with them;
#: nor what joins several pictures to one.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
#: Half a character, and codes that stand for none.
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
) + "]")  # fmt: skip
_HALF = re.compile("[\ud800-\udfff]")
#: Of the unseen, what Python calls printable.
_BLANK_LETTER = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc]")


def plain(text: str) -> str:
    r"""What was typed as it is kept: one `\n` a line, nothing nobody sees, NFC, no blanks around."""
    if (
        text.isprintable()
        and not _BLANK_LETTER.search(text)
        and unicodedata.is_normalized("NFC", text)
        and text == text.strip()
    ):
        return text  # Nearly all are, and to see it costs a seventh of what follows.
    if _HALF.search(text):
        text = _halves_joined(text)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_END.sub("\n", text))).strip()


def is_printable(text: str) -> bool:
    r"""Whether all of a text may stand in a document; `\n` and tabs may."""
    return not (_LINE_END.search(text) or _UNSEEN.search(text) or _BROKEN.search(text))


def unprintable(text: str) -> str | None:
    """The code of the first character that no document can carry, as `U+D83D`, or None."""
    for found in (_BROKEN, _UNSEEN, _LINE_END):
        if bad := found.search(text):
            return f"U+{ord(bad[0][0]):04X}"
    return None


def _halves_joined(text: str) -> str:
    """Join the two halves of a character that some program took for two."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def kept(value: Any) -> Any:
    """What was stored before this was asked, with its texts as they would be kept today."""
    if isinstance(value, str):
        text = plain(value)
        return text if text.isprintable() else _BROKEN.sub("", text)
    if isinstance(value, Mapping):
        return {name: kept(one) for name, one in value.items()}
    return [kept(one) for one in value] if isinstance(value, list) else value
