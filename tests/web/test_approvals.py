"""Approvals at the screen: the exact document, one decision, a reason when it goes back."""

import hashlib
from typing import Any

from models.forms.catalogue import FORMS
from tests.factories_forms import raw_example
from tests.flows.practice import START
from tests.playing import happened
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import Portal


def at_approval(portal: Portal) -> Any:
    """A report that waits for the supervisor's signature."""
    return portal.practice.play_to_step("approve:investigation-report")


def account_of(portal: Portal, officer_id: Any) -> str:
    [row] = portal.ask("SELECT account FROM officers WHERE id = :id", id=officer_id)
    return str(row.account)


def signer(portal: Portal, step: Any) -> Browser:
    """The officer whose turn it is, at the approval."""
    turn = portal.practice.whose_turn(step)
    return portal.log_in(account_of(portal, turn.officer_id)).go(f"/steps/{step.id}")


def test_the_signer_sees_the_exact_document_and_who_signs_after(portal: Portal) -> None:
    step = at_approval(portal)
    browser = signer(portal, step)
    [signature] = portal.practice.signatures(step)[:1]
    document = browser.links("下载《初步调查核实报告》")[0]

    assert signature.sha256[:16] in browser.words
    assert "同意后交贾主任审批" in browser.words or "同意后交贾副主任审批" in browser.words
    content = browser.client.get(document).content
    assert hashlib.sha256(content).hexdigest() == signature.sha256


def test_two_agree_one_after_the_other_and_the_second_reads_the_first_ones_opinion(
    portal: Portal,
) -> None:
    step = at_approval(portal)
    first = signer(portal, step).press("同意", opinion="事实清楚，同意。")
    assert "下一环节：审批《初步调查核实报告》，由贾" in first.words
    second = signer(portal, step)

    assert "事实清楚，同意。" in second.words
    assert "您是最后一位" in second.words
    second.press("同意")
    assert "已同意。" in second.words
    [row] = portal.ask("SELECT state FROM steps WHERE id = :id", id=step.id)
    assert row.state == "done"


def test_a_return_needs_a_reason_and_keeps_what_was_typed(portal: Portal) -> None:
    browser = signer(portal, at_approval(portal))
    browser.press("退回", reason="   ")

    assert browser.status == 422
    assert "请写明退回的理由" in browser.words
    assert browser.title.startswith("错误")


def test_a_returned_form_shows_the_reason_and_the_answer_of_the_round_before(
    portal: Portal,
) -> None:
    step = at_approval(portal)
    browser = signer(portal, step)
    bases = browser.page.xpath("//input[@name='to_step']")
    investigation = bases[0].get("value")
    browser.press("退回", reason="请补充邻居的陈述。", to_step=investigation)
    assert "已退回。" in browser.words
    assert "下一环节：初步调查核实" in browser.words

    owner = portal.log_in("worker1").go("/work")
    assert "退回重办" in owner.words
    owner.follow("初步调查核实")
    assert "请补充邻居的陈述。" in owner.words
    filled = [one for one in owner.page.xpath("//textarea[@name]") if (one.value or "").strip()]
    assert len(filled) > 3


def test_who_presses_second_is_told_kindly_who_was_first(portal: Portal) -> None:
    step = at_approval(portal)
    first, second = signer(portal, step), signer(portal, step)
    first.press("同意")
    name = portal.practice.signatures(step)[0]
    second.press("同意")
    decided = portal.ask("SELECT name FROM officers WHERE id = :id", id=name.decided_by)[0].name

    assert second.status == 409
    assert f"已由{decided}于" in second.words
    assert "已经办理过了" in second.heading


def test_nobody_gets_a_button_for_their_own_work(portal: Portal) -> None:
    step = at_approval(portal)
    author = portal.log_in("worker1").go(f"/steps/{step.id}")

    assert "现在不轮到您审批" in author.words
    assert not author.page.xpath("//form[contains(@action, '/sign')]")
    answer = author.post(f"/steps/{step.id}/sign", [("csrf", author.token), ("opinion", "好")])
    assert answer.status == 403


def test_the_author_takes_it_back_while_nobody_has_opened_it(portal: Portal) -> None:
    step = at_approval(portal)
    author = portal.log_in("worker1").go(f"/steps/{step.id}")
    author.press("撤回", why="写错了日期")
    assert "已撤回。" in author.words
    author.follow("接着办")

    assert "需要重新办理" in author.words
    author.press(
        "提交",
        *as_sent(
            FORMS["investigation"],
            happened("investigation", raw_example(FORMS["investigation"]), START),
        ),
    )
    assert author.url.startswith("/cases/")


def test_once_opened_it_cannot_be_taken_back(portal: Portal) -> None:
    step = at_approval(portal)
    author = portal.log_in("worker1").go(f"/steps/{step.id}")
    signer(portal, step)
    author.press("撤回")

    assert author.status == 409
    assert "审批人已经打开" in author.words
    assert "撤回送审" not in portal.log_in("worker1").go(f"/steps/{step.id}").words


def test_changed_data_voids_the_approval_and_says_so(portal: Portal) -> None:
    step = at_approval(portal)
    browser = signer(portal, step)
    case_id = portal.practice.case_of(step.id)
    author = portal.log_in("worker1").go(f"/cases/{case_id}/people")
    author.press("更正", reason="户籍核对后更正", **{"child.name": "禾小改"})

    assert "正在审批的文书已作废" in author.words
    browser.press("同意")
    assert browser.status == 409


def test_an_approval_is_handed_to_somebody_else_of_the_role(portal: Portal) -> None:
    step = at_approval(portal)
    browser = signer(portal, step).follow("转给别人办理")
    [other] = browser.page.xpath("//input[@name='to']/@value")
    browser.press("转办")
    assert browser.status == 422
    browser.press("转办", to=other)

    assert "已转办。" in browser.words
    assert str(portal.practice.whose_turn(step).officer_id) == other


def test_a_decided_approval_is_read_with_all_its_opinions(portal: Portal) -> None:
    step = at_approval(portal)
    signer(portal, step).press("同意", opinion="一审意见")
    signer(portal, step).press("同意", opinion="二审意见")
    browser = portal.log_in("worker1").go(f"/steps/{step.id}")

    assert "一审意见" in browser.words
    assert "二审意见" in browser.words
    assert "审批已经结束" in browser.words
