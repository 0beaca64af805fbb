"""Temporary guardianship by child: spans merged, summed, and told without a case."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.law.custody import Span, earlier_time

T0 = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


def day(month: int, of: int, *, hour: int = 2) -> datetime:
    return datetime(2026, month, of, hour, 0, tzinfo=UTC)


def test_a_first_span_has_nothing_before_it() -> None:
    before = earlier_time([Span(T0)], T0)

    assert (before.days, before.counted_from, before.told()) == (0, T0, None)


def test_two_earlier_spans_are_summed_and_told_without_a_case() -> None:
    before = earlier_time([Span(day(5, 1), day(5, 31)), Span(day(1, 10), day(2, 9)), Span(T0)], T0)

    assert before.days == 60
    assert before.counted_from == T0 - timedelta(days=60)
    assert before.told() == (
        "临时监护按未成年人累计计算:2026年1月10日至2026年2月9日30日、"
        "2026年5月1日至2026年5月31日30日;此前合计60日,视同自2026年7月3日起算。"
    )
    spans = before.kept().model_dump(by_alias=True)["spans"]
    assert [set(one) for one in spans] == [{"from", "to", "days"}] * 2


def test_days_spent_in_two_cases_at_once_are_counted_once() -> None:
    at_once = [Span(day(1, 1), day(3, 1)), Span(day(2, 1), day(4, 1)), Span(day(2, 10), day(2, 20))]

    assert earlier_time(at_once, T0).days == 90


def test_a_span_that_runs_elsewhere_counts_up_to_t0() -> None:
    before = earlier_time([Span(day(8, 1))], T0)

    assert before.days == 31
    assert before.counted_from == day(8, 1)
    # Known to have ended since, it counts no further either.
    assert earlier_time([Span(day(8, 1), day(11, 1))], T0) == before


def test_moved_from_one_centre_to_another_on_one_day_loses_and_doubles_no_day() -> None:
    before = earlier_time([Span(day(6, 1), day(7, 1)), Span(day(7, 1, hour=8), day(8, 1))], T0)

    assert before.days == 61


_DAYS = st.integers(0, 900)


@given(st.lists(st.tuples(_DAYS, _DAYS), max_size=6))
def test_the_sum_is_the_number_of_nights_at_least_one_span_holds(pairs: list[tuple[int, int]]):
    spans = [Span(T0 - timedelta(days=max(pair)), T0 - timedelta(days=min(pair))) for pair in pairs]
    nights = {n for pair in pairs for n in range(min(pair), max(pair))}

    assert earlier_time(spans, T0).days == len(nights)
