"""Reading single values: yes and no, days, instants, numbers. Strict in meaning, not in spelling."""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from models.law.dates import SHANGHAI

YES = {"yes", "true", "1", "on", "是", "有"}
NO = {"no", "false", "0", "off", "否", "无"}

_DATE = re.compile(r"^\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*$")
_INSTANT = re.compile(
    r"^\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?[\sT]*"
    r"(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?:分|:\d{1,2}(?:\.\d+)?)?\s*$"
)
BAD_DATE = "请填写日期,例如 2026-11-21 或 2026年11月21日。"
BAD_INSTANT = "请填写日期和时间,例如 2026-11-21 14:30。"
BAD_BOOLEAN = "请选择“是”或“否”。"


def read_scalar(inner: Any, value: Any) -> tuple[Any, str | None]:
    """Read a value for a field of type `inner`: the value, or what is wrong with it."""
    if inner is bool:
        return _boolean(value)
    if inner is datetime:
        return _instant(value)
    if inner is date:
        return _day(value)
    if inner in (int, float) and isinstance(value, str):
        return unicodedata.normalize("NFKC", value).replace(",", "").strip(), None
    return value, None


def _boolean(value: Any) -> tuple[Any, str | None]:
    if isinstance(value, bool):
        return value, None
    word = unicodedata.normalize("NFKC", str(value)).strip().lower()
    if word in YES:
        return True, None
    return (False, None) if word in NO else (None, BAD_BOOLEAN)


def _day(value: Any) -> tuple[Any, str | None]:
    """Read a day; an instant is refused, because its day depends on where one stands."""
    if isinstance(value, datetime):
        return None, BAD_DATE
    if isinstance(value, date):
        return value, None
    match = _DATE.match(unicodedata.normalize("NFKC", str(value)))
    try:
        return (date(*map(int, match.groups())), None) if match else (None, BAD_DATE)
    except ValueError:
        return None, BAD_DATE


def _instant(value: Any) -> tuple[Any, str | None]:
    """Read an instant as UTC; without a zone it is Shanghai wall time."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value)
        match = _INSTANT.match(text)
        try:
            if match:
                year, month, day, hour, minute = map(int, match.groups())
                wall = datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
                return wall.astimezone(UTC), None
            if len(text.strip()) <= len("2026-11-21"):
                return None, BAD_INSTANT
            value = datetime.fromisoformat(text.strip())
        except (ValueError, OverflowError):
            return None, BAD_INSTANT
    if not isinstance(value, datetime):
        return None, BAD_INSTANT
    return (value if value.tzinfo else value.replace(tzinfo=SHANGHAI)).astimezone(UTC), None
