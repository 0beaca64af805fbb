"""Obligations as people see them: on the case page, in 待办, on the board; settled with one press."""

from datetime import timedelta

from models.law.dates import shanghai_date
from models.sealed_places import SealedPlace
from models.words import Stage
from tests.web.conftest import Portal

TASK = "SELECT * FROM deadlines WHERE key LIKE 'obligation:work-plan.tasks.by:1:%'"


def planned(portal: Portal) -> str:
    """A case with a work plan; the address of its page."""
    portal.practice.play_to(Stage.CONSULTATION)
    return f"/cases/{portal.practice.case()}"


def test_what_was_promised_stands_on_the_case_page_in_its_own_words(portal: Portal) -> None:
    page = portal.log_in("worker1").go(planned(portal)).words

    assert "约定事项" in page
    assert "工作计划的任务(第1项)" in page or "工作计划的任务（第1项）" in page
    [plan] = portal.practice.rows("SELECT * FROM steps WHERE form = 'work-plan'")
    stored = portal.practice.office.seal.open_json(plan.answer, SealedPlace.STEP_ANSWER.of(plan.id))
    assert f"{stored['tasks'][0]['who']}：{stored['tasks'][0]['task']}" in page


def test_who_leads_the_case_has_it_in_their_work_and_nobody_else(portal: Portal) -> None:
    planned(portal)

    assert "工作计划的任务" in portal.log_in("worker1").go("/work").words
    assert "工作计划的任务" not in portal.log_in("worker2").go("/work").words


def test_who_stands_in_has_it_too(portal: Portal) -> None:
    planned(portal)
    worker, other = portal.practice.staff["worker1"], portal.practice.staff["worker2"]
    now = portal.practice.clock.now()
    portal.practice.desk.cover(
        portal.practice.staff["supervisor1"], officer=worker.officer_id, by=other.officer_id,
        from_at=now, until_at=now + timedelta(days=5),
    )  # fmt: skip

    assert "工作计划的任务" in portal.log_in("worker2").go("/work").words


def test_who_leads_the_centre_sees_all_of_them_and_which_are_over_their_day(portal: Portal) -> None:
    planned(portal)
    [task] = portal.practice.rows(TASK)
    portal.practice.clock.advance_to(task.due_at + timedelta(days=1))
    board = portal.log_in("director1").go("/board")

    assert "已过期" in board.words
    board.go("/board?show=obligations")
    assert "全中心约定事项" in board.words
    assert "由甄个案跟进" in board.words or "甄个案" in board.words
    assert portal.log_in("worker1").go("/board?show=obligations").status == 403


def test_it_is_settled_with_what_was_done_and_stays_on_the_page(portal: Portal) -> None:
    case = planned(portal)
    [task] = portal.practice.rows(TASK)
    today = shanghai_date(portal.practice.clock.now()).isoformat()
    browser = portal.log_in("worker1").go(f"/deadlines/{task.id}")
    browser.press("登记")
    assert browser.status == 422
    assert "请选择办得怎样" in browser.words
    browser.press("登记", became="kept", how="学校来电确认。")
    assert "请填写办到的日期" in browser.words
    browser.press("登记", became="kept", kept_on=today, how="学校来电确认。")

    assert "已登记，经过和理由留存在案" in browser.words
    assert "学校来电确认" in browser.words
    assert "按期办到" in browser.go(case).words
    assert portal.practice.rows(TASK)[0].state == "met"


def test_a_reason_with_the_name_of_the_child_is_refused(portal: Portal) -> None:
    planned(portal)
    [task] = portal.practice.rows(TASK)
    [child] = portal.practice.rows("SELECT id, identity FROM children")
    known = portal.practice.office.seal.open_json(
        child.identity, SealedPlace.CHILD_IDENTITY.of(child.id)
    )
    browser = portal.log_in("worker1").go(f"/deadlines/{task.id}")
    browser.press("登记", became="let_go", how=f"{known['name']}已经转学。")

    assert browser.status == 422
    assert "请不要写未成年人和监护人的姓名" in browser.words


def test_care_agreed_until_a_day_goes_on_in_a_closed_case(portal: Portal) -> None:
    planned(portal)
    portal.practice.tell(
        "UPDATE deadlines SET reach = 'beyond' WHERE key LIKE 'obligation:work-plan.review_on:%'"
    )
    portal.practice.tell("UPDATE cases SET state = 'closed', closed_at = now()")
    portal.practice.tell("UPDATE case_team SET case_closed_at = now()")
    browser = portal.log_in("worker1").go("/work")

    assert "检视工作计划" in browser.words
    assert "工作计划的任务" not in browser.words
    assert "已结案" in browser.words
