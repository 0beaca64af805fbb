"""Receivers and facts: every taker at every door, and a fault planted at each door is found."""

from dataclasses import replace

import pytest

from models.facts.case import CaseFacts
from models.facts.receiving import Door, Taker
from models.facts.titles import TitleKind
from models.law.pack import RulePack
from models.law.verdict import Allowed, Refused, Verdict
from proof.doors import Doors, forms_at_doors
from proof.leaving import QUESTIONS
from proof.proving import at_doors
from proof.receivers import KEPT_FROM, RIGHTFUL, Known, Who, asked_in_force, standings
from tasks.gates.refusals import GATES


def open_at(door: Door) -> Doors:
    """One door lets everybody past."""

    def question(facts: CaseFacts, taker: Taker, at: Door, law: RulePack) -> Verdict:
        return Allowed() if at is door else asked_in_force(facts, taker, at, law)

    return Doors(question=question)


def closed_at(door: Door) -> Doors:
    """One door lets nobody past."""

    def question(facts: CaseFacts, taker: Taker, at: Door, law: RulePack) -> Verdict:
        return Refused("植入", "") if at is door else asked_in_force(facts, taker, at, law)

    return Doors(question=question)


def blind_to(kind: TitleKind) -> Doors:
    """No door looks at one title."""

    def question(facts: CaseFacts, taker: Taker, at: Door, law: RulePack) -> Verdict:
        seen = replace(facts)
        seen.__dict__["titles"] = tuple(one for one in facts.titles if one.kind is not kind)
        return asked_in_force(seen, taker, at, law)

    return Doors(question=question)


def test_at_every_door_only_the_right_taker_goes_out_and_only_with_its_facts():
    assert [(one.code, one.says) for one in at_doors(Doors())] == []


def test_every_door_everybody_and_everything_known_is_tried():
    tried = list(standings())
    assert set(RIGHTFUL) == set(KEPT_FROM) == {one.door for one in tried} == set(Door)
    assert {one.who for one in tried} == set(Who)
    assert {known for one in tried for known in one.known} == set(Known)
    assert Doors().tried > len(tried)


@pytest.mark.parametrize("door", list(Door))
def test_a_door_left_open_is_found_with_who_went_out(door: Door):
    found = at_doors(open_at(door))
    assert {one.code for one in found} == {"P21"}
    assert all(door.label in one.says and "不该接走却接走了儿童" in one.says for one in found)
    assert all(one.path for one in found)


@pytest.mark.parametrize("door", list(Door))
def test_a_door_that_lets_nobody_past_is_found(door: Door):
    assert any("应当能接走却被拒绝" in one.says for one in at_doors(closed_at(door)))


@pytest.mark.parametrize(
    "kind",
    [
        TitleKind.SUSPECTED, TitleKind.REVOKED, TitleKind.RESPONDENT, TitleKind.NOT_CONTACTED,
        TitleKind.BARRED,
    ],
)  # fmt: skip
def test_a_title_nobody_looks_at_is_found(kind: TitleKind):
    assert any(one.code == "P21" for one in at_doors(blind_to(kind)))


@pytest.mark.parametrize("name", list(QUESTIONS))
@pytest.mark.parametrize("verdict", [Allowed(), Refused("植入", "")])
def test_a_question_about_leaving_that_is_always_answered_alike_is_found(
    name: str, verdict: Verdict
):
    faulty = Doors(questions={**QUESTIONS, name: lambda *_: verdict})
    assert {one.code for one in at_doors(faulty)} == {"P22"}


@pytest.mark.parametrize("form", forms_at_doors(), ids=lambda form: form.__name__)
def test_a_form_at_a_door_that_asks_nothing_is_found(form: type):
    found = at_doors(Doors(gates={one: gates for one, gates in GATES.items() if one is not form}))
    assert [one.code for one in found] == ["P23"]
