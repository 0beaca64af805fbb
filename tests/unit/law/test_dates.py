"""Ages, months and Shanghai days."""

from datetime import UTC, date, datetime

import pytest

from models.errors import BadInput
from models.law.dates import (
    add_months,
    age_on,
    chinese,
    chinese_day,
    chinese_time,
    day_begins,
    end_of_day,
    shanghai_date,
    turns_on,
)


@pytest.mark.parametrize(
    ("birth", "years", "day"),
    [
        (date(2008, 11, 21), 18, date(2026, 11, 21)),
        (date(2008, 2, 29), 18, date(2026, 2, 28)),
        (date(2008, 2, 29), 20, date(2028, 2, 29)),
        (date(2018, 12, 31), 8, date(2026, 12, 31)),
    ],
)
def test_a_birthday_is_the_corresponding_day_or_the_months_last(
    birth: date, years: int, day: date
) -> None:
    assert turns_on(birth, years) == day
    assert age_on(birth, day) == years
    assert age_on(birth, date.fromordinal(day.toordinal() - 1)) == years - 1


def test_before_birth_an_age_is_negative() -> None:
    assert age_on(date(2026, 5, 1), date(2026, 4, 30)) == -1


def test_months_go_back_as_well() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_the_day_is_that_of_shanghai() -> None:
    assert shanghai_date(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)
    assert shanghai_date(date(2026, 11, 20)) == date(2026, 11, 20)
    with pytest.raises(BadInput):
        shanghai_date(datetime(2026, 11, 20))  # noqa: DTZ001


def test_dates_are_written_as_a_chinese_reader_writes_them() -> None:
    assert chinese(date(2026, 10, 8)) == "2026年10月8日"
    assert chinese_day(date(2026, 10, 8)) == "2026年10月8日(星期四)"
    assert chinese_time(datetime(2026, 10, 8, 1, 5, tzinfo=UTC)) == "2026年10月8日(星期四)9时05分"


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date.max])
def test_the_first_and_the_last_day_of_all_begin_and_end_as_any_other(day: date) -> None:
    assert day_begins(day) < end_of_day(day)
    assert shanghai_date(end_of_day(day)) == day
