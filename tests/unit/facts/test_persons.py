"""Persons of a case: told apart by name, number and what contradicts, never by their place."""

from typing import Any

import pytest

from models.facts.case import CaseFacts
from models.facts.persons import (
    PersonRole,
    guardians_after,
    is_same,
    may_be,
    mention_of,
    plain_name,
)
from models.forms.people import GuardianEntry
from models.forms.receipt import Registration
from models.forms.reception import ReceptionHandover
from models.forms.relative_care import CarerVerification
from tests.factories_forms import example
from tests.unit.documents.records import answer


def guardian(name: str, relation: str, **more: Any) -> GuardianEntry:
    return GuardianEntry.model_validate({"name": name, "relation": relation, **more})


STEPFATHER = guardian("张甲", "father", phone="0999-0000071", is_suspected=True)
FATHER = guardian("李乙", "father", address="乙村2号")


@pytest.mark.parametrize("relation", ["father", "mother", "grandfather", "other"])
def test_a_second_one_of_the_same_relation_is_a_second_person(relation: str):
    first = guardian("张甲", relation, phone="0999-0000071", is_suspected=True)
    [one, two] = guardians_after([first], [guardian("李乙", relation)])
    assert (one.name, one.phone, one.is_suspected) == ("张甲", "0999-0000071", True)
    assert (two.name, two.phone, two.is_suspected) == ("李乙", None, False)


def test_a_later_form_completes_whom_it_names_and_nobody_else():
    told = guardian("张 甲", "father", address="甲村1号")
    [one, two] = guardians_after([STEPFATHER, FATHER], [told])
    assert (one.phone, one.address, one.is_suspected) == ("0999-0000071", "甲村1号", True)
    assert two == FATHER


def test_the_order_in_which_people_are_named_tells_nobody_apart():
    one_way = guardians_after([], [STEPFATHER, FATHER])
    other = guardians_after([], [FATHER, STEPFATHER])
    assert {each.name: each for each in one_way} == {each.name: each for each in other}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"phone": "0999-0000071"}, {"phone": "0999-0000072"}),
        ({"birth_date": "1990-01-01"}, {"birth_date": "1990-01-02"}),
        ({"id_number": "HK111"}, {"id_number": "HK112"}),
    ],
)
def test_what_is_given_on_both_sides_and_differs_makes_two_persons(
    mine: dict[str, str], theirs: dict[str, str]
):
    assert len(guardians_after([guardian("张甲", "father", **mine)],
                               [guardian("张甲", "father", **theirs)])) == 2  # fmt: skip
    assert len(guardians_after([guardian("张甲", "father", **mine)],
                               [guardian("张甲", "father")])) == 1  # fmt: skip


def test_name_and_number_make_one_person_of_two_relations_and_two_phones():
    mother = guardian("林某某", "mother", id_number="HK111", phone="0999-0000001")
    again = guardian("林某某", "adoptive_mother", id_number="HK111", phone="0999-0000002")
    assert is_same(mention_of(mother), mention_of(again))


def test_where_it_is_dangerous_to_be_wrong_a_name_is_enough_until_a_number_says_otherwise():
    mother = mention_of(guardian("林某某", "mother", id_number="HK111"))
    as_aunt = mention_of(guardian("林某某", "other"))
    assert not is_same(mother, as_aunt)
    assert may_be(mother, as_aunt)
    namesake = mention_of(guardian("林某某", "other", id_number="HK112"))
    assert not may_be(mother, namesake)
    renamed = mention_of(guardian("王某某", "other", id_number="HK111"))
    assert may_be(mother, renamed)


@pytest.mark.parametrize(
    "written", ["林某某", " 林 某某", "林某某(母亲)", "林某某（母亲）", "林·某某"]
)
def test_a_name_is_compared_as_it_is_meant(written: str):
    assert plain_name(written) == "林某某"


def test_everybody_the_forms_name_is_a_person_of_the_case_once():
    facts = CaseFacts.of(
        [
            answer(example(Registration), at=1),
            answer(
                example(ReceptionHandover, guardians=[{"name": "李乙", "relation": "father"}]), at=2
            ),
            answer(example(CarerVerification), at=3),
        ]
    )
    assert [one.name for one in facts.persons if PersonRole.GUARDIAN in one.roles] == [
        "林某某", "禾某某", "李乙",
    ]  # fmt: skip
    assert [one.name for one in facts.persons if PersonRole.CARER in one.roles] == ["王某某"]
    [mother] = [one for one in facts.persons if one.name == "林某某"]
    assert mother.mentions[0].origin == facts.given[0]
    assert [one.name for one in facts.guardians] == ["林某某", "禾某某", "李乙"]


def test_what_was_not_known_yet_is_no_person_of_that_day():
    first = answer(example(Registration), at=1)
    facts = CaseFacts.of([first, answer(example(CarerVerification), at=3)])
    assert "王某某" not in [one.name for one in facts.as_known_on(first.answered_at).persons]
