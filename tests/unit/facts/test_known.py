"""What the record knows of what a form asks: never a guess, never who takes the child."""

from dataclasses import replace
from typing import Any

import pytest

from models.facts.case import CaseFacts
from models.facts.given import GivenAnswer
from models.facts.known.table import KNOWN, known_of, named_in
from models.facts.known.told import Asked
from models.forms.assessment import Assessment
from models.forms.base import Form
from models.forms.catalogue import FORMS, name_of
from models.forms.consultation import Convening, Minutes, PartyOpinion
from models.forms.handover import Handover
from models.forms.injunction import InjunctionApplication
from models.forms.investigation import Investigation
from models.forms.known import Known
from models.forms.people import ChildIdentity, Reporter
from models.forms.reading import tidy
from models.forms.receipt import Registration
from models.forms.return_home import CollectionNotice
from models.forms.revocation import PetitionDraft
from models.words import Stage
from tests.asked_once import counted
from tests.factories_forms import example
from tests.unit.documents.records import CENTRE, answer, record
from web.typed import as_typed

#: Text boxes still to be typed on the way to a petition, as `python -m tests.asked_once` counts
#: them. It only goes down.
MOST_ASKED = 310


def asked(*given: GivenAnswer, **more: Any) -> Asked:
    """A case of these answers, asked by a form that comes next."""
    facts = CaseFacts.of(given)
    child = next((one.form.child for one in given if isinstance(one.form, Registration)), None)
    return replace(
        Asked(replace(facts, standing=facts.guardians), child, vars(CENTRE)), **more
    )  # fmt: skip


def in_order(*forms: Form) -> list[GivenAnswer]:
    return [answer(form, at=place) for place, form in enumerate(forms)]


def whole() -> Asked:
    """A case in which every form was answered."""
    made = record(Stage.CLOSURE)
    return Asked(made.facts, made.child, vars(made.centre), about="police")


def test_less_is_asked_and_never_more() -> None:
    still = sum(one.asked for one in counted())

    assert still <= MOST_ASKED, "a form asks again what the record knows"
    assert still == MOST_ASKED, f"write the lower number down here: {still}"


def test_every_fact_is_asked_for_by_a_field_and_answered_by_one_question() -> None:
    named = {fact for form in FORMS.values() for _, _, fact in named_in(form)}

    assert named == set(Known) == set(KNOWN)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_is_filled_in_can_be_handed_in_as_it_stands(form: type[Form]) -> None:
    known = known_of(form, whole())
    stored: dict[str, Any] = {}
    for path, one in known.items():
        name, _, rest = path.partition(".")
        stored[name] = stored.get(name, {}) | {rest: one.value} if rest else one.value
    errors = tidy(form, as_typed(form, stored))[1]
    wrong = {path: said for path, said in errors.items() if "请填写" not in said[0]}

    assert {path: wrong[path] for path in wrong if path.partition(".")[0] in stored} == {}


def test_nobody_is_filled_in_as_the_one_who_takes_the_child() -> None:
    taking = {name for name in Handover.model_fields if name.startswith(("taker", "identity"))}
    filled = {path for path, _, _ in named_in(Handover)}

    assert taking
    assert not taking & filled


def test_the_reporter_is_filled_in_nowhere() -> None:
    told = example(Registration).reporter
    assert isinstance(told, Reporter)
    assert told.name
    for form in FORMS.values():
        for path, one in known_of(form, whole()).items():
            assert told.name not in str(one.value), f"{name_of(form)}:{path}"


def test_the_opinions_of_the_meeting_are_in_its_minutes_each_from_its_own_step() -> None:
    convened = example(Convening)
    said = [
        answer(example(PartyOpinion, opinion=f"{one.name}的意见"), about=one.code, at=place)
        for place, one in enumerate(convened.parties, 1)
    ]
    opinions = known_of(Minutes, asked(answer(convened, at=0), *said))["opinions"]

    assert [one["opinion"] for one in opinions.value] == [
        f"{one.name}的意见" for one in convened.parties
    ]
    assert list(opinions.origins) == said


