"""What an answer tells as past has happened when it is recorded, in whatever form it stands."""

from datetime import datetime, timedelta

import pytest

from models.facts.ahead import ahead, past
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI
from tests.factories_forms import example

LONG_AFTER = datetime(2099, 1, 1, tzinfo=SHANGHAI)
LONG_BEFORE = datetime(2000, 1, 1, tzinfo=SHANGHAI)


def dotted(path: str) -> str:
    """The path of a field without the numbers of rows."""
    return ".".join(one for one in path.split(".") if not one.isdecimal())


@pytest.mark.parametrize("name", past())
def test_what_is_told_as_past_is_named_at_its_field_while_it_lies_ahead(name: str) -> None:
    form = example(FORMS[name])
    assert ahead(name, form, LONG_AFTER) == {}
    wrong = ahead(name, form, LONG_BEFORE)
    assert {dotted(one) for one in wrong if not one.endswith("birth_date")} <= set(past()[name])
    assert all("还没有到" in sentences[0] for sentences in wrong.values())


def test_no_field_is_left_out() -> None:
    """Each path leads to a day in the example of some form, or the form says it did not happen."""
    found = {
        f"{name}:{dotted(one)}"
        for name in past()
        for one in ahead(name, example(FORMS[name]), LONG_BEFORE)
        if not one.endswith("birth_date")
    }
    hidden = {f"{name}:{path}" for name, paths in past().items() for path in paths} - found
    assert len(found) > 60
    assert len(hidden) < 15, sorted(hidden)


def test_the_minute_decides_and_a_day_counts_whole() -> None:
    form = example(FORMS["notice-served"])
    served = form.served_at  # type: ignore[attr-defined]
    assert ahead("notice-served", form, served) == {}
    assert set(ahead("notice-served", form, served - timedelta(minutes=1))) == {"served_at"}

    accepted = example(FORMS["court-acceptance"])
    day = accepted.decided_on  # type: ignore[attr-defined]
    morning = datetime(day.year, day.month, day.day, 0, 1, tzinfo=SHANGHAI)
    assert ahead("court-acceptance", accepted, morning) == {}


def test_what_is_planned_may_lie_ahead() -> None:
    for name in ("work-plan", "follow-up-plan", "convening"):
        assert ahead(name, example(FORMS[name]), LONG_BEFORE) == {}
