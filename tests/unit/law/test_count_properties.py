"""What must hold of every count, whatever the dates."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from models.law.breaks import Extension, Suspension
from models.law.calendar.table import Calendar, DayKind, DayRow
from models.law.count import count
from models.law.dates import add_months
from models.law.loading import load_pack
from models.law.rule import Term
from models.law.vocabulary import ClockKind, Unit
from tests.unit.law import slow_counter

PACK = load_pack("national")
CALENDAR = Calendar.standard()
starts = st.dates(date(2004, 1, 1), date(2029, 6, 30))
day_rules = st.sampled_from(["5A.2", "1.7", "3.2", "3.4", "5C.2", "5C.12", "4.1", "5B.3", "3.1"])


@given(day_rules, starts, st.integers(0, 400))
def test_one_more_rest_day_never_makes_a_deadline_earlier(
    rule_id: str, start: date, ahead: int
) -> None:
    extra = start + timedelta(days=ahead)
    wider = CALENDAR.amended([DayRow(extra, DayKind.REST, "临时放假")])

    before, after = (count(PACK.rule(rule_id), start, c) for c in (CALENDAR, wider))
    assert after.due_on >= before.due_on
    assert (
        after.nominal_on >= before.nominal_on or PACK.rule(rule_id).clock is ClockKind.WORKING_DAYS
    )


@given(st.sampled_from(["5A.2", "3.2", "5C.2"]), starts, st.integers(1, 3), st.integers(1, 60))
def test_a_suspension_moves_the_nominal_day_by_exactly_its_days(
    rule_id: str, start: date, after: int, days: int
) -> None:
    first = start + timedelta(days=after)
    pause = Suspension(first, first + timedelta(days=days - 1), "不可抗力")

    plain = count(PACK.rule(rule_id), start, CALENDAR)
    moved = count(PACK.rule(rule_id), start, CALENDAR, suspensions=[pause])
    assert moved.nominal_on - plain.nominal_on == timedelta(days=days)
    assert moved.due_on >= plain.due_on


@given(day_rules, starts)
def test_a_later_start_never_ends_earlier(rule_id: str, start: date) -> None:
    rule = PACK.rule(rule_id)

    today = count(rule, start, CALENDAR)
    tomorrow = count(rule, start + timedelta(days=1), CALENDAR)
    assert today.due_on <= tomorrow.due_on


@given(day_rules, starts)
def test_no_term_for_acting_ends_on_a_rest_day(rule_id: str, start: date) -> None:
    rule = PACK.rule(rule_id)
    assume(rule.term is None or rule.term.rolls)
    found = count(rule, start, CALENDAR)

    assert not CALENDAR.is_rest_day(found.due_on)
    assert found.due_on >= found.nominal_on


@given(starts, st.integers(1, 3), st.integers(1, 3))
def test_an_extension_never_shortens(start: date, first: int, second: int) -> None:
    rule = PACK.rule("5C.6")
    more = [
        Extension(Term(clock=ClockKind.LEGAL_PERIOD, length=n, unit=Unit.MONTHS), "院长", "x")
        for n in (first, second)
    ]

    found = [count(rule, start, CALENDAR, extensions=more[:n]).due_on for n in range(3)]
    assert found == sorted(found)


@given(starts, st.integers(1, 240))
def test_a_corresponding_day_has_the_same_number_or_is_a_month_end(start: date, n: int) -> None:
    later = add_months(start, n)

    same = later.day == start.day
    assert same or (later + timedelta(days=1)).day == 1
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == n


@given(day_rules, starts)
def test_each_count_tells_its_story_and_ends_with_the_due_day(rule_id: str, start: date) -> None:
    found = count(PACK.rule(rule_id), start, CALENDAR)

    told = [
        step.data["date"] for step in found.steps if step.data.get("kind") in ("due", "counted")
    ]
    assert told[-1] == found.due_on.isoformat()


spans = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 12)), min_size=1, max_size=3
)  # fmt: skip


@given(st.sampled_from([("5A.2", 3, "days"), ("3.2", 6, "months"), ("5C.12", 30, "days")]),
       starts, spans)  # fmt: skip
def test_days_that_suspensions_share_count_once_and_another_counter_agrees(
    row: tuple[str, int, str], start: date, lengths: list[tuple[int, int]]
) -> None:
    rule_id, length, unit = row
    pauses = [
        Suspension(start + timedelta(days=first), start + timedelta(days=first + more), "x")
        for first, more in lengths
    ]
    still = {
        one.first_on + timedelta(days=n) for one in pauses for n in range(one.days)
    }  # fmt: skip

    plain = count(PACK.rule(rule_id), start, CALENDAR)
    moved = count(PACK.rule(rule_id), start, CALENDAR, suspensions=pauses)
    assert moved.nominal_on - plain.nominal_on == timedelta(days=len(still))
    assert moved.due_on == slow_counter.suspended_period(start, length, unit, still)


@given(starts, spans)
def test_suspended_office_days_are_passed_over_and_another_counter_agrees(
    start: date, lengths: list[tuple[int, int]]
) -> None:
    pauses = [
        Suspension(start + timedelta(days=first), start + timedelta(days=first + more), "x")
        for first, more in lengths
    ]
    still = {one.first_on + timedelta(days=n) for one in pauses for n in range(one.days)}

    moved = count(PACK.rule("1.7"), start, CALENDAR, suspensions=pauses)
    assert moved.due_on == slow_counter.suspended_working_days(start, 5, still)


@given(starts, st.integers(1, 4), st.integers(0, 9), st.integers(1, 20))
def test_extending_and_suspending_move_it_by_both(
    start: date, months: int, first: int, days: int
) -> None:
    pause = Suspension(
        start + timedelta(days=first + 1), start + timedelta(days=first + days), "不可抗力"
    )
    longer = Extension(
        Term(clock=ClockKind.LEGAL_PERIOD, length=months, unit=Unit.MONTHS), "院长", "x"
    )
    rule = PACK.rule("5C.6")

    extended = count(rule, start, CALENDAR, extensions=[longer])
    both = count(rule, start, CALENDAR, extensions=[longer], suspensions=[pause])
    assert both.nominal_on - extended.nominal_on == timedelta(days=days)


@given(starts, st.integers(1, 400))
def test_a_decided_day_is_the_last_day_whatever_day_it_is(start: date, ahead: int) -> None:
    until = start + timedelta(days=190 + ahead)
    decided = Extension(None, "民政部门", "x", until=until)

    found = count(PACK.rule("3.2"), start, CALENDAR, extensions=[decided])
    assert found.due_on == found.nominal_on == until
