"""Which field of a form says when the act was done: it is there, and it is a moment."""

from datetime import date, datetime
from typing import Any

import pytest

from models.forms.acts import DONE_WHEN, done_at
from models.forms.catalogue import FORMS
from models.forms.reading import part_type
from models.law.dates import shanghai_date
from tests.factories_forms import raw_example
from tests.law import LAW


@pytest.mark.parametrize("name", DONE_WHEN)
def test_the_field_that_tells_when_is_a_moment_of_the_form(name: str) -> None:
    fields = FORMS[name].model_fields
    *groups, last = DONE_WHEN[name].split(".")
    for group in groups:
        part = part_type(fields[group].annotation)
        assert part is not None
        fields = part.model_fields
    assert any(one.__name__ in str(fields[last].annotation) for one in (date, datetime))


def test_a_day_counts_to_its_end_and_an_instant_is_itself() -> None:
    visit: Any = FORMS["visit"].parse(raw_example(FORMS["visit"]), LAW)
    served: Any = FORMS["notice-served"].parse(raw_example(FORMS["notice-served"]), LAW)

    told = done_at("visit", visit)
    assert told is not None
    assert shanghai_date(told) == visit.on
    assert done_at("notice-served", served) == served.served_at


def test_a_decision_of_the_centre_is_the_act_itself() -> None:
    triage = FORMS["triage"].parse(raw_example(FORMS["triage"]), LAW)

    assert done_at("triage", triage) is None
