"""Telephone and identity numbers as people write them, checked without ever repeating them."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NotANumber

_PHONE = re.compile(r"^\+?[\d\s()-]{3,30}(?:\s*(?:转|ext\.?|分机)\s*\d{1,6})?$", re.IGNORECASE)
_SHORTEST, _LONGEST = 3, 18
_RESIDENT_LENGTH = 18

BAD_PHONE = "电话号码不对,请只填数字、空格、横线或“转分机”,例如 0999-0000000 或 12345。"
BAD_LENGTH = "居民身份证号码应为18位,请与证件核对;暂时不清楚可以不填。"
BAD_CHECK_DIGIT = "居民身份证号码的校验位不对,请与证件逐位核对;暂时不清楚可以不填。"
BAD_BIRTH_DATE = "居民身份证号码中的出生日期不存在,请与证件核对;暂时不清楚可以不填。"


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


def read_resident_number(text: str) -> str:
    """Check length, check digit and birth date of a mainland resident number.

    The region code is left alone on purpose: codes of dissolved counties stay valid on the cards
    of their people, and no list of them is complete.

    Raises:
        ValueError: With the sentence to show.
    """
    number = plain_number(text)
    if len(number) != _RESIDENT_LENGTH or not number[:-1].isdigit():
        raise ValueError(BAD_LENGTH)
    if number[-1] != ric.calc_check_digit(number):
        raise ValueError(BAD_CHECK_DIGIT)
    if birth_date_in(number) is None:
        raise ValueError(BAD_BIRTH_DATE)
    return number


def read_id_number(text: str) -> str:
    """Check what can only be a mainland number; other documents are taken as they are.

    Raises:
        ValueError: With the sentence to show.
    """
    number = plain_number(text)
    looks_mainland = len(number) == _RESIDENT_LENGTH and number[:-1].isdigit()
    return read_resident_number(number) if looks_mainland else number


def plain_number(text: str) -> str:
    """Drop spaces and full-width forms; letters become capitals."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def birth_date_in(number: str) -> date | None:
    """The birth date a mainland number carries, or None if there is no such day."""
    try:
        found: date = ric.get_birth_date(number)
    except (NotANumber, ValueError):
        return None
    return found


Phone = Annotated[str, AfterValidator(read_phone)]
IdNumber = Annotated[str, AfterValidator(read_id_number)]
