"""A side procedure started by mistake is taken back; nothing that left the house is."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from models.errors import NotAllowed, NotFound, RuleBroken
from models.sealed_places import SealedPlace
from models.words import Stage
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.test_side_procedures import play_only, start

WHY = "点错了,应当启动延长"


@pytest.fixture
def practice(positions: Positions) -> Iterator[Practice]:
    with positions.at("ask:investigation") as practice:
        yield practice


def withdraw(practice: Practice, stage_id: UUID, who: str = "worker1", why: str = WHY) -> None:
    practice.desk.withdraw_side(practice.staff[who], stage_id, reason=why)


def open_steps(practice: Practice, stage_id: UUID) -> list[str]:
    found = practice.rows(
        "SELECT key FROM steps WHERE stage_id = :id AND state = 'open'", id=stage_id
    )
    return [row.key for row in found]


def test_it_ends_with_its_steps_and_deadlines_and_the_reason_stays_sealed(practice: Practice):
    stage_id = start(practice, Stage.PROTECTION_ORDER)
    withdraw(practice, stage_id)
    [stage] = practice.rows("SELECT * FROM stages WHERE id = :id", id=stage_id)
    assert (stage.state, stage.outcome) == ("interrupted", "interrupted")
    [step] = practice.rows("SELECT * FROM steps WHERE stage_id = :id", id=stage_id)
    assert step.state == "cancelled"
    assert practice.office.seal.open_text(step.reason, SealedPlace.STEP_REASON.of(step.id)) == WHY
    assert practice.one("SELECT state FROM deadlines WHERE step_id = :id", id=step.id) == "stopped"
    [event] = practice.rows("SELECT * FROM events WHERE tag = 'stage:closed' AND stage_id = :id",
                            id=stage_id)  # fmt: skip
    assert event.detail == {"outcome": "interrupted", "because": "withdrawn"}
    assert event.actor_id == practice.staff["worker1"].officer_id
    assert practice.player.main_stage(practice.case()) == "investigation"
    assert practice.broken_promises() == {}


def test_another_leader_is_told_and_never_who_did_it(practice: Practice):
    practice.dismiss("supervisor2")
    told = []
    for who in ("worker1", "supervisor1"):
        withdraw(practice, start(practice, Stage.PROTECTION_ORDER), who)
        told.append(practice.rows(
            "SELECT o.account FROM notices n JOIN officers o ON o.id = n.officer_id "
            "WHERE n.kind = 'withdrawn' ORDER BY n.created_at, o.account"
        ))  # fmt: skip
    first, both = [[row.account for row in rows] for rows in told]
    assert first == ["supervisor1"]
    assert sorted(both) == ["director1", "director2", "supervisor1"]


def test_a_draft_in_approval_is_taken_back_and_its_version_is_void(practice: Practice):
    stage_id = start(practice, Stage.PROTECTION_ORDER)
    practice.player.answer(practice.player.find(practice.case(), "ask:protection-application"))
    assert open_steps(practice, stage_id) == ["approve:protection-application"]
    withdraw(practice, stage_id)
    assert practice.one(
        "SELECT bool_and(v.void) FROM paper_versions v JOIN papers p ON p.id = v.paper_id "
        "WHERE p.stage_id = :id", id=stage_id,
    )  # fmt: skip
    assert practice.one(
        "SELECT count(*) FROM signatures WHERE state IN ('open', 'pending')"
    ) == 0  # fmt: skip
    practice.work_off()
    assert practice.broken_promises() == {}


def test_what_was_signed_or_came_from_outside_is_not_taken_back(practice: Practice):
    signed = start(practice, Stage.PROTECTION_ORDER)
    practice.player.answer(practice.player.find(practice.case(), "ask:protection-application"))
    practice.player.sign(practice.player.find(practice.case(), "approve:protection-application"))
    received = start(practice, Stage.SUGGESTION_REPLY)
    practice.player.answer(practice.player.find(practice.case(), "ask:suggestion-received"))
    before = practice.counts()
    for stage_id, said in ((signed, "已经签批"), (received, "对外的事实")):
        with pytest.raises(RuleBroken, match=said):
            withdraw(practice, stage_id)
    assert practice.counts() == before


def test_what_the_procedure_started_and_the_main_line_are_not_taken_back(practice: Practice):
    for of in ("name = 'custody'", "is_main AND state = 'open'"):
        stage_id = practice.one(f"SELECT id FROM stages WHERE {of}")
        with pytest.raises(RuleBroken):
            withdraw(practice, stage_id)


def test_a_reason_is_needed_a_role_too_and_twice_is_said(practice: Practice):
    stage_id = start(practice, Stage.PROTECTION_ORDER)
    with pytest.raises(RuleBroken, match="理由"):
        withdraw(practice, stage_id, why="  ")
    with pytest.raises((NotAllowed, NotFound)):
        withdraw(practice, stage_id, who="community1")
    withdraw(practice, stage_id)
    with pytest.raises(RuleBroken, match="已经结束"):
        withdraw(practice, stage_id)


def test_it_can_be_started_again(practice: Practice):
    withdraw(practice, start(practice, Stage.SUGGESTION_REPLY))
    assert play_only(practice, start(practice, Stage.SUGGESTION_REPLY)) == "done"


def test_an_exemption_no_visit_allows_is_not_begun(positions: Positions):
    for key, said in (("ask:investigation", "还没有回访计划"), ("ask:visit:window-1", "不能免访")):
        with positions.at(key) as practice:
            before = practice.counts()
            with pytest.raises(RuleBroken, match=said):
                start(practice, Stage.EXEMPTION)
            assert practice.counts() == before
