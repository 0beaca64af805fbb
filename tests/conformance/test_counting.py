"""The counting vectors, through the engine and through a person's eyes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.loading import load_pack

VECTORS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("counting.yaml").read_text("utf-8")
)["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['rule']}-{v['start']}")
def test_a_vector_is_counted_as_by_hand(vector: dict[str, Any]) -> None:
    found = count(load_pack("national").rule(vector["rule"]), vector["start"], Calendar.standard())

    assert found.nominal_on == vector["nominal"]
    assert found.due_on == vector["due"]
    assert found.expected_on == vector.get("expected", vector["due"])
    assert found.provisional is vector.get("provisional", False)


def test_the_receipt_names_each_day_that_was_rolled() -> None:
    receipt = count(
        load_pack("national").rule("5A.2"), date(2026, 9, 29), Calendar.standard()
    ).receipt()

    rolled = [str(step.date) for step in receipt.steps if step.kind == "rolled"]
    assert rolled == [f"2026-10-0{n}" for n in range(2, 8)]
    assert receipt.due.isoformat() == "2026-10-08T23:59:59+08:00"


def test_working_days_name_each_day_counted() -> None:
    receipt = count(
        load_pack("national").rule("1.7"), date(2026, 9, 18), Calendar.standard()
    ).receipt()

    counted = [str(step.date) for step in receipt.steps if step.kind == "counted"]
    assert counted == [f"2026-09-{n}" for n in range(20, 25)]
