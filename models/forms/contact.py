"""Telephone numbers as people write them, checked without ever repeating them."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_PHONE = re.compile(r"^\+?[\d\s()-]{3,30}(?:\s*(?:转|ext\.?|分机)\s*\d{1,6})?$", re.IGNORECASE)
_SHORTEST, _LONGEST = 3, 18
#: What people write between two numbers.
_BETWEEN = re.compile(r"\s*(?:[/,;、|]|或者?|和)\s*")
#: Begins as a mobile does, and is too long to be a short number.
_AS_A_MOBILE = re.compile(r"^(?:0{0,2}86)?(1[3-9]\d{7,})$")
_MOBILE_DIGITS = 11
_NONE = frozenset({"无", "没有", "不详", "不清楚", "未知", "不知道", "暂无"})

BAD_PHONE = (
    "电话号码不对,请只填数字、空格、横线或“转分机”,例如 0999-0000000 或 12345;几个号码用顿号分开。"
)
BAD_MOBILE = "手机号码应为11位,请核对。"
NO_PHONE = "没有电话或者不清楚的,不要写在这里:可以不填的留空,必须填的写能够联系到的电话。"


def read_phone(text: str) -> str:
    """Accept land lines, mobiles, extensions and short numbers such as 110 or 12355; also several.

    Raises:
        ValueError: With the sentence to show.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.rstrip("。.") in _NONE:
        raise ValueError(NO_PHONE)
    return "、".join(_one(number) for number in _BETWEEN.split(plain))


def _one(number: str) -> str:
    digits = "".join(character for character in number if character.isdigit())
    if not _PHONE.match(number) or not _SHORTEST <= len(digits) <= _LONGEST:
        raise ValueError(BAD_PHONE)
    mobile = _AS_A_MOBILE.match(digits)
    if mobile and len(mobile[1]) != _MOBILE_DIGITS and not re.search("[^\\d\\s+()-]", number):
        raise ValueError(BAD_MOBILE)
    return number


Phone = Annotated[str, AfterValidator(read_phone)]
