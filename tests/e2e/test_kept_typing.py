"""What is typed keeps itself, in a real browser: a page left, a second window, a log-out elsewhere."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PASSWORD, Installation

KEPT, ELSEWHERE = "已自动保存", "草稿已在另一个窗口更改"


def logged_in(chromium: Browser, at: Installation) -> BrowserContext:
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{at.address}/login")
    page.fill("input[name=account]", "worker1")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button").first.click()
    page.wait_for_load_state()
    return context


def new_form(context: BrowserContext, at: Installation) -> Page:
    page = context.pages[0]
    page.goto(f"{at.address}/cases/new")
    page.locator("main form button").first.click()
    page.wait_for_selector("main")
    if "/steps/" not in page.url:
        page.get_by_role("link", name="办理", exact=True).first.click()
    page.wait_for_selector("form[data-keeps]")
    return page


def test_typing_keeps_itself_and_no_window_overwrites_another(
    chromium: Browser, installation: Installation
) -> None:
    context = logged_in(chromium, installation)
    page = new_form(context, installation)
    other = context.new_page()
    other.goto(page.url)

    page.fill("#f-what_happened", "第一个窗口的内容")
    expect(page.locator(".kept")).to_contain_text(KEPT)
    page.reload()
    expect(page.locator("#f-what_happened")).to_have_value("第一个窗口的内容")

    other.fill("#f-what_happened", "第二个窗口写了很久的内容")
    expect(other.locator(".kept")).to_contain_text(ELSEWHERE)
    other.get_by_role("button", name="保存草稿").last.click()
    expect(other.locator("#other-draft")).to_contain_text("第一个窗口的内容")
    expect(other.locator("#f-what_happened")).to_have_value("第二个窗口写了很久的内容")
    page.reload()
    expect(page.locator("#f-what_happened")).to_have_value("第一个窗口的内容")
    context.close()


def test_a_page_left_at_once_has_kept_what_was_typed(
    chromium: Browser, installation: Installation
) -> None:
    context = logged_in(chromium, installation)
    page = new_form(context, installation)
    address = page.url

    page.fill("#f-needs", "写完就走")
    page.goto(f"{installation.address}/work")
    for _ in range(50):  # It goes out while the next page comes.
        if "有草稿" in page.content():
            break
        page.reload()
    page.goto(address)

    expect(page.locator("#f-needs")).to_have_value("写完就走")
    context.close()


def test_after_a_log_out_elsewhere_the_page_says_so_and_keeps_the_words(
    chromium: Browser, installation: Installation
) -> None:
    context = logged_in(chromium, installation)
    page = new_form(context, installation)
    context.clear_cookies()

    page.fill("#f-needs", "登录已经失效时写的")

    expect(page.locator(".kept")).to_contain_text("没有能自动保存")
    expect(page.locator("#f-needs")).to_have_value("登录已经失效时写的")
    context.close()
