"""An answer is taken back as long as nothing that rests on it went out, and is answered anew."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row

from models.errors import NotAllowed, RuleBroken
from models.forms.catalogue import FORMS
from models.sealed_places import SealedPlace
from models.store import views_step
from models.store.acting import as_officer
from models.words import Look
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:police-report") as practice:
        yield practice


def done(practice: Practice, key: str) -> Row[Any]:
    [row] = practice.rows("SELECT * FROM steps WHERE key = :key AND state = 'done'", key=key)
    return row


def take_back(practice: Practice, step_id: UUID, who: str = "worker1") -> None:
    practice.desk.take_back(practice.staff[who], step_id)
    practice.work_off()


def sketch(practice: Practice) -> list[tuple[str, str]]:
    """What counts in the case, without its rounds: steps, and deadlines that run."""
    steps = practice.rows("SELECT key, state FROM steps WHERE state <> 'superseded' "
                          "AND stage_id IN (SELECT id FROM stages WHERE state <> 'interrupted')")  # fmt: skip
    clocks = practice.rows("SELECT rule, due_at FROM deadlines WHERE state = 'running' AND key NOT "
                           "LIKE '%signature%'")  # fmt: skip
    return sorted([(row.key, row.state) for row in steps]
                  + [(row.rule, str(row.due_at)) for row in clocks])  # fmt: skip


def test_the_step_opens_again_with_what_was_typed_and_the_answer_stays(practice: Practice) -> None:
    was = done(practice, "ask:registration")
    take_back(practice, was.id)
    [kept] = practice.rows("SELECT * FROM steps WHERE id = :id", id=was.id)
    assert (kept.state, kept.answer) == ("superseded", was.answer)
    why = practice.office.seal.open_text(kept.reason, SealedPlace.STEP_REASON.of(was.id))
    assert why == "撤回重填"
    [again] = practice.player.open_steps(practice.case())
    assert (again.key, again.round, again.owner_id) == ("ask:registration", 2, was.done_by)
    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        earlier = views_step.earlier_round(db, again.id)
    assert earlier
    assert earlier.answer == was.answer
    assert practice.broken_promises() == {}


def test_answered_again_as_before_the_case_stands_as_it_stood(practice: Practice) -> None:
    before = sketch(practice)
    was = done(practice, "ask:registration")
    numbers = practice.rows("SELECT full_number FROM papers")
    take_back(practice, was.id)
    assert sketch(practice) != before
    practice.player.answer(practice.player.find(practice.case(), "ask:registration"))
    practice.work_off()
    assert sketch(practice) == before
    assert practice.rows("SELECT full_number FROM papers") == numbers
    assert practice.broken_promises() == {}


def test_what_was_told_of_people_falls_with_the_answer_that_told_it(practice: Practice) -> None:
    was = done(practice, "ask:registration")
    seal = practice.office.seal
    take_back(practice, was.id)
    [child] = practice.rows("SELECT id, identity FROM children")
    known = seal.open_json(child.identity, SealedPlace.CHILD_IDENTITY.of(child.id))
    assert (known["called"], known["name"]) == ("身份待查明", None)
    assert practice.rows("SELECT id FROM case_persons WHERE kind = 'guardian'") == []
    raw = raw_example(FORMS["registration"])
    raw["child"]["called"] = "小改(化名)"
    practice.player.answer(practice.player.find(practice.case(), "ask:registration"), **raw)
    [child] = practice.rows("SELECT id, identity FROM children")
    known = seal.open_json(child.identity, SealedPlace.CHILD_IDENTITY.of(child.id))
    assert known["called"] == "小改(化名)"


def test_whose_answer_it_is_and_who_leads_and_nobody_else(practice: Practice) -> None:
    was = done(practice, "ask:registration")
    practice.desk.add_member(
        practice.staff["director1"],
        practice.case(),
        officer_id=practice.staff["worker2"].officer_id,
    )
    with pytest.raises(NotAllowed, match="只有填写人、督导或者主任可以撤回重填"):
        take_back(practice, was.id, "worker2")
    take_back(practice, was.id, "supervisor1")


def test_an_answer_that_ended_its_stage_brings_it_back(positions: Positions) -> None:
    with positions.at("ask:investigation-assignment") as practice:
        case = practice.case()
        triage = done(practice, "ask:triage")
        with pytest.raises(RuleBroken, match="已经签批或者下载|之后的"):
            take_back(practice, done(practice, "ask:registration").id, "director1")
        take_back(practice, triage.id, "supervisor1")
        assert practice.player.main_stage(case) == "receipt"
        assert [
            step.key for step in practice.player.open_steps(case) if step.stage == "receipt"
        ] == ["ask:triage"]
        assert practice.broken_promises() == {}
        practice.play_to_step("ask:investigation", case_id=case)
        assert practice.outcomes(case)[-1] == ("investigation", None)
        assert practice.broken_promises() == {}


def test_what_rests_on_it_and_went_out_keeps_it(positions: Positions, practice: Practice) -> None:
    was = done(practice, "ask:registration")
    version = practice.one("SELECT id FROM paper_versions")
    with as_officer(practice.portal, practice.staff["worker1"]) as db:
        views_step.note_view(
            db, practice.staff["worker1"], Look.DOWNLOAD, case_id=practice.case(), ref=version,
            now=practice.clock.now(),
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="已经签批或者下载"):
        take_back(practice, was.id)
    with positions.at("approve:investigation-report") as signed:
        step = signed.player.find(signed.case(), "approve:investigation-report")
        signed.player.sign(step, times=1)
        with pytest.raises(RuleBroken, match="签批"):
            take_back(signed, done(signed, "ask:investigation").id)


def test_temporary_guardianship_has_begun_and_is_not_taken_back(positions: Positions) -> None:
    with (
        positions.at("ask:investigation") as practice,
        pytest.raises(RuleBroken, match="对外的事实|之后的"),
    ):
        take_back(practice, done(practice, "ask:reception-handover").id)


def test_every_answer_of_a_case_is_taken_back_and_given_again(practice: Practice) -> None:
    """From the report to the minutes of the consultation: nothing is lost and nothing is twice."""
    case, taken, kept = practice.case(), [], []
    for _ in range(60):
        asked = [step for step in practice.player.open_steps(case) if step.kind == "ask"]
        practice.player.step_once(case)
        practice.work_off()
        still = {step.id for step in practice.player.open_steps(case)}
        for step in asked:
            if step.id in still:
                continue
            after = sketch(practice)
            try:
                practice.desk.take_back(practice.staff["director1"], step.id)
            except RuleBroken:
                kept.append(step.key)
                continue
            taken.append(step.key)
            again = practice.player.find(case, step.key)
            assert again.round > step.round
            practice.player.answer(again)
            practice.work_off()
            assert sketch(practice) == after, step.key
        if practice.player.main_stage(case) == "return_home" or "ask:convening" in taken:
            break
    assert practice.broken_promises() == {}
    assert {"ask:triage", "ask:assessment", "ask:investigation", "ask:convening"} <= set(taken)
    assert "ask:reception-handover" in kept
