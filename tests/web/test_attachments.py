"""Attachments at the portal: several at once, refused with a sentence, shown drawn anew, told of."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from documents.received.inspection import Inspection
from tests.hostile_files import CORPUS, SCRIPT, SVG, acting, pdf, picture, placed, word
from tests.web.browsing import Browser
from tests.web.conftest import Portal
from web.safety import LARGEST_BODY, LARGEST_FILES, MOST_FILES_AT_ONCE, Safety

SAID = {"kind": "photo", "originality": "copy", "origin": "示例医院", "caption": "左臂"}


@pytest.fixture
def case(portal: Portal) -> str:
    return f"/cases/{portal.practice.open_case()}"


def attach(browser: Browser, case: str, *files: tuple[str, bytes], **said: str) -> Browser:
    browser.go(f"{case}/attachments")
    return browser.press("收入", *[("files", one) for one in files], **{**SAID, **said})


def first(browser: Browser) -> str:
    return next(str(a.get("href")) for a in browser.page.iter("a")
                if str(a.get("href")).startswith("/attachments/"))  # fmt: skip


def test_several_files_come_in_with_one_press_and_stand_on_the_page(portal: Portal, case: str):
    browser = portal.log_in("worker1")
    attach(browser, case, ("左臂.jpg", picture()), ("报告.pdf", pdf(pages=2)), ("信.docx", word()))

    assert browser.status == 200
    assert browser.url == f"{case}/attachments?said=attached"
    for words in ("已收入。", "左臂.jpg", "报告.pdf", "信.docx", "示例医院", "复制件"):
        assert words in browser.words
    browser.go(case)
    assert "附件 3" in browser.words
    assert browser.words.count("收入附件：照片") == 3


def test_a_photograph_is_shown_without_its_place_and_given_out_as_it_came(
    portal: Portal, case: str
):
    browser = attach(portal.log_in("worker1"), case, ("a.jpg", placed()))
    page = first(browser)
    browser.go(page)
    assert "拍摄地点" in browser.words
    assert "SHA-256" in browser.words

    shown = browser.client.get(f"{page}/pictures/1")
    given = browser.client.get(f"{page}/file")

    assert shown.headers["content-type"] == "image/jpeg"
    assert b"SecretCamera" not in shown.content
    assert given.content == placed()
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["x-content-type-options"] == "nosniff"
    assert browser.client.get(f"{page}/pictures/2").status_code == 404
    looks = [row.what for row in portal.ask("SELECT what FROM view_log ORDER BY at")]
    assert looks.count("attachment-download") == 1
    assert looks.count("attachment") >= 3


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("a.svg", SVG), "SVG"),
        (("a.pdf", SCRIPT), "网页"),
        (("a.jpg", b"MZ" + bytes(99)), "程序"),
        (("a.png", CORPUS["a PNG of ten thousand million dots"].make()), "点数太多"),
        (("a.docx", CORPUS["a text that laughs"].make()), "实体"),
        (("a.txt", b"plain words of no kind"), "认不出"),
        (("a.jpg", b""), "空"),
    ],
)
def test_what_is_not_taken_is_refused_with_why_and_what_was_typed_stays(
    portal: Portal, case: str, file: tuple[str, bytes], why: str
):
    browser = attach(portal.log_in("worker1"), case, ("good.jpg", picture()), file)

    assert browser.status == 422
    assert "第2个文件" in browser.words
    assert why in browser.words
    assert browser.page.get_element_by_id("f-caption").get("value") == "左臂"
    assert portal.ask("SELECT 1 FROM attachments") == []
    assert portal.ask("SELECT 1 FROM attachment_contents") == []


def test_without_a_file_or_a_kind_it_is_said_at_the_field(portal: Portal, case: str):
    browser = portal.log_in("worker1")
    attach(browser, case)
    assert "请选择要收入的文件" in browser.words
    attach(browser, case, ("a.jpg", picture()), kind="", made_on="2999-01-01", item="x")
    assert browser.status == 422
    assert "请选择附件的种类" in browser.words


def test_an_active_pdf_is_kept_and_told_of_and_never_shown(portal: Portal, case: str):
    browser = attach(portal.log_in("worker1"), case, ("a.pdf", acting("JavaScript", "/JS (x)")))
    page = first(browser)
    browser.go(page)

    assert "脚本" in browser.words
    assert list(browser.page.iter("img")) == []
    assert browser.client.get(f"{page}/pictures/1").status_code == 404


def test_it_belongs_to_a_step_a_person_or_the_child(portal: Portal, case: str):
    browser = portal.log_in("worker1")
    [step] = portal.ask("SELECT id FROM steps WHERE kind = 'ask' AND state = 'open' LIMIT 1")
    browser.go(f"{case}/attachments?step={step.id}")
    chosen = browser.page.xpath("//select[@name='belongs']/option[@selected]/@value")
    assert chosen == [f"step:{step.id}"]
    attach(browser, case, ("a.jpg", picture()), belongs=f"step:{step.id}", item="2")
    assert "第2项证据" in browser.words
    attach(browser, case, ("b.jpg", picture()), belongs="child")
    assert portal.ask("SELECT count(*) AS n FROM attachments WHERE of_child")[0].n == 1
    attach(browser, case, ("c.jpg", picture()), belongs=f"step:{portal.practice.case()}")
    assert browser.status == 409
    attach(browser, case, ("c.jpg", picture()), belongs="nonsense")
    assert browser.status == 400


def test_it_is_described_turned_compared_and_removed(portal: Portal, case: str):
    browser = attach(portal.log_in("worker1"), case, ("a.jpg", picture()), compared="")
    page = first(browser)
    browser.go(page).press("保存说明", caption="右臂", turned="90")
    assert "右臂" in browser.words
    assert browser.page.xpath("//div[contains(@class, 'turned-90')]")
    browser.press("我已与原件核对")
    assert "核对无异" in browser.words
    assert "移除附件" not in browser.words

    lead = portal.log_in("supervisor1").go(page).press("移除附件", removal_reason="")
    assert "请写明移除的理由" in lead.words
    lead.press("移除附件", removal_reason="误收他人材料")
    assert "误收他人材料" in lead.words
    assert "右臂" not in lead.words
    assert lead.client.get(f"{page}/file").status_code == 404
    assert lead.client.get(f"{page}/pictures/1").status_code == 404
    assert "已移除的附件（1）" in lead.go(f"{case}/attachments").words


def test_more_than_a_form_holds_is_read_of_nobody_who_is_not_logged_in(portal: Portal, case: str):
    client = portal.browser().client
    large = picture() + bytes(17 * 1024 * 1024)
    answer = client.post(
        f"{case}/attachments", data={"csrf": "x"}, files=[("files", ("a.jpg", large))],
        follow_redirects=False,
    )  # fmt: skip

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


def test_more_than_the_limit_is_refused_with_its_own_sentence(portal: Portal, case: str):
    client = portal.log_in("worker1").client
    answer = client.post(
        f"{case}/attachments", content=b"x", headers={"content-length": str(LARGEST_FILES + 1)}
    )

    assert answer.status_code == 413
    assert "64 MB" in answer.text


def test_a_large_file_comes_in_whole(portal: Portal, case: str):
    large = b"\0\0\0\x18ftypmp42" + bytes(number % 251 for number in range(20 * 1024 * 1024))
    browser = attach(portal.log_in("worker1"), case, ("谈话.mp4", large), kind="video")

    assert browser.client.get(f"{first(browser)}/file").content == large


def test_a_scanner_that_is_away_says_so_and_keeps_nothing(portal: Portal, case: str):

    portal.app.state.parts = replace(
        portal.app.state.parts, inspection=Inspection("tcp:127.0.0.1:1")
    )
    browser = attach(portal.log_in("worker1"), case, ("a.jpg", picture()))

    assert browser.status == 503
    assert "病毒扫描程序没有响应" in browser.words
    assert portal.ask("SELECT 1 FROM attachments") == []


def test_so_many_files_come_at_once_and_the_next_is_told_to_come_again():
    path = f"/cases/{uuid4()}/attachments"
    said: list[int] = []
    go_on = asyncio.Event()

    async def reads(_scope: Scope, _receive: Receive, send: Send) -> None:
        await go_on.wait()
        await PlainTextResponse("收入")(_scope, _receive, send)

    at_the_door = Safety(reads, failure_page="{number}", barred_page="{why}", hosts=())

    async def sends(length: int) -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                said.append(message["status"])

        headers = {"host": "127.0.0.1", "sec-fetch-site": "same-origin", "content-length": length}
        scope = {
            "type": "http", "method": "POST", "path": path, "scheme": "http",
            "server": ("127.0.0.1", 80),
            "headers": [(name.encode(), str(one).encode()) for name, one in headers.items()],
        }  # fmt: skip
        await at_the_door(scope, receive, send)

    async def all_of_it() -> None:
        coming = [asyncio.create_task(sends(LARGEST_FILES)) for _ in range(MOST_FILES_AT_ONCE)]
        await asyncio.sleep(0)
        await sends(LARGEST_FILES)
        assert said == [503]
        small = asyncio.create_task(sends(LARGEST_BODY))
        go_on.set()
        await asyncio.gather(small, *coming)
        await sends(LARGEST_FILES)

    asyncio.run(all_of_it())

    assert said == [503, *[200] * (MOST_FILES_AT_ONCE + 2)]
