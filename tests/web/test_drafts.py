"""Drafts: kept at every round trip, told by their version, and never overwritten unseen."""

from typing import Any

import pytest

from models.errors import DraftChanged, StepNotOpen
from models.forms.registration import Registration
from models.sealed_places import SealedPlace
from tests.factories_forms import raw_example
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import Portal


def registration(portal: Portal) -> Browser:
    """The registration form of a new case, opened by who has it."""
    case_id = portal.practice.open_case()
    return portal.log_in("worker1").go(f"/cases/{case_id}").follow("办理")


def kept(portal: Portal, step: str) -> dict[str, Any]:
    """The draft of a step, as it was typed."""
    [row] = portal.ask("SELECT id, draft FROM steps WHERE id = :id", id=step.rpartition("/")[2])
    opened: dict[str, Any] = portal.practice.office.seal.open_json(
        row.draft, SealedPlace.STEP_DRAFT.of(row.id)
    )
    return opened


def seen(browser: Browser) -> str:
    """The version of the draft that a page has seen."""
    return str(browser.page.xpath("//input[@name='seen']/@value")[0])


def test_a_draft_kept_in_another_window_is_shown_beside_and_not_overwritten(
    portal: Portal,
) -> None:
    one = registration(portal)
    other = portal.log_in("worker1").go(one.url)
    step = one.url
    one.press("保存草稿", what_happened="第一个窗口的内容")

    other.press("保存草稿", what_happened="第二个窗口写了很久的内容")

    assert other.status == 409
    assert "没有覆盖它" in other.words
    beside = other.page.get_element_by_id("other-draft").text_content()
    assert "第一个窗口的内容" in beside
    assert "第二个窗口写了很久的内容" in other.page.get_element_by_id("f-what_happened").text
    assert kept(portal, step)["what_happened"] == "第一个窗口的内容"

    other.press("保存草稿")

    assert "草稿已保存" in other.words
    assert kept(portal, step)["what_happened"].strip() == "第二个窗口写了很久的内容"


def test_a_page_that_shows_no_version_overwrites_nothing(portal: Portal) -> None:
    browser = registration(portal)
    step = browser.url
    browser.press("保存草稿", what_happened="已有的草稿")

    browser.go(step).press("保存草稿", ("seen", ""), what_happened="旧页面")

    assert browser.status == 409
    assert kept(portal, step)["what_happened"] == "已有的草稿"


def test_what_is_typed_keeps_itself_and_says_by_which_version(portal: Portal) -> None:
    browser = registration(portal)
    step = browser.url
    address, sent = browser.would_send("保存草稿", needs="写到一半")
    sent = [(name, value) for name, value in sent if name != "do"]

    first = browser.client.post(address, data=_form(sent, do="keep"))
    version = first.headers["Draft-Version"]
    again = browser.client.post(address, data=_form(sent, do="keep", seen=version, needs="写完了"))
    stale = browser.client.post(address, data=_form(sent, do="keep", seen=version, needs="旧的"))

    assert (first.status_code, again.status_code, stale.status_code) == (204, 204, 409)
    assert kept(portal, step)["needs"] == "写完了"
    assert seen(browser.go(step)) == again.headers["Draft-Version"]


def _form(sent: list[tuple[str, str]], **more: str) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in [(n, v) for n, v in sent if n not in more] + list(more.items()):
        data.setdefault(name, []).append(value)
    return data


def test_every_round_trip_keeps_what_was_typed(portal: Portal) -> None:
    browser = registration(portal)
    step = browser.url

    browser.press("＋ 添加一项：监护人", needs="加一行以前写的")
    assert kept(portal, step)["needs"] == "加一行以前写的"
    assert len(kept(portal, step)["guardians"]) == 1

    browser.press("提交", needs="提交时写的")
    assert browser.status == 422
    assert kept(portal, step)["needs"] == "提交时写的"

    browser.press("提交", *as_sent(Registration, raw_example(Registration)))
    [row] = portal.ask("SELECT draft FROM steps WHERE id = :id", id=step.rpartition("/")[2])
    assert row.draft is None


def test_what_is_typed_into_an_answered_form_comes_back_and_is_not_said_to_be_kept(
    portal: Portal,
) -> None:
    one = registration(portal)
    other = portal.log_in("worker1").go(one.url)
    one.press("提交", *as_sent(Registration, raw_example(Registration)))

    other.press("保存草稿", needs="写了很久的内容")

    assert other.status == 409
    assert "写了很久的内容" in other.words
    assert "草稿已保存" not in other.words


def test_the_desk_tells_a_changed_draft_and_a_form_that_is_over(portal: Portal) -> None:
    practice = portal.practice
    case_id = practice.open_case()
    step = practice.player.find(case_id, "ask:registration")
    who = practice.staff["worker1"]
    version = practice.desk.save_draft(who, step.id, {"needs": "一"}, seen="")

    with pytest.raises(DraftChanged):
        practice.desk.save_draft(who, step.id, {"needs": "二"}, seen="")
    assert practice.desk.save_draft(who, step.id, {"needs": "一"}, seen="") == version
    assert practice.desk.save_draft(who, step.id, {"needs": "二"}, seen=version) != version

    practice.player.answer(step)
    with pytest.raises(StepNotOpen):
        practice.desk.save_draft(who, step.id, {"needs": "三"}, seen=version)
