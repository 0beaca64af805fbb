"""Dates, names, money and unknowns as documents write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import wording
from documents.punctuation import full_width, say
from models.errors import BadInput


def test_a_date_has_no_leading_zeros():
    assert wording.cn_date(date(2026, 1, 5)) == "2026年1月5日"


def test_an_instant_is_written_in_shanghai_time():
    instant = datetime(2026, 11, 4, 17, 5, tzinfo=UTC)

    assert wording.cn_instant(instant) == "2026年11月5日1时05分"


def test_an_instant_without_zone_is_refused():
    with pytest.raises(BadInput):
        wording.cn_instant(datetime(2026, 11, 5, 9))  # noqa: DTZ001


def test_what_is_not_known_is_said():
    assert wording.cn_date(None) == wording.or_unknown(" ") == "未查明"
    assert wording.or_none("") == wording.joined(()) == "无"


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("林小禾", "林某某"), ("林禾", "林某"), ("欧阳小禾", "欧阳某某"), ("阿依·努尔", "阿某某"),
     ("禾", "某"), ("", "某")],
)  # fmt: skip
def test_a_masked_name_keeps_the_surname_only(name, hidden):
    assert wording.masked(name) == hidden


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "人民币零元整"), (10_000, "人民币壹万元整"), (15, "人民币壹拾伍元整"),
        (1_005, "人民币壹仟零伍元整"), (10_010, "人民币壹万零壹拾元整"),
        (100_000_001, "人民币壹亿零壹元整"), (1_010_000, "人民币壹佰零壹万元整"),
        (Decimal("1500.50"), "人民币壹仟伍佰元伍角整"), (Decimal("0.05"), "人民币伍分"),
        (Decimal("20.03"), "人民币贰拾元零叁分"),
    ],
)  # fmt: skip
def test_money_is_written_in_capitals(amount, words):
    assert wording.rmb(amount) == words


@given(st.integers(min_value=0, max_value=999_999_999_999))
def test_no_two_amounts_share_their_capitals(amount):
    assert wording.rmb(amount) != wording.rmb(amount + 1 if amount < 999_999_999_999 else 0)


@pytest.mark.parametrize("amount", [-1, Decimal("0.001"), 10**12])
def test_money_out_of_range_is_refused(amount):
    with pytest.raises(BadInput):
        wording.rmb(amount)


def test_numbers_of_headings():
    assert [wording.numbered(n) for n in (1, 10, 11, 20, 21)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


def test_our_wording_gets_full_width_marks_and_values_stay():
    said = say("经查,{}(系{})14:30到场:", "a,b:(c)", "{d}")

    assert said == "经查\uff0ca,b:(c)\uff08系{d}\uff0914:30到场\uff1a"


def test_latin_text_keeps_its_marks():
    assert full_width("see (a), at 14:30; ok?") == "see (a), at 14:30; ok?"


def test_brackets_widen_in_pairs():
    assert full_width("(一)甲((二)乙)") == "\uff08一\uff09甲\uff08\uff08二\uff09乙\uff09"


def test_paragraphs_are_never_empty():
    assert wording.paragraphs("甲\r\n\n 乙 ") == ("甲", "乙")
    assert wording.paragraphs(None) == ("无",)
