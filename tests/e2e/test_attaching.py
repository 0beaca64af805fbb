"""Attaching in a real browser: several at once with their progress, a lost connection, and without scripts."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import Installation
from tests.e2e.hands import Person
from tests.hostile_files import SVG, pdf, picture

#: What is chosen: three that are taken, and one that is not.
FILES: list[Any] = [
    {"name": "左臂.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(1200, 900))},
    {"name": "报告.pdf", "mimeType": "application/pdf", "buffer": pdf(pages=3)},
    {"name": "图.svg", "mimeType": "image/svg+xml", "buffer": SVG},
    {"name": "右臂.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(900, 1200))},
]


def at_attachments(chromium: Browser, at: Installation, *, scripts: bool = True) -> Page:
    person = Person(chromium, at, "worker1", scripts=scripts)
    person.register()
    page = person.page
    page.goto(f"{at.address}{page.locator('.crumbs a').nth(1).get_attribute('href')}")
    page.get_by_role("link", name="查看和收入附件").click()
    page.select_option("#f-kind", "photo")
    page.select_option("#f-originality", "copy")
    page.fill("#f-origin", "示例医院")
    return page


def test_several_files_go_with_their_progress_and_one_that_is_not_taken_says_why(
    chromium: Browser, installation: Installation, tmp_path: Path
) -> None:
    page = at_attachments(chromium, installation)
    page.set_input_files("#f-files", FILES)
    page.get_by_role("button", name="收入", exact=True).click()

    lines = page.locator(".sending li")
    expect(lines).to_have_count(4)
    for number in (0, 1, 3):
        expect(lines.nth(number)).to_contain_text("已收入", timeout=30_000)
    expect(lines.nth(2)).to_contain_text("SVG")
    page.screenshot(path=tmp_path / "sending.png", full_page=True)
    page.reload()
    expect(page.get_by_role("link", name="左臂.jpg")).to_be_visible()
    expect(page.locator("section table.list tbody tr")).to_have_count(3)
    page.screenshot(path=tmp_path / "attachments.png", full_page=True)

    page.get_by_role("link", name="左臂.jpg").click()
    shown = page.locator(".pictures img")
    expect(shown).to_have_count(1)
    assert shown.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1200
    page.select_option("#f-turned", "90")
    page.get_by_role("button", name="保存说明").click()
    expect(page.locator(".pictures.turned-90")).to_be_visible()
    shown.evaluate("one => one.decode()")
    box, frame = shown.bounding_box(), page.locator(".pictures figure").bounding_box()
    assert box
    assert frame
    assert box["height"] > box["width"] > 300
    assert box["height"] <= frame["height"] + 1
    page.screenshot(path=tmp_path / "attachment.png", full_page=True)


def test_what_the_network_lost_is_sent_again_and_kept_once(
    chromium: Browser, installation: Installation
) -> None:
    page = at_attachments(chromium, installation)
    tries: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        tries.append(route.request.method)
        if len(tries) == 1:
            route.fetch(max_redirects=0)  # It arrived; its answer did not.
            route.abort()
        else:
            route.continue_()

    page.route("**/attachments", lambda route: (
        lose_the_first_answer(route) if route.request.method == "POST" else route.continue_()
    ))  # fmt: skip
    page.set_input_files("#f-files", FILES[:1])
    page.get_by_role("button", name="收入", exact=True).click()
    expect(page.locator(".sending li")).to_contain_text("网络中断")
    page.get_by_role("button", name="再试").click()

    expect(page.locator("#attached")).to_be_visible(timeout=20_000)
    assert len(tries) == 2
    expect(page.locator("section table.list tbody tr")).to_have_count(1)


def test_without_scripts_one_press_sends_them_all(
    chromium: Browser, installation: Installation
) -> None:
    page = at_attachments(chromium, installation, scripts=False)
    page.set_input_files("#f-files", [FILES[0], FILES[1]])
    with page.expect_navigation():
        page.get_by_role("button", name="收入", exact=True).click()

    assert page.locator("#attached").is_visible()
    assert page.locator("section table.list tbody tr").count() == 2
