"""One number for everybody: right, in one spelling, of this birth date and sex."""

from typing import Any

import pytest
from pydantic import BaseModel
from stdnum.cn import ric

from models.errors import FormInvalid
from models.forms.base import Form
from models.forms.catalogue import FORMS
from models.forms.identity import Carded, IdKind, Sex, kind_of, plain_number, sex_in
from models.forms.petition import PetitionDraft
from models.forms.reading import inner_type, item_type, part_type
from models.forms.receipt import Registration
from models.forms.return_home import Collection
from tests.factories_forms import example, raw_example
from tests.law import LAW


def number(seventeen: str) -> str:
    return seventeen + ric.calc_check_digit(seventeen + "0")


#: Of a region that there is not; never anybody's.
MOTHER = number("99999919830405124")
CHILD = number("99999920160618101")
WRONG = [MOTHER[:-1], MOTHER + "1", MOTHER.replace("0", "O", 1), MOTHER.replace("1", "l", 1),
         MOTHER[:-1] + ("1" if MOTHER[-1] != "1" else "2"), MOTHER[:6] + MOTHER[8:17],
         number("99999919830231124")]  # fmt: skip


def errors(form: type[Form], typed: dict[str, Any]) -> list[str]:
    with pytest.raises(FormInvalid) as refused:
        form.parse(typed, LAW)
    return list(refused.value.errors)


def registered(**child: str) -> dict[str, Any]:
    typed = raw_example(Registration)
    kept = {"name": typed["child"].get("name"), "called": "甲", "sex": "unknown"}
    typed["child"] = kept | child
    return typed


@pytest.mark.parametrize("wrong", WRONG)
def test_what_looks_like_a_mainland_number_and_is_none_is_refused_of_everybody(wrong: str):
    guardian = raw_example(Registration)
    guardian["guardians"][0] |= {"id_number": wrong}
    respondent = raw_example(PetitionDraft)
    respondent["respondents"][0] |= {"id_number": wrong}
    taker = raw_example(Collection)
    taker["handover"] |= {"taker_id_number": wrong}

    assert "guardians.0.id_number" in errors(Registration, guardian)
    assert "respondents.0.id_number" in errors(PetitionDraft, respondent)
    assert "handover.taker_id_number" in errors(Collection, taker)
    assert "child.id_number" in errors(Registration, registered(id_kind="other", id_number=wrong))


@pytest.mark.parametrize(
    "typed",
    [CHILD, f" {CHILD[:6]} {CHILD[6:14]} {CHILD[14:].lower()} ", f"{CHILD[:6]}-{CHILD[6:]}",
     "".join(chr(ord(c) + 0xFEE0) for c in CHILD), f"\u202a{CHILD}\u202c"],
)  # fmt: skip
def test_one_number_has_one_spelling_and_says_its_kind_itself(typed: str):
    for kind in ({}, {"id_kind": "none"}, {"id_kind": "passport"}):
        read = Registration.parse(registered(id_number=typed, **kind), LAW).child

        assert (read.id_number, read.id_kind) == (CHILD, IdKind.RESIDENT)


def test_a_stored_spelling_is_read_as_the_one():
    stored = example(Registration).dump()
    stored["child"] |= {"id_kind": "resident", "id_number": f"{CHILD[:6]} {CHILD[6:]}"}

    assert Registration.load(stored).child.id_number == CHILD


@pytest.mark.parametrize(
    ("said", "at"),
    [({"birth_date": "2016-06-19"}, "child.birth_date"), ({"sex": "female"}, "child.sex")],
)
def test_what_is_said_of_the_child_is_what_its_number_says(said: dict[str, str], at: str):
    assert errors(Registration, registered(id_number=CHILD, **said)) == [at]


@pytest.mark.parametrize("said", [{"birth_date": "1985-04-05"}, {"sex": "male"}])
def test_what_is_said_of_a_respondent_is_what_the_number_says(said: dict[str, str]):
    typed = raw_example(PetitionDraft)
    typed["respondents"][0] |= {"sex": "female", "id_number": MOTHER} | said

    assert any(path.startswith("respondents.0.") for path in errors(PetitionDraft, typed))


def test_a_number_says_kind_and_sex():
    assert kind_of(number("81000019830405124")) is IdKind.HONG_KONG_MACAO_TAIWAN
    assert kind_of(number("91115619830405124")) is IdKind.FOREIGN_RESIDENCE
    assert kind_of("E12345678") is None
    assert (sex_in(MOTHER), sex_in(CHILD)) == (Sex.FEMALE, Sex.MALE)
    assert plain_number("e 1234 5678") == "E12345678"


def parts_of(part: type[BaseModel]) -> set[type[BaseModel]]:
    found = {part}
    for info in part.model_fields.values():
        inner = part_type(info.annotation) or item_type(info.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= parts_of(inner)
    return found


def test_whoever_is_asked_for_a_number_is_checked_in_the_same_way():
    for form in FORMS.values():
        for part in parts_of(form):
            if "id_number" in part.model_fields:
                assert issubclass(part, Carded), part.__name__
                assert inner_type(part.model_fields["id_number"].annotation) is str
