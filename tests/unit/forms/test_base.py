"""How a form is read: all errors at once, conditions, rules, nothing repeated of what was typed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from models.choice import Choice
from models.errors import BrokenInvariant, FormInvalid
from models.forms.base import Form, Part, field, rule
from models.forms.contact import Phone
from tests.law import LAW


class Colour(Choice):
    RED = "red", "红"
    BLUE = "blue", "蓝"


class Row(Part):
    name: str = field("名称", max_length=5)
    begins_on: date = field("开始")
    ends_on: date = field("结束")

    @rule("ends_on", "begins_on")
    def runs_forward(self) -> str | None:
        return "结束不能早于开始。" if self.ends_on < self.begins_on else None


class Sample(Form):
    title = "样表"

    at: datetime = field("时间")
    on: date = field("日期")
    count: int = field("次数", ge=1, le=9)
    yes: bool = field("是否")
    why: str | None = field("理由", shown_if="yes=no")
    colour: Colour = field("颜色", default=Colour.RED)
    shade: str | None = field("深浅", shown_if="colour=blue")
    depth: str | None = field("层次", shown_if="shade=深|浅", optional=True)
    numbers: tuple[int, ...] = field("编号", default=())
    words: tuple[str, ...] = field("词", default=(), widget="textarea")
    picked: tuple[Colour, ...] = field("多选", shown_if="yes=yes", default=())
    row: Row | None = field("一组", optional=True)
    rows: tuple[Row, ...] = field("多组", default=(), max_length=2)
    phone: Phone | None = field("电话", optional=True)

    @rule("count", "yes")
    def nine_needs_no(self) -> str | None:
        return "九次的请选“否”。" if self.count == 9 and self.yes else None

    @rule("")
    def is_not_blue_on_sunday(self) -> str | None:
        blue = getattr(self, "colour", None) is Colour.BLUE
        return "整张表单不对。" if blue and getattr(self, "count", 0) == 7 else None


GOOD = {"at": "2026-11-21 14:30", "on": "2026-11-21", "count": "3", "yes": "是", "picked": "red"}


def errors_of(**typed: object) -> dict[str, list[str]]:
    with pytest.raises(FormInvalid) as refused:
        Sample.parse(GOOD | typed, LAW)
    return refused.value.errors


def test_every_error_is_told_at_once_in_the_order_of_the_page():
    errors = errors_of(
        at="昨天",
        on="2026-02-30",
        count="十",
        yes="也许",
        phone="abc",
        numbers="1、二",
        unknown="1",
    )
    assert list(errors) == ["at", "on", "count", "yes", "numbers.1", "phone", "unknown"]
    assert errors["count"] == ["请填写整数。"]
    assert errors["yes"] == ["请选择“是”或“否”。"]


def test_a_rule_speaks_although_other_fields_are_wrong():
    errors = errors_of(count="9", on="x")
    assert errors["count"] == ["九次的请选“否”。"]
    assert "on" in errors


def test_a_rule_over_a_wrong_field_keeps_silent():
    assert list(errors_of(count="99")) == ["count"]


def test_a_rule_without_fields_stands_above_the_form():
    assert errors_of(count="7", colour="blue", shade="深") == {"": ["整张表单不对。"]}


def test_rules_and_errors_of_rows_are_told_at_the_row_that_was_typed():
    good = {"name": "甲", "begins_on": "2026-1-1", "ends_on": "2026-1-2"}
    errors = errors_of(
        rows=[{"name": " "}, good | {"ends_on": "2025-1-1"}, {"name": "太长的一个名称"}]
    )
    assert errors["rows.1.ends_on"] == ["结束不能早于开始。"]
    assert errors["rows.2.name"] == ["内容太长,最多 5 个字。"]
    assert errors["rows.2.begins_on"] == ["请填写“开始”。"]
    assert "rows.0.name" not in errors


def test_a_list_may_be_too_long_for_the_form():
    good = {"name": "甲", "begins_on": "2026-1-1", "ends_on": "2026-1-2"}
    assert errors_of(rows=[good] * 3) == {"rows": ["最多填写 2 项。"]}
    assert errors_of(rows=[good] * 301) == {"rows": ["最多填写 300 项。"]}


def test_blank_rows_and_groups_count_as_not_given():
    answer = Sample.parse(
        GOOD | {"row": {"name": " ", "begins_on": ""}, "rows": [{}, {"name": ""}]}, LAW
    )
    assert answer.row is None
    assert answer.rows == ()


def test_what_is_not_shown_is_cleared_and_never_missing():
    answer = Sample.parse(GOOD | {"why": "不该留下", "shade": "深", "depth": "很深"}, LAW)
    assert (answer.why, answer.shade, answer.depth) == (None, None, None)
    assert Sample.parse(GOOD | {"why": "x" * 30_000}, LAW).why is None


def test_what_is_shown_is_asked_for_and_a_default_decides_too():
    assert errors_of(yes="否", picked="") == {"why": ["请填写“理由”。"]}
    assert errors_of(picked="") == {"picked": ["请填写“多选”。"]}
    assert "shade" in errors_of(colour="blue")
    assert Sample.parse(GOOD | {"yes": "否", "why": "有理由", "picked": ""}, LAW).picked == ()


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "2026年11月21日",
        " 2026-11-21 ",
        "\uff12\uff10\uff12\uff16\u5e7411\u670821\u65e5",
    ],
)
def test_a_day_may_be_written_in_several_ways(typed: str):
    assert Sample.parse(GOOD | {"on": typed}, LAW).on == date(2026, 11, 21)


@pytest.mark.parametrize(
    "typed", ["21.11.2026", "2026-13-01", "2026-02-29", "2026-11-21 14:30", "26-11-21", "明天"]
)
def test_a_day_that_could_mean_two_things_is_refused(typed: str):
    assert list(errors_of(on=typed)) == ["on"]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-21 14:30",
        "2026年11月21日14时30分",
        "2026年11月21日 14点30分",
        "2026-11-21T06:30:00Z",
        "2026-11-21T06:30:00+00:00",
        datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
    ],
)
def test_an_instant_is_shanghai_time_and_kept_in_utc(typed: object):
    read = Sample.parse(GOOD | {"at": typed}, LAW).at
    assert read == datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
    assert read.tzinfo is UTC


@pytest.mark.parametrize("typed", ["2026-11-21", "14:30", "2026-11-21 25:00", date(2026, 11, 21)])
def test_an_instant_needs_its_day_and_its_hour(typed: object):
    assert list(errors_of(at=typed)) == ["at"]


def test_a_stored_answer_has_plain_types_and_utc():
    stored = Sample.parse(GOOD, LAW).dump()
    assert stored["at"] == "2026-11-21T06:30:00Z"
    assert stored["colour"] == "red"
    assert Sample.load(stored) == Sample.parse(GOOD, LAW)


def test_a_choice_is_read_by_its_value_and_by_its_words():
    assert Sample.parse(GOOD | {"colour": "红"}, LAW).colour is Colour.RED
    assert Sample.parse(GOOD | {"picked": ["蓝", "red"]}, LAW).picked == (Colour.BLUE, Colour.RED)
    assert errors_of(colour="绿") == {"colour": ["请从列出的选项中选择。"]}
    assert errors_of(picked=["red", "", "绿"]) == {"picked.2": ["请从列出的选项中选择。"]}


def test_numbers_are_read_with_full_width_digits_and_separators():
    answer = Sample.parse(GOOD | {"count": "\uff15", "numbers": "1、2\uff0c3\uff1b4,\uff15;6"}, LAW)
    assert answer.count == 5
    assert answer.numbers == (1, 2, 3, 4, 5, 6)


def test_a_large_box_has_one_item_a_line_and_keeps_its_commas():
    answer = Sample.parse(GOOD | {"words": "甲、乙\r\n\r\n丙\uff0c丁"}, LAW)
    assert answer.words == ("甲、乙", "丙\uff0c丁")


def test_what_no_store_can_hold_is_dropped_and_lines_stay():
    answer = Sample.parse(GOOD | {"yes": "否", "why": " 一\x00二\r\n三\x1f ", "picked": ""}, LAW)
    assert answer.why == "一二\n三"


def test_no_text_is_endless():
    errors = errors_of(yes="否", why="长" * 20_001, picked="")
    assert errors["why"] == ["内容太长,最多 20000 个字。"]


def test_a_wrong_shape_is_told_and_does_not_break():
    errors = errors_of(row="文字", rows="文字", words={"甲": "乙"}, on=["2026-11-21"])
    assert set(errors) == {"row", "rows", "words", "on"}


def test_no_error_repeats_what_was_typed():
    secret = "秘密林某某13900000000"
    with pytest.raises(FormInvalid) as refused:
        Sample.parse(dict.fromkeys(Sample.model_fields, secret) | {secret: "1"}, LAW)
    assert secret not in str(refused.value)
    assert secret not in repr(refused.value.errors)
    assert "13900000000" not in repr(refused.value.errors)


def test_a_blank_unknown_field_is_no_error():
    assert Sample.parse(GOOD | {"csrf": ""}, LAW).count == 3


def test_an_answer_cannot_be_changed():
    answer: Any = Sample.parse(GOOD, LAW)
    with pytest.raises(ValueError, match="frozen"):
        answer.yes = False


def test_a_stored_answer_that_no_longer_fits_names_its_field_and_nothing_else():
    stored = Sample.parse(GOOD, LAW).dump() | {"at": "秘密林某某"}
    with pytest.raises(BrokenInvariant) as broken:
        Sample.load(stored)
    assert "at" in str(broken.value)
    assert "秘密" not in str(broken.value)
    assert broken.value.__cause__ is None
