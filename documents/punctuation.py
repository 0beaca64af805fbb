"""Full-width punctuation for the wording we write ourselves; what people typed is never touched.

Sources are typed with half-width commas, colons and brackets; a Chinese document has full-width
ones. So our own phrases are typeset here, with their values put in afterwards, verbatim.
"""

import re

_FULL = {
    ",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "?": "\uff1f", "!": "\uff01",
    "(": "\uff08", ")": "\uff09",
}  # fmt: skip
_MARK = re.compile(r"[,:;?!]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
#: Stands for a value while a pattern is typeset: neither half width nor a mark.
_VALUE = "\ue000"
#: Brackets that were looked at and stay half width.
_OPEN, _CLOSE = "\ue001", "\ue002"
_SLOT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\w*\}")


def full_width(text: str) -> str:
    """Widen the marks that stand beside Chinese text; `14:30` and `e.g. (a)` stay.

    Values in `{}`, `{{ }}` and `{% %}` count as Chinese and are left as they are.
    """
    slots = _SLOT.findall(text)
    plain = _SLOT.sub(_VALUE, text)

    def widened(match: re.Match[str]) -> str:
        before, after = plain[: match.start()][-1:], plain[match.end() :][:1]
        return _FULL[match[0]] if _is_wide(before) or _is_wide(after) else match[0]

    plain = _MARK.sub(widened, plain)
    changed = True
    while changed:
        wider = _BRACKETS.sub(_bracketed, plain)
        changed, plain = wider != plain, wider
    # A mark right after a bracket stands beside Chinese only now that the bracket is wide.
    plain = _MARK.sub(widened, plain)
    plain = plain.replace(_OPEN, "(").replace(_CLOSE, ")")
    for slot in slots:
        plain = plain.replace(_VALUE, slot, 1)
    return plain


def _bracketed(match: re.Match[str]) -> str:
    text = match.string
    inside = match[1]
    around = text[: match.start()][-1:] + text[match.end() :][:1]
    if any(map(_is_wide, inside + around)):
        return f"{_FULL['(']}{inside}{_FULL[')']}"
    return f"{_OPEN}{inside}{_CLOSE}"


def _is_wide(character: str) -> bool:
    return (character > "\u2e7f" and character not in (_OPEN, _CLOSE)) or character in (
        "“",
        "”",
        "…",
        "—",
        "*",
    )


def say(pattern: str, *values: str, **named: str) -> str:
    """Fill our own wording with values: the wording typeset, the values verbatim."""
    return full_width(pattern).format(*values, **named)
