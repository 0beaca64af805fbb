"""Nobody approves what they wrote, by any path; nobody signs twice in one chain (issue 2, point 4)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from flows.stage import StageFlow, registered
from models.errors import NotAllowed, OwnWork, RuleBroken
from models.forms.catalogue import FORMS
from models.forms.investigation import Investigation, InvestigationAssignment
from models.store.acting import Actor
from models.words import Outcome, Paper, Role, SignMode, Stage
from tasks.acts.binding import Decision
from tasks.stage_run import StageRun
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.playing import happened

FORM = "ask:investigation"
REPORT = "approve:investigation-report"


def answer_as(practice: Practice, who: Actor, step: Row[Any], **changes: Any) -> None:
    raw = happened(step.form, raw_example(FORMS[step.form], **changes), practice.clock.now())
    practice.desk.answer(who, step.id, raw)
    practice.work_off()


def chain_written_by(practice: Practice, writer: Actor) -> Row[Any]:
    """A report in signature that this officer wrote."""
    step = practice.player.find(practice.case(), "ask:investigation")
    practice.desk.hand_over(practice.staff["director1"], step.id, to=writer.officer_id)
    answer_as(practice, writer, step)
    return practice.player.find(practice.case_of(step.id), REPORT)


def swap(practice: Practice, absent: Actor, cover: Actor, *, days: int = 10) -> None:
    """Somebody stands in from now on."""
    now = practice.clock.now()
    practice.desk.cover(
        practice.staff["director1"], officer=absent.officer_id, by=cover.officer_id,
        from_at=now, until_at=now + timedelta(days=days),
    )  # fmt: skip


def watch(practice: Practice) -> None:
    watch_once(Workplace(practice.worker, practice.office, practice.clock))


@pytest.fixture
def practice(positions: Positions, request: pytest.FixtureRequest) -> Iterator[Practice]:
    with positions.at("ask:triage" if "together" in request.fixturenames else FORM) as practice:
        yield practice


@pytest.fixture
def both(practice: Practice) -> Actor:
    """Somebody who is caseworker and supervisor."""
    return practice.hire("both", "甄两岗", Role.CASEWORKER, Role.SUPERVISOR)


def test_the_writer_is_not_chosen_as_signer(practice: Practice, both: Actor):
    step = chain_written_by(practice, both)
    assert both.officer_id not in {one.officer_id for one in practice.signatures(step)}


def test_the_writer_cannot_sign_though_the_role_fits(practice: Practice, both: Actor):
    step = chain_written_by(practice, both)
    with pytest.raises(OwnWork):
        practice.desk.sign(both, step.id)
    form = practice.current(step, "ask:investigation")
    with pytest.raises(OwnWork):
        practice.desk.send_back(both, step.id, to_step=form.id, reason="自己退回自己")
    assert {one.state for one in practice.signatures(step)} == {"open", "pending"}


def test_the_writer_gets_no_signature_handed_over(practice: Practice, both: Actor):
    step = chain_written_by(practice, both)
    with pytest.raises(OwnWork):
        practice.desk.hand_over(practice.whose_turn(step), step.id, to=both.officer_id)


def test_the_writer_does_not_get_a_signature_by_standing_in(practice: Practice, both: Actor):
    step = chain_written_by(practice, both)
    signer = practice.whose_turn(step)
    swap(practice, signer, both)
    assert practice.whose_turn(step) == signer
    with pytest.raises(OwnWork):
        practice.desk.sign(both, step.id)
    assert practice.current(step).owner_id == signer.officer_id


def test_who_stands_in_for_the_writer_cannot_sign_for_them(practice: Practice, both: Actor):
    # The writer is away before the chain opens: neither they nor "for them" may sign.
    step = practice.player.find(practice.case(), "ask:investigation")
    practice.desk.hand_over(practice.staff["director1"], step.id, to=both.officer_id)
    other = practice.hire("other", "甄督导三", Role.SUPERVISOR)
    practice.dismiss("supervisor1", "supervisor2")
    answer_as(practice, both, step)
    chain = practice.player.find(practice.case_of(step.id), REPORT)
    practice.tell(
        "UPDATE signatures SET officer_id = :cover, stands_in_for = :writer WHERE step_id = :id "
        "AND ordinal = 1",
        cover=other.officer_id, writer=both.officer_id, id=chain.id,
    )  # fmt: skip
    with pytest.raises(OwnWork):
        practice.desk.sign(other, chain.id)


def test_the_absent_person_for_whom_a_form_was_answered_is_an_author_too(
    practice: Practice, both: Actor
):
    step = practice.player.find(practice.case(), "ask:investigation")
    practice.desk.hand_over(practice.staff["director1"], step.id, to=both.officer_id)
    swap(practice, both, practice.staff["worker2"], days=1)
    answer_as(practice, practice.staff["worker2"], step)
    practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
    watch(practice)
    chain = practice.player.find(practice.case_of(step.id), REPORT)
    with pytest.raises(OwnWork):
        practice.desk.sign(both, chain.id)


def test_who_drafted_an_answer_that_another_handed_in_cannot_sign_it(
    practice: Practice, both: Actor
):
    step = practice.player.find(practice.case(), "ask:investigation")
    practice.desk.hand_over(practice.staff["director1"], step.id, to=both.officer_id)
    practice.desk.save_draft(both, step.id, raw_example(Investigation))
    practice.desk.hand_over(both, step.id, to=practice.staff["worker2"].officer_id)
    answer_as(practice, practice.staff["worker2"], step)
    chain = practice.player.find(practice.case_of(step.id), REPORT)
    assert both.officer_id not in {one.officer_id for one in practice.signatures(chain)}
    with pytest.raises(OwnWork):
        practice.desk.sign(both, chain.id)


def test_who_wrote_an_earlier_round_cannot_sign_the_next(practice: Practice, both: Actor):
    chain = chain_written_by(practice, both)
    form = practice.current(chain, "ask:investigation")
    practice.desk.send_back(practice.whose_turn(chain), chain.id, to_step=form.id, reason="补充")
    again = practice.player.find(practice.case_of(chain.id), "ask:investigation")
    practice.desk.hand_over(both, again.id, to=practice.staff["worker2"].officer_id)
    answer_as(practice, practice.staff["worker2"], again)
    second = practice.player.find(practice.case_of(chain.id), REPORT)
    with pytest.raises(OwnWork):
        practice.desk.sign(both, second.id)


def test_the_same_person_does_not_sign_twice_with_two_roles(practice: Practice):
    head = practice.hire("head", "甄双签", Role.SUPERVISOR, Role.DIRECTOR)
    step = practice.play_to_step(REPORT, case_id=practice.case())
    assert practice.desk.sign(head, step.id) is Decision.SIGNED
    with pytest.raises(OwnWork):
        practice.desk.sign(head, step.id)
    assert [one.state for one in practice.signatures(step)] == ["approved", "open"]


def test_nobody_is_chosen_twice_in_one_chain(practice: Practice):
    practice.hire("head", "甄双签", Role.SUPERVISOR, Role.DIRECTOR)
    practice.dismiss("supervisor2", "director1", "director2")
    practice.hire("head2", "甄双签二", Role.SUPERVISOR, Role.DIRECTOR)
    step = practice.play_to_step(REPORT, case_id=practice.case())
    officers = [one.officer_id for one in practice.signatures(step)]
    assert None not in officers
    assert len(set(officers)) == 2


def test_who_signed_gets_no_second_signature_by_hand_over(practice: Practice):
    head = practice.hire("head", "甄双签", Role.SUPERVISOR, Role.DIRECTOR)
    step = practice.play_to_step(REPORT, case_id=practice.case())
    practice.desk.sign(head, step.id)
    with pytest.raises(OwnWork):
        practice.desk.hand_over(practice.staff["director1"], step.id, to=head.officer_id)


def test_who_is_to_sign_later_gets_no_second_signature_by_hand_over(practice: Practice):
    head = practice.hire("head", "甄双签", Role.SUPERVISOR, Role.DIRECTOR)
    practice.dismiss("director1", "director2")
    step = practice.play_to_step(REPORT, case_id=practice.case())
    assert practice.signatures(step)[1].officer_id == head.officer_id
    with pytest.raises(OwnWork):
        practice.desk.hand_over(practice.whose_turn(step), step.id, to=head.officer_id)


def test_who_is_to_sign_gets_no_second_signature_by_standing_in(practice: Practice):
    head = practice.hire("head", "甄双签", Role.SUPERVISOR, Role.DIRECTOR)
    step = practice.play_to_step(REPORT, case_id=practice.case())
    practice.desk.hand_over(practice.staff["director1"], step.id, to=head.officer_id)
    director = practice.player.actor(practice.signatures(step)[1].officer_id)
    swap(practice, director, head)
    assert practice.signatures(step)[1].officer_id == director.officer_id


def test_the_cover_and_the_absent_signer_count_as_one_person(practice: Practice):
    head = practice.hire("head", "甄双签", Role.SUPERVISOR, Role.DIRECTOR)
    step = practice.play_to_step(REPORT, case_id=practice.case())
    practice.desk.hand_over(practice.staff["director1"], step.id, to=head.officer_id)
    cover = practice.hire("cover", "甄代理", Role.SUPERVISOR)
    swap(practice, head, cover, days=1)
    assert practice.desk.sign(cover, step.id) is Decision.SIGNED
    assert practice.signatures(step)[0].stands_in_for == head.officer_id
    practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
    with pytest.raises(OwnWork):
        practice.desk.sign(head, step.id)


def test_a_caseworker_cannot_sign_at_all(practice: Practice):
    step = practice.play_to_step(REPORT, case_id=practice.case())
    with pytest.raises(NotAllowed):
        practice.desk.sign(practice.staff["worker1"], step.id)


def test_a_signature_goes_only_to_somebody_with_its_role(practice: Practice):
    step = practice.play_to_step(REPORT, case_id=practice.case())
    with pytest.raises(RuleBroken):
        practice.desk.hand_over(
            practice.whose_turn(step), step.id, to=practice.staff["worker2"].officer_id
        )


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The investigation report is signed by all at the same time."""

    def investigation(stage: StageRun) -> Outcome:
        stage.ask(InvestigationAssignment, of=Role.SUPERVISOR)
        stage.ask(Investigation, of=Role.CASEWORKER)
        stage.issue(Paper.INVESTIGATION_REPORT)
        stage.approve(
            Paper.INVESTIGATION_REPORT, mode=SignMode.TOGETHER,
            by=(Role.SUPERVISOR, Role.LEGAL, Role.DIRECTOR),
        )  # fmt: skip
        return Outcome.SUBSTANTIATED

    planted = StageFlow(Stage.INVESTIGATION, investigation)
    monkeypatch.setitem(registered(), Stage.INVESTIGATION, planted)


