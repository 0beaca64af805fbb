"""A case taken on as urgent is checked within the centre's shorter target (rule 2.1-high)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from tests.flows.positions import Positions
from tests.flows.practice import Practice


def clock(practice: Practice) -> Row[Any]:
    [found] = practice.rows(
        "SELECT state, starts_at, due_at, met_late FROM deadlines WHERE key = 'clock:2.1-high'"
    )
    return found


def test_the_day_of_an_urgent_check_runs_from_the_report_until_the_check_is_answered(
    positions: Positions,
):
    with positions.at("ask:investigation") as practice:
        running = clock(practice)
        assert running.state == "running"
        assert running.due_at - running.starts_at == timedelta(hours=24)

        practice.play_to_step("approve:investigation-report", case_id=practice.case())
        assert clock(practice).state == "met"
