"""What who leads the centre sees and does."""

from datetime import timedelta

from sqlalchemy import text

from models.law.dates import SHANGHAI
from models.words import Role, Stage
from tests.web.conftest import Portal, password_hash


def test_the_board_is_for_who_leads(portal: Portal) -> None:
    assert portal.log_in("worker1").go("/board").status == 403
    assert portal.log_in("supervisor1").go("/board").status == 200
    assert portal.log_in("director1").go("/board").status == 200
    assert "全中心" not in portal.log_in("worker1").html


def test_the_board_counts_what_is_overdue_outside_ownerless_and_failed(portal: Portal) -> None:
    portal.practice.play_to(Stage.INVESTIGATION)
    portal.practice.open_case()
    portal.practice.tell(
        "UPDATE steps SET owner_id = NULL WHERE key = 'ask:registration' AND state = 'open'"
    )
    portal.practice.tell(
        "UPDATE steps SET due_at = opened_at WHERE key = 'ask:investigation-assignment'"
    )
    portal.practice.clock.advance_to(portal.practice.clock.now() + timedelta(days=1))
    browser = portal.log_in("director1").go("/board?show=nobody")
    assert "无人负责（应由个案工作者办理）" in browser.words
    assert "安排核实" not in browser.words
    browser.go("/board?show=overdue")

    assert "安排核实" in browser.words
    assert "已超期" in browser.words


def test_a_number_that_no_law_confirms_is_marked_on_every_list(portal: Portal) -> None:
    case_id = portal.practice.play_to(Stage.INVESTIGATION)
    leads = portal.log_in("supervisor1")
    assert "本中心目标" in leads.go("/board").words
    assert "本中心目标" in leads.go("/cases").words
    assert "本中心目标" in leads.go(f"/cases/{case_id}").words
    step = portal.practice.rows(
        "SELECT s.id FROM steps s JOIN deadlines d ON d.step_id = s.id "
        "WHERE s.state = 'open' AND d.receipt->>'confirmed' = 'centre'"
    )[0].id
    assert "本中心目标" in leads.go(f"/steps/{step}").words
    portal.practice.tell(
        "UPDATE deadlines SET receipt = receipt || '{\"confirmed\": \"memory\"}' "
        "WHERE step_id = :s", s=step,
    )  # fmt: skip

    assert "未核实" in leads.go(f"/steps/{step}").words
    assert "未核实" in leads.go("/board").words


def test_an_automatic_step_that_failed_is_shown_with_its_failure(portal: Portal) -> None:
    case_id = portal.practice.desk.open_case(portal.practice.staff["worker1"])
    portal.practice.tell(
        "UPDATE steps SET kind = 'issue', paper = 'registration', failure = '模板缺少一栏', attempts = 3 "
        "WHERE case_id = :c", c=case_id,
    )  # fmt: skip
    browser = portal.log_in("supervisor1").go("/board?show=failed")

    assert "自动办理失败3次：模板缺少一栏" in browser.words
    assert "自动办理失败3次" in browser.go(f"/cases/{case_id}").words


def test_a_step_is_reassigned_from_the_board(portal: Portal) -> None:
    portal.practice.open_case()
    browser = portal.log_in("supervisor1").go("/board").follow("转办")
    [other] = browser.page.xpath("//input[@name='to']/@value")
    browser.press("转办", to=other)

    assert "已转办" in browser.words
    assert "接报登记" in portal.log_in("worker2").go("/work").words


def test_with_nobody_else_of_the_role_the_page_says_so(portal: Portal) -> None:
    portal.practice.open_case()
    portal.practice.dismiss("worker2")
    browser = portal.log_in("supervisor1").go("/board").follow("转办")

    assert "没有其他人有这个岗位" in browser.words


