"""Answering a form: once, by the right person, all errors at once, nothing typed is lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from models.errors import AlreadyDecided, FormInvalid, NotAllowed, NotFound, StepNotOpen
from models.forms.catalogue import FORMS
from models.law.dates import SHANGHAI, end_of_day
from models.sealed_places import SealedPlace
from models.store.acting import Actor
from models.words import Role, Stage
from tests.factories_forms import raw_example
from tests.flows.positions import Positions
from tests.flows.practice import START, Practice
from tests.people_factories import make_staff
from tests.playing import happened

TRIAGE = "ask:triage"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at(TRIAGE) as practice:
        yield practice


@pytest.fixture
def triage(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), TRIAGE)


def raw(step: Row[Any], **changes: Any) -> dict[str, Any]:
    return happened(step.form, raw_example(FORMS[step.form], **changes), START)


def owner(practice: Practice, step: Row[Any]) -> Actor:
    return practice.player.actor(step.owner_id)


def test_the_same_answer_pressed_twice_is_quiet_and_changes_nothing(
    practice: Practice, triage: Row[Any]
):
    practice.desk.answer(owner(practice, triage), triage.id, raw(triage))
    before = practice.counts()
    practice.desk.answer(owner(practice, triage), triage.id, raw(triage))
    assert practice.counts() == before


@pytest.mark.parametrize("pack", ["national-1999", "national-2026-11"])
def test_pressed_twice_no_law_is_asked_again(practice: Practice, triage: Row[Any], pack: str):
    who = owner(practice, triage)
    practice.desk.answer(who, triage.id, raw(triage))
    practice.tell("UPDATE cases SET pack = :pack", pack=pack)
    practice.desk.answer(who, triage.id, raw(triage))
    with pytest.raises(AlreadyDecided):
        practice.desk.answer(who, triage.id, raw(triage, reasons="改了主意"))
    with pytest.raises(AlreadyDecided):
        practice.desk.answer(who, triage.id, raw(triage, reasons=None))


def test_a_different_second_answer_is_refused_with_whose_it_is(
    practice: Practice, triage: Row[Any]
):
    who = owner(practice, triage)
    practice.desk.answer(who, triage.id, raw(triage))
    with pytest.raises(AlreadyDecided, match=who.name):
        practice.desk.answer(who, triage.id, raw(triage, reasons="改了主意"))
    colleague = "supervisor2" if who == practice.staff["supervisor1"] else "supervisor1"
    with pytest.raises(AlreadyDecided, match=who.name):
        practice.desk.answer(practice.staff[colleague], triage.id, raw(triage))


def test_the_same_answer_is_quiet_also_when_the_stage_is_long_over(
    practice: Practice, triage: Row[Any]
):
    who = owner(practice, triage)
    practice.desk.answer(who, triage.id, raw(triage))
    practice.player.play(practice.case(), until=Stage.ASSESSMENT)
    practice.desk.answer(who, triage.id, raw(triage))


def test_a_colleague_with_the_role_may_answer(practice: Practice, triage: Row[Any]):
    who = owner(practice, triage)
    colleague = "supervisor2" if who == practice.staff["supervisor1"] else "supervisor1"
    practice.desk.answer(practice.staff[colleague], triage.id, raw(triage))
    assert practice.current(triage).done_by == practice.staff[colleague].officer_id


def test_somebody_of_the_team_without_the_role_may_not(practice: Practice, triage: Row[Any]):
    with pytest.raises(NotAllowed):
        practice.desk.answer(practice.staff["worker1"], triage.id, raw(triage))
    assert practice.current(triage).state == "open"


def test_somebody_outside_the_team_does_not_find_the_step(practice: Practice, triage: Row[Any]):
    with pytest.raises(NotFound):
        practice.desk.answer(practice.staff["worker2"], triage.id, raw(triage))


def test_somebody_of_another_centre_does_not_find_the_step(practice: Practice, triage: Row[Any]):
    other = make_staff(practice.owner, "elsewhere")
    for account in ("supervisor1", "director1"):
        with pytest.raises(NotFound):
            practice.desk.answer(other[account], triage.id, raw(triage))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_administrators_and_auditors_do_not_find_the_step(
    practice: Practice, triage: Row[Any], role: Role
):
    who = practice.hire("onlooker", "甄旁观", role)
    with pytest.raises(NotFound):
        practice.desk.answer(who, triage.id, raw(triage))


def test_all_errors_come_at_once_and_the_draft_stays(practice: Practice):
    step = practice.play_to_step("ask:investigation", case_id=practice.case())
    who = owner(practice, step)
    typed = raw(
        step, began_on="昨天", ended_on="2026-13-01", interviews=[], living="", substantiated="也许"
    )
    practice.desk.save_draft(who, step.id, typed)
    with pytest.raises(FormInvalid) as refused:
        practice.desk.answer(who, step.id, typed)
    assert {"began_on", "ended_on", "interviews", "living", "substantiated"} <= set(
        refused.value.errors
    )
    kept = practice.current(step)
    assert (kept.state, kept.answer) == ("open", None)
    assert practice.office.seal.open_json(kept.draft, SealedPlace.STEP_DRAFT.of(step.id)) == typed


def test_the_draft_is_gone_when_the_answer_is_there(practice: Practice, triage: Row[Any]):
    who = owner(practice, triage)
    practice.desk.save_draft(who, triage.id, {"reasons": "未写完"})
    practice.desk.answer(who, triage.id, raw(triage))
    assert practice.current(triage).draft is None


def test_a_refused_answer_leaves_no_trace_at_all(practice: Practice, triage: Row[Any]):
    before = practice.counts()
    with pytest.raises(FormInvalid):
        practice.desk.answer(owner(practice, triage), triage.id, {"accepted": "是"})
    assert practice.counts() == before


def test_a_form_of_an_interrupted_stage_is_refused(practice: Practice, triage: Row[Any]):
    practice.tell("UPDATE stages SET state = 'interrupted' WHERE id = :id", id=triage.stage_id)
    with pytest.raises(StepNotOpen):
        practice.desk.answer(owner(practice, triage), triage.id, raw(triage))


def test_a_form_overtaken_by_a_return_is_refused(practice: Practice):
    chain = practice.play_to_step("approve:investigation-report", case_id=practice.case())
    form = practice.current(chain, "ask:investigation")
    practice.desk.withdraw(practice.staff["worker1"], chain.id)
    with pytest.raises(StepNotOpen):
        practice.desk.answer(practice.staff["worker1"], form.id, raw(form))


def test_a_timer_or_a_document_is_not_answered(practice: Practice, triage: Row[Any]):
    issued = practice.current(triage, "issue:registration")
    with pytest.raises(StepNotOpen):
        practice.desk.answer(practice.staff["supervisor1"], issued.id, {})


class TestLateEntry:
    """What is entered later is judged by the day of the fact."""

    @staticmethod
    def deadline(practice: Practice, step: Row[Any]) -> Row[Any]:
        [row] = practice.rows("SELECT * FROM deadlines WHERE step_id = :id", id=step.id)
        return row

    @pytest.fixture
    def overdue(self, practice: Practice, triage: Row[Any]) -> Row[Any]:
        """The triage, entered three days after its limit."""
        due = self.deadline(practice, triage).due_at
        practice.clock.advance_to(due + timedelta(days=3))
        return triage

    def day(self, practice: Practice, step: Row[Any], *, later: int = 0) -> date:
        due = self.deadline(practice, step).due_at
        on: date = (due + timedelta(days=later)).astimezone(SHANGHAI).date()
        return on

    def test_without_a_day_it_is_late(self, practice: Practice, overdue: Row[Any]):
        practice.desk.answer(owner(practice, overdue), overdue.id, raw(overdue))
        met = self.deadline(practice, overdue)
        assert (met.state, met.met_late) == ("met", True)

    def test_done_before_the_limit_it_is_not_late(self, practice: Practice, overdue: Row[Any]):
        on = self.day(practice, overdue, later=-1)
        practice.desk.answer(owner(practice, overdue), overdue.id, raw(overdue), done_on=on)
        met = self.deadline(practice, overdue)
        assert (met.state, met.met_late) == ("met", False)
        step = practice.current(overdue)
        assert (step.done_on, step.done_at) == (on, practice.clock.now())

    def test_done_after_the_limit_it_is_late(self, practice: Practice, overdue: Row[Any]):
        on = self.day(practice, overdue, later=1)
        practice.desk.answer(owner(practice, overdue), overdue.id, raw(overdue), done_on=on)
        assert self.deadline(practice, overdue).met_late is True

    def test_a_day_that_ends_after_the_limit_counts_to_its_end(
        self, practice: Practice, overdue: Row[Any]
    ):
        # A limit at noon: the day alone does not prove that it was done in the morning.
        noon = end_of_day(self.day(practice, overdue)) - timedelta(hours=12)
        practice.tell("UPDATE deadlines SET due_at = :d WHERE step_id = :id", d=noon, id=overdue.id)
        practice.tell("UPDATE steps SET due_at = :d WHERE id = :id", d=noon, id=overdue.id)
        on = noon.astimezone(SHANGHAI).date()
        practice.desk.answer(owner(practice, overdue), overdue.id, raw(overdue), done_on=on)
        assert self.deadline(practice, overdue).met_late is True

    def test_entered_today_it_counts_to_this_minute(self, practice: Practice, triage: Row[Any]):
        today = practice.clock.now().astimezone(SHANGHAI).date()
        practice.desk.answer(owner(practice, triage), triage.id, raw(triage), done_on=today)
        assert self.deadline(practice, triage).met_late is False

    def test_a_day_to_come_is_refused_and_nothing_is_lost(
        self, practice: Practice, triage: Row[Any]
    ):
        tomorrow = practice.clock.now().astimezone(SHANGHAI).date() + timedelta(days=1)
        with pytest.raises(FormInvalid) as refused:
            practice.desk.answer(owner(practice, triage), triage.id, raw(triage), done_on=tomorrow)
        assert set(refused.value.errors) == {"done_on"}
        assert practice.current(triage).state == "open"

    def test_a_day_to_come_is_told_together_with_the_other_errors(
        self, practice: Practice, triage: Row[Any]
    ):
        tomorrow = practice.clock.now().astimezone(SHANGHAI).date() + timedelta(days=1)
        with pytest.raises(FormInvalid) as refused:
            practice.desk.answer(
                owner(practice, triage), triage.id, raw(triage, reasons=""), done_on=tomorrow
            )
        assert set(refused.value.errors) == {"done_on", "reasons"}

    def test_before_it_could_begin_a_day_needs_a_reason(
        self, practice: Practice, overdue: Row[Any]
    ):
        before = practice.counts()
        early = practice.clock.now().astimezone(SHANGHAI).date() - timedelta(days=40)
        with pytest.raises(FormInvalid) as refused:
            practice.desk.answer(owner(practice, overdue), overdue.id, raw(overdue), done_on=early)
        assert "请写明原因" in refused.value.errors["done_on"][0]
        assert practice.counts() == before
        practice.desk.answer(
            owner(practice, overdue), overdue.id, raw(overdue), done_on=early,
            late_reason="先口头指派,后补登记",
        )  # fmt: skip
        step = practice.current(overdue)
        assert step.done_on == early
        assert "口头".encode() not in step.late_reason
        assert self.deadline(practice, overdue).met_late is False

    def test_a_chain_that_is_entered_later_needs_no_reasons(self, practice: Practice):
        """Each step follows upon the fact of the one before, not upon its entry."""
        case_id = practice.open_case()
        registration = practice.play_to_step("ask:registration", case_id=case_id)
        practice.clock.advance_to(practice.clock.now() + timedelta(days=4))
        first = practice.clock.now().astimezone(SHANGHAI).date() - timedelta(days=3)
        practice.desk.answer(
            owner(practice, registration), registration.id, raw(registration), done_on=first
        )
        practice.work_off()
        step = practice.player.open_steps(case_id)[0]
        practice.desk.answer(
            owner(practice, step), step.id, raw(step), done_on=first + timedelta(days=1)
        )
        assert practice.current(step).done_on == first + timedelta(days=1)


class TestTheFormsOwnDay:
    """Where the form says when the act was done, that day counts, whenever it is entered."""

    def test_a_visit_entered_after_its_window_was_made_in_time(self, positions: Positions):
        with positions.at("ask:visit:window-1") as practice:
            step = practice.play_to_step("ask:visit:window-1", case_id=practice.case())
            made = practice.clock.now().astimezone(SHANGHAI).date()
            practice.clock.advance_to(practice.clock.now() + timedelta(days=20))
            typed = {**raw(step), "on": made.isoformat(), "next_on": None}
            practice.desk.answer(owner(practice, step), step.id, typed)
            [met] = practice.rows("SELECT * FROM deadlines WHERE step_id = :id", id=step.id)
            assert practice.clock.now() > met.due_at
            assert (met.state, met.met_late) == ("met", False)
            assert practice.current(step).done_on == made

    def test_a_visit_made_after_its_window_is_late(self, positions: Positions):
        with positions.at("ask:visit:window-1") as practice:
            step = practice.play_to_step("ask:visit:window-1", case_id=practice.case())
            practice.clock.advance_to(practice.clock.now() + timedelta(days=20))
            today = practice.clock.now().astimezone(SHANGHAI).date()
            typed = {**raw(step), "on": today.isoformat(), "next_on": None}
            practice.desk.answer(owner(practice, step), step.id, typed)
            [met] = practice.rows("SELECT * FROM deadlines WHERE step_id = :id", id=step.id)
            assert met.met_late is True


def test_a_start_that_lies_ahead_is_refused_at_its_field_and_nothing_is_changed(
    practice: Practice,
):
    case_id = practice.open_case()
    step = practice.player.find(case_id, "ask:registration")
    ahead = practice.clock.now().astimezone(SHANGHAI) + timedelta(days=365)
    before = practice.counts()
    typed = raw_example(FORMS[step.form], received_at=f"{ahead:%Y-%m-%d %H:%M}")
    with pytest.raises(FormInvalid) as refused:
        practice.desk.answer(owner(practice, step), step.id, typed)

    assert set(refused.value.errors) == {"received_at"}
    assert "还没有到" in refused.value.errors["received_at"][0]
    assert practice.counts() == before
