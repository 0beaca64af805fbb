"""Counting: hours, extensions, suspensions, doubt, and what is refused."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from models.errors import BadInput
from models.law.breaks import Extension, Suspension
from models.law.calendar.table import Calendar
from models.law.count import ClocksMixed, NotCountable, count
from models.law.dates import SHANGHAI
from models.law.loading import load_pack
from models.law.rule import ExtensionRule, Term
from models.law.vocabulary import ClockKind, Confirmation, Unit

CALENDAR = Calendar.standard()
PACK = load_pack("national")
MONTH = Term(clock=ClockKind.LEGAL_PERIOD, length=1, unit=Unit.MONTHS)


def test_court_hours_begin_with_the_next_full_hour_and_run_through_the_holiday() -> None:
    start = datetime(2026, 9, 30, 10, 20, tzinfo=SHANGHAI)

    found = count(PACK.rule("5B.1"), start, CALENDAR)
    assert found.due_at == datetime(2026, 10, 3, 11, 0, tzinfo=SHANGHAI)
    assert found.due_at.tzinfo is UTC
    assert not found.provisional


def test_at_the_stroke_of_an_hour_that_hour_is_not_counted() -> None:
    start = datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI)

    found = count(PACK.rule("5B.1-urgent"), start, CALENDAR)
    assert found.due_at == datetime(2026, 10, 1, 11, 0, tzinfo=SHANGHAI)


def test_other_hours_begin_at_once() -> None:
    start = datetime(2026, 12, 31, 23, 50, 30, tzinfo=SHANGHAI)

    found = count(PACK.rule("1.2"), start, CALENDAR)
    assert found.due_at == start + timedelta(minutes=30)
    assert found.due_on == date(2027, 1, 1)
    assert not found.provisional


def test_a_day_ends_at_its_last_second_in_shanghai() -> None:
    found = count(PACK.rule("5A.2"), date(2026, 11, 17), CALENDAR)

    assert found.due_at == datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)


def test_an_evening_in_utc_is_already_the_next_day_in_shanghai() -> None:
    start = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)

    assert count(PACK.rule("5A.2"), start, CALENDAR).due_on == date(2026, 11, 20)


def test_lateness_goes_by_when_it_was_done() -> None:
    found = count(PACK.rule("5A.2"), date(2026, 11, 17), CALENDAR)

    assert not found.is_late(datetime(2026, 11, 20, 23, 59, 59, 900, tzinfo=SHANGHAI))
    assert found.is_late(datetime(2026, 11, 21, 0, 0, tzinfo=SHANGHAI))


def test_lateness_in_hours_is_exact() -> None:
    start = datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI)
    found = count(PACK.rule("5B.1-urgent"), start, CALENDAR)

    assert not found.is_late(datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI))
    assert found.is_late(datetime(2026, 11, 18, 10, 0, 1, tzinfo=SHANGHAI))


def test_lateness_needs_a_time_zone() -> None:
    found = count(PACK.rule("5A.2"), date(2026, 11, 17), CALENDAR)

    with pytest.raises(BadInput, match="没有时区"):
        found.is_late(datetime(2026, 11, 20))  # noqa: DTZ001


def test_the_life_of_an_order_does_not_roll() -> None:
    found = count(PACK.rule("5B.2"), date(2026, 4, 4), CALENDAR)

    assert CALENDAR.is_rest_day(found.due_on)
    assert found.due_on == date(2026, 10, 4)


def test_an_earliest_day_says_that_it_opens() -> None:
    found = count(PACK.rule("5C.10"), date(2026, 7, 2), CALENDAR)

    assert found.opens
    assert found.due_on == date(2026, 10, 2)
    assert "次日起方可办理" in found.steps[-1].text


def test_an_extension_runs_from_the_nominal_day_and_keeps_its_reason() -> None:
    extension = Extension(MONTH, granted_by="本院院长", reason="需要社会调查")

    found = count(PACK.rule("5C.6"), date(2026, 1, 2), CALENDAR, extensions=[extension])
    assert found.due_on == date(2026, 3, 2)
    assert any("需要社会调查" in step.text for step in found.steps)


def test_a_rule_that_allows_no_extension_refuses_one() -> None:
    with pytest.raises(BadInput, match=r"规则 5A\.2 的期限不允许延长"):
        count(
            PACK.rule("5A.2"),
            date(2026, 1, 2),
            CALENDAR,
            extensions=[Extension(MONTH, "主任", "x")],
        )


def test_an_extension_on_another_clock_is_refused() -> None:
    days = Term(clock=ClockKind.WORKING_DAYS, length=3, unit=Unit.WORKING_DAYS)

    with pytest.raises(ClocksMixed, match="不能用“工作日"):
        count(
            PACK.rule("5C.6"), date(2026, 1, 2), CALENDAR, extensions=[Extension(days, "院长", "x")]
        )


def test_extensions_beyond_their_cap_are_refused() -> None:
    cap = ExtensionRule(approver="court_president", cap_length=1, cap_unit=Unit.MONTHS)
    rule = PACK.rule("5C.6").model_copy(update={"extension": cap})
    twice = [Extension(MONTH, "院长", "一"), Extension(MONTH, "院长", "二")]

    assert count(rule, date(2026, 1, 2), CALENDAR, extensions=twice[:1])
    with pytest.raises(BadInput, match="超过上限1个月"):
        count(rule, date(2026, 1, 2), CALENDAR, extensions=twice)


def test_an_extension_whose_unit_is_not_that_of_the_cap_is_refused() -> None:
    cap = ExtensionRule(approver="court_president", cap_length=1, cap_unit=Unit.MONTHS)
    rule = PACK.rule("5C.6").model_copy(update={"extension": cap})
    days = Term(clock=ClockKind.LEGAL_PERIOD, length=3, unit=Unit.DAYS)

    with pytest.raises(ClocksMixed, match="单位不同"):
        count(rule, date(2026, 1, 2), CALENDAR, extensions=[Extension(days, "院长", "x")])


def test_a_target_of_the_centre_may_be_extended_and_is_never_printed() -> None:
    days = Term(clock=ClockKind.WORKING_DAYS, length=2, unit=Unit.WORKING_DAYS)

    found = count(
        PACK.rule("4.1"), date(2026, 11, 16), CALENDAR, extensions=[Extension(days, "主任", "x")]
    )
    assert found.due_on == date(2026, 11, 25)
    assert not found.printable
    assert found.source.startswith("本中心自定目标")


def test_hours_can_be_extended_in_hours() -> None:
    more = Term(clock=ClockKind.HOURS_AT_ONCE, length=5, unit=Unit.HOURS)
    start = datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI)

    found = count(PACK.rule("1.8"), start, CALENDAR, extensions=[Extension(more, "主任", "x")])
    assert found.due_at == start + timedelta(hours=29)


def test_a_suspension_pushes_the_nominal_day_by_its_days() -> None:
    pause = Suspension(date(2026, 11, 18), date(2026, 11, 20), "不可抗力")

    found = count(PACK.rule("5A.2"), date(2026, 11, 17), CALENDAR, suspensions=[pause])
    assert found.nominal_on == date(2026, 11, 23)


def test_two_suspensions_are_added_in_the_order_of_their_dates() -> None:
    late = Suspension(date(2026, 11, 21), date(2026, 11, 21), "二")
    early = Suspension(date(2026, 11, 18), date(2026, 11, 18), "一")

    found = count(PACK.rule("5A.2"), date(2026, 11, 17), CALENDAR, suspensions=[late, early])
    assert found.nominal_on == date(2026, 11, 22)


@pytest.mark.parametrize("second_begins", [19, 20], ids=["two days", "one day"])
@pytest.mark.parametrize("rule", ["5A.2", "1.7"])
def test_days_that_two_suspensions_share_are_taken_out_once(rule: str, second_begins: int) -> None:
    both = [Suspension(date(2026, 11, 18), date(2026, 11, 20), "一"),
            Suspension(date(2026, 11, second_begins), date(2026, 11, 21), "二")]  # fmt: skip
    one = Suspension(date(2026, 11, 18), date(2026, 11, 21), "x")

    shared = count(PACK.rule(rule), date(2026, 11, 17), CALENDAR, suspensions=both)
    alone = count(PACK.rule(rule), date(2026, 11, 17), CALENDAR, suspensions=[one])
    assert shared.due_on == alone.due_on
    assert any("一、二" in step.text for step in shared.steps)


def test_a_last_day_within_a_suspension_rolls_to_the_first_day_after_it() -> None:
    """Due on Saturday the 14th, rolled to Monday; suspended from Sunday to Wednesday."""
    pause = Suspension(date(2026, 11, 15), date(2026, 11, 18), "不可抗力")

    found = count(PACK.rule("5A.2"), date(2026, 11, 11), CALENDAR, suspensions=[pause])
    assert found.due_on == date(2026, 11, 19)
    assert any("在中止期间" in step.text for step in found.steps)


def test_an_extension_to_a_day_is_that_day_and_does_not_roll() -> None:
    saturday = Extension(None, "民政部门", "x", until=date(2026, 11, 28))

    found = count(PACK.rule("3.2"), date(2026, 3, 9), CALENDAR, extensions=[saturday])
    assert found.due_on == date(2026, 11, 28)
    assert "不再顺延" in found.steps[-2].text


def test_what_was_suspended_before_a_day_was_decided_is_in_it_already() -> None:
    pauses = [Suspension(date(2026, 4, 1), date(2026, 4, 10), "一"),
              Suspension(date(2026, 8, 10), date(2026, 8, 12), "二")]  # fmt: skip
    decided = Extension(
        None, "民政部门", "x", until=date(2026, 11, 24), granted_on=date(2026, 8, 3)
    )

    found = count(
        PACK.rule("3.2"), date(2026, 3, 9), CALENDAR, suspensions=pauses, extensions=[decided]
    )
    assert found.due_on == date(2026, 11, 27)


def test_a_decided_day_beyond_the_cap_is_refused() -> None:
    cap = ExtensionRule(approver="本院院长", cap_length=1, cap_unit=Unit.MONTHS)
    rule = PACK.rule("5C.6").model_copy(update={"extension": cap})

    for until, fits in ((date(2026, 3, 2), True), (date(2026, 3, 3), False)):
        decided = Extension(None, "本院院长", "x", until=until)
        if fits:
            assert count(rule, date(2026, 1, 2), CALENDAR, extensions=[decided]).due_on == until
        else:
            with pytest.raises(BadInput, match="超过上限1个月"):
                count(rule, date(2026, 1, 2), CALENDAR, extensions=[decided])


def test_hours_are_not_extended_to_a_day() -> None:
    decided = Extension(None, "主任", "x", until=date(2026, 11, 30))

    with pytest.raises(BadInput, match="小时数"):
        count(
            PACK.rule("1.8"),
            datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI),
            CALENDAR,
            extensions=[decided],
        )


def test_suspended_working_days_are_not_counted() -> None:
    pause = Suspension(date(2026, 11, 23), date(2026, 11, 24), "不可抗力")

    found = count(PACK.rule("1.7"), date(2026, 11, 20), CALENDAR, suspensions=[pause])
    assert found.due_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("pauses", "sentence"),
    [
        ([(17, 18)], "不晚于起算日"),
        ([(20, 19)], "早于开始日"),
        ([(28, 29)], "不能自2026-11-28起中止"),
    ],
)
def test_a_suspension_that_cannot_be_is_refused(
    pauses: list[tuple[int, int]], sentence: str
) -> None:
    made = [Suspension(date(2026, 11, a), date(2026, 11, b), "x") for a, b in pauses]

    for rule in ("5A.2", "1.7"):
        with pytest.raises(BadInput, match=sentence):
            count(PACK.rule(rule), date(2026, 11, 17), CALENDAR, suspensions=made)


def test_hours_cannot_be_suspended() -> None:
    pause = Suspension(date(2026, 11, 18), date(2026, 11, 20), "x")

    with pytest.raises(BadInput, match="不能中止"):
        count(
            PACK.rule("5B.1"),
            datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI),
            CALENDAR,
            suspensions=[pause],
        )


def test_windows_know_no_suspension() -> None:
    pause = Suspension(date(2026, 11, 18), date(2026, 11, 20), "x")

    with pytest.raises(BadInput, match="免访"):
        count(PACK.rule("6.1"), date(2026, 11, 17), CALENDAR, suspensions=[pause])


def test_hours_from_a_bare_date_are_refused() -> None:
    with pytest.raises(ClocksMixed, match="起算要写到分钟"):
        count(PACK.rule("5B.1"), date(2026, 11, 17), CALENDAR)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(BadInput, match="没有时区"):
        count(PACK.rule("5B.1"), datetime(2026, 11, 17, 9, 0), CALENDAR)  # noqa: DTZ001


@pytest.mark.parametrize("year", [1, 1948, 2201, 9999])
def test_a_start_beyond_all_reason_is_refused(year: int) -> None:
    with pytest.raises(BadInput, match="超出可以计算的范围"):
        count(PACK.rule("5A.2"), date(year, 1, 1), CALENDAR)


def test_a_rule_without_a_number_cannot_be_counted() -> None:
    with pytest.raises(NotCountable, match=r"规则 1\.1.*没有可以计算的期限"):
        count(PACK.rule("1.1"), date(2026, 1, 1), CALENDAR)


def test_a_rule_that_depends_on_circumstance_lists_them() -> None:
    with pytest.raises(NotCountable, match=r"6\.2-1、6\.2-2"):
        count(PACK.rule("6.2"), date(2026, 1, 1), CALENDAR)


def test_weekends_can_be_left_out_of_the_rest_days() -> None:
    saturday = count(PACK.rule("5A.2"), date(2026, 11, 18), CALENDAR, weekends_roll=False)
    holiday = count(PACK.rule("5A.2"), date(2026, 9, 29), CALENDAR, weekends_roll=False)

    assert saturday.due_on == date(2026, 11, 21)
    assert holiday.due_on == date(2026, 10, 8)


def test_a_year_outside_the_table_is_provisional_and_said_to_be_unknown() -> None:
    found = count(PACK.rule("5A.2"), date(2035, 9, 29), CALENDAR)

    assert found.provisional
    assert not found.printable
    assert "日历中没有这一年" in found.steps[-1].text


def test_an_unconfirmed_number_says_so_in_its_receipt() -> None:
    receipt = count(PACK.rule("1.7"), date(2026, 11, 20), CALENDAR).receipt()

    assert receipt.confirmed is Confirmation.MEMORY
    assert receipt.printable is False
    assert "未核实" in receipt.steps[-1].text
    assert "未核实" in receipt.source


@pytest.mark.parametrize("rule_id", ["5A.2", "1.7", "5B.1", "6.1", "5C.6", "5C.10", "4.1"])
def test_every_receipt_is_json_and_complete(rule_id: str) -> None:
    start = datetime(2026, 9, 29, 10, 0, tzinfo=SHANGHAI)
    receipt = count(PACK.rule(rule_id), start, CALENDAR).receipt().dump()

    again = json.loads(json.dumps(receipt, ensure_ascii=False))
    assert again == receipt
    assert {"rule", "title", "due", "provisional", "source", "steps", "start", "clock", "layer",
            "confirmed"} <= set(receipt)  # fmt: skip
    assert datetime.fromisoformat(receipt["due"]) == datetime.fromisoformat(receipt["due_utc"])
