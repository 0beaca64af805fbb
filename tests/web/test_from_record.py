"""Forms show what the record knows, with where it is from, and mark what is typed otherwise."""

from collections.abc import Iterator
from typing import Any

import pytest

from deployments.machine.postgres import EmbeddedPostgres
from tests.web.browsing import Browser
from tests.web.conftest import Portal, portal_on


@pytest.fixture(scope="module")
def portal(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Portal]:
    with portal_on(postgres, template_database) as portal:
        yield portal


@pytest.fixture(scope="module")
def minutes(portal: Portal) -> Any:
    """The open minutes of a case that was played until there."""
    return portal.practice.play_to_step("ask:minutes")


def opened(portal: Portal, step: Any) -> Browser:
    """The form as whoever has it opens it."""
    for account in ("worker1", "worker2", "supervisor1"):
        browser = portal.log_in(account).go(f"/steps/{step.id}")
        if browser.status == 200 and browser.page.xpath("//form[@id='f-form']"):
            return browser
    raise AssertionError("nobody could open it")


def note(browser: Browser, path: str) -> Any:
    """What stands beside a field of what the record knows."""
    return browser.page.get_element_by_id(f"f-{path}-record")


def test_each_opinion_stands_in_the_minutes_with_who_recorded_it(
    portal: Portal, minutes: Any
) -> None:
    browser = opened(portal, minutes)

    recorded = portal.ask(
        "SELECT about FROM steps WHERE case_id = :case AND form = 'party-opinion' AND state = 'done'",
        case=portal.practice.case_of(minutes.id),
    )
    assert len(recorded) > 3
    typed = browser.page.xpath("//textarea[starts-with(@name,'opinions.')]")
    assert [one.text.strip() for one in typed if not one.text.strip()] == []
    assert len(typed) == len(recorded)
    said = note(browser, "opinions").text_content()
    assert "参加方意见（公安机关）" in said
    assert "已按记录填入" in said


def test_what_is_typed_otherwise_is_marked_with_what_the_record_says(
    portal: Portal, minutes: Any
) -> None:
    browser = opened(portal, minutes)
    was = browser.page.get_element_by_id("f-place").get("value")
    assert "same" in note(browser, "place").get("class")

    browser.press("保存草稿", place="另一个地方")

    browser.go(f"/steps/{minutes.id}")
    marked = note(browser, "place")
    assert "differs" in marked.get("class")
    assert was in marked.text_content()
    assert "召集会商" in marked.text_content()
    assert browser.page.get_element_by_id("f-place").get("value") == "另一个地方"

    browser.press("保存草稿", place="")

    browser.go(f"/steps/{minutes.id}")
    assert "记录中有，这里没有填" in note(browser, "place").text_content()
    assert browser.page.get_element_by_id("f-place").get("value") == ""


def test_an_answer_that_differs_from_what_was_known_is_read_so_later(
    portal: Portal, minutes: Any
) -> None:
    portal.practice.player.answer(minutes, place="记录以外的地方")

    read = portal.log_in("worker1").go(f"/steps/{minutes.id}")

    assert "记录以外的地方" in read.words
    [place] = read.page.xpath("//dt[text()='会商地点']/following-sibling::dd[1]")
    assert "与记录不同" in place.text_content()
