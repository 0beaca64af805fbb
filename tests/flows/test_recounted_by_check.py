"""`hutong check` counts again by the law what runs, whatever the row and its imprint say."""

import pytest

from tests.flows.positions import Positions
from tests.flows.practice import Practice

SENTENCE = "每个按规则计算的期限,重新计算的届满时间与登记的一致"
#: Row, receipt and step agree with each other; only the law does not.
SHIFT = (
    "WITH moved AS (UPDATE deadlines SET due_at = due_at + interval '{days} days', "
    "receipt = receipt || jsonb_build_object('due_utc', "
    "to_char((due_at + interval '{days} days') AT TIME ZONE 'UTC', "
    '\'YYYY-MM-DD"T"HH24:MI:SS"+00:00"\')) WHERE key = :key RETURNING step_id, due_at) '
    "UPDATE steps s SET due_at = m.due_at FROM moved m WHERE s.id = m.step_id"
)


@pytest.fixture
def practice(positions: Positions):
    """A case before its consultation, in temporary guardianship."""
    with positions.at("ask:convening") as practice:
        yield practice


@pytest.mark.parametrize("key", ["ask:convening:1", "clock:3.2"])
def test_a_day_that_does_not_follow_from_its_start_is_named(practice: Practice, key: str):
    assert practice.broken_promises() == {}
    practice.tell(SHIFT.format(days=1), key=key)
    found = practice.broken_promises()
    [named] = found[SENTENCE]
    assert "应为" in named
    assert "登记为" in named


def test_a_start_that_was_moved_is_named_by_the_day_it_would_give(practice: Practice):
    practice.tell(
        "UPDATE deadlines SET starts_at = starts_at - interval '9 days' "
        "WHERE key = 'ask:convening:1'"
    )
    assert SENTENCE in practice.broken_promises()
