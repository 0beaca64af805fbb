"""The engine and the slow counter agree on every start date for everything the pack counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.loading import load_pack, local_ids
from models.law.rule import Rule, Term
from models.law.vocabulary import ClockKind, Every, Unit
from tests.unit.law import slow_counter

FIRST, LAST = date(2004, 1, 1), date(2027, 12, 31)
SHANGHAI = ZoneInfo("Asia/Shanghai")
WINDOW_MONTHS = {Every.HALF_YEAR: 6, Every.YEAR: 12, Every.TWO_YEARS: 24}


def _distinct() -> Iterator[Rule]:
    """Give one rule for each different way of counting in the national and all local packs."""
    seen: set[Term] = set()
    for rule in load_pack("national", local_ids()).rules.values():
        term = rule.counted
        if term is None:
            continue
        key = term.model_copy(update={"at_most": False})
        if term.frequency and term.length:
            key = key.model_copy(update={"frequency": None})
        if key not in seen:
            seen.add(key)
            yield rule


RULES = list(_distinct())
DAYS = [rule for rule in RULES if rule.clock in (ClockKind.LEGAL_PERIOD, ClockKind.WORKING_DAYS)]
WINDOWS = [rule for rule in RULES if rule.clock is ClockKind.WINDOWS]
HOURS = [rule for rule in RULES if rule not in DAYS and rule not in WINDOWS]


def _every_day() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += timedelta(days=1)


def _slow(term: Term, day: date) -> date:
    assert term.length
    assert term.unit
    if term.clock is ClockKind.WORKING_DAYS:
        return slow_counter.working_days(day, term.length)
    return slow_counter.legal_period(day, term.length, term.unit.value, rolls=term.rolls)


@pytest.mark.parametrize("rule", DAYS, ids=lambda rule: rule.id)
def test_both_counters_agree_on_every_start_day(rule: Rule) -> None:
    calendar, term = Calendar.standard(), rule.counted
    assert term

    for day in _every_day():
        found = count(rule, day, calendar)
        assert found.due_on == _slow(term, day), day


def test_where_two_texts_count_the_earlier_day_is_expected_on_every_start_day() -> None:
    calendar = Calendar.standard()
    double = [rule for rule in load_pack("national", local_ids()).rules.values() if rule.also]
    assert [rule.id for rule in double] == ["5C.6"]
    for rule in double:
        assert rule.counted
        assert rule.also
        for day in _every_day():
            expected = min(_slow(rule.counted, day), _slow(rule.also, day))
            assert count(rule, day, calendar).expected_on == expected, day


@pytest.mark.parametrize("rule", WINDOWS, ids=lambda rule: rule.id)
def test_both_counters_agree_on_windows(rule: Rule) -> None:
    calendar, term = Calendar.standard(), rule.counted
    assert term
    assert term.frequency

    for day in _every_day():
        if term.length and term.unit:
            expected = slow_counter.nominal(day, term.length, term.unit.value)
        elif term.frequency.every is Every.MONTH:
            expected = slow_counter.end_of_first_visit(day, term.frequency.times)
        else:
            expected = slow_counter.nominal(day, WINDOW_MONTHS[term.frequency.every], "months")
        assert count(rule, day, calendar).due_on == expected, day


@pytest.mark.parametrize("rule", HOURS, ids=lambda rule: rule.id)
def test_both_counters_agree_on_hours(rule: Rule) -> None:
    calendar, term = Calendar.standard(), rule.counted
    assert term
    assert term.length
    minutes = term.length * (1 if term.unit is Unit.MINUTES else 60)
    court = term.clock is ClockKind.HOURS_NEXT_FULL_HOUR

    start = datetime(2004, 1, 1, 0, 0, tzinfo=SHANGHAI)
    while start.date() <= LAST:
        slow = slow_counter.hours(start, minutes, next_full_hour=court)
        assert count(rule, start, calendar).due_at == slow, start
        # Less than a day, so that no date is left out; not a whole hour, so that all hours come.
        start += timedelta(hours=23, minutes=37, seconds=11)


def test_the_committed_table_has_the_rest_days_of_the_libraries() -> None:
    calendar = Calendar.standard()

    wrong = [day for day in _every_day() if calendar.is_rest_day(day) != slow_counter.rests(day)]
    assert wrong == []


def test_a_result_is_provisional_exactly_when_it_leans_on_an_unpublished_year() -> None:
    calendar, rule = Calendar.standard(), load_pack("national").rule("5A.2")

    for day in _every_day():
        found = count(rule, day, calendar)
        assert found.provisional is (found.due_on.year > 2026 or found.nominal_on.year > 2026)
