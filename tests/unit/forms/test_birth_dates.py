"""Nobody is born ahead, and the child of a case is a child: one mistyped year is told at its field."""

from datetime import UTC, datetime
from typing import Any

import pytest

from models.errors import FormInvalid
from models.facts.ahead import ahead
from models.forms.petition import PetitionDraft
from models.forms.receipt import Registration
from models.forms.reception import ReceptionHandover
from tests.factories_forms import example, raw_example
from tests.law import LAW

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("form", [Registration, ReceptionHandover])
@pytest.mark.parametrize("born", ["2099-05-06", "1990-05-06", "2008-03-09", "2026-03-11"])
@pytest.mark.parametrize("estimated", ["是", "否"])
def test_who_is_not_born_yet_or_of_age_is_no_child_of_a_case(
    form: Any, born: str, estimated: str
) -> None:
    typed = raw_example(form)
    typed["child"] |= {"birth_date": born, "birth_date_estimated": estimated}

    with pytest.raises(FormInvalid) as refused:
        form.parse(typed, LAW)
    assert list(refused.value.errors) == ["child.birth_date"]
    assert "出生" in refused.value.errors["child.birth_date"][0]


@pytest.mark.parametrize("born", ["2008-03-11", "2026-03-09", "2017-05-06"])
def test_the_day_before_majority_and_the_day_of_birth_are_a_childs(born: str) -> None:
    typed = raw_example(Registration)
    typed["child"] |= {"birth_date": born}

    assert Registration.parse(typed, LAW).child.birth_date


def test_nobody_else_is_born_ahead_either() -> None:
    respondents = raw_example(PetitionDraft)["respondents"]
    respondents[0] |= {"birth_date": "2031-01-01"}
    petition = example(PetitionDraft, respondents=respondents)
    guardians = raw_example(Registration)["guardians"]
    guardians[0] |= {"birth_date": "2031-01-01"}

    assert list(ahead("petition-draft", petition, NOW)) == ["respondents.0.birth_date"]
    told = ahead("registration", example(Registration, guardians=guardians), NOW)
    assert list(told) == ["guardians.0.birth_date"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2016", "2016-12-31"), ("2016年", "2016-12-31"), ("2016-5", "2016-05-01"),
     ("2016年05月", "2016-05-01"), ("2016年5月6日", "2016-05-06")],
)  # fmt: skip
def test_of_a_birth_the_year_or_the_month_may_be_known(typed: str, kept: str) -> None:
    raw = raw_example(Registration)
    raw["child"] |= {"birth_date": typed, "birth_date_estimated": "否"}

    child = Registration.parse(raw, LAW).child
    assert str(child.birth_date) == kept
    assert child.birth_date_estimated is ("6日" not in typed)