@pytest.mark.usefixtures("together")
def test_all_together_sign_in_any_order(practice: Practice):
    step = practice.play_to_step(REPORT, case_id=practice.case())
    assert [one.state for one in practice.signatures(step)] == ["open"] * 3
    for signature in reversed(practice.signatures(step)):
        assert practice.current(step).state == "open"
        practice.desk.sign(practice.player.actor(signature.officer_id), step.id)
    assert practice.current(step).state == "done"
    assert practice.player.main_stage(practice.case_of(step.id)) == Stage.ASSESSMENT


@pytest.mark.usefixtures("together")
def test_when_all_sign_together_each_hands_over_their_own_signature(practice: Practice):
    step = practice.play_to_step(REPORT, case_id=practice.case())
    supervisor, legal, director = (
        practice.player.actor(one.officer_id) for one in practice.signatures(step)
    )
    other = practice.staff["legal2" if legal == practice.staff["legal1"] else "legal1"]
    practice.desk.hand_over(legal, step.id, to=other.officer_id)
    officers = [one.officer_id for one in practice.signatures(step)]
    assert officers == [supervisor.officer_id, other.officer_id, director.officer_id]
    assert practice.desk.sign(other, step.id) is Decision.SIGNED


@pytest.mark.usefixtures("together")
def test_after_the_first_of_all_has_signed_the_rest_can_still_be_handed_over(practice: Practice):
    step = practice.play_to_step(REPORT, case_id=practice.case())
    supervisor, legal, director = (
        practice.player.actor(one.officer_id) for one in practice.signatures(step)
    )
    practice.desk.sign(supervisor, step.id)
    owner = practice.current(step).owner_id
    assert owner in {legal.officer_id, director.officer_id}
    other = practice.staff["director2" if director == practice.staff["director1"] else "director1"]
    practice.desk.hand_over(director, step.id, to=other.officer_id)
    assert practice.signatures(step)[2].officer_id == other.officer_id
    assert practice.signatures(step)[1].officer_id == legal.officer_id
