"""Pressed three times is once, everywhere: every form of the portal, three at once and again."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from deployments.machine.postgres import EmbeddedPostgres
from flows.clockwork.watching import watch_once
from flows.readers.workplace import Workplace
from models.store.presses import OLDEST_PAGE
from tests.flows.at_once import at_once
from tests.flows.positions import Positions, positions_on
from tests.flows.practice import KEY
from tests.unit.test_tree import ROOT
from tests.web.browsing import HERE, Browser, body_of
from tests.web.conftest import PASSWORD, Portal
from tests.web.pressing import KEYLESS, PLAYERS, Sent, chases, opened, standing
from web.app import ROUTERS

#: Routes that need no key, each with its reason.
NOT_PRESSED = {
    "/login": "each try of a password counts by itself; who is let in has one session more",
    "/logout": "who is out is out",
    "/cases/search": "changes nothing; each look is a look",
    "/looks": "changes nothing; each look is a look",
}
#: Not of what was done: that somebody looked or tried, and the press itself.
BESIDE = {"view_log", "presses", "login_sessions", "login_attempts"}

Answer = tuple[int, str, str]


@pytest.fixture(scope="session")
def positions(postgres: EmbeddedPostgres, template_database: str) -> Positions:
    return positions_on(postgres, template_database)


def changing() -> set[str]:
    """The address of every route that changes something."""
    return {
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in (route.methods or ())
    }


def test_every_route_that_changes_something_has_a_player() -> None:
    assert {player.route for player in PLAYERS.values()} | set(NOT_PRESSED) == changing()
    assert {player.route for player in KEYLESS.values()} == set(NOT_PRESSED)


def state(portal: Portal) -> dict[str, int]:
    """How much there is: rows of each table, numbers given, events of each kind."""
    counted = {name: n for name, n in portal.practice.counts().items() if name not in BESIDE}
    [numbers] = portal.ask("SELECT coalesce(sum(last), 0) AS n FROM counters")
    events = Counter(f"event {row.tag}" for row in portal.ask("SELECT tag FROM events"))
    return counted | {"numbers": int(numbers.n)} | dict(events)


def done(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """What an act added."""
    return {name: n - before.get(name, 0) for name, n in after.items() if n != before.get(name, 0)}


def post(portal: Portal, browser: Browser, address: str, sent: Sent) -> Answer:
    """Send a form from one more window of the same browser; a redirection is the answer."""
    client = TestClient(portal.app, follow_redirects=False, raise_server_exceptions=False)
    client.headers["origin"] = HERE
    client.cookies.update(browser.client.cookies)
    answer = client.post(address, **body_of(sent))
    # Each page has new keys and says when it was made.
    text = re.sub(r'name="press" value="\w+"|<span>页面时间.*?</span>', "", answer.text)
    return answer.status_code, answer.headers.get("location", ""), text


@pytest.mark.parametrize("name", PLAYERS)
def test_pressed_three_times_at_once_and_again_it_is_done_once_and_answered_alike(
    positions: Positions, name: str
) -> None:
    player = PLAYERS[name]
    with standing(positions, player.position) as portal:
        ready = player.play(portal)
        address, sent = ready.form()
        before = state(portal)
        answer = post(portal, ready.browser, address, sent)
        once = done(before, state(portal))
    assert answer[0] in (200, 303), answer
    assert answer[0] == 200 or once or name in UNCOUNTED, "nothing came of it"

    with standing(positions, player.position) as portal:
        ready = player.play(portal)
        address, sent = ready.form()
        before = state(portal)
        answers = at_once(*[lambda: post(portal, ready.browser, address, sent)] * 3)
        # A process that begins anew knows it too.
        answers.append(post(opened(portal.practice), ready.browser, address, sent))
        assert done(before, state(portal)) == once
        assert portal.practice.counts()["presses"] >= 1
    assert [one[0] for one in answers] == [answer[0]] * 4, answers
    assert len(set(answers)) == 1


#: What they change is no row more.
UNCOUNTED = {
    "tries_again", "reads_a_notice", "reads_all_notices", "mutes_a_kind", "removes_an_address", "ends_a_feed",
    "sends_again", "sends_one_again", "changes_the_password", "confirms_an_address", "lays_a_holiday_notice_aside",
    "lets_somebody_go", "withdraws_a_card",
}  # fmt: skip


def chased(portal: Portal) -> int:
    return int(portal.ask("SELECT count(*) AS n FROM chasers")[0].n)


@pytest.fixture
def portal(positions: Positions) -> Iterator[Portal]:
    with standing(positions, "ask:investigation") as portal:
        yield portal


def keys(browser: Browser) -> list[str]:
    return [str(one) for one in browser.page.xpath("//input[@name='press']/@value")]


def test_every_form_of_a_page_has_a_key_of_its_own(portal: Portal) -> None:
    for address in (chases(portal).browser.url, "/notices", "/account", "/absences"):
        browser = portal.log_in("worker1").go(address)
        forms = browser.page.xpath("//form[@method='post'][not(@action='/logout')]")
        assert len(set(keys(browser))) == len(forms) > 0, address


def test_every_form_of_the_templates_carries_a_key() -> None:
    without = {
        file.name
        for file in (ROOT / "web" / "templates").glob("*.html")
        for form in file.read_text("utf-8").split('<form method="post"')[1:]
        if "token(csrf)" not in form.split("</form>")[0]
    }

    # The way in and out; and two that send once more what a page with a key had sent.
    assert without == {"login.html", "base.html", "kept.html", "error.html"}


MADE_UP = {
    "none": "",
    "no key at all": "'; DROP TABLE presses",
    "a key nobody marked": uuid4().hex + "0" * 42,
    "too long": "a" * 5_000,
    "characters": "护" * 74,
}


@pytest.mark.parametrize("made_up", MADE_UP)
def test_a_form_without_a_key_of_ours_comes_back_as_it_was_and_is_sent_with_one_press(
    portal: Portal, made_up: str
) -> None:
    ready = chases(portal)
    ready.browser.press(ready.button, **ready.typed, press=MADE_UP[made_up])

    assert ready.browser.status == 422
    assert "这个页面太旧了" in ready.browser.words
    assert "请尽快" in ready.browser.html
    assert chased(portal) == 0
    ready.browser.press(ready.button)
    assert ready.browser.status == 200
    assert chased(portal) == 1
    assert portal.ask("SELECT 1 FROM presses") != []


def test_a_page_from_before_a_change_of_keys_is_sent_once_after_it(portal: Portal) -> None:
    ready = chases(portal)
    address, sent = ready.form()
    portal.practice.office.seal.hold([bytes(range(1, 33)), KEY])

    answers = [post(portal, ready.browser, address, sent) for _ in range(2)]
    portal.practice.office.seal.hold([bytes(range(2, 34)), bytes(range(1, 33)), KEY])
    answers.append(post(portal, ready.browser, address, sent))

    assert answers[0][0] == 303
    assert answers == answers[:1] * 3
    assert chased(portal) == 1
    assert chases(portal).form()[1] != sent


def test_another_officers_key_is_none(portal: Portal) -> None:
    theirs = keys(portal.log_in("supervisor1").go("/absences"))[0]
    ready = chases(portal)
    ready.browser.press(ready.button, **ready.typed, press=theirs)

    assert ready.browser.status == 422
    assert chased(portal) == 0


def test_a_page_of_long_ago_comes_back_too_and_its_presses_are_forgotten_later(
    portal: Portal,
) -> None:
    ready, clock = chases(portal), portal.practice.clock
    address, sent = ready.form()
    assert post(portal, ready.browser, address, sent)[0] == 303
    at = Workplace(portal.practice.worker, portal.practice.office, clock)
    clock.advance_to(clock.now() + OLDEST_PAGE)
    watch_once(at)
    again = portal.log_in("worker1")
    sent = [(name, again.token if name == "csrf" else value) for name, value in sent]
    assert post(portal, again, address, sent)[0] == 303
    clock.advance_to(clock.now() + timedelta(seconds=1))
    again = portal.log_in("worker1")
    sent = [(name, again.token if name == "csrf" else value) for name, value in sent]
    assert post(portal, again, address, sent)[0] == 422
    assert chased(portal) == 1
    clock.advance_to(clock.now() + timedelta(days=1))
    watch_once(at)
    assert portal.ask("SELECT 1 FROM presses") == []


def test_what_was_changed_and_sent_with_a_used_key_is_asked_once_more_and_then_done(
    portal: Portal,
) -> None:
    ready = chases(portal)
    page, address = ready.browser.html, ready.browser.url
    ready.browser.press(ready.button, **ready.typed)
    ready.browser.html, ready.browser.url = page, address
    ready.browser.press(ready.button, chase_note="另外催一次")

    assert ready.browser.status == 409
    assert "已经提交过" in ready.browser.words
    assert "另外催一次" in ready.browser.html
    assert chased(portal) == 1
    ready.browser.press("再提交一次")
    assert ready.browser.status == 200
    assert chased(portal) == 2


def test_a_refused_form_does_not_use_up_its_key(portal: Portal) -> None:
    ready = chases(portal)
    address, sent = ready.form()
    too_long = [(n, "催" * 501 if n == "chase_note" else v) for n, v in sent]

    assert post(portal, ready.browser, address, too_long)[0] == 422
    assert portal.ask("SELECT 1 FROM presses") == []
    assert post(portal, ready.browser, address, sent)[0] == 303
    assert chased(portal) == 1


def test_an_act_that_is_undone_leaves_no_press(portal: Portal) -> None:
    ready = chases(portal)
    address, sent = ready.form()
    portal.practice.tell("ALTER TABLE chasers ADD CONSTRAINT never CHECK (false) NOT VALID")
    assert post(portal, ready.browser, address, sent)[0] == 500
    portal.practice.tell("ALTER TABLE chasers DROP CONSTRAINT never")

    assert portal.ask("SELECT 1 FROM presses") == []
    assert post(portal, ready.browser, address, sent)[0] == 303
    assert chased(portal) == 1


def test_what_was_sent_before_the_session_ended_is_the_same_press_after_a_new_log_in(
    portal: Portal,
) -> None:
    ready = chases(portal)
    page, address = ready.browser.html, ready.browser.url
    ready.browser.press(ready.button, **ready.typed)
    portal.practice.tell("UPDATE login_sessions SET ended_at = now()")
    ready.browser.html, ready.browser.url = page, address
    ready.browser.press(ready.button, **ready.typed)
    assert ready.browser.status == 401
    ready.browser.press("登录", account="worker1", password=PASSWORD)
    ready.browser.press("继续刚才的操作")

    assert ready.browser.status == 200
    assert "said=chased" in ready.browser.url
    assert chased(portal) == 1


def test_a_press_says_nothing_of_what_was_sent(portal: Portal) -> None:
    ready = chases(portal)
    ready.browser.press(ready.button, **ready.typed)

    [row] = portal.ask("SELECT *, presses::text AS whole FROM presses")
    assert row.route == "/steps/{step_id}/chase"
    assert row.answer == ready.browser.url
    assert "请尽快" not in row.whole
