"""What an answer plans or promises is not over when it is planned, in whatever form it stands."""

from datetime import date, timedelta

import pytest

from models.facts.ahead import behind, past, planned
from models.forms.catalogue import FORMS
from tests.factories_forms import example

LONG_AFTER = date(2099, 1, 1)
LONG_BEFORE = date(2000, 1, 1)


def dotted(path: str) -> str:
    """The path of a field without the numbers of rows."""
    return ".".join(one for one in path.split(".") if not one.isdecimal())


@pytest.mark.parametrize("name", planned())
def test_what_is_planned_is_refused_at_its_field_when_it_is_over(name: str) -> None:
    form = example(FORMS[name])
    assert behind(name, form, LONG_BEFORE) == {}
    wrong = behind(name, form, LONG_AFTER)
    assert {dotted(one) for one in wrong} <= set(planned()[name])
    assert all("已经过去" in sentences[0] for sentences in wrong.values())


def test_a_meeting_is_not_convened_for_last_week() -> None:
    form = example(FORMS["convening"])
    day = form.meeting_at.date()  # type: ignore[attr-defined]
    assert "meeting_at" not in behind("convening", form, day)
    assert "meeting_at" in behind("convening", form, day + timedelta(days=1))


def test_each_row_is_named_that_promises_what_is_over() -> None:
    form = example(FORMS["minutes"])
    days = [one.by for one in form.commitments]  # type: ignore[attr-defined]
    held = form.held_at.date()  # type: ignore[attr-defined]
    first = form.commitments[0].model_copy(update={"by": held - timedelta(days=1)})  # type: ignore[attr-defined]
    typed = form.model_copy(update={"commitments": (first, *form.commitments[1:])})  # type: ignore[attr-defined]
    assert len(days) > 1
    assert set(behind("minutes", typed, LONG_AFTER)) == {"commitments.0.by"}


def test_what_was_promised_then_and_is_entered_now_counts_from_then() -> None:
    """Asked for on the 8th, promised for the 12th, entered on the 15th: true, and overdue."""
    asked = {
        "received": "否", "station": "示例派出所", "chased_at": "2026-06-08 14:00",
        "chased_whom": "电话", "answer": "还在侦办", "promised_on": "2026-06-12",
    }  # fmt: skip
    form = FORMS["police-statement"]
    read = example(form).model_copy(
        update={
            name: getattr(
                example(form, **asked, received_on=None, handling=None, summary=None, copies=None,
                        number=None),
                name,
            )
            for name in ("received", "received_on", "chased_at", "promised_on")
        }
    )  # fmt: skip
    entered = date(2026, 6, 15)
    assert behind("police-statement", read, entered) == {}
    early = read.model_copy(update={"promised_on": date(2026, 6, 7)})
    assert set(behind("police-statement", early, entered)) == {"promised_on"}


def test_no_day_is_both_planned_and_past() -> None:
    assert {(name, path) for name, paths in planned().items() for path in paths}.isdisjoint(
        (name, path) for name, paths in past().items() for path in paths
    )
