"""Who works on a case: another responsible caseworker, more officers, fewer."""

from collections.abc import Iterator
from typing import Any

import pytest

from models.errors import NotAllowed, NotFound, RuleBroken
from models.words import Stage
from tests.flows.positions import Positions
from tests.flows.practice import Practice


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        yield practice


def ids(practice: Practice, *accounts: str) -> list[Any]:
    return [practice.staff[account].officer_id for account in accounts]


def test_another_caseworker_takes_the_case_with_all_that_is_open_in_it(practice: Practice):
    case_id = practice.case()
    old, new = ids(practice, "worker1", "worker2")
    step = practice.player.find(case_id, "ask:investigation")
    practice.desk.save_draft(practice.staff["worker1"], step.id, {"method": "home_visit"})

    given = practice.desk.change_lead(practice.staff["supervisor1"], case_id, to=new)

    now = practice.current(step)
    assert given >= 1
    assert (now.owner_id, now.due_at, now.draft) == (new, step.due_at, practice.current(step).draft)
    assert now.draft is not None
    assert practice.one("SELECT officer_id FROM case_team WHERE lead AND left_at IS NULL") == new
    assert not practice.rows(
        "SELECT 1 FROM steps WHERE state = 'open' AND kind = 'ask' AND owner_role = 'caseworker' "
        "AND owner_id = :old", old=old,
    )  # fmt: skip
    assert practice.rows(
        "SELECT 1 FROM notices WHERE officer_id = :new AND step_id = :step", new=new, step=step.id
    )
    practice.player.answer(now)
    practice.work_off()
    assert practice.broken_promises() == {}


def test_the_case_goes_on_with_the_new_one_from_then_on(practice: Practice):
    [new] = ids(practice, "worker2")
    practice.desk.change_lead(practice.staff["director1"], practice.case(), to=new)

    case_id = practice.case()
    while practice.player.main_stage(case_id) != Stage.CONSULTATION:
        practice.player.step_once(case_id)
        practice.work_off()

    done = practice.rows(
        "SELECT DISTINCT s.done_by FROM steps s JOIN stages g ON g.id = s.stage_id "
        "WHERE g.name = 'assessment' AND s.kind = 'ask' AND s.owner_role = 'caseworker'"
    )
    assert [row.done_by for row in done] == [new]


def test_only_who_leads_the_centre_changes_a_team(practice: Practice):
    case_id = practice.case()
    worker, legal = ids(practice, "worker2", "legal1")
    for work in (
        lambda actor: practice.desk.change_lead(actor, case_id, to=worker),
        lambda actor: practice.desk.add_member(actor, case_id, officer_id=legal),
        lambda actor: practice.desk.remove_member(actor, case_id, officer_id=legal),
    ):
        with pytest.raises(NotAllowed):
            work(practice.staff["worker1"])


@pytest.mark.parametrize(
    ("account", "sentence"),
    [("legal1", "必须是本中心在岗"), ("worker1", "已经是主办人")],
)
def test_the_responsible_one_is_a_caseworker_and_another_one(
    practice: Practice, account: str, sentence: str
):
    [who] = ids(practice, account)
    with pytest.raises(RuleBroken, match=sentence):
        practice.desk.change_lead(practice.staff["supervisor1"], practice.case(), to=who)


def test_a_dismissed_officer_leads_nothing_and_joins_nothing(practice: Practice):
    practice.dismiss("worker2")
    [gone] = ids(practice, "worker2")
    boss = practice.staff["supervisor1"]
    with pytest.raises(RuleBroken):
        practice.desk.change_lead(boss, practice.case(), to=gone)
    with pytest.raises(RuleBroken):
        practice.desk.add_member(boss, practice.case(), officer_id=gone)


def test_legal_staff_see_a_case_and_start_a_procedure_once_they_are_on_its_team(
    practice: Practice,
):
    legal, case_id = practice.staff["legal2"], practice.case()
    with pytest.raises(NotFound):
        practice.desk.start_side(legal, case_id, Stage.PROTECTION_ORDER, reason="示例理由")

    practice.desk.add_member(practice.staff["supervisor1"], case_id, officer_id=legal.officer_id)

    assert practice.desk.start_side(legal, case_id, Stage.PROTECTION_ORDER, reason="示例理由")


def test_who_leaves_sees_nothing_more(practice: Practice):
    boss, legal, case_id = practice.staff["director1"], practice.staff["legal2"], practice.case()
    practice.desk.add_member(boss, case_id, officer_id=legal.officer_id)
    practice.desk.remove_member(boss, case_id, officer_id=legal.officer_id)

    with pytest.raises(NotFound):
        practice.desk.start_side(legal, case_id, Stage.PROTECTION_ORDER, reason="示例理由")
    tags = [row.tag for row in practice.rows("SELECT tag FROM events ORDER BY seq DESC LIMIT 2")]
    assert tags == ["team:left", "team:joined"]


def test_nobody_leaves_behind_open_work_or_a_case_nobody_is_responsible_for(practice: Practice):
    boss, case_id = practice.staff["director1"], practice.case()
    step = practice.player.find(case_id, "ask:investigation")
    first, second = ids(practice, "worker1", "worker2")
    with pytest.raises(RuleBroken, match="新的主办人"):
        practice.desk.remove_member(boss, case_id, officer_id=first)
    practice.desk.hand_over(boss, step.id, to=second)
    with pytest.raises(RuleBroken, match="先转办"):
        practice.desk.remove_member(boss, case_id, officer_id=second)


def test_pressing_twice_adds_once(practice: Practice):
    boss, [legal] = practice.staff["director1"], ids(practice, "legal1")
    for _ in range(2):
        practice.desk.add_member(boss, practice.case(), officer_id=legal)
    assert practice.one("SELECT count(*) FROM case_team WHERE officer_id = :who", who=legal) == 1
