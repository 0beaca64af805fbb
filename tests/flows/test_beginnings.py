"""A deadline runs from what happened, as the record tells it, and not from when its step opened."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from models.forms.moments import day_ends
from models.law.dates import SHANGHAI, shanghai_date
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.routes import NOT_COLLECTED, SAFE


def _of(practice: Practice, key: str) -> Row[Any]:
    """The newest deadline of a step, with the event its receipt names."""
    return practice.rows(
        "SELECT d.starts_at, d.due_at, d.receipt->>'start_event_code' AS event, s.opened_at "
        "FROM deadlines d JOIN steps s ON s.id = d.step_id WHERE s.key = :key "
        "ORDER BY s.round DESC LIMIT 1",
        key=key,
    )[0]


def _go_on_to(practice: Practice, key: str) -> None:
    case = practice.case()
    while not any(step.key == key for step in practice.player.open_steps(case)):
        assert practice.player.step_once(case)


def _signed_at(practice: Practice, paper: str) -> datetime:
    found: datetime = practice.one(
        "SELECT max(done_at) FROM steps WHERE paper = :paper AND kind = 'approve'", paper=paper
    )
    return found


@pytest.mark.rule("3.1")
@pytest.mark.article("001:54")
def test_the_assessment_is_due_by_the_day_its_harm_was_found_true_also_after_a_return(
    positions: Positions,
) -> None:
    with positions.at("ask:guidance-record") as practice:
        found_true = _signed_at(practice, "investigation_report")
        practice.clock.advance_to(practice.clock.now() + timedelta(days=3))
        _go_on_to(practice, "approve:assessment-report")
        first = _of(practice, "ask:assessment")
        step = practice.player.find(practice.case(), "approve:assessment-report")
        practice.clock.advance_to(practice.clock.now() + timedelta(days=2))
        practice.desk.send_back(
            practice.whose_turn(step), step.id,
            to_step=practice.current(step, "ask:assessment").id, reason="证据编号写错了。",
        )  # fmt: skip
        again = _of(practice, "ask:assessment")

    assert first.opened_at > found_true
    assert first.starts_at == again.starts_at == found_true
    assert first.due_at == again.due_at
    assert first.event == again.event == "investigation_substantiated"


@pytest.mark.rule("5A.4")
def test_the_second_notice_is_due_by_when_nobody_came_and_not_by_the_conclusion(
    positions: Positions,
) -> None:
    changes = {**SAFE, **NOT_COLLECTED.changes}
    with positions.at("ask:collection", changes) as practice:
        practice.clock.advance_to(practice.clock.now() + timedelta(days=4))
        _go_on_to(practice, "ask:collection-notice#2")
        second = _of(practice, "ask:collection-notice#2")
        nobody_came = practice.one("SELECT done_at FROM steps WHERE key = 'ask:collection'")

    assert (second.event, second.starts_at) == ("collection_period_expired", nobody_came)


@pytest.mark.rule("5C.9")
def test_the_placement_is_due_by_the_day_the_judgment_took_effect(positions: Positions) -> None:
    with positions.at("ask:placement-plan") as practice:
        plan = _of(practice, "ask:placement-plan")

    assert plan.event == "guardianship_revoked"
    assert plan.starts_at.astimezone(SHANGHAI).isoformat() == "2026-03-09T00:00:00+08:00"


def test_where_the_record_tells_nothing_the_count_starts_with_the_step_and_says_so(
    positions: Positions,
) -> None:
    with positions.at("ask:reporter-feedback") as practice:
        feedback = _of(practice, "ask:reporter-feedback")

    assert (feedback.event, feedback.starts_at) == ("step_opened", feedback.opened_at)


@pytest.mark.rule("5C.1")
def test_the_day_the_court_gives_for_a_correction_is_the_deadline_of_all_of_it(
    positions: Positions,
) -> None:
    with positions.at("ask:court-acceptance") as practice:
        today = shanghai_date(practice.clock.now())
        last = today + timedelta(days=7)
        practice.player.answer(
            practice.player.find(practice.case(), "ask:court-acceptance"),
            accepted="否", case_number=None, decided_on=str(today), to_correct="补正证据目录",
            correct_by=str(last),
        )  # fmt: skip
        _go_on_to(practice, "ask:filing#2")
        bound = (
            "ask:petition-draft#2", "approve:revocation-petition#2", "ask:filing#2",
        )  # fmt: skip
        found = {key: _of(practice, key).due_at for key in bound}

    assert set(found.values()) == {day_ends(last)}
