"""A calendar notice as people type it and save it: understood, or refused with every problem."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import FormInvalid
from models.law.calendar.calendar_notice import (
    CalendarNotice,
    NoticeDay,
    NoticeDayKind,
    NoticeScope,
    laid_over,
)
from models.law.calendar.notice_file import rows_of_file
from models.law.calendar.reading import TypedDay, TypedNotice, read_notice
from models.law.calendar.table import Calendar, YearStatus
from models.law.count import NotCountable, count
from models.law.dates import end_of_day
from models.law.deadline import Deadline
from models.law.ledger import Ledger
from models.law.loading import load_pack
from models.law.recount import count_again, reasons
from models.law.vocabulary import ClockKind
from tests.notice_of_2027 import YEAR_2027

REST, WORK, PLAIN = NoticeDayKind.REST, NoticeDayKind.WORK, NoticeDayKind.PLAIN


def notice(content: str | bytes, **changes: str) -> TypedNotice:
    """A whole year's notice from a file, or what is changed about it."""
    data = content if isinstance(content, bytes) else content.encode()
    typed = TypedNotice("2027", "whole", "示例〔2026〕7号", "示例放假通知", rows_of_file(data))
    return replace(typed, **changes)  # type: ignore[arg-type]


def problems(content: str | bytes, **changes: str) -> list[str]:
    with pytest.raises(FormInvalid) as refused:
        read_notice(notice(content, **changes))
    return [sentence for said in refused.value.errors.values() for sentence in said]


