"""Follow-up: how long, in which windows, and assessing again."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadInput
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.dates import end_of_day
from models.law.follow_up import (
    assessment_due,
    follow_up_rule,
    is_rarer,
    latest_visit,
)
from models.law.loading import load_pack
from models.law.terms import FollowUpBasis, Ground35, PreventiveGroup, VisitFrequency
from tests.law import LAW, Owed, weekly, windows


def test_a_month_from_20_november_has_five_windows_the_last_of_two_days() -> None:
    laid = weekly(date(2026, 11, 20))

    assert [window.days for window in laid] == [7, 7, 7, 7, 2]
    assert laid[0].first_on == date(2026, 11, 21)
    assert laid[-1].last_on == date(2026, 12, 20)
    assert [window.number for window in laid] == [1, 2, 3, 4, 5]


@given(st.dates(date(2004, 1, 1), date(2040, 1, 1)), st.integers(1, 12))
def test_windows_follow_each_other_without_gap_and_without_overlap(start: date, n: int) -> None:
    laid = weekly(start, n)

    assert laid[0].first_on == start + timedelta(days=1)
    assert all(0 < window.days <= 7 for window in laid)
    assert all(
        after.first_on - before.last_on == timedelta(days=1) for before, after in pairwise(laid)
    )


def test_a_window_opens_and_closes_at_midnight_in_shanghai() -> None:
    window = weekly(date(2026, 11, 20))[0]

    assert window.opens_at == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert window.closes_at == datetime(2026, 11, 27, 15, 59, 59, tzinfo=UTC)
    assert window.holds(date(2026, 11, 21))
    assert window.holds(date(2026, 11, 27))
    assert not window.holds(date(2026, 11, 20))


def test_the_seven_grounds_ask_for_six_three_two_one_one_three_one_months() -> None:
    terms = [follow_up_rule([ground], LAW).term for ground in Ground35]

    assert [term and term.length for term in terms] == [6, 3, 2, 1, 1, 3, 1]


def test_of_several_grounds_the_longest_counts() -> None:
    assert follow_up_rule([Ground35.BEGGING, Ground35.REFUSAL], LAW).id == "6.2-3"
    assert follow_up_rule([Ground35.CRIME, Ground35.UNATTENDED], LAW).id == "6.2-2"


def test_a_judgment_that_names_no_item_is_followed_up_as_long_as_the_longest() -> None:
    assert follow_up_rule([], LAW) == follow_up_rule(list(Ground35), LAW)


def test_a_rule_that_does_not_say_how_often_is_refused() -> None:
    pack = load_pack("national")
    broken = pack.model_copy(
        update={"rules": {**pack.rules, "6.1": pack.rule("6.1").model_copy(update={"term": None})}}
    )

    with pytest.raises(BadInput, match="没有写明多久一次"):
        windows(FollowUpBasis.RETURNED, date(2026, 11, 20), law=broken)


@pytest.mark.parametrize(
    ("basis", "number", "rule"),
    [
        (FollowUpBasis.RETURNED, 5, "6.1"),
        (FollowUpBasis.RELATIVES, 5, "6.1"),
        (FollowUpBasis.REVOKED, 26, "6.2-1"),
        (FollowUpBasis.PREVENTIVE_TWICE, 11, "6.4-1"),
        (FollowUpBasis.PREVENTIVE_ONCE, 5, "6.4-4"),
    ],
)
def test_the_windows_of_each_basis_name_their_rule(
    basis: FollowUpBasis, number: int, rule: str
) -> None:
    laid = windows(basis, date(2026, 11, 20), [Ground35.ABUSE])

    assert len(laid) == number
    assert {window.rule for window in laid} == {rule}


def test_preventive_visits_fall_in_calendar_months_after_the_first() -> None:
    laid = windows(FollowUpBasis.PREVENTIVE_TWICE, date(2026, 11, 30))

    spans = [(w.first_on.isoformat(), w.last_on.isoformat()) for w in laid[:4]]
    assert spans == [
        ("2026-12-01", "2026-12-15"),
        ("2026-12-16", "2026-12-31"),
        ("2027-01-01", "2027-01-15"),
        ("2027-01-16", "2027-01-31"),
    ]


def test_preventive_windows_are_laid_out_until_the_half_year_assessment() -> None:
    for starts_on in (date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 30)):
        laid = windows(FollowUpBasis.PREVENTIVE_TWICE, starts_on)
        due = end_of_day(assessment_due(starts_on, starts_on, LAW))

        assert laid[-1].closes_at <= due
        assert due - laid[-1].closes_at < timedelta(days=31)


@pytest.mark.parametrize(
    ("groups", "rule", "number"),
    [
        ([PreventiveGroup.OUT_OF_SCHOOL], "6.4-4", 5),
        ([PreventiveGroup.WANDERING], "6.4-2", 11),
        ([PreventiveGroup.OUT_OF_SCHOOL, PreventiveGroup.HARDSHIP], "6.4-3", 11),
        (list(PreventiveGroup), "6.4-1", 11),
    ],
)
def test_of_several_groups_the_one_with_most_visits_counts(
    groups: list[PreventiveGroup], rule: str, number: int
) -> None:
    laid = windows(FollowUpBasis.PREVENTIVE_TWICE, date(2026, 11, 20), groups=groups)

    assert {window.rule for window in laid} == {rule}
    assert len(laid) == number


def test_only_preventive_windows_may_be_exempt() -> None:
    pack = load_pack("national")
    exempt = {rule.id for rule in pack.rules.values() if rule.exempt}

    assert exempt == {"6.4", "6.4-1", "6.4-2", "6.4-3", "6.4-4"}


def test_an_assessment_is_due_every_half_year_from_the_start() -> None:
    start = date(2025, 8, 31)

    assert assessment_due(start, start, LAW) == date(2026, 2, 28)
    assert assessment_due(start, date(2026, 2, 27), LAW) == date(2026, 2, 28)
    assert assessment_due(start, date(2026, 2, 28), LAW) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("frequency", "last"),
    [
        (VisitFrequency.TWICE_MONTHLY, date(2027, 1, 26)),
        (VisitFrequency.MONTHLY, date(2027, 2, 17)),
        (VisitFrequency.QUARTERLY, date(2027, 4, 17)),
        (VisitFrequency.HALF_YEARLY, date(2027, 7, 10)),
    ],
)
def test_the_next_visit_is_never_later_than_the_next_assessment(
    frequency: VisitFrequency, last: date
) -> None:
    assert latest_visit(date(2027, 1, 10), frequency, LAW) == last


def test_what_is_rarer_than_the_law_goes_by_the_visits_it_asks_for() -> None:
    start = date(2026, 11, 20)
    twice = Owed(FollowUpBasis.PREVENTIVE_TWICE, start)
    once = Owed(FollowUpBasis.PREVENTIVE_ONCE, start)
    returned = Owed(FollowUpBasis.RETURNED, start)

    assert [is_rarer(one, twice, LAW) for one in VisitFrequency] == [False, True, True, True]
    assert [is_rarer(one, once, LAW) for one in VisitFrequency] == [False, False, True, True]
    assert not any(is_rarer(one, returned, LAW) for one in VisitFrequency)


@pytest.mark.parametrize(
    ("starts_on", "basis", "first"),
    [
        (date(2026, 9, 1), FollowUpBasis.PREVENTIVE_ONCE, ("2026-09-01", "2026-09-30")),
        (date(2026, 9, 1), FollowUpBasis.PREVENTIVE_TWICE, ("2026-09-01", "2026-09-15")),
        (date(2026, 11, 2), FollowUpBasis.PREVENTIVE_ONCE, ("2026-11-03", "2026-11-30")),
        (date(2026, 11, 2), FollowUpBasis.PREVENTIVE_TWICE, ("2026-11-16", "2026-11-30")),
        (date(2026, 11, 16), FollowUpBasis.PREVENTIVE_TWICE, ("2026-11-16", "2026-11-30")),
        (date(2026, 11, 16), FollowUpBasis.PREVENTIVE_ONCE, ("2026-12-01", "2026-12-31")),
        (date(2026, 2, 28), FollowUpBasis.PREVENTIVE_TWICE, ("2026-03-01", "2026-03-15")),
    ],
)
def test_the_month_of_the_start_counts_as_far_as_there_is_enough_of_it(
    starts_on: date, basis: FollowUpBasis, first: tuple[str, str]
) -> None:
    laid = windows(basis, starts_on)[0]

    assert (laid.first_on.isoformat(), laid.last_on.isoformat()) == first


@given(st.dates(date(2004, 1, 1), date(2040, 1, 1)))
def test_command_and_case_agree_on_the_first_window(start: date) -> None:
    for basis, rule in (
        (FollowUpBasis.PREVENTIVE_TWICE, "6.4-1"),
        (FollowUpBasis.PREVENTIVE_ONCE, "6.4-4"),
    ):
        counted = count(LAW.rule(rule), start, Calendar.standard())

        assert counted.due_on == windows(basis, start)[0].last_on
        assert counted.due_on - start <= timedelta(days=46)
