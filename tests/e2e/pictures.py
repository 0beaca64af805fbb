"""The pictures of the README: three screens of a running practice centre, and Prefect's page.

    python -m tests.e2e.pictures http://127.0.0.1:8080/ var docs/pictures

The second word is the installation's folder, where Prefect's address and password lie; it is read
and put into no picture.
"""

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PASSWORD = "hutong-practice"
SIZE: ViewportSize = {"width": 1280, "height": 800}


def take(portal: str, state: Path, into: Path) -> None:
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
        keep(prefect(browser, state / "secrets"), into / "prefect.jpg")
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


def prefect(browser: Browser, secrets: Path) -> Page:
    """Prefect's page of runs, with the password its own page would ask for."""
    address = (secrets / "hutong_prefect_api_url").read_text("utf-8").strip().removesuffix("api")
    auth = (secrets / "hutong_prefect_auth_string").read_text("utf-8").strip()
    page = browser.new_context(viewport=SIZE).new_page()
    kept = base64.b64encode(auth.encode()).decode()
    page.add_init_script(f"localStorage.setItem('prefect-password', '{kept}')")
    page.goto(f"{address}runs")
    page.get_by_text("Items per page").wait_for()
    return page


def keep(page: Page, file: Path) -> None:
    """Write what is seen; JPEG, because the pictures come with the code."""
    page.wait_for_load_state()
    page.wait_for_timeout(1000)
    page.screenshot(path=file, type="jpeg", quality=70)


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
