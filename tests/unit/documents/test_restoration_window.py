"""The opinion for the court says of each application what the counted window says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.contexts.restoration_opinion import build
from models.forms.restoration import RestorationCommission
from models.law.calendar.table import Calendar
from models.law.count import count
from models.law.restoration import restoration_window
from models.words import Stage
from tests.factories_forms import example
from tests.law import LAW
from tests.unit.documents.records import record, with_answer

DAY = timedelta(days=1)
YEAR = [date(2025, 1, 1) + DAY * n for n in range(365)]
CALENDAR = Calendar.standard()


def borders(revoked_on: date) -> Iterator[tuple[date, bool]]:
    """The days on both sides of each border of the window, with whether they lie inside."""
    opens = count(LAW.rule("5C.10"), revoked_on, CALENDAR).due_on
    closes = count(LAW.rule("5C.10-closes"), revoked_on, CALENDAR).due_on
    yield from ((opens, False), (opens + DAY, True), (closes, True), (closes + DAY, False))


def test_the_opinion_states_the_window_that_the_law_counts_on_every_border_of_2025() -> None:
    given = record(Stage.RESTORATION)
    commission = example(RestorationCommission)
    told = {True: "申请日期在《意见》", False: "申请日期不在《意见》"}
    wrong = []
    for revoked_on in YEAR:
        for applied_on, inside in borders(revoked_on):
            asked = commission.model_copy(
                update={"revoked_on": revoked_on, "applied_on": applied_on}
            )
            said = build(with_answer(given, asked), None).in_time
            if not said.startswith(told[inside]):
                wrong.append((revoked_on, applied_on))

    assert wrong == []


@pytest.mark.parametrize("months", [3, 5])
def test_the_window_is_that_of_the_packs_rule(months: int) -> None:
    rule = LAW.rule("5C.10")
    assert rule.term is not None
    other = rule.model_copy(update={"term": rule.term.model_copy(update={"length": months})})
    law = LAW.model_copy(update={"rules": {**LAW.rules, "5C.10": other}})
    window = restoration_window(date(2025, 3, 3), CALENDAR, law)
    commission = example(RestorationCommission).model_copy(
        update={"revoked_on": date(2025, 3, 3), "applied_on": date(2025, 7, 1)}
    )
    given = with_answer(replace(record(Stage.RESTORATION), law=law), commission)

    assert window.opens_after == date(2025, 3 + months, 3)
    assert ("不在" in build(given, None).in_time) is (months == 5)
