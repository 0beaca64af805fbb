"""A case whose rule pack is gone can be looked at whole; what must be counted is refused, and why."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from lxml import html  # type: ignore[import-untyped]

from deployments.machine.postgres import EmbeddedPostgres
from models.forms.catalogue import FORMS
from models.words import Began
from tests.factories_forms import raw_example
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import Portal, portal_on

GONE = "national-1999"
SAID = f"规则包“{GONE}”不在这台服务器上"
OF_A_CASE = ("/cases/", "/steps/", "/deadlines/", "/orders/", "/papers/")


@pytest.fixture(scope="module")
def gone(postgres: EmbeddedPostgres, template_database: str) -> Iterator[Portal]:
    """A case with a document, deadlines, an open and an answered form; its pack is not here."""
    with portal_on(postgres, template_database) as portal:
        practice = portal.practice
        case_id = practice.open_case(began=Began.HANDOVER)
        practice.player.answer(practice.player.find(case_id, "ask:reception-handover"))
        practice.work_off()
        practice.tell("UPDATE cases SET pack = :gone", gone=GONE)
        practice.tell("UPDATE deadlines SET pack = :gone", gone=GONE)
        yield portal


def the_case(portal: Portal) -> UUID:
    case_id: UUID = portal.practice.case()
    return case_id


def an_open_form(portal: Portal) -> Any:
    return portal.practice.player.find(the_case(portal), "ask:registration")


def pages_of(browser: Browser, first: str) -> Iterator[str]:
    """Every page of a case that is linked from its pages, itself first."""
    waiting, seen = [first], {first}
    while waiting:
        address = waiting.pop()
        yield address
        if not browser.go(address).html.startswith("<"):
            continue
        for link in html.fromstring(browser.html).iter("a"):
            found = re.split("[#?]", str(link.get("href")))[0]
            if found.startswith(OF_A_CASE) and found not in seen:
                seen.add(found)
                waiting.append(found)


@pytest.mark.parametrize("account", ["worker1", "director1"])
def test_every_page_of_the_case_opens(gone: Portal, account: str):
    browser = gone.log_in(account)
    answers = {
        address: browser.go(address).status
        for address in pages_of(browser, f"/cases/{the_case(gone)}")
    }

    assert len(answers) > 8
    assert {address: status for address, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("address", ["/cases/{case}", "/steps/{step}", "/cases/{case}/law"])
def test_the_page_says_which_pack_is_missing_and_what_to_do(gone: Portal, address: str):
    step = an_open_form(gone)
    browser = gone.log_in("worker1")
    browser.go(address.format(case=the_case(gone), step=step.id))

    assert SAID in browser.words
    assert "hutong law list" in browser.words


def test_a_draft_is_kept_and_an_answer_refused_with_what_was_typed(gone: Portal):
    step = an_open_form(gone)
    form = FORMS["registration"]
    sent = as_sent(form, raw_example(form))
    browser = gone.log_in("worker1").go(f"/steps/{step.id}")
    browser.press("保存草稿", *sent)
    assert browser.status == 200

    browser.go(f"/steps/{step.id}").press("提交", *sent)

    assert browser.status == 409
    assert f"规则包“{GONE}”" in browser.words
    assert gone.ask("SELECT state FROM steps WHERE id = :id", id=step.id)[0].state == "open"


def test_lists_and_boards_show_it_as_ever(gone: Portal):
    [case] = gone.ask("SELECT number FROM cases")
    for account, address in (("worker1", "/work"), ("worker1", "/cases"), ("director1", "/board"),
                             ("director1", "/law/cases")):  # fmt: skip
        browser = gone.log_in(account).go(address)
        assert browser.status == 200, address
        assert case.number in browser.words, address


def test_check_names_the_pack(gone: Portal):
    [told] = gone.practice.broken_promises()["每个案件所适用的规则包都在,原文没有改动"]

    assert told.startswith(f"{GONE}:")