def test_an_absence_gives_the_work_to_the_stand_in_who_sees_for_whom(portal: Portal) -> None:
    portal.practice.open_case()
    now = portal.practice.clock.now().astimezone(SHANGHAI)
    browser = portal.log_in("supervisor1").go("/absences")
    names = {
        option.text_content().partition("（")[0]: option.get("value")
        for option in browser.page.xpath("//select[@name='officer']/option")
    }
    browser.press("保存")
    assert browser.status == 422
    assert "请选择请假的人" in browser.words
    browser.press(
        "保存", officer=names["甄个案"], by=names["甄个案二"],
        from_at=f"{now:%Y.%m.%d %H:%M}", until_at=f"{now + timedelta(days=3):%Y年%m月%d日 %H时%M分}",
    )  # fmt: skip
    assert "已保存" in browser.words
    assert "代理中" in browser.words

    assert "代甄个案" in portal.log_in("worker2").go("/work").words


def test_an_officer_sets_only_their_own_absence(portal: Portal) -> None:
    browser = portal.log_in("worker1").go("/absences")
    offered = browser.page.xpath("//select[@name='officer']/option[@value!='']/@value")
    other = portal.practice.staff["worker2"].officer_id
    now = portal.practice.clock.now().astimezone(SHANGHAI)
    browser.press(
        "保存", officer=str(other), by=offered[0], from_at=f"{now:%Y-%m-%d %H:%M}",
        until_at=f"{now + timedelta(days=1):%Y-%m-%d %H:%M}",
    )  # fmt: skip

    assert offered == [str(portal.practice.staff["worker1"].officer_id)]
    assert browser.status == 403


def test_whoever_has_the_ball_is_chased_and_everybody_sees_it(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:police-statement")
    browser = portal.log_in("worker1").go(f"/steps/{step.id}")
    assert "公安机关" in browser.words
    browser.press("记录催办", means="letter", chase_note="已发函，三日内答复")
    assert "催办已记录" in browser.words
    assert "书面函件：已发函，三日内答复" in browser.words
    browser.go(f"/cases/{portal.practice.case_of(step.id)}")

    assert "已催办1次" in browser.words
    assert "还缺：" in browser.words
    assert "公安机关的“公安机关情况说明”" in browser.words


def test_a_deadline_shows_how_it_was_counted_in_words_and_as_data(portal: Portal) -> None:
    case_id = portal.practice.play_to(Stage.INVESTIGATION)
    browser = portal.log_in("supervisor1").go(f"/cases/{case_id}").follow("计算单")
    steps = browser.page.xpath("//ol[@class='steps']/li")
    assert len(steps) >= 1
    address = browser.links("数据（JSON）")[0]
    data = browser.client.get(address).json()

    assert data["steps"]
    assert data["due"].endswith("+08:00")


def test_roles_without_cases_see_an_empty_list_and_no_error(portal: Portal) -> None:
    portal.practice.open_case()
    portal.practice.hire("auditor1", "甄审计", Role.AUDITOR)
    portal.practice.tell(
        "UPDATE officers SET password = :h WHERE account = 'auditor1'", h=password_hash()
    )
    browser = portal.log_in("auditor1")

    assert "没有等您办理的事" in browser.words
    assert "没有案件" in browser.go("/cases").words


def test_a_supervisor_has_a_failed_automatic_step_tried_again(portal: Portal) -> None:
    case_id = portal.practice.play_to_step("approve:investigation-report")
    step = portal.ask("SELECT id FROM steps WHERE kind = 'issue' LIMIT 1")[0].id
    with portal.practice.root.begin() as db:
        db.execute(
            text(
                "UPDATE steps SET state = 'open', attempts = 5, failure = '模板有误' WHERE id = :id"
            ),
            {"id": step},
        )

    assert case_id
    worker = portal.log_in("worker1")
    assert worker.post(f"/steps/{step}/retry", [("csrf", worker.token)]).status == 403
    browser = portal.log_in("supervisor1")
    browser.go(f"/steps/{step}")
    browser.press("重试")

    tried = portal.ask("SELECT attempts, failure FROM steps WHERE id = :id", id=step)
    assert tried == [(0, None)]
