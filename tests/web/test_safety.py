"""What holds for every page: headers, tokens, one origin, no input echoed, nothing told in a failure."""

import logging
import subprocess
import sys
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from tests.web.browsing import HERE
from tests.web.conftest import PASSWORD, Portal
from web.app import ROUTERS

#: Routes that need no log-in, each with its reason.
OPEN = {
    "/livez": "for machines, says nothing",
    "/readyz": "for machines, says nothing",
    "/": "only sends on",
    "/login": "the way in",
    "/calendar/{secret}.ics": "calendar programs cannot log in; the secret is what they have",
}


def routes() -> list[tuple[str, str]]:
    """Every method and address of the portal, generated so that a new route is held too."""
    found = []
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            found += [(method, route.path) for method in route.methods or ()]
    return found


def filled(path: str) -> str:
    for name in (
        "case_id", "step_id", "version_id", "deadline_id", "notice_id", "channel_id",
    ):  # fmt: skip
        path = path.replace("{" + name + "}", str(uuid4()))
    return path


def test_every_route_wants_a_log_in_unless_it_is_named_here(portal: Portal) -> None:
    client = portal.browser().client
    let_in = []
    for method, path in routes():
        answer = client.request(method, filled(path), follow_redirects=False)
        sent_away = answer.status_code == 303 and answer.headers["location"].startswith("/login")
        let_in += [] if sent_away else [path]

    assert set(let_in) == set(OPEN)


def test_every_change_wants_the_token_of_its_session(portal: Portal) -> None:
    browser, stranger = portal.log_in("supervisor1"), portal.log_in("worker1")
    changes = [path for method, path in routes() if method == "POST"]
    for path in changes:
        for token in ("", "wrong", stranger.token):
            browser.post(filled(path), [("csrf", token), ("account", "x"), ("password", "y")])

            assert browser.status == 400, path
    assert len(changes) > 10


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {},
    ],
)
def test_a_change_from_another_site_is_refused_before_anything_is_read(
    portal: Portal, headers: dict[str, str]
) -> None:
    browser = portal.log_in("worker1")
    token = browser.token
    del browser.client.headers["origin"]
    answer = browser.client.post(
        "/cases/new", data={"csrf": token, "began": "report"}, headers=headers
    )

    assert answer.status_code == 403
    assert portal.ask("SELECT count(*) AS n FROM cases")[0].n == 0


def test_every_answer_carries_the_headers(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    for address in ("/work", "/cases/new", "/nowhere", "/livez", "/login"):
        headers = browser.go(address).headers

        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_has_a_script_or_style_of_its_own(portal: Portal) -> None:
    case_id = portal.practice.open_case()
    browser = portal.log_in("worker1")
    for address in ("/work", "/cases", f"/cases/{case_id}", "/cases/new", "/absences", "/password"):
        page = browser.go(address).page

        assert not page.xpath("//style | //script[not(@src)] | //*[@style] | //*[@onclick]")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(portal: Portal) -> None:
    browser = portal.browser().go("/login")
    answer = browser.client.post(
        "/login",
        data={"csrf": browser.token, "account": "worker1", "password": PASSWORD},
        follow_redirects=False,
    )
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("hutong="))

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(portal: Portal) -> None:
    browser = portal.browser(origin="https://testserver")
    browser.client.base_url = "https://testserver"
    browser.go("/login")
    answer = browser.client.post(
        "/login",
        data={"csrf": browser.token, "account": "worker1", "password": PASSWORD},
        follow_redirects=False,
    )
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "__Host-hutong=" in c)

    assert "Secure" in cookie


def test_what_is_not_understood_is_not_echoed(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    for address in ("/cases/LEAKED", "/steps/LEAKED", "/papers/LEAKED", "/cases?page=LEAKED"):
        browser.go(address)

        assert browser.status == 404
        assert "LEAKED" not in browser.html


def test_too_much_is_refused(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    browser.post("/cases/search", [("csrf", browser.token), ("words", "长" * 2_000_000)])

    assert browser.status == 413


def test_a_failure_tells_a_number_and_the_log_tells_where_but_not_what(
    portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    browser = portal.log_in("worker1")

    @portal.app.get("/breaks")
    def breaks() -> None:
        raise ValueError("小禾的住址是示例镇1号")

    with caplog.at_level(logging.ERROR, logger="hutong.portal"):
        browser.go("/breaks")
    [record] = caplog.records
    logged = record.getMessage()

    assert browser.status == 500
    assert "程序出错了" in browser.html
    assert logged.split()[1].rstrip(":") in browser.html
    assert "ValueError" in logged
    assert "小禾" not in logged
    assert "小禾" not in browser.html


def test_the_database_away_is_said_and_not_a_failure(portal: Portal) -> None:
    browser = portal.log_in("worker1")
    portal.practice.portal.dispose()
    portal.tell_server("ALTER ROLE hutong_portal NOLOGIN")
    try:
        browser.go("/work")
        ready = browser.client.get("/readyz")
        lives = browser.client.get("/livez")
    finally:
        portal.tell_server("ALTER ROLE hutong_portal LOGIN")

    assert browser.status == 503
    assert "数据库暂时不可用" in browser.words
    assert ready.status_code == 503
    assert lives.status_code == 200


def test_static_files_may_be_kept_because_their_address_names_their_content(portal: Portal) -> None:
    browser = portal.browser().go("/login")
    [sheet] = browser.page.xpath("//link[@rel='stylesheet']/@href")
    answer = browser.client.get(sheet)

    assert "?v=" in sheet
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")
    # A page of another version, drawn by a portal beside this one, means another file.
    for other in (f"{sheet}0", sheet.partition("?")[0]):
        assert browser.client.get(other).headers["cache-control"] == "no-store"


def test_importing_the_portal_does_not_import_prefect() -> None:
    script = "import sys, web.app; sys.exit('prefect' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
