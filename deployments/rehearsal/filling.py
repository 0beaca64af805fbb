"""Filling a form as the case says it: usual answers underneath, the case's own on top.

`<called>` and the like come from the case's `words`; `<day-3>`, `<now-2h>` and `<日期+5>` count from
the entry's own time, so that a story can be moved to other dates as a whole.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from deployments.rehearsal.marked import BadCase, Marked
from models.law.dates import SHANGHAI, add_months, chinese

#: What stands in `with:` for a usual answer that is to be left out.
LEAVE_OUT = "~"

_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9_]*|(?:day|now|日期)\s*[+-]\s*\d+\s*(?:mo|d|h|m)?|日期)>")
#: How deep words may refer to words.
_DEPTH = 4
_MOMENT = re.compile(r"^(day|now|日期)\s*(?:([+-])\s*(\d+)\s*(mo|d|h|m)?)?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$")


def plain_words(own: Marked | None) -> dict[str, str]:
    """The words that a file defines; all plain text, `~` is empty."""
    fields = own.fields if own else {}
    return {name: "" if one.value == LEAVE_OUT else one.text for name, one in fields.items()}


def over(usual: Marked | None, own: Marked | None) -> Marked | None:
    """Lay the case's own fields over the usual ones; groups merge, lists are replaced whole."""
    if usual is None or own is None:
        return own or usual
    if not (isinstance(usual.value, dict) and isinstance(own.value, dict)):
        return own
    merged = dict(usual.value)
    lines = {**usual.key_lines, **own.key_lines}
    for name, value in own.value.items():
        if value.value == LEAVE_OUT:
            merged.pop(name, None)
        else:
            laid = over(merged.get(name), value)
            merged[name] = laid if laid is not None else value
    return replace(own, value=merged, key_lines=lines)


def fill(marked: Marked, words: Mapping[str, str], now: datetime) -> Marked:
    """Put words and moments into every text.

    Raises:
        BadCase: A word the case does not define.
    """
    if isinstance(marked.value, dict):
        filled = {name: fill(one, words, now) for name, one in marked.value.items()}
        return replace(marked, value=filled)
    if isinstance(marked.value, tuple):
        return replace(marked, value=tuple(fill(one, words, now) for one in marked.value))

    def put(match: re.Match[str]) -> str:
        name = match[1].strip()
        moment = _moment(name, now)
        if moment is not None:
            return moment
        if name not in words:
            known = "、".join(sorted(words))
            raise BadCase(marked, f"没有定义“<{name}>”;words 里有:{known or '(空)'}。")
        return words[name]

    text = marked.value
    for _ in range(_DEPTH):  # A word may be written with other words.
        filled_text = _PLACEHOLDER.sub(put, text)
        if filled_text == text:
            break
        text = filled_text
    return replace(marked, value=text)


def _moment(name: str, now: datetime) -> str | None:
    match = _MOMENT.match(name)
    if match is None:
        return None
    kind, sign, count, unit = match.groups()
    amount = int(f"{sign}{count}") if count else 0
    local = now.astimezone(SHANGHAI)
    if unit == "mo":
        moved = datetime.combine(add_months(local.date(), amount), local.timetz())
    elif unit in ("h", "m"):
        moved = local + (timedelta(hours=amount) if unit == "h" else timedelta(minutes=amount))
    else:
        moved = local + timedelta(days=amount)
    if kind == "now":
        return f"{moved:%Y-%m-%d %H:%M}"
    return chinese(moved.date()) if kind == "日期" else moved.date().isoformat()


def moved(marked: Marked, by: timedelta) -> Marked:
    """The same with every value that is a whole date or instant moved; birth dates go along."""
    if not by:
        return marked
    if isinstance(marked.value, dict):
        return replace(marked, value={name: moved(one, by) for name, one in marked.value.items()})
    if isinstance(marked.value, tuple):
        return replace(marked, value=tuple(moved(one, by) for one in marked.value))
    return replace(marked, value=_later(marked.value, by))


def _later(text: str, by: timedelta) -> str:
    shape = "%Y-%m-%d" if _DAY.match(text.strip()) else "%Y-%m-%d %H:%M"
    if shape != "%Y-%m-%d" and not _INSTANT.match(text.strip()):
        return text
    try:
        return f"{datetime.fromisoformat(text.strip()) + by:{shape}}"
    except (ValueError, OverflowError):
        return text
