"""The pictures of the README: three screens of a running practice centre, and Prefect's page.

python -m tests.e2e.pictures http://127.0.0.1:8080/ docs/pictures
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PASSWORD = "hutong-practice"
SIZE: ViewportSize = {"width": 1280, "height": 800}


def take(portal: str, into: Path) -> None:
    """Take all four."""
    into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        legal = logged_in(browser, portal, "qian")
        keep(legal, into / "work.jpg")
        legal.locator('a[href*="/cases/"]').first.click()
        keep(legal, into / "case.jpg")
        director = logged_in(browser, portal, "jia")
        director.goto(f"{portal}board")
        keep(director, into / "board.jpg")
        director.goto(f"{portal}prefect/runs")
        director.get_by_text("Items per page").wait_for()
        keep(director, into / "prefect.jpg")
        browser.close()


def logged_in(browser: Browser, portal: str, account: str) -> Page:
    """Log in as an account of the practice centre."""
    page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
    page.goto(f"{portal}login")
    page.fill("input[name=account]", account)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button").first.click()
    page.wait_for_load_state()
    return page


def keep(page: Page, file: Path) -> None:
    """Write what is seen; JPEG, because the pictures come with the code."""
    page.wait_for_load_state()
    page.wait_for_timeout(1000)
    page.screenshot(path=file, type="jpeg", quality=70)


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]))
