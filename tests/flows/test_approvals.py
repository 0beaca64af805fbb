"""Approvals: signed in order, returned, withdrawn, handed over, covered (issue 2, point 4)."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Row

from models.errors import AlreadyDecided, NotAllowed, RuleBroken
from models.sealed_places import SealedPlace
from models.words import Stage
from tasks.acts.binding import Decision
from tests.flows.positions import Positions
from tests.flows.practice import Practice

REPORT = "approve:investigation-report"
MINUTES = "approve:consultation-minutes"
PETITION = "approve:revocation-petition"
FORM = "ask:investigation"
#: Fixture to the step at which its test begins.
BEGINS = {"report": REPORT, "minutes": MINUTES, "petition": PETITION}


@pytest.fixture
def practice(positions: Positions, request: pytest.FixtureRequest) -> Iterator[Practice]:
    key = next((key for name, key in BEGINS.items() if name in request.fixturenames), FORM)
    with positions.at(key) as practice:
        yield practice


@pytest.fixture
def report(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), REPORT)


@pytest.fixture
def minutes(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), MINUTES)


@pytest.fixture
def petition(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), PETITION)


@pytest.fixture
def form(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), FORM)


def versions(practice: Practice, step: Row[Any], paper: str) -> list[Row[Any]]:
    return practice.rows(
        "SELECT v.*, p.full_number, p.id AS paper FROM paper_versions v "
        "JOIN papers p ON p.id = v.paper_id WHERE p.stage_id = :stage AND p.paper = :paper "
        "ORDER BY v.version",
        stage=step.stage_id, paper=paper,
    )  # fmt: skip


def test_a_chain_is_signed_in_order_and_the_stage_goes_on(practice: Practice, report: Row[Any]):
    assert [one.state for one in practice.signatures(report)] == ["open", "pending"]
    first = practice.whose_turn(report)
    assert practice.desk.sign(first, report.id, opinion="事实清楚。") is Decision.SIGNED
    assert [one.state for one in practice.signatures(report)] == ["approved", "open"]
    second = practice.whose_turn(report)
    assert practice.current(report).owner_id == second.officer_id
    practice.desk.sign(second, report.id, opinion="同意。")
    step = practice.current(report)
    assert (step.state, step.done_by) == ("done", second.officer_id)
    assert practice.player.main_stage(practice.case_of(report.id)) == Stage.ASSESSMENT
    opinions = [
        practice.office.seal.open_text(one.opinion, SealedPlace.SIGNATURE_OPINION.of(one.id))
        for one in practice.signatures(report)
    ]
    assert opinions == ["事实清楚。", "同意。"]


def test_the_second_cannot_sign_before_the_first(practice: Practice, report: Row[Any]):
    with pytest.raises(NotAllowed, match="不轮到"):
        practice.desk.sign(practice.staff["director1"], report.id)


def test_a_signature_names_the_bytes_and_the_data_it_was_given_for(
    practice: Practice, report: Row[Any]
):
    [version] = versions(practice, report, "investigation_report")
    for signature in practice.signatures(report):
        assert signature.version_id == version.id
        assert signature.sha256 == version.sha256
        assert signature.data_digest == version.data_digest
    practice.player.sign(report)
    signed = practice.rows(
        "SELECT detail FROM events WHERE step_id = :id AND tag = 'approval:signed'", id=report.id
    )
    assert [one.detail["sha256"] for one in signed] == [version.sha256] * 2
    assert [one.detail["data"] for one in signed] == [version.data_digest] * 2


def test_who_was_first_is_named_to_who_comes_second(practice: Practice, report: Row[Any]):
    first = practice.whose_turn(report)
    practice.desk.sign(first, report.id)
    colleague = "supervisor2" if first == practice.staff["supervisor1"] else "supervisor1"
    with pytest.raises(AlreadyDecided, match=first.name):
        practice.desk.sign(practice.staff[colleague], report.id)
    with pytest.raises(AlreadyDecided, match=first.name):
        practice.desk.sign(first, report.id)


@pytest.mark.parametrize("key", ["ask:convening", "ask:party-opinion:school", "ask:minutes"])
def test_a_return_reopens_the_chosen_earlier_form_and_keeps_everything(
    practice: Practice, minutes: Row[Any], key: str
):
    form = practice.current(minutes, key)
    signer = practice.whose_turn(minutes)
    decision = practice.desk.send_back(signer, minutes.id, to_step=form.id, reason="请补充理由")
    assert decision is Decision.RETURNED
    again = practice.player.find(practice.case_of(minutes.id), key)
    assert (again.round, again.owner_id) == (2, form.done_by)
    kept = practice.rows("SELECT * FROM steps WHERE id = :id", id=form.id)[0]
    assert (kept.state, kept.answer, kept.done_by) == ("superseded", form.answer, form.done_by)
    seal = practice.office.seal
    assert seal.open_text(kept.reason, SealedPlace.STEP_REASON.of(kept.id)) == "请补充理由"
    assert [one.state for one in practice.signatures(minutes)] == ["returned", "void"]
    assert [one.void for one in versions(practice, minutes, "consultation_minutes")] == [True]
    assert practice.current(minutes).state == "superseded"


@pytest.mark.parametrize("key", ["ask:convening", "ask:party-opinion:school", "ask:minutes"])
def test_after_a_return_the_same_number_gets_its_second_version_and_a_new_chain(
    practice: Practice, minutes: Row[Any], key: str
):
    form = practice.current(minutes, key)
    practice.desk.send_back(
        practice.whose_turn(minutes), minutes.id, to_step=form.id, reason="请补充理由"
    )
    second = practice.play_to_step(MINUTES, case_id=practice.case_of(minutes.id))
    assert second.round == 2
    one, two = versions(practice, minutes, "consultation_minutes")
    assert (one.paper, one.full_number) == (two.paper, two.full_number)
    assert [(one.version, one.void), (two.version, two.void)] == [(1, True), (2, False)]
    assert "_v2" in two.file_name
    assert [s.version_id for s in practice.signatures(second)] == [two.id, two.id]
    practice.player.sign(second)
    assert practice.broken_promises() == {}


def test_a_return_by_the_second_voids_the_signature_of_the_first(
    practice: Practice, minutes: Row[Any]
):
    practice.player.sign(minutes, times=1)
    form = practice.current(minutes, "ask:minutes")
    director = practice.whose_turn(minutes)
    practice.desk.send_back(director, minutes.id, to_step=form.id, reason="理由不足")
    first, second = practice.signatures(minutes)
    assert (first.state, second.state) == ("void", "returned")
    assert first.decided_by is not None
    chain = practice.play_to_step(MINUTES, case_id=practice.case_of(minutes.id))
    assert [one.state for one in practice.signatures(chain)] == ["open", "pending"]


def test_only_the_returned_form_of_several_side_by_side_is_asked_again(
    practice: Practice, minutes: Row[Any]
):
    case_id = practice.case_of(minutes.id)
    for turn, party in enumerate(("school", "village"), start=2):
        chain = practice.play_to_step(MINUTES, case_id=case_id)
        form = practice.current(chain, f"ask:party-opinion:{party}")
        practice.desk.send_back(
            practice.whose_turn(chain), chain.id, to_step=form.id, reason="意见不清"
        )
        asked = [one.key for one in practice.player.open_steps(case_id) if one.is_main]
        assert asked == [f"ask:party-opinion:{party}"]
        assert practice.current(chain, "ask:minutes").round == turn - 1
    rounds = practice.rows(
        "SELECT key, max(round) AS round FROM steps WHERE stage_id = :stage "
        "AND form = 'party-opinion' GROUP BY key",
        stage=minutes.stage_id,
    )
    again = {one.key: one.round for one in rounds if one.round > 1}
    assert again == {"ask:party-opinion:school": 2, "ask:party-opinion:village": 2}


def test_a_return_needs_a_reason_and_an_earlier_form_of_this_stage(
    practice: Practice, minutes: Row[Any]
):
    signer = practice.whose_turn(minutes)
    form = practice.current(minutes, "ask:minutes")
    with pytest.raises(RuleBroken, match="理由"):
        practice.desk.send_back(signer, minutes.id, to_step=form.id, reason="  ")
    elsewhere = practice.one(
        "SELECT id FROM steps WHERE case_id = :case AND key = 'ask:triage'",
        case=practice.case_of(minutes.id),
    )
    with pytest.raises(RuleBroken, match="较早"):
        practice.desk.send_back(signer, minutes.id, to_step=elsewhere, reason="退回")
    assert [one.state for one in practice.signatures(minutes)] == ["open", "pending"]


def test_a_returned_gate_tells_latecomers_who_returned_it(practice: Practice, report: Row[Any]):
    form = practice.current(report, "ask:investigation")
    signer = practice.whose_turn(report)
    practice.desk.send_back(signer, report.id, to_step=form.id, reason="补充")
    with pytest.raises(AlreadyDecided, match=f"{signer.name}.*退回"):
        practice.desk.sign(practice.staff["supervisor2"], report.id)


def test_what_nobody_has_opened_can_be_withdrawn(practice: Practice, report: Row[Any]):
    writer = practice.staff["worker1"]
    assert practice.desk.withdraw(writer, report.id, reason="要改") is Decision.WITHDRAWN
    again = practice.player.find(practice.case_of(report.id), "ask:investigation")
    assert (again.round, again.owner_id) == (2, writer.officer_id)
    assert [one.state for one in practice.signatures(report)] == ["void", "void"]
    practice.player.answer(again)
    chain = practice.player.find(practice.case_of(report.id), REPORT)
    practice.player.sign(chain)
    assert [v.version for v in versions(practice, report, "investigation_report")] == [1, 2]
    assert practice.broken_promises() == {}


def test_what_a_signer_has_opened_cannot_be_withdrawn(practice: Practice, report: Row[Any]):
    practice.desk.look_at(practice.whose_turn(report), report.id)
    with pytest.raises(RuleBroken, match="已经打开"):
        practice.desk.withdraw(practice.staff["worker1"], report.id)


def test_what_a_signer_has_opened_cannot_be_withdrawn_after_it_was_handed_over(
    practice: Practice, report: Row[Any]
):
    signer = practice.whose_turn(report)
    practice.desk.look_at(signer, report.id)
    other = "supervisor2" if signer == practice.staff["supervisor1"] else "supervisor1"
    practice.desk.hand_over(signer, report.id, to=practice.staff[other].officer_id)
    with pytest.raises(RuleBroken, match="已经打开"):
        practice.desk.withdraw(practice.staff["worker1"], report.id)


def test_the_look_of_somebody_else_does_not_bar_a_withdrawal(practice: Practice, report: Row[Any]):
    practice.desk.look_at(practice.staff["director2"], report.id)
    practice.desk.look_at(practice.staff["worker1"], report.id)
    assert practice.desk.withdraw(practice.staff["worker1"], report.id) is Decision.WITHDRAWN


def test_what_was_signed_cannot_be_withdrawn(practice: Practice, report: Row[Any]):
    practice.player.sign(report, times=1)
    with pytest.raises(RuleBroken):
        practice.desk.withdraw(practice.staff["worker1"], report.id)
    practice.player.sign(report)
    with pytest.raises(AlreadyDecided):
        practice.desk.withdraw(practice.staff["worker1"], report.id)


def test_only_the_writer_withdraws(practice: Practice, report: Row[Any]):
    with pytest.raises(NotAllowed):
        practice.desk.withdraw(practice.staff["director1"], report.id)


def test_a_signature_handed_over_is_given_by_the_other(practice: Practice, report: Row[Any]):
    signer = practice.whose_turn(report)
    other = practice.hire("supervisor3", "甄督导三", *signer.roles)
    practice.desk.hand_over(signer, report.id, to=other.officer_id)
    assert practice.whose_turn(report) == other
    assert practice.current(report).owner_id == other.officer_id
    practice.desk.sign(other, report.id)
    assert practice.signatures(report)[0].decided_by == other.officer_id


def test_a_decided_approval_cannot_be_handed_over(practice: Practice, report: Row[Any]):
    practice.player.sign(report)
    with pytest.raises(RuleBroken):
        practice.desk.hand_over(
            practice.staff["director1"], report.id, to=practice.staff["director2"].officer_id
        )
