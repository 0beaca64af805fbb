"""A closed case: what may still be recorded and put right in it, and when it stays closed for ever."""

from collections.abc import Iterator
from typing import Any

import pytest

from models.errors import FormInvalid, NotAllowed, RuleBroken
from models.sealed_places import SealedPlace
from models.words import Stage
from tests.flows.positions import Positions
from tests.flows.practice import Practice
from tests.flows.routes import AT_HOME, NOT_HARMED
from tests.flows.test_correcting_answers import correct

CAME = {
    "name": "派出所情况说明", "sender": "示例派出所", "received_on": "2026-03-01",
    "content": "案件已经办结。", "kept_where": "第二卷第3页", "follows": "kept",
    "reason": "结案以后才寄到",
}  # fmt: skip
UNFOUNDED = {**AT_HOME.changes, **NOT_HARMED, "closing-report": {"reason": "not_substantiated"}}
DEATH_OF_SOMEBODY_ELSE: dict[str, Any] = {
    "confirmed": "no", "why_not": "医院核对后是同名的另一名儿童",
}  # fmt: skip


@pytest.fixture
def closed(positions: Positions) -> Iterator[Practice]:
    with positions.at("approve:closing-report", UNFOUNDED) as practice:
        practice.player.sign(practice.player.find(practice.case(), "approve:closing-report"))
        yield practice


@pytest.fixture
def died(positions: Positions) -> Iterator[Practice]:
    """A case that a death closed."""
    with positions.at("ask:voice:child") as practice:
        case = practice.case()
        practice.desk.start_side(practice.staff["worker1"], case, Stage.DEATH, reason="医院来电")
        practice.work_off()
        for key in ("ask:death-record", "ask:death-reported"):
            practice.player.answer(practice.player.find(case, key))
        practice.player.answer(
            practice.player.find(case, "ask:closing-report"), reason="death",
            ends_side_procedures="是", side_reasons="未成年人死亡", outstanding="没有",
        )  # fmt: skip
        practice.player.sign(practice.player.find(case, "approve:closing-report"))
        yield practice


def state(practice: Practice) -> str:
    return str(practice.one("SELECT state FROM cases"))


def test_a_late_paper_is_recorded_by_who_leads_and_moves_nothing(closed: Practice) -> None:
    case = closed.case()
    with pytest.raises(NotAllowed):
        closed.desk.record_late_paper(closed.staff["worker1"], case, CAME)
    before = closed.counts()
    closed.desk.record_late_paper(closed.staff["supervisor1"], case, CAME)
    now = closed.counts()
    assert state(closed) == "closed"
    assert {t for t in now if now[t] != before.get(t)} <= {
        "corrections",
        "events",
        "imprints",
        "notices",
    }
    [entry] = closed.rows("SELECT * FROM corrections")
    kept = closed.office.seal.open_json(entry.changed, SealedPlace.CORRECTED.of(entry.id))
    assert kept["late_paper"][0] is None
    assert kept["late_paper"][1]["content"] == "案件已经办结。"
    told = closed.rows("SELECT officer_id FROM notices WHERE kind = 'corrected'")
    assert closed.staff["worker1"].officer_id in {row.officer_id for row in told}
    assert closed.one("SELECT count(*) FROM events WHERE tag = 'paper:came'") == 1
    assert closed.broken_promises() == {}


def test_no_paper_came_tomorrow_and_none_without_saying_what_follows(closed: Practice) -> None:
    director = closed.staff["director1"]
    for wrong, field in (
        ({"received_on": "2099-01-01"}, "received_on"),
        ({"follows": ""}, "follows"),
    ):
        with pytest.raises(FormInvalid) as refusal:
            closed.desk.record_late_paper(director, closed.case(), {**CAME, **wrong})
        assert list(refusal.value.errors) == [field]
    assert closed.one("SELECT count(*) FROM corrections") == 0


def test_in_an_open_case_the_caseworker_records_what_no_step_asks_for(positions: Positions) -> None:
    with positions.at("ask:investigation") as practice:
        practice.desk.record_late_paper(practice.staff["worker1"], practice.case(), CAME)
        assert practice.one("SELECT count(*) FROM corrections") == 1
        assert practice.broken_promises() == {}


def test_after_a_death_a_case_is_never_opened_again(died: Practice) -> None:
    director = died.staff["director1"]
    assert state(died) == "closed"
    for to in (Stage.RECEIPT, Stage.ASSESSMENT, Stage.FOLLOW_UP):
        with pytest.raises(RuleBroken, match="已经死亡,案件不能重新打开"):
            died.desk.reopen(director, died.case(), to=to, reason="又来电")
    died.desk.record_late_paper(director, died.case(), CAME)
    assert state(died) == "closed"
    assert died.broken_promises() == {}


def test_a_death_of_somebody_else_is_put_right_and_the_case_goes_on(died: Practice) -> None:
    director = died.staff["director1"]
    correct(died, "ask:death-record", **DEATH_OF_SOMEBODY_ELSE)
    assert state(died) == "closed"
    died.desk.reopen(director, died.case(), to=Stage.ASSESSMENT, reason="登记错人")
    died.work_off()
    died.desk.start_side(died.staff["worker1"], died.case(), Stage.SUGGESTION_REPLY, reason="来函")
    assert died.player.main_stage(died.case()) == Stage.ASSESSMENT
    assert died.broken_promises() == {}