def test_opinions_of_an_earlier_meeting_are_not_those_of_this_one() -> None:
    convened = example(Convening)
    code = convened.parties[0].code
    again = replace(answer(convened, at=9), stage_ordinal=2)

    known = known_of(
        Minutes, asked(answer(convened), answer(example(PartyOpinion), about=code, at=1), again)
    )

    assert "opinions" not in known


def test_who_may_not_be_contacted_or_is_suspected_is_never_who_is_notified() -> None:
    form = example(Registration)
    [one, *_] = form.guardians
    for change in ({"is_suspected": True, "may_be_contacted": True},
                   {"is_suspected": False, "may_be_contacted": False}):  # fmt: skip
        alone = form.model_copy(update={"guardians": (one.model_copy(update=change),)})
        known = known_of(CollectionNotice, asked(answer(alone)))

        assert not {"guardian", "relation", "guardian_address"} & known.keys()


def test_of_two_guardians_who_could_be_notified_none_is_chosen() -> None:
    form = example(Registration)
    able = tuple(
        one.model_copy(update={"is_suspected": False, "may_be_contacted": True})
        for one in form.guardians
    )
    assert len(able) > 1
    both = form.model_copy(update={"guardians": able})
    one = form.model_copy(update={"guardians": able[:1]})

    assert "guardian" not in known_of(CollectionNotice, asked(answer(both)))
    assert known_of(CollectionNotice, asked(answer(one)))["guardian"].value == able[0].name


def test_respondents_are_the_suspected_guardians_as_the_register_has_them() -> None:
    form = example(Registration)
    known = known_of(PetitionDraft, asked(answer(form)))["respondents"]

    suspected = [one for one in form.guardians if one.is_suspected]
    assert [one["name"] for one in known.value] == [one.name for one in suspected]
    assert known.origins == (answer(form),)


def test_grounds_are_filled_in_only_where_there_is_one_whose_they_can_be() -> None:
    made = whole()
    [one] = _respondents(made)
    assert one["grounds35"]
    entries = tuple(
        entry.model_copy(update={"is_suspected": True}) for entry in made.facts.guardians
    )
    assert len(entries) > 1
    both = replace(made, facts=replace(made.facts, standing=entries))

    assert all("grounds35" not in row for row in _respondents(both))


def test_an_estimated_birth_date_tells_no_eighteenth_birthday() -> None:
    child = example(Registration).child
    assert isinstance(child, ChildIdentity)
    certain = replace(whole(), child=child.model_copy(update={"birth_date_estimated": False}))
    estimated = replace(whole(), child=child.model_copy(update={"birth_date_estimated": True}))

    assert KNOWN[Known.EIGHTEENTH_BIRTHDAY](certain) is not None
    assert KNOWN[Known.EIGHTEENTH_BIRTHDAY](estimated) is None


def test_a_text_that_does_not_fit_is_left_out_and_never_cut() -> None:
    longest = example(Convening).model_copy(update={"place": "地" * 201})

    assert "place" not in known_of(Minutes, asked(answer(longest)))


def test_a_petition_that_was_sent_back_begins_with_what_was_handed_in() -> None:
    last = answer(example(PetitionDraft), at=3)
    known = known_of(PetitionDraft, asked(*in_order(example(Registration)), last))

    assert known["facts"].value == example(PetitionDraft).facts
    assert known["facts"].origins == (last,)


def test_the_evidence_register_is_the_list_that_was_written_last() -> None:
    made = whole()
    known = KNOWN[Known.EVIDENCE](made)
    assert known is not None
    [origin] = known.origins
    assert isinstance(origin, GivenAnswer)
    registers = [
        one
        for one in made.facts.given
        if isinstance(one.form, Investigation | Assessment | InjunctionApplication | PetitionDraft)
    ]
    assert origin == registers[-1]
    assert known.value == registers[-1].form.dump()["evidence"]


def _respondents(made: Asked) -> list[dict[str, Any]]:
    """What a first petition begins with: none was handed in yet."""
    before = tuple(one for one in made.facts.given if not isinstance(one.form, PetitionDraft))
    facts = replace(made.facts, given=before)
    rows: list[dict[str, Any]] = known_of(PetitionDraft, replace(made, facts=facts))[
        "respondents"
    ].value
    return rows
