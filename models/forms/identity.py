"""The number that proves who somebody is: one spelling, and what stands in it, for everybody.

A mainland number with a right check digit says itself what it is, when its holder was born and of
which sex; what only looks like one is refused, whoever it is asked of.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NotANumber

from models.choice import Choice
from models.forms.base import Part, rule
from models.printable import plain


class Sex(Choice):
    """As written on documents."""

    FEMALE = "female", "女"
    MALE = "male", "男"
    UNKNOWN = "unknown", "不详"


class IdKind(Choice):
    """What proves who somebody is."""

    RESIDENT = "resident", "居民身份证"
    NONE = "none", "没有证件或者号码不详"
    HONG_KONG_MACAO_TAIWAN = "hong_kong_macao_taiwan", "港澳台居民证件"
    FOREIGN_RESIDENCE = "foreign_residence", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他证件"


_RESIDENT_LENGTH = 18
#: Seventeen digits and the check digit; the sex is the last digit before it.
_RESIDENT = re.compile(r"\d{17}[\dX]")
_SEX_AT = 16
#: What stands between groups of digits.
_GROUPING = re.compile(r"[-‐‑‒–—·.]")
#: The length of a mainland number, or one more or less; also the old one of fifteen.
_LOOKS_RESIDENT = re.compile(r"\d{14,18}[\dX]")
_LETTERS_FOR_DIGITS = str.maketrans("OIL", "011")
#: First digits of the eighteen that are no resident's: Hong Kong, Macao, Taiwan; a foreigner's.
_HONG_KONG_MACAO_TAIWAN, _FOREIGN = ("81", "82", "83"), "9"

BAD_LENGTH = "居民身份证号码应为18位,请与证件核对;暂时不清楚可以不填。"
BAD_CHECK_DIGIT = "居民身份证号码的校验位不对,请与证件逐位核对;暂时不清楚可以不填。"
BAD_BIRTH_DATE = "居民身份证号码中的出生日期不存在,请与证件核对;暂时不清楚可以不填。"
OTHER_BIRTH_DATE = "出生日期与居民身份证号码中的日期不一致,请核对。"
OTHER_SEX = "性别与居民身份证号码中的性别不一致,请核对。"
WHICH_KIND = "填写了证件号码的,请选择是什么证件。"


def plain_number(text: str) -> str:
    """One spelling: no blanks, half width, capitals; a mainland number without dashes either."""
    number = re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain(text))).upper()
    bare = _GROUPING.sub("", number)
    return bare if _LOOKS_RESIDENT.fullmatch(bare) else number


def what_is_wrong(number: str) -> str | None:
    """Say what is wrong with a number that is or looks like a mainland one; None for others.

    The region code is left alone on purpose: codes of dissolved counties stay valid on the cards
    of their people, and no list of them is complete.
    """
    if not _LOOKS_RESIDENT.fullmatch(number.translate(_LETTERS_FOR_DIGITS)):
        return None
    return wrong_as_resident(number)


def wrong_as_resident(number: str) -> str | None:
    """Say what is wrong with a number said to be a mainland one, or None."""
    if not _RESIDENT.fullmatch(number):
        return BAD_LENGTH
    if number[-1] != ric.calc_check_digit(number):
        return BAD_CHECK_DIGIT
    return BAD_BIRTH_DATE if birth_date_in(number) is None else None


def kind_of(number: str) -> IdKind | None:
    """What a number says itself that it is, or None where it says nothing."""
    if not _RESIDENT.fullmatch(number) or wrong_as_resident(number):
        return None
    if number.startswith(_HONG_KONG_MACAO_TAIWAN):
        return IdKind.HONG_KONG_MACAO_TAIWAN
    return IdKind.FOREIGN_RESIDENCE if _is_foreign(number) else IdKind.RESIDENT


def _is_foreign(number: str) -> bool:
    """Whether it is the number of a foreigner's residence: 9, and a region that there is."""
    return number.startswith(_FOREIGN) and number[1:3] != "99"


def birth_date_in(number: str) -> date | None:
    """The birth date a mainland number carries, or None if there is no such day."""
    try:
        found: date = ric.get_birth_date(number)
    except (NotANumber, ValueError):
        return None
    return found


def sex_in(number: str) -> Sex:
    """The sex a mainland number carries."""
    return Sex.MALE if int(number[_SEX_AT]) % 2 else Sex.FEMALE


class Carded(Part):
    """Somebody whose number is asked: it is right, and birth date and sex are those in it.

    Numbers stored before stay readable: rules are asked when an answer is given.
    """

    @rule("id_number")
    def number_is_right(self) -> str | None:
        """What is or looks like a mainland number is checked digit by digit."""
        number = getattr(self, "id_number", None)
        return what_is_wrong(number) if number else None

    @rule("birth_date", "id_number")
    def birth_date_is_that_of_the_card(self) -> str | None:
        """An estimate may differ from the card; a date stated as certain may not."""
        number, born = getattr(self, "id_number", None), getattr(self, "birth_date", None)
        if not number or not born or getattr(self, "birth_date_estimated", False):
            return None
        return (
            None if kind_of(number) is None or birth_date_in(number) == born else OTHER_BIRTH_DATE
        )

    @rule("sex", "id_number")
    def sex_is_that_of_the_card(self) -> str | None:
        """The card's last digit but one says it."""
        number, sex = getattr(self, "id_number", None), getattr(self, "sex", None)
        if not number or kind_of(number) is None or sex in (None, Sex.UNKNOWN):
            return None
        return None if sex_in(number) is sex else OTHER_SEX


def with_its_kind(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed of somebody, the kind filled in where the number says it itself."""
    number = typed.get("id_number")
    kind = kind_of(plain_number(number)) if isinstance(number, str) else None
    return typed if kind is None else {**typed, "id_kind": kind.value}


IdNumber = Annotated[str, AfterValidator(plain_number)]
