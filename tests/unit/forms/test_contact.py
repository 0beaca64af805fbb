"""Telephone numbers: as people write them, one or several; what cannot be one is told."""

import pytest

from models.forms.contact import BAD_MOBILE, BAD_PHONE, NO_PHONE, read_phone

MOBILE = "13900000001"


@pytest.mark.parametrize(
    "typed",
    ["110", "12355", "0999-0000000", "(0999) 0000000 转 12", "0999-0000000 ext. 3", MOBILE,
     f"+86 {MOBILE}", "139 0000 0001", "400-000-0000"],
)  # fmt: skip
def test_a_number_is_kept_as_it_was_written(typed: str) -> None:
    assert read_phone(typed) == typed


@pytest.mark.parametrize("between", ["/", "、", ",", ";", " 或 ", "或者", " | "])
def test_two_numbers_in_one_field_are_two(between: str) -> None:
    assert read_phone(f"{MOBILE}{between}0999-0000000") == f"{MOBILE}、0999-0000000"


@pytest.mark.parametrize("typed", ["1390000000", "139000000012", "+86 1390000000", "139-0000-000"])
def test_a_mobile_of_ten_or_twelve_digits_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=BAD_MOBILE):
        read_phone(typed)


@pytest.mark.parametrize("typed", ["无", "不详", " 没有。", "不清楚"])
def test_a_word_for_none_says_to_leave_it_empty(typed: str) -> None:
    with pytest.raises(ValueError, match=NO_PHONE):
        read_phone(typed)


@pytest.mark.parametrize("typed", ["12", "1" * 19, "abc", f"{MOBILE}、", "、", f"{MOBILE}//110"])
def test_anything_else_is_refused_and_never_repeated(typed: str) -> None:
    with pytest.raises(ValueError, match="电话号码不对") as refused:
        read_phone(typed)

    assert str(refused.value) == BAD_PHONE
