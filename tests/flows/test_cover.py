"""Absence cover: open work goes over when an absence begins and back when it ends."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import NotAllowed, RuleBroken
from models.words import Stage
from tasks.acts.binding import Decision
from tests.flows.positions import Positions
from tests.flows.practice import Practice

REPORT = "approve:investigation-report"
PETITION = "approve:revocation-petition"
FORM = "ask:investigation"
#: Fixture to the step at which its test begins.
BEGINS = {"report": REPORT, "petition": PETITION}


@pytest.fixture
def practice(positions: Positions, request: pytest.FixtureRequest) -> Iterator[Practice]:
    key = next((key for name, key in BEGINS.items() if name in request.fixturenames), FORM)
    with positions.at(key) as practice:
        yield practice


@pytest.fixture
def report(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), REPORT)


@pytest.fixture
def petition(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), PETITION)


@pytest.fixture
def form(practice: Practice) -> Row[Any]:
    return practice.player.find(practice.case(), FORM)


def watch(practice: Practice, *, days: float = 0) -> None:
    practice.clock.advance_to(practice.clock.now() + timedelta(days=days))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))


def away(practice: Practice, who: str, by: str, *, begins: float = 0, ends: float = 5) -> None:
    now = practice.clock.now()
    practice.desk.cover(
        practice.staff["director1"], officer=practice.staff[who].officer_id,
        by=practice.staff[by].officer_id, from_at=now + timedelta(days=begins),
        until_at=now + timedelta(days=ends),
    )  # fmt: skip


def test_a_form_goes_over_and_back(practice: Practice):
    step = practice.player.find(practice.case(), FORM)
    away(practice, "worker1", "worker2", begins=1)
    watch(practice)
    assert practice.current(step).owner_id == practice.staff["worker1"].officer_id
    watch(practice, days=1)
    covered = practice.current(step)
    assert covered.owner_id == practice.staff["worker2"].officer_id
    assert covered.stands_in_for == practice.staff["worker1"].officer_id
    watch(practice, days=4)
    back = practice.current(step)
    assert (back.owner_id, back.stands_in_for) == (practice.staff["worker1"].officer_id, None)


def test_the_cover_sees_and_answers_it(practice: Practice):
    step = practice.player.find(practice.case(), FORM)
    away(practice, "worker1", "worker2")
    practice.player.answer(practice.player.find(practice.case_of(step.id), step.key))
    done = practice.current(step)
    assert done.done_by == practice.staff["worker2"].officer_id
    assert done.stands_in_for == practice.staff["worker1"].officer_id


def test_a_signature_whose_turn_is_still_to_come_goes_over_and_can_be_given(
    practice: Practice, petition: Row[Any]
):
    step = petition
    assert [one.role for one in practice.signatures(step)] == ["legal", "director"]
    director = practice.player.actor(practice.signatures(step)[1].officer_id)
    legal = practice.whose_turn(step)
    other = "legal2" if legal == practice.staff["legal1"] else "legal1"
    own = next(k for k, v in practice.staff.by_account.items() if v == legal)
    away(practice, own, other)
    assert practice.whose_turn(step) == practice.staff[other]
    assert practice.current(step).owner_id == practice.staff[other].officer_id
    practice.player.sign(step)
    assert [one.stands_in_for for one in practice.signatures(step)] == [
        legal.officer_id, None,
    ]  # fmt: skip
    assert practice.signatures(step)[1].decided_by == director.officer_id


def test_a_team_scoped_cover_of_a_later_signature_can_open_the_case(practice: Practice):
    practice.desk.start_side(
        practice.staff["worker1"], practice.case(), Stage.EXTENSION, reason="期限将满"
    )
    step = practice.play_to_step("approve:extension-form", case_id=practice.case())
    assert practice.signatures(step)[2].role == "civil_affairs"
    cover = practice.hire("civil2", "甄民政二", *practice.staff["civil1"].roles)
    away(practice, "civil1", "civil2")
    practice.player.sign(step, times=2)
    assert practice.whose_turn(step) == cover
    assert practice.desk.sign(cover, step.id) is Decision.SIGNED


def test_new_work_goes_to_the_cover_at_once(practice: Practice, form: Row[Any]):
    away(practice, "worker1", "worker2")
    practice.player.answer(form)
    practice.player.sign(practice.player.find(practice.case(), REPORT))
    practice.play_to_step("ask:voice:child", case_id=practice.case())
    assigned = practice.player.find(practice.case(), "ask:voice:child")
    assert assigned.owner_id == practice.staff["worker2"].officer_id


def test_a_cover_with_other_roles_gets_only_what_they_may_do(practice: Practice):
    head = practice.hire("head", "甄双签", *practice.staff["supervisor1"].roles,
                         *practice.staff["worker1"].roles)  # fmt: skip
    step = practice.player.find(practice.case(), FORM)
    practice.desk.hand_over(practice.staff["director1"], step.id, to=head.officer_id)
    away(practice, "head", "supervisor1")
    assert practice.current(step).owner_id == head.officer_id


def test_watching_twice_moves_nothing_twice(practice: Practice):
    away(practice, "worker1", "worker2")
    watch(practice)
    before = practice.counts()
    watch(practice)
    watch(practice)
    assert practice.counts() == before


def test_who_stands_in_may_go_away_too_and_each_gets_their_own_back(practice: Practice):
    practice.hire("worker3", "甄个案三", *practice.staff["worker1"].roles)
    step = practice.player.find(practice.case(), FORM)
    away(practice, "worker1", "worker2", ends=6)
    watch(practice, days=1)
    away(practice, "worker2", "worker3", ends=2)
    covered = practice.current(step)
    assert covered.owner_id == practice.staff["worker3"].officer_id
    assert covered.stands_in_for == practice.staff["worker1"].officer_id
    watch(practice, days=3)
    watch(practice, days=3)
    back = practice.current(step)
    assert (back.owner_id, back.stands_in_for) == (practice.staff["worker1"].officer_id, None)


def test_nobody_stands_in_who_is_away_then(practice: Practice):
    away(practice, "worker2", "worker1", ends=3)
    with pytest.raises(RuleBroken, match="也不在岗"):
        away(practice, "worker1", "worker2", begins=2, ends=4)


def test_only_oneself_and_managers_arrange_a_cover(practice: Practice):
    now = practice.clock.now()
    with pytest.raises(NotAllowed):
        practice.desk.cover(
            practice.staff["worker2"], officer=practice.staff["worker1"].officer_id,
            by=practice.staff["worker2"].officer_id, from_at=now,
            until_at=now + timedelta(days=1),
        )  # fmt: skip
    with pytest.raises(RuleBroken):
        away(practice, "worker1", "worker1")
    with pytest.raises(RuleBroken):
        away(practice, "worker1", "worker2", ends=0)
    with pytest.raises(RuleBroken):
        away(practice, "worker1", "legal1")


def test_work_of_somebody_away_without_an_able_cover_goes_to_somebody_there(
    practice: Practice, report: Row[Any]
):
    away(practice, "worker1", "worker2")
    practice.dismiss("worker2")
    practice.hire("worker3", "甄个案三", *practice.staff["worker1"].roles)
    practice.player.sign(report)
    assigned = practice.play_to_step("ask:voice:child", case_id=practice.case())
    assert assigned.owner_id == practice.staff["worker3"].officer_id
