"""Telephone numbers as people write them, checked without ever repeating them."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator

_PHONE = re.compile(r"^\+?[\d\s()-]{3,30}(?:\s*(?:转|ext\.?|分机)\s*\d{1,6})?$", re.IGNORECASE)
_SHORTEST, _LONGEST = 3, 18

BAD_PHONE = "电话号码不对,请只填数字、空格、横线或“转分机”,例如 0999-0000000 或 12345。"


def read_phone(text: str) -> str:
    """Accept land lines, mobiles, extensions and short numbers such as 110 or 12355.

    Raises:
        ValueError: With the sentence to show.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = sum(character.isdigit() for character in plain)
    if not _PHONE.match(plain) or not _SHORTEST <= digits <= _LONGEST:
        raise ValueError(BAD_PHONE)
    return plain


Phone = Annotated[str, AfterValidator(read_phone)]