def test_a_whole_year_is_read_with_its_ranges() -> None:
    read = read_notice(notice(YEAR_2027))

    assert (read.year, read.scope, read.official) == (2027, NoticeScope.WHOLE, True)
    assert len(read.days) == 31
    calendar = laid_over(Calendar.standard(), [read])
    assert calendar.status(2027) is YearStatus.OFFICIAL
    assert calendar.is_rest_day(date(2027, 2, 8))
    assert not calendar.is_rest_day(date(2027, 2, 13))
    assert "示例〔2026〕7号" in calendar.reason(date(2027, 10, 7))
    # The spring festival of the provisional table is replaced, not added to.
    assert not calendar.is_holiday(date(2027, 2, 12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_what_excel_saves_is_read(encoding: str) -> None:
    excel = YEAR_2027.replace("-", "/").replace("\n", "\r\n").encode(encoding)

    assert read_notice(notice(excel)) == read_notice(notice(YEAR_2027))


@pytest.mark.parametrize("typed", ["2027-10-01", "2027/10/1", "2027.10.1", "2027年10月1日", "10月1日",
                                   "10月1日(周五)", "２０２７／１０／１"])  # fmt: skip
def test_dates_are_understood_as_people_write_them(typed: str) -> None:
    one = TypedNotice(
        "2027", "some", "示例1号", "示例", [TypedDay("第1行", typed, "", "放假", "示例日")]
    )

    assert [day.day for day in read_notice(one).days] == [date(2027, 10, 1)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2027-10-01,,放假,国庆节", "第13行:2027年10月1日重复(第11行已有)"),
        ("2028-01-01,,放假,元旦", "2028年1月1日不在2027年"),
        ("2027-06-07,,上班,端午节", "2027年6月7日是星期一,本来就是工作日"),
        ("2027-13-01,,放假,元旦", "第13行:看不懂日期“2027-13-01”"),
        ("1/10/2027,,放假,元旦", "看不懂日期“1/10/2027”"),
        ("2027-06-12,,加班,端午节", "看不懂安排“加班”"),
        ("2027-06-12,,按平日,端午节", "没有写到的日子就是平日"),
        ("2027-06-12,,上班,", "第13行:请写节日名称"),
        ("2027-11-09,2027-11-01,放假,示例日", "结束日2027年11月1日早于开始日2027年11月9日"),
        ("2027-11-01,2027-11-30,放假,示例日", "超过16天"),
        (",,放假,示例日", "看不懂日期“”"),
    ],
)
def test_a_wrong_line_is_named(line: str, said: str) -> None:
    assert said in " ".join(problems(f"{YEAR_2027}{line}\n"))


def test_all_problems_are_told_at_once() -> None:
    wrong = YEAR_2027.replace("2027-01-01,", "2027-1-32,").replace("上班", "加班")

    said = problems(wrong, number="", year="27", title="")

    assert len(said) >= 6
    assert [one for one in said if one.startswith("第2行")]
    assert [one for one in said if one.startswith("第4行")]


def test_a_year_with_a_gap_is_refused() -> None:
    without = YEAR_2027.replace("2027-09-15,,放假,中秋节\n", "")
    assert "缺少:中秋" in " ".join(problems(without))

    hole = YEAR_2027.replace("2027-10-01,2027-10-07,", "2027-10-01,2027-10-03,")
    hole += "2027-10-06,2027-10-07,放假,国庆节\n"
    assert "国庆节放假中间缺少2027年10月4日、2027年10月5日" in " ".join(problems(hole))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "Excel 工作簿"),
        ("日期,安排\n2027-01-01,放假\n".encode("utf-16"), "编码读不出来"),
        (b"\xff\xff\xff\xff\x80", "编码读不出来"),
        (b"", "没有写任何日期"),
        ("日期,安排\n2027-01-01,放假\n".encode(), "表头)缺少:名称"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(content: bytes, said: str) -> None:
    assert said in " ".join(problems(content))


def test_a_file_without_heading_has_date_arrangement_and_name() -> None:
    assert rows_of_file("2027/1/1,放假,元旦\n".encode()) == [
        TypedDay("第1行", "2027/1/1", "", "放假", "元旦")
    ]


def test_an_adjustment_leaves_the_rest_of_the_year_and_takes_days_back() -> None:
    some = CalendarNotice(
        2026, NoticeScope.SOME, official=False, number="示例〔2026〕9号", title="示例",
        days=(NoticeDay(date(2026, 10, 8), REST, "示例日"), NoticeDay(date(2026, 10, 7), PLAIN)),
    )  # fmt: skip
    before, after = Calendar.standard(), laid_over(Calendar.standard(), [some])

    assert after.is_rest_day(date(2026, 10, 8))
    assert not after.is_rest_day(date(2026, 10, 7))
    changed = {date(2026, 10, 7), date(2026, 10, 8)}
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert {day for day in days if before.is_rest_day(day) != after.is_rest_day(day)} == changed


COUNTED = [
    rule for rule in load_pack("national").rules.values()
    if rule.counted and rule.clock in (ClockKind.LEGAL_PERIOD, ClockKind.WORKING_DAYS)
]  # fmt: skip


def deadline(rule_number: int, start: date, calendar: Calendar) -> Deadline:
    return count(COUNTED[rule_number], end_of_day(start), calendar)


@given(
    number=st.integers(0, len(COUNTED) - 1),
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ahead=st.integers(0, 400),
)
def test_one_more_day_off_never_makes_a_deadline_earlier(
    number: int, start: date, ahead: int
) -> None:
    day = start + timedelta(days=ahead)
    more = CalendarNotice(
        day.year, NoticeScope.SOME, official=False, number="示例1号", title="示例",
        days=(NoticeDay(day, REST, "示例日"),),
    )  # fmt: skip
    standard = Calendar.standard()
    extended = laid_over(standard, [more])
    before, after = deadline(number, start, standard), deadline(number, start, extended)

    assert after.due_at >= before.due_at
    if after.due_at > before.due_at:
        assert "示例日" in "".join(reasons(before, after, standard, extended))


@given(number=st.integers(0, len(COUNTED) - 1), start=st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_a_deadline_that_nothing_interrupted_is_counted_again_the_same(
    number: int, start: date
) -> None:
    first = deadline(number, start, Calendar.standard())
    again = count_again(
        first.rule, end_of_day(start), Calendar.standard(), Ledger(), until=date(2027, 6, 1)
    )

    assert again.receipt() == first.receipt()


def test_a_rule_without_a_number_cannot_be_counted_again() -> None:
    untimed = next(rule for rule in load_pack("national").rules.values() if rule.counted is None)
    with pytest.raises(NotCountable):
        count_again(
            untimed, end_of_day(date(2026, 1, 1)), Calendar.standard(), Ledger(),
            until=date(2026, 1, 1),
        )  # fmt: skip


def test_a_year_that_becomes_official_is_given_as_the_reason() -> None:
    official = laid_over(Calendar.standard(), [read_notice(notice(YEAR_2027))])
    rule, start = load_pack("national").rule("3.2"), end_of_day(date(2026, 8, 31))
    before, after = count(rule, start, Calendar.standard()), count(rule, start, official)

    assert before.provisional
    assert not after.provisional
    assert "2027年放假安排已录入" in "".join(reasons(before, after, Calendar.standard(), official))
