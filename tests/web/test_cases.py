"""Cases at the screen: who sees which, what a case page says, what can be started from it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from models.forms.investigation import Investigation
from models.forms.registration import Registration
from models.words import Began, Stage
from tests.factories_forms import raw_example
from tests.flows.practice import START
from tests.people_factories import make_staff
from tests.playing import happened
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import NOT_SUBSTANTIATED, Portal, password_hash


@pytest.fixture
def elsewhere(portal: Portal) -> None:
    """A second centre of the same installation."""
    make_staff(portal.practice.owner, code="b", password=password_hash())


def places(portal: Portal) -> list[str]:
    """Every address of a case that has everything: step, approval, document, deadline."""
    step = portal.practice.play_to_step("approve:investigation-report")
    case_id = portal.practice.case_of(step.id)
    [paper] = portal.ask("SELECT id FROM paper_versions WHERE case_id = :c LIMIT 1", c=case_id)
    [asked] = portal.ask(
        "SELECT id FROM steps WHERE kind = 'ask' AND case_id = :c LIMIT 1", c=case_id
    )
    [due] = portal.ask("SELECT id FROM deadlines WHERE case_id = :c LIMIT 1", c=case_id)
    return [
        f"/cases/{case_id}", f"/cases/{case_id}/people", f"/steps/{step.id}", f"/steps/{asked.id}",
        f"/steps/{step.id}/hand-over", f"/papers/{paper.id}", f"/deadlines/{due.id}",
        f"/deadlines/{due.id}.json",
    ]  # fmt: skip


def test_another_centre_finds_nothing_not_even_that_it_exists(
    portal: Portal, elsewhere: None
) -> None:
    found = places(portal)
    stranger = portal.log_in("director1@b")
    nowhere = stranger.go(f"/cases/{uuid4()}").words

    for address in found:
        assert stranger.go(address).status == 404, address
    assert stranger.go(found[0]).words == nowhere
    assert "没有案件" in stranger.go("/cases").words
    assert "没有等您办理的事" in stranger.go("/work").words


def test_who_is_not_on_the_team_finds_nothing(portal: Portal) -> None:
    colleague = portal.log_in("worker2")

    for address in places(portal):
        assert colleague.go(address).status == 404, address


@pytest.mark.parametrize("account", ["worker1", "supervisor1", "supervisor2", "director1"])
def test_team_and_leaders_see_everything_of_it(portal: Portal, account: str) -> None:
    browser = portal.log_in(account)

    for address in places(portal):
        assert browser.go(address).status == 200, address


def test_actions_on_what_one_may_not_see_are_not_found_either(
    portal: Portal, elsewhere: None
) -> None:
    step = portal.practice.play_to_step("approve:investigation-report")
    case_id = portal.practice.case_of(step.id)
    for account in ("worker2", "director1@b"):
        browser = portal.log_in(account)
        for action in ("", "/sign", "/return", "/withdraw", "/chase", "/retry", "/hand-over"):
            sent = [("csrf", browser.token), ("means", "phone"), ("to", str(uuid4()))]
            assert browser.post(f"/steps/{step.id}{action}", sent).status == 404, action
        for action, sent in (
            ("side", [("stage", "extension"), ("reason", "理由")]),
            ("people", [("do", "submit"), ("child.name", "甄"), ("reason", "理由")]),
        ):
            browser.post(f"/cases/{case_id}/{action}", [("csrf", browser.token), *sent])
            assert browser.status == 404, action


def test_a_case_page_says_where_it_stands_who_has_it_and_who_was_there(portal: Portal) -> None:
    case_id = portal.practice.play_to(Stage.CONSULTATION)
    browser = portal.log_in("worker1").go(f"/cases/{case_id}")
    strip = browser.page.xpath("//ol[@class='strip']/li")

    assert [one.get("class") for one in strip] == ["done"] * 3 + ["now"] + ["ahead"] * 3
    assert "责任方：甄个案" in browser.words
    assert "临时监护第" in browser.words
    for title in ("人员", "办案小组", "并行程序", "文书", "期限", "流转记录"):
        assert any(title in h.text_content() for h in browser.page.iter("h2")), title
    assert browser.links("计算单")
    assert browser.links("下载 v1")


def test_looking_is_written_down(portal: Portal) -> None:
    addresses = places(portal)
    browser = portal.log_in("supervisor1")
    for address in addresses:
        browser.go(address)
    seen = {row.what for row in portal.ask("SELECT what FROM view_log")}
    whose = {row.officer_id for row in portal.ask("SELECT officer_id FROM view_log")}

    assert {"case", "step", "download", "receipt"} <= seen
    assert whose == {portal.practice.staff["supervisor1"].officer_id}


def test_a_report_is_registered_and_its_form_opens_at_once(portal: Portal) -> None:
    browser = portal.log_in("worker1").go("/cases/new").press("登记并填写接报登记")

    assert browser.heading == "接报登记"
    assert portal.ask("SELECT count(*) AS n FROM cases")[0].n == 1


def test_the_button_pressed_twice_on_one_page_registers_one_case(portal: Portal) -> None:
    browser = portal.log_in("worker1").go("/cases/new")
    shown = browser.html
    first = browser.press("登记并填写接报登记").url
    browser.html = shown

    assert browser.press("登记并填写接报登记").url == first
    assert portal.ask("SELECT count(*) AS n FROM cases")[0].n == 1


def test_a_child_brought_by_the_police_starts_both_ways(portal: Portal) -> None:
    browser = portal.log_in("worker1").go("/cases/new")
    browser.press("登记并填写接报登记", began=Began.HANDOVER.value)

    assert {row.name for row in portal.ask("SELECT name FROM stages")} == {"receipt", "custody"}


def test_a_second_case_of_the_same_child_is_tied_to_the_first(portal: Portal) -> None:
    first = portal.practice.open_case()
    [known] = portal.ask("SELECT number, child_id FROM cases WHERE id = :id", id=first)
    browser = portal.log_in("worker1").go("/cases/new")
    browser.press("登记并填写接报登记", number="没有这个案号")
    assert browser.status == 422
    assert "没有找到这个案号" in browser.words
    browser.press("登记并填写接报登记", number=known.number)

    assert {row.child_id for row in portal.ask("SELECT child_id FROM cases")} == {known.child_id}


def test_who_does_not_register_is_told_so(portal: Portal) -> None:
    browser = portal.log_in("legal1").go("/cases/new")

    assert browser.status == 403
    assert "登记案件" in browser.words


def test_a_side_procedure_started_by_mistake_is_taken_back_with_a_reason(portal: Portal) -> None:
    portal.practice.play_to_step("ask:investigation")
    case_id = portal.practice.case()
    portal.practice.desk.start_side(
        portal.practice.staff["worker1"], case_id, Stage.SUGGESTION_REPLY, reason="点错"
    )
    browser = portal.log_in("worker1").go(f"/cases/{case_id}")
    browser.press("撤回", why="")
    assert browser.status == 422
    assert "请写明撤回的理由" in browser.words
    browser.press("撤回", why="不是建议书")
    assert "并行程序已撤回" in browser.words
    assert "撤回，理由：不是建议书" in browser.words
    assert "启动错了" not in browser.words


def test_a_side_procedure_is_started_with_a_reason(portal: Portal) -> None:
    case_id = portal.practice.open_case()
    browser = portal.log_in("worker1").go(f"/cases/{case_id}")
    browser.press("启动", stage="protection_order")
    assert browser.status == 422
    assert "请写明启动的理由" in browser.words
    browser.press("启动", stage="protection_order", reason="面临再次殴打")

    assert "程序已经启动" in browser.words
    assert "人身安全保护令 进行中" in browser.words
    assert "理由：面临再次殴打" in browser.words


def test_a_closed_case_can_be_reopened_by_who_leads_and_by_nobody_else(portal: Portal) -> None:
    case_id = portal.practice.play_to(Stage.CLOSURE, NOT_SUBSTANTIATED)
    portal.practice.play_out(case_id, {"closing-report": {"reason": "not_substantiated"}})
    worker = portal.log_in("worker1").go(f"/cases/{case_id}")
    assert "重新打开" not in worker.words
    director = portal.log_in("director1").go(f"/cases/{case_id}")
    director.press("重新打开", main="investigation")
    assert "请写明重新打开的理由" in director.words
    director.press("重新打开", main="investigation", reopen_reason="又接到报告")

    assert "案件已重新打开" in director.words
    assert "第2轮" in director.words


def test_cases_are_found_by_their_number_and_the_words_stand_in_no_address(portal: Portal) -> None:
    cases = [portal.practice.open_case() for _ in range(3)]
    browser = portal.log_in("worker1").go("/cases")
    assert "共 3 条" in browser.words
    browser.press("查找", words="示例未保")
    assert browser.url == "/cases/search"
    assert "查找结果" in browser.heading
    browser.press("查找", words="%")
    assert "没有找到这个案号" in browser.words
    browser.press("查找", words="〕2号")

    assert browser.url == f"/cases/{cases[1]}"


def many(portal: Portal, count: int, state: str) -> None:
    """So many more cases like the only one there is, a minute apart."""
    portal.practice.tell(
        "INSERT INTO cases (id, centre_id, number, child_id, state, locality, pack, opened_at, "
        "closed_at, practice) SELECT gen_random_uuid(), centre_id, 'more-' || n, child_id, CAST(:state AS text), "
        "locality, pack, opened_at, CASE CAST(:state AS text) WHEN 'closed' THEN opened_at - make_interval(mins => n) "
        "END, practice FROM cases, generate_series(1, :count) n WHERE number NOT LIKE 'more-%'",
        count=count, state=state,
    )  # fmt: skip


def numbers(browser: Browser) -> list[str]:
    return [one.text for one in browser.page.xpath("//a[@class='what']")]


def test_long_lists_come_in_pages(portal: Portal) -> None:
    portal.practice.open_case()
    many(portal, 59, "open")
    browser = portal.log_in("director1").go("/cases").follow("下一页")

    assert "共 60 条" in browser.words
    assert "第 2 / 2 页" in browser.words
    assert len(numbers(browser)) == 10


def test_closed_cases_are_read_from_a_place_on_older_and_newer(portal: Portal) -> None:
    portal.practice.open_case()
    many(portal, 120, "closed")
    browser = portal.log_in("director1").go("/cases?closed=true")
    first = numbers(browser)
    second = numbers(browser.follow("更早的"))
    third = numbers(browser.follow("更早的"))

    assert [*first, *second, *third] == [f"more-{n}" for n in range(1, 121)]
    assert not browser.links("更早的")
    assert numbers(browser.follow("较新的")) == second
    assert numbers(browser.follow("较新的")) == first


def test_a_place_that_is_none_leads_to_the_newest(portal: Portal) -> None:
    portal.practice.open_case()
    many(portal, 1, "closed")
    for place in ("x", "1~2026-01-01~x", "1~2026-01-01T00:00:00~" + "0" * 32):
        browser = portal.log_in("director1").go(f"/cases?closed=true&older={place}")
        assert numbers(browser) == ["more-1"]


def test_the_work_list_is_ordered_by_light_then_by_deadline(portal: Portal) -> None:
    for stage in (Stage.CONSULTATION, Stage.INVESTIGATION):
        portal.practice.play_to(stage)
    portal.practice.open_case()
    browser = portal.log_in("supervisor1").go("/work")
    rows = browser.page.xpath("//table[contains(@class, 'work')][1]/tbody/tr/@class")
    order = ["line-red", "line-yellow", "line-green", "line-none"]

    assert rows
    assert [order.index(one) for one in rows] == sorted(order.index(one) for one in rows)


def test_lists_show_of_a_child_only_what_it_is_called(portal: Portal) -> None:
    portal.practice.play_to(Stage.INVESTIGATION)
    browser = portal.log_in("supervisor1")

    for address in ("/work", "/cases", "/board"):
        assert "小禾(化名)" in browser.go(address).html
        assert "禾小某" not in browser.html


def test_a_document_is_made_beside_the_work_and_the_page_says_so(portal: Portal) -> None:
    case_id = portal.practice.desk.open_case(portal.practice.staff["worker1"])
    browser = portal.log_in("worker1").go(f"/cases/{case_id}").follow("办理")

    browser.press("提交", *as_sent(Registration, raw_example(Registration)))

    assert "文书由系统自动生成" in browser.words
    assert "接着办：报警记录" in browser.words
    assert not browser.page.xpath("//meta[@http-equiv='refresh']")
    portal.practice.work_off()
    assert "文书由系统自动生成" not in browser.go(f"/cases/{case_id}").words


def test_after_a_report_of_harm_the_first_line_says_in_red_what_to_do_now(portal: Portal) -> None:
    case_id = portal.practice.desk.open_case(portal.practice.staff["worker1"])
    browser = portal.log_in("worker1").go(f"/cases/{case_id}").follow("办理")

    browser.press("提交", *as_sent(Registration, raw_example(Registration)))

    first = browser.page.xpath("//main/*[1]")[0]
    assert first.get("class") == "alarm"
    assert first.get("role") == "alert"
    words = " ".join(first.text_content().split())
    assert "立即办理：报警记录" in words
    assert "立即向公安机关报案" in words
    assert "22:10 前，剩余10分钟" in words
    assert "▲ 临期" in browser.words

    portal.practice.player.answer(portal.practice.player.find(case_id, "ask:police-report"))

    assert not browser.go(f"/cases/{case_id}").page.xpath("//*[@class='alarm']")


def test_what_is_done_at_once_stands_on_top_of_the_list_and_not_under_no_deadline(
    portal: Portal,
) -> None:
    portal.practice.play_to_step("ask:police-report")
    portal.practice.clock.advance_to(portal.practice.clock.now() + timedelta(days=4))
    portal.practice.desk.open_case(portal.practice.staff["worker1"])

    page = portal.log_in("worker1").go("/work").page

    rows = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert rows[0].startswith("★ 立即")
    assert "接报登记" in rows[0]
    assert "立即办理，没有宽限" in rows[0]
    assert any(row.startswith("■ 超期") for row in rows[1:])
    assert "没有数字期限" not in rows[0]


def test_while_only_the_worker_has_something_to_do_the_page_says_so(portal: Portal) -> None:
    portal.practice.player.works = False
    step = portal.practice.play_to_step("ask:investigation")
    browser = portal.log_in("worker1").go(f"/steps/{step.id}")

    browser.press(
        "提交",
        *as_sent(Investigation, happened("investigation", raw_example(Investigation), START)),
    )

    assert "流程推进中" in browser.words
    assert browser.page.xpath("//meta[@http-equiv='refresh']")
    portal.practice.work_off()
    assert "流程推进中" not in browser.go(f"/cases/{step.case_id}").words


@pytest.mark.parametrize("account", ["worker1", "supervisor1"])
def test_a_document_that_fails_is_red_where_those_look_whose_it_is(
    portal: Portal, account: str
) -> None:
    case_id = portal.practice.desk.open_case(portal.practice.staff["worker1"])
    portal.practice.player.works = False
    for key in ("ask:registration", "ask:police-report", "ask:triage"):
        portal.practice.player.answer(portal.practice.player.find(case_id, key))
    portal.practice.tell(
        "UPDATE steps SET attempts = 5, failure = '模板缺少一栏' WHERE key = 'issue:registration'"
    )
    browser = portal.log_in(account)

    for address in (f"/cases/{case_id}", "/work" if account == "worker1" else "/board"):
        assert "自动办理失败5次：模板缺少一栏" in browser.go(address).words
        assert browser.page.xpath("//tr[contains(@class, 'line-red')]//p[@class='error']")


def test_a_document_that_a_stage_left_behind_is_tried_again_by_a_supervisor(portal: Portal) -> None:
    case_id = portal.practice.desk.open_case(portal.practice.staff["worker1"])
    portal.practice.player.works = False
    for key in ("ask:registration", "ask:police-report", "ask:triage"):
        portal.practice.player.answer(portal.practice.player.find(case_id, key))
    portal.practice.tell(
        "UPDATE steps SET attempts = 5, failure = '模板缺少一栏' WHERE key = 'issue:registration'"
    )
    step = portal.practice.one("SELECT id FROM steps WHERE key = 'issue:registration'")

    portal.log_in("supervisor1").go(f"/steps/{step}").press("重试")
    portal.practice.work_off()

    assert portal.practice.one("SELECT state FROM steps WHERE id = :id", id=step) == "done"


def test_a_supervisor_gives_a_case_to_another_caseworker(portal: Portal) -> None:
    case_id = portal.practice.open_case()
    new = portal.practice.staff["worker2"]
    boss = portal.log_in("supervisor1").go(f"/cases/{case_id}").follow("调整办案小组")

    boss.press("更换")
    assert "请选择新的主办人" in boss.words
    boss.press("更换", lead=str(new.officer_id))

    assert "已更换主办人" in boss.words
    assert portal.log_in("worker2").go(f"/cases/{case_id}").status == 200
    assert new.name in boss.go(f"/cases/{case_id}").words


def test_who_is_let_in_sees_the_case_and_who_leaves_does_not(portal: Portal) -> None:
    case_id = portal.practice.open_case()
    legal = portal.practice.staff["legal2"]
    boss = portal.log_in("director1").go(f"/cases/{case_id}/team")
    colleague = portal.log_in("legal2")
    assert colleague.go(f"/cases/{case_id}").status == 404

    boss.press("加入", officer=str(legal.officer_id))
    assert colleague.go(f"/cases/{case_id}").status == 200
    boss.press("移出小组", member=str(legal.officer_id))
    assert colleague.go(f"/cases/{case_id}").status == 404


def test_caseworkers_do_not_choose_who_sees_a_case(portal: Portal) -> None:
    case_id = portal.practice.open_case()
    browser = portal.log_in("worker1").go(f"/cases/{case_id}")

    assert not browser.links("调整办案小组")
    assert browser.go(f"/cases/{case_id}/team").status == 403


def test_a_case_with_more_than_is_shown_says_so_and_keeps_the_newest(portal: Portal):
    practice = portal.practice
    case_id = practice.open_case()
    practice.tell(
        "INSERT INTO stages (id, case_id, centre_id, name, ordinal, is_main, state, opened_at, "
        "closed_at, procedure, fence) SELECT gen_random_uuid(), case_id, centre_id, 'feedback', "
        "1000 + n, false, 'closed', opened_at, opened_at, procedure, 0 "
        "FROM stages, generate_series(1, 400) n WHERE is_main"
    )
    practice.tell("UPDATE stages SET ordinal = 2000 WHERE is_main")

    browser = portal.log_in("worker1").go(f"/cases/{case_id}")

    assert browser.status == 200
    assert "阶段较多，只显示最近的300项" in browser.words
    assert "接报接收进行中" in browser.words
