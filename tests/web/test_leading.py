"""Lights, supervision orders, cards and chaser letters at the screen."""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from tests.web.browsing import Browser
from tests.web.conftest import Portal


def watch(portal: Portal, *, days: float = 0) -> None:
    practice = portal.practice
    practice.clock.advance_to(practice.clock.now() + timedelta(days=days))
    watch_once(Workplace(practice.worker, practice.office, practice.clock))


def test_a_light_says_its_word_on_every_list_as_its_time_runs_out(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:investigation")
    row = portal.ask("SELECT * FROM deadlines WHERE step_id = :id", id=step.id)[0]
    case_id = portal.practice.case_of(step.id)
    clock = portal.practice.clock
    for at, said in (
        (row.yellow_at, "▲ 临期"), (row.red_at, "◆ 告急"), (row.due_at, "◆ 告急"),
        (row.due_at + timedelta(minutes=1), "■ 超期"),
    ):  # fmt: skip
        clock.advance_to(at)
        browser = portal.log_in("worker1")
        for page in ("/work", f"/cases/{case_id}", f"/steps/{step.id}"):
            assert said in browser.go(page).words, (page, said)


def test_a_provisional_deadline_says_so_beside_its_light(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:investigation")
    portal.practice.tell("UPDATE deadlines SET provisional = true WHERE step_id = :s", s=step.id)

    assert "暂定" in portal.log_in("worker1").go("/work").words


def test_the_director_orders_the_officer_reports_and_the_director_closes(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:investigation")
    director = portal.log_in("director1").go(f"/steps/{step.id}").follow("督办这个环节")
    director.press("下达督办")
    assert director.status == 422
    assert "请写明督办的内容" in director.words
    director.press("下达督办", words="三日内完成入户核实", report_by="昨天")
    assert director.status == 422
    director.press("下达督办", words="三日内完成入户核实", report_by="")
    assert "已下达" in director.words
    address = director.url.partition("?")[0]

    worker = portal.log_in("worker1").go("/work")
    assert "三日内完成入户核实" in worker.words
    worker.follow("三日内完成入户核实").press("提交反馈", words="已约定周三上门")
    assert "反馈已提交" in worker.words
    assert "办结督办" not in worker.html
    assert (
        worker.post(address, [("csrf", worker.token), ("do", "close"), ("words", "x")]).status
        == 403
    )

    assert "已反馈，待主任办结" in director.go("/board").words
    director.go(address).press("退回补充", words="请补照片")
    worker.go(address).press("提交反馈", words="照片已补")
    director.go(address).press("办结督办", words="同意办结")
    assert "已办结" in director.words
    assert "三日内完成入户核实" not in director.go("/board").words
    case = worker.go(f"/cases/{portal.practice.case_of(step.id)}").words
    assert "已办结" in case
    assert "督办反馈" in case


def test_only_the_director_is_offered_an_order(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:investigation")
    for account in ("worker1", "supervisor1"):
        browser = portal.log_in(account).go(f"/steps/{step.id}")
        assert "督办这个环节" not in browser.words
        assert browser.go(f"/cases/{portal.practice.case_of(step.id)}/order").status == 403


def test_cards_are_counted_for_those_who_lead_and_withdrawn_by_the_director(portal: Portal) -> None:
    portal.practice.play_to_step("ask:investigation")
    watch(portal, days=9)
    assert portal.log_in("worker1").go("/cards").status == 403
    supervisor = portal.log_in("supervisor1").go("/board").follow("各月统计和明细")
    assert "红牌" in supervisor.words
    assert "甄个案" in supervisor.words
    assert "撤回这张牌" not in supervisor.html
    director = portal.log_in("director1").go("/cards")
    director.press("撤回这张牌", reason="")
    assert director.status == 422
    director.press("撤回这张牌", reason="系统停机期间")
    assert "已撤回" in director.words
    assert "理由：系统停机期间" in director.words
    assert portal.ask("SELECT count(*) AS n FROM cards WHERE withdrawn_at IS NULL")[0].n == 1


def test_an_officer_sees_their_own_card_in_the_case_and_a_colleague_does_not(
    portal: Portal,
) -> None:
    step = portal.practice.play_to_step("ask:investigation")
    case = f"/cases/{portal.practice.case_of(step.id)}"
    watch(portal, days=9)
    assert "记在谁名下" in portal.log_in("worker1").go(case).words
    portal.practice.desk.hand_over(
        portal.practice.staff["supervisor1"], step.id,
        to=portal.practice.staff["worker2"].officer_id,
    )  # fmt: skip
    assert "记在谁名下" not in portal.log_in("worker2").go(case).words


def letter_of(browser: Browser, address: str) -> str:
    content = browser.client.get(address).content
    with ZipFile(io.BytesIO(content)) as package:
        return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())


def test_a_chaser_letter_says_what_is_awaited_and_nothing_of_the_child(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:police-statement")
    case_id = portal.practice.case_of(step.id)
    browser = portal.log_in("worker1").go(f"/cases/{case_id}")
    assert f'action="/steps/{step.id}/letter"' in browser.html
    browser.go(f"/steps/{step.id}").press("生成催办函")
    assert "催办函已生成" in browser.words
    assert "已催办1次" in browser.words
    version = portal.ask(
        "SELECT v.id, p.full_number FROM paper_versions v JOIN papers p ON p.id = v.paper_id "
        "WHERE p.paper = 'chaser_letter'"
    )[0]
    assert version.full_number == "示例未保催函〔2026〕1号"
    letter = letter_of(browser, f"/papers/{version.id}")
    number = portal.ask("SELECT number FROM cases WHERE id = :id", id=case_id)[0].number
    for word in ("公安机关", number, "公安机关情况说明", version.full_number):
        assert word in letter
    assert "林某" not in letter
    assert "小禾" not in letter
    browser.go(f"/steps/{step.id}").press("生成催办函")
    assert portal.ask("SELECT count(*) AS n FROM papers WHERE paper = 'chaser_letter'")[0].n == 2
    assert portal.practice.broken_promises() == {}
    portal.practice.play_to_step("approve:investigation-report", case_id=case_id)


def test_the_board_says_why_and_is_narrowed(portal: Portal) -> None:
    portal.practice.play_to_step("ask:police-statement")
    browser = portal.log_in("director1").go("/board")
    assert "等公安机关，自3月9日起，没有催办过" in browser.words
    assert "等公安机关，自" not in browser.go("/board?holder=centre").words
    assert "等公安机关，自" in browser.go("/board?holder=police").words
    assert "没有这样的环节" in browser.go("/board?stage=closure").words
    assert "没有这样的环节" in browser.go("/board?show=stalled").words
    portal.practice.clock.advance_to(portal.practice.clock.now() + timedelta(days=8))
    assert "等公安机关，自" in portal.log_in("director1").go("/board?show=stalled").words


def test_a_digest_lists_what_it_told_to_its_reader_alone(portal: Portal) -> None:
    for _ in range(8):
        portal.practice.play_to_step("ask:triage")
    watch(portal, days=10)
    notice = portal.ask(
        "SELECT n.id, n.officer_id FROM notices n JOIN officers o ON o.id = n.officer_id "
        "WHERE n.kind = 'digest' AND o.account = 'supervisor1'"
    )[0]
    browser = portal.log_in("supervisor1").go(f"/notices/{notice.id}")
    assert browser.url == f"/reminders/{notice.id}"
    assert len(browser.page.xpath("//tbody/tr")) >= 6
    assert "没有。" in portal.log_in("director1").go(f"/reminders/{notice.id}").words
