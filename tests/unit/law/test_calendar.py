"""The calendar: what it knows, what it says, what it refuses."""

import io
from datetime import date
from importlib import resources

import pytest

from models.law.calendar import seed
from models.law.calendar.table import (
    Calendar,
    CalendarInvalid,
    DayKind,
    DayRow,
    YearRow,
    YearStatus,
)

REST, WORK = DayKind.REST, DayKind.WORK
YEARS = [
    YearRow(2026, YearStatus.OFFICIAL, "示例〔2025〕1号"),
    YearRow(2027, YearStatus.PROVISIONAL),
]
DAYS = [
    DayRow(date(2026, 10, 1), REST, "国庆节"),
    DayRow(date(2026, 10, 10), WORK, "国庆节调休上班"),
    DayRow(date(2027, 10, 1), REST, "国庆节"),
]


@pytest.mark.parametrize(
    ("columns", "rows", "name"),
    [
        (seed.YEAR_COLUMNS, seed.year_rows(), "years.csv"),
        (seed.DAY_COLUMNS, seed.day_rows(), "days.csv"),
    ],
)
def test_the_committed_table_is_what_the_seed_writes(
    columns: tuple[str, ...], rows: list[tuple[str, ...]], name: str
) -> None:
    out = io.StringIO()
    seed.write(columns, rows, out)

    committed = resources.files("models.law.calendar").joinpath(name).read_text("utf-8")
    assert committed == out.getvalue()


def test_the_standard_table_says_how_far_it_knows() -> None:
    calendar = Calendar.standard()

    assert {calendar.status(y) for y in range(2004, 2027)} == {YearStatus.OFFICIAL}
    assert calendar.status(2027) is YearStatus.PROVISIONAL
    assert calendar.status(2003) is YearStatus.UNKNOWN
    assert calendar.status(2031) is YearStatus.UNKNOWN


def test_the_year_2027_holds_the_thirteen_statutory_days_and_no_make_up_days() -> None:
    days = [row for row in Calendar.standard().days.values() if row.day.year == 2027]

    assert len(days) == 13
    assert {row.kind for row in days} == {REST}


def test_the_spring_festival_of_2020_is_in_its_extended_form() -> None:
    calendar = Calendar.standard()

    assert calendar.is_rest_day(date(2020, 1, 31))
    assert not calendar.is_rest_day(date(2020, 2, 3))


def test_a_day_says_why_and_by_which_notice() -> None:
    calendar = Calendar.from_rows(YEARS, DAYS)

    assert calendar.reason(date(2026, 10, 1)) == "国庆节放假(示例〔2025〕1号)"
    assert calendar.reason(date(2026, 10, 10)) == "国庆节调休上班(示例〔2025〕1号)"
    assert calendar.reason(date(2026, 10, 11)) == "星期日,休息日"
    assert calendar.reason(date(2026, 10, 12)) == "星期一,工作日"
    assert "通知未发布" in calendar.reason(date(2027, 10, 1))
    assert "未注明来源" in Calendar.from_rows(
        [YearRow(2026, YearStatus.OFFICIAL)], DAYS[:2]
    ).reason(date(2026, 10, 1))
    assert calendar.notice(date(2030, 1, 1)) == "2030年无日历数据"


def test_a_correction_carries_its_own_notice() -> None:
    calendar = Calendar.from_rows(YEARS, DAYS)
    extra = DayRow(date(2026, 10, 8), REST, "延长假期", "示例〔2026〕9号")

    assert calendar.amended([extra]).reason(extra.day) == "延长假期放假(示例〔2026〕9号)"
    assert not calendar.is_rest_day(extra.day)


def test_only_the_arrangement_makes_a_holiday() -> None:
    calendar = Calendar.from_rows(YEARS, DAYS)

    assert calendar.is_holiday(date(2026, 10, 1))
    assert not calendar.is_holiday(date(2026, 10, 3))
    assert calendar.is_rest_day(date(2026, 10, 3))


@pytest.mark.parametrize(
    ("years", "days", "sentence"),
    [
        ([], [], "年份表为空"),
        ([YEARS[0], YearRow(2028, YearStatus.OFFICIAL)], DAYS[:1], "缺少2027年"),
        ([*YEARS, YEARS[0]], DAYS, "2026年重复"),
        (YEARS, [*DAYS, DAYS[0]], "2026年10月1日重复"),
        (YEARS, [*DAYS, DayRow(date(2029, 1, 1), REST, "元旦")], "2029年不在年份表中"),
        (YEARS, [*DAYS, DayRow(date(2026, 10, 12), WORK, "x")], "本来就是工作日"),
        (YEARS, DAYS[:1], "2027年没有任何放假日"),
        ([YEARS[0], YearRow(2027, YearStatus.UNKNOWN)], DAYS, "不能写成“未知”"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(
    years: list[YearRow], days: list[DayRow], sentence: str
) -> None:
    with pytest.raises(CalendarInvalid, match=sentence):
        Calendar.from_rows(years, days)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(CalendarInvalid) as refusal:
        Calendar.from_rows([YEARS[0], YEARS[0]], [DAYS[0], DAYS[0]])

    assert "2026年重复" in refusal.value.message
    assert "2026年10月1日重复" in refusal.value.message
