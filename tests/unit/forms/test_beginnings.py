"""What starts a clock has happened when it is recorded."""

from datetime import datetime, timedelta

import pytest

from models.forms.beginnings import STARTS, ahead
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI
from tests.factories_forms import example

LONG_AFTER = datetime(2099, 1, 1, tzinfo=SHANGHAI)
LONG_BEFORE = datetime(2000, 1, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize("name", STARTS)
def test_a_start_ahead_is_named_at_its_field(name: str) -> None:
    form = example(FORMS[name])

    assert ahead(name, form, LONG_AFTER) == {}
    wrong = ahead(name, form, LONG_BEFORE)
    assert {one for one in wrong if not one.endswith("birth_date")} == set(STARTS[name])
    assert all("还没有到" in sentences[0] for sentences in wrong.values())


def test_the_minute_decides_and_a_day_counts_whole() -> None:
    form = example(FORMS["notice-served"])
    served = form.served_at  # type: ignore[attr-defined]
    assert ahead("notice-served", form, served) == {}
    assert set(ahead("notice-served", form, served - timedelta(minutes=1))) == {"served_at"}

    accepted = example(FORMS["court-acceptance"])
    day = accepted.decided_on  # type: ignore[attr-defined]
    morning = datetime(day.year, day.month, day.day, 0, 1, tzinfo=SHANGHAI)
    assert ahead("court-acceptance", accepted, morning) == {}


def test_a_form_that_starts_nothing_may_look_ahead() -> None:
    assert ahead("work-plan", example(FORMS["work-plan"]), LONG_BEFORE) == {}
