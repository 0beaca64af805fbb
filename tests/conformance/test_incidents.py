"""What may befall a child at any moment: death ends what was for it, being missing ends nothing."""

from datetime import timedelta

import pytest

from models.errors import FormInvalid
from models.forms.death import UNNATURAL, DeathCause, DeathRecord
from models.forms.missing import BroughtBack, MissingRecord
from models.law.stages import ENDS_WITH_DEATH, STILL_ASKED_AFTER_DEATH
from models.words import MAIN_STAGES, SIDE_STAGES, Holder, Outcome, Stage
from tests.conformance.walking import Walk
from tests.factories_forms import example, raw_example
from tests.law import LAW

rule = pytest.mark.rule
NOT_FOUND = {"state": "not_found", "found_at": None, "found_where": None, "next_on": "2026-12-12"}


def open_main(walk: Walk) -> list[Stage]:
    return [one.stage for one in walk.case.stages if one.is_open and one.stage in MAIN_STAGES]


@rule("1.2")
@pytest.mark.parametrize("at", ["ask:registration", "ask:voice:child", "ask:minutes", "ask:filing"])
def test_a_death_at_any_moment_ends_custody_and_all_that_was_for_the_child(at: str) -> None:
    walk = Walk.of(Stage.RECEIPT, Stage.CUSTODY).to(at)
    for side in (Stage.PROTECTION_ORDER, Stage.SUGGESTION_REPLY, Stage.MISSING):
        walk.case.start(side)
    died = walk.case.start(Stage.DEATH)
    walk.case.answer(died, "ask:death-record", example(DeathRecord))

    left = {one.stage for one in walk.case.stages if one.is_open}
    assert open_main(walk) == [Stage.CLOSURE]
    assert left - {Stage.CLOSURE, Stage.DEATH} <= STILL_ASKED_AFTER_DEATH
    assert Stage.SUGGESTION_REPLY in left
    assert walk.case.custody_began_at is None
    told = walk.ask("ask:death-reported")
    assert (told.rule, told.since) == ("1.2", example(DeathRecord).noticed_at)


def test_every_side_procedure_ends_with_the_child_or_is_still_asked_by_the_law() -> None:
    assert set(ENDS_WITH_DEATH) | STILL_ASKED_AFTER_DEATH | {Stage.DEATH} == set(SIDE_STAGES)


def test_a_death_that_was_not_confirmed_ends_nothing() -> None:
    walk = Walk.of(Stage.RECEIPT, Stage.CUSTODY).to("ask:voice:child")
    began, main = walk.case.custody_began_at, open_main(walk)
    died = walk.case.start(Stage.DEATH)
    walk.case.answer(
        died, "ask:death-record",
        example(DeathRecord, confirmed="否", why_not="误报", died_at=None, place=None, cause=None,
                circumstances=None, proof=None),
    )  # fmt: skip

    assert died.outcome is Outcome.LAPSED
    assert (walk.case.custody_began_at, open_main(walk)) == (began, main)


def test_every_cause_but_an_illness_is_told_to_the_police() -> None:
    assert {DeathCause.ILLNESS} | UNNATURAL == set(DeathCause)


@rule("1.2", "1.3")
def test_a_missing_child_is_reported_at_once_and_searched_for_until_it_is_back() -> None:
    walk = Walk.of(Stage.RECEIPT, Stage.CUSTODY).to("ask:voice:child")
    began = walk.case.custody_began_at
    walk.case.start(Stage.MISSING)
    asked = Walk(walk.case, {"search-record": NOT_FOUND})
    asked.to("ask:search-record#3")

    assert asked.ask("ask:missing-reported").since == example(MissingRecord).noticed_at
    first, second = asked.ask("ask:search-record"), asked.ask("ask:search-record#2")
    assert first.holder is Holder.POLICE
    assert first.by is not None
    assert second.by is not None
    assert second.by - first.by == timedelta(days=1)
    # The main line goes on beside it, and temporary guardianship with it.
    assert walk.case.custody_began_at == began
    assert len(open_main(walk)) == 1

    assert Walk(walk.case).to_the_end(Stage.MISSING) is Outcome.DONE
    assert "ask:brought-back" in next(
        one.steps for one in walk.case.stages if one.stage is Stage.MISSING
    )


def test_found_dead_leads_to_the_record_of_the_death() -> None:
    walk = Walk.of(Stage.MISSING, search_record={"state": "dead"})

    assert walk.to_the_end(Stage.MISSING) is Outcome.DONE
    assert walk.is_open("ask:death-record")


def test_a_visit_that_finds_the_child_dead_leads_the_same_way() -> None:
    walk = Walk.of(
        Stage.FOLLOW_UP,
        visit={
            "kind": "died", "reason": "突发疾病", "manner": None, "saw_child": None,
            "spoke_to": None, "present_state": None, "lasts": None, "lasts_note": None,
            "has_new_problem": None, "recovery": None, "guardianship": None,
        },
    )  # fmt: skip

    assert walk.to_the_end(Stage.FOLLOW_UP) is Outcome.FOLLOWED_UP
    assert walk.is_open("ask:death-record")


def test_a_child_is_back_in_writing_or_not_at_all() -> None:
    with pytest.raises(FormInvalid):
        BroughtBack.parse(raw_example(BroughtBack, signed_by_both="否"), LAW)
