"""What a filing clerk or the other side would send back is refused at its field."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from documents.contexts.people import child_party
from documents.papers import PAPERS
from documents.peoples import PEOPLES, people_named
from models.errors import FormInvalid
from models.forms.custody import PoliceStatement
from models.forms.injunction import InjunctionApplication
from models.forms.petition import PetitionDraft
from models.forms.protection_application import ProtectionApplication
from models.forms.receipt import PoliceReport
from models.forms.return_home import CollectionNotice, NoticeServed, Service
from models.words import Paper, Stage
from tests.factories_forms import example, raw_example
from tests.law import LAW
from tests.unit.documents.records import record, with_answer


def refused(form, typed) -> dict[str, list[str]]:
    with pytest.raises(FormInvalid) as wrong:
        form.parse(typed, LAW)
    return wrong.value.errors


@pytest.mark.parametrize("form", [PetitionDraft, ProtectionApplication, InjunctionApplication])
def test_there_is_a_copy_for_each_respondent(form):
    typed = raw_example(form)
    typed["respondents"] += [
        deepcopy(typed["respondents"][0]) | {"name": f"禾某{n}"} for n in "甲乙"
    ]
    typed["copies"] = str(len(typed["respondents"]) - 1)

    assert "copies" in refused(form, typed)


def test_nobody_has_three_agents():
    typed = raw_example(PetitionDraft)
    typed["agents"] = [typed["agents"][0] | {"name": name} for name in ("甲某", "乙某", "丙某")]

    assert "agents" in refused(PetitionDraft, typed)


@pytest.mark.parametrize("manner", [one.label for one in Service])
def test_every_manner_of_service_of_the_procedure_law_can_be_said(manner: str):
    typed = raw_example(NoticeServed, manner=manner, witness="王某", tracking_number="(虚构)1号")

    assert NoticeServed.parse(typed, LAW).manner.label == manner


def test_the_notice_in_a_newspaper_serves_when_its_days_are_over():
    typed = raw_example(NoticeServed, manner="公告送达", published_on="2026-11-17")
    typed["served_at"] = "2026-11-17 10:00"

    assert "served_at" in refused(NoticeServed, typed)


def test_the_letter_goes_to_the_station_of_the_home():
    case = with_answer(
        record(Stage.RETURN_HOME), example(PoliceStatement, station="外省某市车站派出所")
    )
    case = with_answer(case, example(PoliceReport, station="外省某市广场派出所"))
    case = with_answer(case, example(CollectionNotice, home_station="示例县示例镇派出所"))

    letter: Any = PAPERS[Paper.BRIEFING_LETTER].build(case, "notice-police")
    assert letter.addressee == "示例县示例镇派出所"


def test_the_station_of_the_home_is_asked_and_older_answers_stay_readable():
    typed = raw_example(CollectionNotice)
    stored = example(CollectionNotice).dump()
    del typed["home_station"], stored["home_station"]

    assert "home_station" in refused(CollectionNotice, typed)
    assert CollectionNotice.load(stored).home_station is None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("汉", "汉族"), ("汉族", "汉族"), ("穿青人", "穿青人"), ("僜人", "僜人"), ("入籍", "入籍"),
     ("未识别民族", "未识别民族"), ("毛南", "毛南族"), ("革家人", "革家人"), ("摩梭人", "摩梭人")],
)  # fmt: skip
def test_a_people_is_written_as_on_the_card(typed: str, printed: str):
    assert people_named(typed) == printed
    child = record(Stage.RECEIPT).child.model_copy(update={"ethnicity": typed})
    assert f"\uff0c{printed}" in child_party(child)


def test_there_are_fifty_six_peoples():
    assert len(PEOPLES) == 56


def test_a_notice_day_is_a_day():
    typed = raw_example(NoticeServed, manner="公告送达", published_on="2026-10-18")

    assert NoticeServed.parse(typed, LAW).published_on == date(2026, 10, 18)
