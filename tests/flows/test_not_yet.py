"""An answer that says "not yet" ends nothing: asked again on the day that was said, duty unmet."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.memory import MemoryCase
from flows.readers.workplace import Workplace
from models.errors import FormInvalid
from models.forms.receipt import ReporterFeedback
from models.law.dates import end_of_day, shanghai_date
from models.words import Began, Stage, StepState
from tests.flows.positions import Positions
from tests.flows.practice import START, Practice
from tests.flows.routes import RELATIVES
from tests.law import LAW

DAY = timedelta(days=1)
NOT_CHECKED = {
    "done": "否", "checked_at": None, "hospital": None, "injuries": None, "findings": None,
    "mind": None, "treatment": None, "accompanied_by": None, "why_not": "医院今天没有号",
}  # fmt: skip
NOT_RECEIVED = {
    "received": "否", "received_on": None, "handling": None, "summary": None, "copies": None,
    "number": None, "chased_whom": "城关派出所电话", "answer": "还在侦办",
}  # fmt: skip
REFUSED = {
    "decided": "否", "ground": None, "manner": None, "instead": "由中心继续照料,提出异议。",
}  # fmt: skip


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    """A child has just been received, and all that must follow is asked."""
    with positions.at("ask:police-statement") as practice:
        yield practice


def asked(practice: Practice, form: str) -> Row[Any]:
    """The open step of this form."""
    return practice.rows("SELECT * FROM steps WHERE form = :form AND state = 'open'", form=form)[0]


def deadlines(practice: Practice, form: str) -> list[Row[Any]]:
    """All that was counted for this form, oldest first; `turn` is of the step it now ends with."""
    return practice.rows(
        "SELECT d.*, s.turn FROM deadlines d JOIN steps s ON s.id = d.step_id "
        "WHERE s.form = :form ORDER BY s.turn, d.rule DESC", form=form,
    )  # fmt: skip


def today(practice: Practice) -> date:
    return shanghai_date(practice.clock.now())


def say(practice: Practice, form: str, **fields: Any) -> None:
    practice.player.answer(asked(practice, form), **fields)


def not_received(practice: Practice, promised_on: date | None) -> None:
    said = {"promised_on": promised_on.isoformat()} if promised_on else {}
    at = f"{practice.clock.now():%Y-%m-%d %H:%M}"
    say(practice, "police-statement", **NOT_RECEIVED, chased_at=at, **said)


def pass_days(practice: Practice, days: int) -> None:
    practice.clock.advance_to(practice.clock.now() + timedelta(days=days))
    practice.work_off()
    watch_once(Workplace(practice.worker, practice.office, practice.clock))


def test_what_was_not_checked_is_asked_again_on_the_planned_day_of_the_same_officer(
    practice: Practice,
):
    first = asked(practice, "health-check")
    planned = today(practice) + 2 * DAY
    say(practice, "health-check", **NOT_CHECKED, planned_on=planned.isoformat())
    again = asked(practice, "health-check")
    assert (again.key, again.turn, again.due_at) == (
        "ask:health-check#2", 2, end_of_day(planned),
    )  # fmt: skip
    assert (again.owner_id, again.holder, again.position) == (
        first.owner_id, first.holder, first.position,
    )  # fmt: skip
    assert practice.broken_promises() == {}


def test_it_is_asked_for_as_long_as_it_is_not_done(practice: Practice):
    for days in (2, 5, 9):
        on = (today(practice) + days * DAY).isoformat()
        say(practice, "health-check", **NOT_CHECKED, planned_on=on)
    assert asked(practice, "health-check").turn == 4
    assert [one.state for one in deadlines(practice, "health-check")] == [
        "stopped", "stopped", "running",
    ]  # fmt: skip
    say(practice, "health-check")
    assert not practice.rows("SELECT 1 FROM steps WHERE form = 'health-check' AND state = 'open'")
    assert practice.broken_promises() == {}


def test_a_promise_of_the_police_does_not_meet_their_period(practice: Practice):
    [legal] = deadlines(practice, "police-statement")
    promised = shanghai_date(legal.due_at) + 4 * DAY
    not_received(practice, promised)
    said, still = deadlines(practice, "police-statement")[::-1]
    assert still.id == legal.id
    assert (still.state, still.due_at, still.turn) == ("running", legal.due_at, 2)
    assert (said.rule, said.due_at, said.state) == ("-", end_of_day(promised), "running")
    assert asked(practice, "police-statement").due_at == end_of_day(promised)
    assert practice.broken_promises() == {}


def test_the_period_goes_on_to_remind_and_is_late_though_the_promise_was_kept(practice: Practice):
    [legal] = deadlines(practice, "police-statement")
    not_received(practice, shanghai_date(legal.due_at) + 4 * DAY)
    while practice.clock.now() < legal.due_at + 2 * DAY:
        pass_days(practice, 1)
    hours = practice.rows("SELECT hours FROM rungs WHERE deadline_id = :id", id=legal.id)
    assert max(one.hours for one in hours) > 0
    say(practice, "police-statement", received_on=today(practice).isoformat())
    found = {one.rule: one for one in deadlines(practice, "police-statement")}
    assert found["1.7"].state == found["-"].state == "met"
    assert (found["1.7"].met_late, found["-"].met_late) == (True, False)


def test_without_a_promised_day_the_step_shows_the_period_itself(practice: Practice):
    [legal] = deadlines(practice, "police-statement")
    not_received(practice, None)
    [still] = deadlines(practice, "police-statement")
    assert (still.id, still.state, still.key) == (legal.id, "running", legal.key)
    assert asked(practice, "police-statement").due_at == legal.due_at
    not_received(practice, shanghai_date(legal.due_at) + DAY)
    not_received(practice, None)
    assert asked(practice, "police-statement").due_at == legal.due_at
    assert practice.broken_promises() == {}


def test_a_period_that_stands_beside_a_promise_is_handed_over_and_ends_with_the_step(
    practice: Practice,
):
    [legal] = deadlines(practice, "police-statement")
    not_received(practice, shanghai_date(legal.due_at) + 4 * DAY)
    step = asked(practice, "police-statement")
    other = practice.staff["worker2"].officer_id
    practice.desk.hand_over(practice.player.actor(step.owner_id), step.id, to=other)
    assert {one.owner_id for one in deadlines(practice, "police-statement")} == {other}


def test_civil_affairs_who_refuse_leave_nobody_without_a_decision(practice: Practice):
    on = today(practice) + 3 * DAY
    say(practice, "custody-decision", **REFUSED, decide_again_on=on.isoformat())
    step = asked(practice, "custody-decision")
    assert step.due_at == end_of_day(on)
    with pytest.raises(FormInvalid) as refusal:
        practice.player.answer(step, **REFUSED, after_refusal="handed_on")
    assert "没有未成年人离开中心的交接" in str(refusal.value.errors)
    assert {one.state for one in deadlines(practice, "custody-decision")} == {"running"}


def test_the_procedure_does_not_end_over_what_is_not_done(practice: Practice):
    for form in ("health-check", "custody-decision"):
        say(practice, form)
    not_received(practice, today(practice) + DAY)
    assert ("custody", None) in practice.outcomes(practice.case())
    say(practice, "police-statement")
    assert ("custody", "done") in practice.outcomes(practice.case())


def test_a_child_who_was_not_brought_is_expected_on_the_day_that_was_said(practice: Practice):
    case_id = practice.open_case(began=Began.HANDOVER)
    step = practice.player.find(case_id, "ask:reception-handover")
    on = today(practice) + DAY
    practice.player.changes = {
        "reception-handover": {
            "child_was_received": "否", "not_received_note": "堵车", "expected_on": f"{on}",
        }
    }  # fmt: skip
    practice.player.answer(step)
    practice.player.changes = {}
    assert not practice.rows("SELECT 1 FROM papers WHERE case_id = :case", case=case_id)
    assert not practice.rows("SELECT 1 FROM custodies WHERE case_id = :case", case=case_id)
    again = practice.player.find(case_id, "ask:reception-handover#2")
    assert again.due_at == end_of_day(on)
    practice.player.answer(again)
    assert practice.rows("SELECT 1 FROM custodies WHERE case_id = :case", case=case_id)


def test_a_carer_who_comes_another_day_is_not_consulted_about(positions: Positions):
    with positions.at("ask:relative-handover", RELATIVES.changes) as practice:
        on = today(practice) + 2 * DAY
        say(
            practice, "relative-handover", took_the_child="否", handover=None, care_until=None,
            why_not="临时加班", again_on=on.isoformat(),
        )  # fmt: skip
        assert practice.player.main_stage(practice.case()) == Stage.RELATIVE_CARE
        assert asked(practice, "relative-handover").due_at == end_of_day(on)


def test_a_reception_that_waits_for_papers_does_not_receive_who_comes_again(practice: Practice):
    """Police may owe their statement when the child is home again and has to be taken in anew."""
    case_id = practice.case()
    not_received(practice, today(practice) + DAY)
    practice.tell("UPDATE custodies SET ended_at = began_at WHERE ended_at IS NULL")
    practice.desk.start_side(practice.staff["worker1"], case_id, Stage.CUSTODY, reason="再次带离")
    found = [one for one in practice.outcomes(case_id) if one[0] == "custody"]
    assert found == [("custody", "interrupted"), ("custody", None)]
    assert practice.player.find(case_id, "ask:reception-handover")


def test_what_was_passed_over_before_stays_passed():
    """A case whose "not yet" was taken for an end goes on as it was recorded then."""
    case = MemoryCase(START, Stage.FEEDBACK, law=LAW)
    [stage] = case.stages
    not_told = ReporterFeedback.model_construct(fed_back=False, again_on=date(2026, 3, 20))
    step = stage.steps["ask:reporter-feedback"]
    stage.steps[step.key] = type(step)(
        **{**vars(step), "state": StepState.DONE, "answered": not_told, "taken_up": True}
    )
    case._advance(stage)
    assert stage.outcome == "done"
    assert list(stage.steps) == ["ask:reporter-feedback"]
