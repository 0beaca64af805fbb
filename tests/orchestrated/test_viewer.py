"""Prefect's pages through the portal: what only reads passes, what acts does not, people see runs."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from deployments.machine.state import free_port
from deployments.viewer.app import SECRET_HEADER
from deployments.viewer.reads import GETS, POSTS, is_read
from flows.clockwork.mirroring import Mirror
from models.law.dates import SHANGHAI
from models.words import Role
from tasks.engine.prefect_api import EVENTS_SECONDS
from tests.orchestrated.server import QuickServer
from tests.orchestrated.works import Works
from tests.viewer import SECRET, open_viewer
from web import passwords

PASSWORD = "look-at-the-run-7"
#: What reads changes nothing even if it is asked about nothing.
AN_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def routes(prefect: QuickServer) -> set[tuple[str, str]]:
    """Every route of this Prefect's API: method and path behind `/api/`, names left open."""
    user, _colon, password = prefect.stock.auth_string.partition(":")
    told = httpx2.get(f"{prefect.stock.api_url}/openapi.json", auth=(user, password)).json()
    return {
        (method.upper(), path.removeprefix("/api").strip("/"))
        for path, methods in told["paths"].items()
        for method in methods
    }


def opened(path: str) -> str:
    """A path with its names left open, however they are called."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def test_the_list_of_reads_names_routes_that_prefect_has(routes: set[tuple[str, str]]) -> None:
    there = {(method, opened(path)) for method, path in routes}
    listed = {("GET", path) for path in GETS} | {("POST", path) for path in POSTS}

    assert listed - there == set()


def test_what_acts_is_on_no_list(routes: set[tuple[str, str]]) -> None:
    reads = {
        (method, path) for method, path in routes
        if is_read(method, "/".join(AN_ID if p.startswith("{") else p for p in path.split("/")))
    }  # fmt: skip

    assert {method for method, _path in reads} == {"GET", "POST"}
    last = {path.rsplit("/", 1)[-1] for method, path in reads if method == "POST"}
    assert last == {
        "filter", "paginate", "count", "history", "lateness", "{countable}",
        "concurrency_status", "count-task-runs", "count-deployments", "next-runs", "counts",
    }  # fmt: skip
    for word in ("block", "variables", "admin/settings", "collections", "input", "get_", "storage"):
        assert not any(word in path for _method, path in reads), word


def test_reads_pass_and_acts_stop_at_the_viewer(prefect: QuickServer) -> None:
    with (
        open_viewer(prefect.stock.api_url, prefect.stock.auth_string) as viewer,
        httpx2.Client(base_url=viewer.url, headers={SECRET_HEADER: SECRET}) as portal,
    ):
        found = portal.post("/api/deployments/filter", json={}).json()
        assert "consultation" in {one["name"] for one in found}
        one = found[0]["id"]
        assert portal.get(f"/api/deployments/{one}").json()["id"] == one
        for method, path in (
            ("DELETE", f"/api/deployments/{one}"),
            ("POST", f"/api/deployments/{one}/create_flow_run"),
            ("POST", f"/api/deployments/{one}/pause_deployment"),
        ):
            assert portal.request(method, path, json={}).status_code == 403
        assert portal.get(f"/api/deployments/{one}").json()["paused"] is False
        assert portal.post("/api/flow_runs/filter", content=b" " * 300_000).status_code == 413
        stranger = httpx2.get(f"{viewer.url}/api/deployments/{one}")
        assert (stranger.status_code, stranger.content) == (404, b"")


@pytest.fixture
def portal(works: Works, tmp_path: Path) -> Iterator[str]:
    """`hutong portal` and `hutong viewer` as processes of their own, each told what is its own."""
    _log_in_with_passwords(works)
    viewer, own = free_port(), free_port()
    told = {"HUTONG_VIEWER_SECRET": SECRET, "HUTONG_STATE_DIR": str(tmp_path / "none")}
    bare = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "HUTONG_"))
    }  # fmt: skip
    asks = {
        "PREFECT_API_URL": works.server.stock.api_url,
        "PREFECT_API_AUTH_STRING": works.server.stock.auth_string,
        "HUTONG_VIEWER_PORT": str(viewer),
    }
    shows = {
        **works.settings(), "HUTONG_PORTAL_DATABASE_URL": works.database.portal_url,
        "HUTONG_PORTAL_PORT": str(own), "HUTONG_VIEWER_URL": f"http://127.0.0.1:{viewer}",
    }  # fmt: skip
    with (tmp_path / "pages.log").open("wb") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "deployments", part], env={**bare, **told, **env},
                stdout=log, stderr=subprocess.STDOUT,
            )
            for part, env in (("viewer", asks), ("portal", shows))
        ]  # fmt: skip
    try:
        _await_answer(f"http://127.0.0.1:{own}/readyz", tmp_path / "pages.log")
        yield f"http://127.0.0.1:{own}"
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(10)


def _log_in_with_passwords(works: Works) -> None:
    """The staff of an invented centre has none; somebody who administers is there too."""
    with works.root.begin() as db:
        db.execute(
            text("UPDATE officers SET password = :p, must_change_password = false"),
            {"p": passwords.hashed(PASSWORD)},
        )
        db.execute(
            text(
                "UPDATE officers SET roles = roles || CAST(:r AS varchar) WHERE account = 'director1'"
            ),
            {"r": Role.ADMINISTRATOR.value},
        )


def _await_answer(url: str, log: Path) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8")[-2000:])


def test_an_officer_opens_a_run_from_the_case_page_and_sees_its_tasks(
    works: Works, portal: str, chromium: Browser
) -> None:
    case_id = works.bring("ask:registration")
    works.player.answer(works.player.find(case_id, "ask:registration"))
    works.fork_worker()
    works.reconcile()
    works.settled(case_id)
    works.at_rest()
    page = chromium.new_context().new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "response",
        lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None,
    )
    page.on("request", lambda asked: _must_be_ours(asked.url, portal, wrong))
    _log_in(page, portal)

    page.goto(f"{portal}/cases/{case_id}")
    page.locator("section", has=page.locator("#runs")).get_by_role("link").first.click()
    expect(page.get_by_text("Task Runs", exact=True)).to_be_visible(timeout=30_000)
    page.get_by_text("Task Runs", exact=True).click()
    expect(page.get_by_text("Completed").nth(1)).to_be_visible(timeout=30_000)
    for shown, words in (("runs", "Flow runs"), ("artifacts", "Artifacts"), ("events", "Event Feed"),
                         ("deployments", "consultation")):  # fmt: skip
        page.goto(f"{portal}/prefect/{shown}")
        expect(page.get_by_text(words).last).to_be_visible(timeout=30_000)
    assert wrong == []

    page.goto(f"{portal}/prefect/runs")
    expect(page.get_by_text("Flow runs").last).to_be_visible(timeout=30_000)
    said = page.evaluate(
        "run => fetch(`/prefect/api/flow_runs/${run}`, {method: 'DELETE'})"
        ".then(answer => answer.json())",
        str(works.open_runs()[0].id),
    )
    assert "只能查看，不能操作" in said["detail"]
    works.becomes_paired()


def test_a_director_finds_what_a_case_waits_for_until_when_and_what_stands_still(
    works: Works, portal: str, chromium: Browser
) -> None:
    case_id = works.bring("ask:triage")
    works.clock.advance_to(works.clock.now() + timedelta(days=8))
    Mirror(works.place, works.api, link=f"{portal}/").all()
    time.sleep(EVENTS_SECONDS)
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    _log_in(page, portal)
    due = works.one("SELECT due_at FROM steps WHERE key = 'ask:triage'").astimezone(SHANGHAI)

    page.goto(f"{portal}/prefect/runs")
    page.get_by_text(f"receipt · case {case_id.hex[:6]}").first.click()
    expect(page.get_by_text("Suspended").first).to_be_visible(timeout=30_000)
    _seen(page, "run")
    page.get_by_text("Task Runs", exact=True).click()
    page.get_by_text("ask:triage").last.click()
    expect(page.get_by_text("Overdue").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("role:supervisor").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text(f"due:{due:%Y-%m-%d}").first).to_be_visible(timeout=30_000)
    _seen(page, "step")

    page.goto(f"{portal}/prefect/artifacts/artifact/{_newest(works, f'case-{case_id}')}")
    expect(page.get_by_text("ask:triage").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text(f"{due:%Y-%m-%d}").first).to_be_visible(timeout=30_000)
    _seen(page, "case")
    centre_id = works.one("SELECT id FROM centres")
    page.goto(f"{portal}/prefect/artifacts/artifact/{_newest(works, f'centre-{centre_id}')}")
    expect(page.get_by_text("overdue").first).to_be_visible(timeout=30_000)
    _seen(page, "centre")
    link = page.get_by_role("link", name=case_id.hex[:6], exact=True).first
    expect(link).to_have_attribute("href", f"{portal}/cases/{case_id}")


def _newest(works: Works, key: str) -> str:
    """The artifact that the page of a key leads to."""
    found = works.api.artifact(key)
    assert found
    return str(found["latest_id"])


def _seen(page: Page, name: str) -> None:
    """Keep what is seen where somebody wants to look at it."""
    if folder := os.environ.get("SEEN"):
        page.wait_for_timeout(1500)
        page.screenshot(path=Path(folder) / f"{name}.png")


def _log_in(page: Page, portal: str) -> None:
    page.goto(f"{portal}/login")
    page.fill("input[name=account]", "director1")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{portal}/work")


def _must_be_ours(url: str, portal: str, wrong: list[str]) -> None:
    if not url.startswith((portal, "data:", "blob:")):
        wrong.append(f"asked elsewhere: {url}")
