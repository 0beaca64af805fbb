"""Lights, rungs and cards: pure functions of a rule, two instants and the time it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.law import cards, ladder
from models.law.dates import SHANGHAI
from models.law.lights import AT_ONCE, URGENT, Light, Turns, light, turns
from models.law.loading import load_pack, local_ids
from models.law.rule import LightShares, Reminder
from models.law.vocabulary import Tell
from models.store.query import named
from models.words import CardColour

SHARES = LightShares(yellow=25, red=10)
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def end_of(day: int) -> datetime:
    return datetime(2026, 3, day, 23, 59, 59, tzinfo=SHANGHAI)


def test_a_rule_in_hours_turns_at_the_instant() -> None:
    found = turns(SHARES, since=NOON, due=NOON + 20 * HOUR, rule=load_pack("national").rule("2.1"))

    assert found == Turns(NOON + 15 * HOUR, NOON + 18 * HOUR)


def test_a_rule_in_days_is_red_its_whole_last_day_and_yellow_the_day_before() -> None:
    rule = load_pack("national").rule("C.5")
    short = turns(SHARES, since=NOON, due=end_of(12), rule=rule)
    assert short.red_at == datetime(2026, 3, 12, tzinfo=SHANGHAI)
    assert short.yellow_at == datetime(2026, 3, 11, tzinfo=SHANGHAI)

    shortest = turns(SHARES, since=NOON, due=end_of(10), rule=rule)
    assert shortest.red_at == datetime(2026, 3, 10, tzinfo=SHANGHAI)
    assert shortest.yellow_at == NOON


@pytest.mark.parametrize(("hours", "yellow"), [(0.5, "12:00"), (4, "12:00"), (5, "15:45")])
def test_what_has_a_few_hours_is_yellow_from_its_beginning(hours: float, yellow: str) -> None:
    rule = load_pack("national").rule("1.2")

    found = turns(SHARES, since=NOON, due=NOON + hours * HOUR, rule=rule)

    assert f"{found.yellow_at:%H:%M}" == yellow
    assert found.red_at > NOON


def test_what_is_done_at_once_stands_above_all_and_has_no_number() -> None:
    pack = load_pack("national")

    assert min(Light) is Light.AT_ONCE
    assert all(pack.rule(one).counted is None for one in AT_ONCE)
    assert named("fragments", "urgent_rules") == f"({', '.join(map(repr, URGENT))})"
    assert all(pack.rule(one).counted for one in URGENT)
    assert named("fragments", "at_once") == f"({', '.join(map(repr, AT_ONCE))})"


def test_the_words_follow_each_other_and_the_due_instant_itself_is_in_time() -> None:
    due = NOON + 20 * HOUR
    found = turns(SHARES, since=NOON, due=due)
    told = [light(at, due, found) for at in (
        NOON, found.yellow_at, found.red_at, due, due + timedelta(seconds=1))]  # fmt: skip

    assert told == [Light.GREEN, Light.YELLOW, Light.RED, Light.RED, Light.OVERDUE]
    assert light(NOON, None, None) is Light.NONE
    assert light(due + DAY, due, None) is Light.OVERDUE


def test_every_light_has_its_own_word_and_shape() -> None:
    assert len({one.chinese for one in Light}) == len({one.shape for one in Light}) == len(Light)


@given(
    yellow=st.integers(2, 99), minutes=st.integers(1, 600_000), passed=st.integers(0, 700_000),
    rule=st.sampled_from(["2.1", "C.5", "3.2", "6.2-1"]), data=st.data(),
)  # fmt: skip
def test_a_light_never_goes_back(
    yellow: int, minutes: int, passed: int, rule: str, data: st.DataObject
) -> None:
    shares = LightShares(yellow=yellow, red=data.draw(st.integers(1, yellow - 1)))
    due = NOON + timedelta(minutes=minutes)
    found = turns(shares, since=NOON, due=due, rule=load_pack("national").rule(rule))
    assert NOON <= found.yellow_at <= found.red_at <= due
    at = NOON + timedelta(minutes=passed)
    assert light(at, due, found) >= light(at + timedelta(minutes=7), due, found)


def test_every_rule_has_shares_and_the_long_ones_their_own() -> None:
    for local in ("", *local_ids()):
        for rule in load_pack("national", (local,) if local else ()).rules.values():
            assert 0 < rule.light.red < rule.light.yellow < 100
    assert load_pack("national").light == SHARES
    assert load_pack("national").rule("3.2").light != SHARES


@pytest.mark.parametrize(("yellow", "red"), [(10, 10), (10, 25), (0, 0), (100, 10), (25, 0)])
def test_shares_out_of_order_do_not_load(yellow: int, red: int) -> None:
    with pytest.raises(ValidationError):
        LightShares(yellow=yellow, red=red)


LADDER = (
    Reminder(hours=-24, tell=Tell.OWNER), Reminder(hours=-12, tell=Tell.SUPERVISOR),
    Reminder(hours=0, tell=Tell.DIRECTOR),
)  # fmt: skip


def test_who_got_the_step_was_told_then_and_leaders_were_not() -> None:
    due = NOON + 6 * HOUR
    assert [one.tell for one in ladder.rungs(LADDER, due)] == [one.tell for one in LADDER]
    of_a_step = ladder.rungs(LADDER, due, opened=NOON)
    assert [one.tell for one in of_a_step] == [Tell.SUPERVISOR, Tell.DIRECTOR]


def test_what_is_reached_and_not_told_and_when_to_look_again() -> None:
    due = NOON + 2 * DAY
    rungs = ladder.rungs(LADDER, due, NOON)
    assert ladder.reached(rungs, NOON) == ()
    assert ladder.next_look(rungs, NOON) == due - DAY
    now = due - HOUR
    assert [one.hours for one in ladder.reached(rungs, now)] == [-24, -12]
    assert [one.hours for one in ladder.reached(rungs, now, {(-24, Tell.OWNER)})] == [-12]
    assert ladder.next_look(rungs, now, [now + timedelta(minutes=5)]) == now + timedelta(minutes=5)
    assert ladder.next_look(rungs, due) is None
    # At its very instant a rung is reached: who looks then need not look again for it.
    assert [one.hours for one in ladder.reached(rungs, due - DAY)] == [-24]


def test_a_day_before_which_nothing_may_be_done_has_no_ladder_and_a_plain_date_the_default() -> (
    None
):
    pack = load_pack("national")

    assert pack.ladder("5C.10") == ()
    assert pack.ladder("-") == pack.default_ladder
    assert {one.tell for one in pack.default_ladder} == {Tell.OWNER, Tell.SUPERVISOR}


def test_cards_are_earned_by_what_passed_and_named_for_who_could_have_acted() -> None:
    due = NOON + 10 * DAY
    turning = Turns(NOON + 7 * DAY, NOON + 9 * DAY)

    def earned(until: datetime, opened: datetime = NOON) -> list[tuple[CardColour, bool]]:
        found = cards.owed(turning, due, until=until, opened=opened)
        return [(one.colour, one.by_owner) for one in found]

    assert earned(turning.red_at) == []
    assert earned(due) == [(CardColour.YELLOW, True)]
    assert earned(due + HOUR) == [(CardColour.YELLOW, True), (CardColour.RED, True)]
    assert earned(due + HOUR, opened=turning.red_at) == [(CardColour.RED, True)]
    assert earned(due + DAY, opened=due + HOUR) == [(CardColour.RED, False)]


def test_a_card_is_counted_in_the_month_of_shanghai() -> None:
    assert cards.month_of(datetime(2026, 3, 31, 16, 30, tzinfo=UTC)) == "2026-04"
