"""How a window stands: visited, exempt, made up, missed. A missed one never becomes timely."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.law.window_standing import standings
from tests.law import weekly

WINDOWS = weekly(date(2026, 3, 9))
AFTER = WINDOWS[-1].last_on + timedelta(days=1)


def test_a_window_visited_late_stays_missed_and_is_made_up() -> None:
    visits = [window.first_on for window in WINDOWS if window.number != 2]
    late = WINDOWS[2].last_on
    second = standings(WINDOWS, [*visits, late], on=AFTER)[1]

    assert (second.visited_on, second.made_up_on) == (None, late)
    assert second.missed
    assert second.settled
    assert second.told() == "第2个窗口（2026年3月17日至2026年3月23日）错过，2026年3月30日补访"


def test_one_visit_makes_up_one_window() -> None:
    found = standings(WINDOWS, [AFTER], on=AFTER)

    assert [one.settled for one in found] == [True, False, False, False, False]


def test_an_exempt_window_is_neither_missed_nor_made_up() -> None:
    first = standings(WINDOWS, [AFTER], exempt=[1], on=AFTER)[0]

    assert (first.missed, first.settled, first.made_up_on) == (False, True, None)


def test_a_window_that_still_runs_is_not_missed() -> None:
    assert not any(one.missed for one in standings(WINDOWS, [], on=WINDOWS[0].last_on))


@given(st.lists(st.integers(-3, 60), max_size=12))
def test_no_visit_counts_twice_and_none_counts_before_its_day(offsets: list[int]) -> None:
    days = [WINDOWS[0].first_on + timedelta(days=n) for n in offsets]
    found = standings(WINDOWS, days, on=AFTER)
    used = [day for one in found for day in (one.visited_on, one.made_up_on) if day]

    assert len(used) == len(set(used)) <= len(set(days))
    assert all(one.made_up_on > one.window.last_on for one in found if one.made_up_on)


def test_a_window_is_missed_when_its_last_day_is_over_and_not_on_it() -> None:
    last = WINDOWS[0].last_on

    assert not standings(WINDOWS, (), on=last)[0].missed
    assert standings(WINDOWS, (), on=last + timedelta(days=1))[0].missed
    assert standings(WINDOWS, [last], on=last + timedelta(days=1))[0].visited_on == last
