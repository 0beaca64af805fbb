"""The working-day calendar as a value: which days are rest days, and who said so.

A `Calendar` is built from rows, so that the committed table, a correction an administrator
enters and an invented calendar of a test are the same thing. It holds only days that differ
from the plain week (and holidays that fall on one); everything else follows from the weekday.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType

from models.errors import BadInput
from models.law.dates import WEEKDAYS, chinese

SATURDAY = 5
#: What makes Saturday and Sunday rest days of offices.
WEEKEND = "《国务院关于职工工作时间的规定》实施办法第3条(周六、周日为周休息日)"


class CalendarInvalid(BadInput):
    """日历数据有误,没有采用。"""


class YearStatus(StrEnum):
    """How far a year's rest days are known."""

    #: The State Council's arrangement for the year is in the table.
    OFFICIAL = "official"
    #: Statutory holidays only; the make-up workdays are not announced yet.
    PROVISIONAL = "provisional"
    #: The table says nothing of this year.
    UNKNOWN = "unknown"


class DayKind(StrEnum):
    """What a listed day is."""

    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of the table. `notice` is the arrangement's document number, empty if unknown."""

    year: int
    status: YearStatus
    notice: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One listed day. `notice` overrides the year's (an arrangement changed mid-year)."""

    day: date
    kind: DayKind
    name: str
    notice: str = ""


@dataclass(frozen=True)
class Calendar:
    """Rest days and workdays of the mainland's offices, by year. Immutable.

    Source: 全国年节及纪念日放假办法 2, 6, 7; 1995 实施办法 3 (Saturday and Sunday rest).
    """

    years: Mapping[int, YearRow]
    days: Mapping[date, DayRow]

    @classmethod
    def from_rows(cls, years: Iterable[YearRow], days: Iterable[DayRow]) -> "Calendar":
        """Build a calendar and refuse one that contradicts itself.

        Args:
            years: Any order; must be contiguous and each year once.
            days: Any order; each day once, inside a listed year.

        Raises:
            CalendarInvalid: With every problem found, one sentence each.
        """
        year_list, day_list = list(years), list(days)
        problems = _year_problems(year_list) + _day_problems(year_list, day_list)
        if problems:
            raise CalendarInvalid("日历数据有误,没有采用:" + ";".join(problems) + "。")
        return cls(
            MappingProxyType({row.year: row for row in year_list}),
            MappingProxyType({row.day: row for row in day_list}),
        )

    @classmethod
    def standard(cls) -> "Calendar":
        """Return the committed table: 2004-2026 official, later years provisional."""
        return _standard()

    def amended(self, days: Iterable[DayRow] = (), years: Iterable[YearRow] = ()) -> "Calendar":
        """Return a calendar in which these rows replace or join the present ones."""
        merged_years = {**self.years, **{row.year: row for row in years}}
        merged_days = {**self.days, **{row.day: row for row in days}}
        return Calendar.from_rows(merged_years.values(), merged_days.values())

    def is_rest_day(self, day: date) -> bool:
        """Say whether offices rest on this day (weekend or holiday, make-up days considered)."""
        row = self.days.get(day)
        if row is not None:
            return row.kind is DayKind.REST
        return day.weekday() >= SATURDAY

    def is_holiday(self, day: date) -> bool:
        """Say whether the holiday arrangement names this day a day off (plain weekends: no)."""
        row = self.days.get(day)
        return row is not None and row.kind is DayKind.REST

    def status(self, year: int) -> YearStatus:
        """Return how far this year's rest days are known."""
        row = self.years.get(year)
        return row.status if row else YearStatus.UNKNOWN

    def reason(self, day: date) -> str:
        """Say in Chinese why the day is a rest day or a workday, and by which notice."""
        row = self.days.get(day)
        weekday = WEEKDAYS[day.weekday()]
        if row is None:
            return f"{weekday},休息日" if day.weekday() >= SATURDAY else f"{weekday},工作日"
        kind = "放假" if row.kind is DayKind.REST else "上班"
        name = row.name if row.name.endswith(kind) else f"{row.name}{kind}"
        return f"{name}({self.notice(day)})"

    def basis(self, day: date) -> str:
        """Say which notice or rule makes the day what it is; a missing number is said plainly."""
        if day in self.days:
            return self.notice(day)
        return WEEKEND if day.weekday() >= SATURDAY else ""

    def notice(self, day: date) -> str:
        """Name the notice behind a listed day, or say plainly that its number is missing."""
        row, year = self.days.get(day), self.years.get(day.year)
        if row and row.notice:
            return row.notice
        if year is None:
            return f"{day.year}年无日历数据"
        if year.status is YearStatus.PROVISIONAL:
            return f"{day.year}年放假通知未发布,仅按法定节假日"
        if year.notice:
            return year.notice
        return f"{day.year}年放假安排,通知文号待录入,数据取自{year.source or '未注明来源'}"


def _year_problems(years: list[YearRow]) -> list[str]:
    numbers = [row.year for row in years]
    problems = [
        f"年份表中{year}年重复" for year in sorted({y for y in numbers if numbers.count(y) > 1})
    ]
    if not numbers:
        return ["年份表为空"]
    missing = sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers))
    problems += [f"年份表缺少{year}年" for year in missing]
    problems += [
        f"年份表中{row.year}年不能写成“未知”,请改为 official 或 provisional"
        for row in years
        if row.status is YearStatus.UNKNOWN
    ]
    return problems


def _day_problems(years: list[YearRow], days: list[DayRow]) -> list[str]:
    seen: set[date] = set()
    known = {row.year: row for row in years}
    problems = []
    for row in days:
        if row.day in seen:
            problems.append(f"{chinese(row.day)}重复")
        seen.add(row.day)
        if row.day.year not in known:
            problems.append(f"{chinese(row.day)}所在的{row.day.year}年不在年份表中")
        if row.kind is DayKind.WORK and row.day.weekday() < SATURDAY:
            problems.append(f"{chinese(row.day)}本来就是工作日,不能标为调休上班")
    with_rest = {row.day.year for row in days if row.kind is DayKind.REST}
    problems += [f"{year}年没有任何放假日" for year in sorted(set(known) - with_rest)]
    return problems


@cache
def _standard() -> Calendar:
    folder = resources.files("models.law.calendar")
    years = csv.DictReader(folder.joinpath("years.csv").read_text("utf-8").splitlines())
    days = csv.DictReader(folder.joinpath("days.csv").read_text("utf-8").splitlines())
    return Calendar.from_rows(
        [YearRow(int(r["year"]), YearStatus(r["status"]), r["notice"], r["source"]) for r in years],
        [DayRow(date.fromisoformat(r["date"]), DayKind(r["kind"]), r["name"]) for r in days],
    )
