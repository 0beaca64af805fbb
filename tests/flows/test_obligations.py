"""Obligations: what an answer promised by a day is owed until it is proved or somebody settles it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Row

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.errors import FormInvalid, NotFound, RuleBroken
from models.forms.small import Became
from models.law.dates import end_of_day, shanghai_date
from models.law.interruption import SuspensionGround
from models.law.receipt import Receipt
from models.words import Role, Stage
from tasks.deadlines.extending import Extending
from tasks.deadlines.restarting import Restarting
from tasks.deadlines.settling import Settling
from tasks.deadlines.suspending import Suspending
from tests.flows.positions import Positions
from tests.flows.practice import Practice

OWED = (
    "SELECT * FROM deadlines WHERE reach IS NOT NULL AND state = 'running' "
    "AND split_part(key, ':', 2) = :code ORDER BY key"
)
OVER = "SELECT state, met_late FROM deadlines WHERE id = :id"
STATEMENT = "答复中约定、计划的每个日期都登记为约定事项"


@pytest.fixture
def planned(positions: Positions) -> Iterator[Practice]:
    """A centre whose case has a work plan."""
    with positions.at("ask:convening") as practice:
        yield practice


def owed(practice: Practice, code: str) -> list[Row[Any]]:
    return practice.rows(OWED, code=code)


def settling(became: Became, **said: Any) -> Settling:
    given: dict[str, Any] = {"kept_on": None, "put_off_to": None, "how": "电话核实过。", **said}
    return Settling(uuid4(), became, **given)


def settle(practice: Practice, deadline_id: UUID, asked: Settling, by: str = "worker1") -> None:
    practice.desk.settle(practice.staff[by], deadline_id, asked)


def today(practice: Practice) -> date:
    return shanghai_date(practice.clock.now())


def test_each_row_of_a_plan_is_owed_by_its_own_day(planned: Practice) -> None:
    plan = planned.one("SELECT id FROM steps WHERE form = 'work-plan' AND state = 'done'")
    tasks = owed(planned, "work-plan.tasks.by")

    assert len(tasks) > 1
    assert {one.obliged_by for one in tasks} == {plan}
    assert {one.step_id for one in tasks} == {None}
    assert all(shanghai_date(one.due_at) > today(planned) for one in tasks)
    assert tasks[0].receipt["title"] == "工作计划的任务(第1项)"
    assert len(owed(planned, "work-plan.review_on")) == len(owed(planned, "work-plan.ends_on")) == 1


def test_an_answer_that_proves_it_ends_it(positions: Positions) -> None:
    with positions.at("ask:voice:child") as practice:
        [finish] = owed(practice, "assessment-team.finish_by")
        practice.play_to_step("ask:convening", case_id=practice.case())

        assert practice.rows(OVER, id=finish.id)[0].state == "met"
        assert len(owed(practice, "assessment.valid_until")) == 1


def test_somebody_says_that_it_was_kept(planned: Practice) -> None:
    first, second, *_ = owed(planned, "work-plan.tasks.by")
    settle(planned, first.id, settling(Became.KEPT, kept_on=today(planned)))
    planned.clock.advance_to(second.due_at + timedelta(days=2))
    settle(planned, second.id, settling(Became.KEPT, kept_on=shanghai_date(second.due_at)))

    assert planned.rows(OVER, id=first.id) == [("met", False)]
    assert planned.rows(OVER, id=second.id) == [("met", False)], "late in the book, done in time"
    assert planned.one("SELECT reason FROM deadline_changes WHERE deadline_id = :id", id=first.id)


def test_one_that_was_kept_after_its_day_was_late(planned: Practice) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    planned.clock.advance_to(task.due_at + timedelta(days=3))
    settle(planned, task.id, settling(Became.KEPT, kept_on=today(planned)))

    assert planned.rows(OVER, id=task.id) == [("met", True)]


def test_one_that_is_put_off_is_owed_on_the_new_day(planned: Practice) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    to = shanghai_date(task.due_at) + timedelta(days=20)
    asked = settling(Became.PUT_OFF, put_off_to=to)
    settle(planned, task.id, asked)
    settle(planned, task.id, asked)
    moved = next(one for one in owed(planned, "work-plan.tasks.by") if one.id == task.id)

    assert moved.due_at == end_of_day(to)
    assert (
        planned.one("SELECT count(*) FROM deadline_changes WHERE deadline_id = :id", id=task.id)
        == 1
    )
    assert planned.broken_promises() == {}


def test_one_that_nobody_needs_is_let_go_with_the_reason(planned: Practice) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    settle(planned, task.id, settling(Became.LET_GO))

    assert planned.rows(OVER, id=task.id) == [("stopped", None)]
    with pytest.raises(RuleBroken, match="已经了结"):
        settle(planned, task.id, settling(Became.KEPT, kept_on=today(planned)))


def test_what_cannot_be_is_refused(planned: Practice) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    tomorrow = today(planned) + timedelta(days=1)

    with pytest.raises(FormInvalid, match="kept_on"):
        settle(planned, task.id, settling(Became.KEPT, kept_on=tomorrow))
    with pytest.raises(FormInvalid, match="put_off_to"):
        settle(planned, task.id, settling(Became.PUT_OFF, put_off_to=shanghai_date(task.due_at)))
    clock = planned.one(
        "SELECT id FROM deadlines WHERE reach IS NULL AND state = 'running' LIMIT 1"
    )
    with pytest.raises(RuleBroken, match="不是约定事项"):
        settle(planned, clock, settling(Became.LET_GO))
    planned.hire("auditor1", "审计员甲", Role.AUDITOR)
    with pytest.raises(NotFound):
        settle(planned, task.id, settling(Became.LET_GO), by="auditor1")


def test_an_answer_given_again_obliges_anew_and_no_more_by_the_first(positions: Positions) -> None:
    with positions.at("approve:assessment-report") as practice:
        [first] = owed(practice, "assessment.valid_until")
        [step] = practice.rows("SELECT * FROM steps WHERE kind = 'approve' AND state = 'open'")
        signer = practice.whose_turn(step)
        practice.desk.send_back(
            signer, step.id, to_step=practice.current(step, "ask:assessment").id, reason="补证据。"
        )
        assert practice.rows(OVER, id=first.id) == [("stopped", None)]
        practice.player.answer(practice.current(step, "ask:assessment"))
        [second] = owed(practice, "assessment.valid_until")

        assert second.id != first.id
        assert practice.broken_promises() == {}


def test_what_a_stage_planned_ends_with_the_stage(positions: Positions) -> None:
    with positions.at("ask:voice:child") as practice:
        [finish] = owed(practice, "assessment-team.finish_by")
        practice.desk.start_side(
            practice.staff["worker1"], practice.case(), Stage.DEATH, reason="病故"
        )
        practice.work_off()
        practice.play_to_step("ask:closing-report", case_id=practice.case())

        assert practice.rows(OVER, id=finish.id)[0].state == "stopped"


def test_a_death_ends_what_was_promised_for_the_child_and_no_promise_to_a_body(
    planned: Practice,
) -> None:
    worker = planned.staff["worker1"]
    planned.desk.start_side(worker, planned.case(), Stage.SUGGESTION_REPLY, reason="收到检察建议。")
    planned.work_off()
    changes = {"reply-draft": {"items": [{
        "item": "尽快核实监护情况", "state": "正在办理", "answer": "已经安排。",
        "done_by": (today(planned) + timedelta(days=30)).isoformat(),
    }]}}  # fmt: skip
    planned.play_to_step("ask:reply-sent", changes, case_id=planned.case())
    assert len(owed(planned, "reply-draft.items.done_by")) == 1
    planned.desk.start_side(worker, planned.case(), Stage.DEATH, reason="病故")
    planned.work_off()
    planned.play_to_step("ask:closing-report", case_id=planned.case())

    assert owed(planned, "work-plan.tasks.by") == []
    assert len(owed(planned, "reply-draft.items.done_by")) == 1


def test_a_case_is_not_closed_over_what_was_promised_in_silence(planned: Practice) -> None:
    worker = planned.staff["worker1"]
    planned.desk.start_side(worker, planned.case(), Stage.SUGGESTION_REPLY, reason="收到检察建议。")
    planned.work_off()
    changes: dict[str, Any] = {"reply-draft": {"items": [{
        "item": "尽快核实监护情况", "state": "正在办理", "answer": "已经安排。",
        "done_by": (today(planned) + timedelta(days=30)).isoformat(),
    }]}}  # fmt: skip
    planned.play_to_step("ask:reply-sent", changes, case_id=planned.case())
    planned.desk.start_side(worker, planned.case(), Stage.DEATH, reason="病故")
    planned.work_off()
    report = planned.play_to_step("ask:closing-report", case_id=planned.case())

    with pytest.raises(FormInvalid) as refused:
        planned.player.answer(report, outstanding=None)
    told = "".join(refused.value.errors[""])
    assert "还有1项约定事项没有了结:办完答应检察机关或者法院的事项" in told
    ends = {"ends_side_procedures": True, "side_reasons": "未成年人死亡。"}
    planned.player.answer(report, reason="death", **ends)
    planned.player.play(planned.case())

    assert planned.one("SELECT state FROM cases") == "closed"
    assert planned.rows("SELECT 1 FROM deadlines WHERE state = 'running'") == []


def test_the_statement_finds_a_promise_that_nobody_is_reminded_of(planned: Practice) -> None:
    assert planned.broken_promises() == {}
    task = owed(planned, "work-plan.tasks.by")[0]
    planned.tell("DELETE FROM deadlines WHERE id = :id", id=task.id)

    assert planned.broken_promises()[STATEMENT] == (f"{task.obliged_by} work-plan",)


def test_the_statement_finds_an_obligation_that_no_answer_asserts(planned: Practice) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    planned.tell("UPDATE deadlines SET key = replace(key, ':1:', ':9:') WHERE id = :id", id=task.id)

    assert STATEMENT in planned.broken_promises()


def test_one_that_is_missed_reminds_who_leads_the_case_and_gives_a_card(planned: Practice) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    planned.clock.advance_to(task.due_at + timedelta(hours=30))
    watch_once(Workplace(planned.worker, planned.office, planned.clock))
    heard = planned.rows("SELECT officer_id FROM rungs WHERE deadline_id = :id", id=task.id)
    lead = planned.staff["worker1"].officer_id

    assert lead in {one.officer_id for one in heard}
    assert (lead, "red") in {
        (one.officer_id, one.colour)
        for one in planned.rows("SELECT * FROM cards WHERE deadline_id = :id", id=task.id)
    }


def test_an_answer_that_is_taken_back_obliges_to_nothing_and_owes_again_what_it_kept(
    positions: Positions,
) -> None:
    with positions.at("approve:assessment-report") as practice:
        [approval] = practice.rows("SELECT * FROM steps WHERE kind = 'approve' AND state = 'open'")
        answered = practice.current(approval, "ask:assessment")
        practice.desk.take_back(practice.staff["worker1"], answered.id)
        practice.work_off()

        assert owed(practice, "assessment.valid_until") == []
        assert len(owed(practice, "assessment-team.finish_by")) == 1
        practice.player.answer(practice.current(answered))

        assert len(owed(practice, "assessment.valid_until")) == 1
        assert owed(practice, "assessment-team.finish_by") == []
        assert practice.broken_promises() == {}


def test_a_day_that_somebody_named_is_moved_by_no_suspension_extension_or_notice(
    planned: Practice,
) -> None:
    task = owed(planned, "work-plan.tasks.by")[0]
    lead, day = planned.staff["supervisor1"], today(planned)
    pausing = Suspending(uuid4(), day, None, SuspensionGround.FORCE_MAJEURE, None, "大雪封路")
    anew = Restarting(uuid4(), planned.clock.now(), None, "〔2026〕1号", "新的事实")
    longer = Extending(uuid4(), 5, None, day, None, "尚需时日")

    with pytest.raises(RuleBroken, match="由前一环节确定"):
        planned.desk.suspend(lead, task.id, pausing)
    with pytest.raises(RuleBroken, match="由前一环节确定"):
        planned.desk.restart(lead, task.id, anew)
    with pytest.raises(RuleBroken, match="由前一环节确定"):
        planned.desk.extend(lead, task.id, longer)
    assert not Receipt.load(task.receipt).is_counted, "a recount takes up what was counted"


def test_whoever_comes_to_lead_the_case_hears_of_it(planned: Practice) -> None:
    other = planned.staff["worker2"].officer_id
    planned.desk.change_lead(planned.staff["supervisor1"], planned.case(), to=other)
    task = owed(planned, "work-plan.tasks.by")[0]
    planned.clock.advance_to(task.due_at + timedelta(hours=30))
    watch_once(Workplace(planned.worker, planned.office, planned.clock))
    heard = planned.rows("SELECT officer_id FROM rungs WHERE deadline_id = :id", id=task.id)

    assert other in {one.officer_id for one in heard}
    assert planned.staff["worker1"].officer_id not in {one.officer_id for one in heard}
