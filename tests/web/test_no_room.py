"""A full disk and a database that is gone are said on every page, and nothing typed is lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import text

from models.forms.registration import Registration
from models.room import Trouble
from tests.factories_forms import raw_example
from tests.statements import note_each
from tests.web.browsing import Browser, as_sent
from tests.web.conftest import Portal

#: More statements than any page asks.
MOST = 60


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_disk_that_takes_nothing_is_said_on_every_page_and_acts_are_held(
    portal: Portal, trouble: Trouble
) -> None:
    browser = portal.log_in("worker1")
    portal.app.state.parts = replace(portal.app.state.parts, trouble=lambda: trouble)

    case = portal.practice.open_case()
    for address in ("/work", "/cases", f"/cases/{case}", "/notices", "/account", "/not-there"):
        assert trouble.value in browser.go(address).html, address
    assert trouble.value in portal.browser().go("/login").html
    browser.go("/cases/new").press("登记并填写接报登记", began="handover")
    assert browser.status == 503
    assert trouble.value in browser.html
    assert 'value="handover" checked' in browser.html
    assert [row.id for row in portal.ask("SELECT id FROM cases")] == [case]

    portal.app.state.parts = replace(portal.app.state.parts, trouble=lambda: None)
    assert trouble.value not in browser.go("/work").html


@pytest.mark.parametrize("address", ["/work", "/cases", "/cases/{case}", "/notices"])
def test_a_database_that_dies_at_any_statement_of_a_page_is_the_page_that_says_so(
    portal: Portal, address: str
) -> None:
    browser = portal.log_in("worker1")
    case = portal.practice.open_case()
    address = address.format(case=case)
    said = 0
    for nth in range(1, MOST):
        if _page_dies_at(portal, browser, nth, address):
            # What only stands around a page may be missing; the page itself is there or says why.
            assert browser.status in (200, 503), nth
            said += "数据库暂时不可用" in browser.words
        else:
            assert browser.status == 200
            break
    else:
        raise AssertionError("the page has more statements than were tried")
    assert said > 2


def test_a_database_that_dies_at_any_statement_of_an_act_is_said_and_what_was_typed_is_kept(
    portal: Portal,
) -> None:
    portal.practice.open_case()
    browser = portal.log_in("worker1")
    [step] = portal.ask("SELECT id FROM steps WHERE key = 'ask:registration'")
    address, typed = f"/steps/{step.id}", as_sent(Registration, raw_example(Registration))
    words = dict(typed)["what_happened"]
    said = 0
    for nth in range(1, MOST * 2):
        form = browser.go(address).would_send("提交", *typed)
        dies = _dies_at(portal, nth, partial(browser.post, *form))
        # When it is done, only the page that shows it may be missing.
        assert browser.status in (200, 503), nth
        if portal.ask("SELECT 1 FROM steps WHERE id = :id AND state = 'done'", id=step.id):
            break
        if browser.status == 503:
            said += 1
            assert words in browser.html, nth
        assert dies, nth
    else:
        raise AssertionError("the act has more statements than were tried")
    assert said > 5


def _page_dies_at(portal: Portal, browser: Browser, nth: int, address: str) -> bool:
    """Whether the connection was killed before the n-th statement of a page."""
    return _dies_at(portal, nth, lambda: browser.go(address))


def _dies_at(portal: Portal, nth: int, act: Callable[[], object]) -> bool:
    """Whether the connection was killed before the n-th statement of what is asked."""
    engine, asked = portal.practice.portal, 0

    def count(*_: object) -> None:
        nonlocal asked
        asked += 1
        if asked == nth:
            kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role"
            with portal.practice.root.begin() as db:
                db.execute(text(kill + " AND datname = current_database()"),
                           {"role": "hutong_portal"})  # fmt: skip

    end = note_each(engine, count)
    try:
        act()
    finally:
        end()
        engine.dispose()
    return asked >= nth
