"""A deadline at the screen: its receipt in three shapes, and what may be done with it."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest

from documents import text
from models.law.dates import shanghai_date
from models.sealed_places import SealedPlace
from tests.flows.test_deadline_changes import pass_days
from tests.web.browsing import Browser
from tests.web.conftest import Portal


def waiting(portal: Portal, days: int = 3) -> tuple[UUID, date]:
    """A case before its consultation, some days later: its six-month clock, and today."""
    portal.practice.play_to_step("ask:convening")
    pass_days(portal.practice, days)
    clock = portal.ask("SELECT id FROM deadlines WHERE key = 'clock:3.2'")[0].id
    return clock, shanghai_date(portal.practice.clock.now())


def open_page(portal: Portal, account: str = "director1", days: int = 3) -> tuple[Browser, date]:
    clock, today = waiting(portal, days)
    return portal.log_in(account).go(f"/deadlines/{clock}"), today


@contextmanager
def unchanged(portal: Portal) -> Iterator[None]:
    """Nothing is written but that somebody looked."""
    before = portal.practice.counts() | {"view_log": 0}
    yield
    assert portal.practice.counts() | {"view_log": 0} == before


def test_the_page_the_data_and_the_sheet_say_the_same(portal: Portal) -> None:
    clock, _ = waiting(portal)
    browser = portal.log_in("worker1").go(f"/deadlines/{clock}")
    page = browser.words
    data = json.loads(browser.go(f"/deadlines/{clock}.json").html)
    answer = browser.client.get(f"/deadlines/{clock}.docx")
    sheet = text.text(answer.content)

    assert data["rule"] == "3.2"
    assert data["case"] in page
    assert data["case"] in sheet
    for step in data["steps"]:
        for shown in (page, sheet):
            assert plain(step["text"]) in plain(shown)
    assert "2026年9月8日" in sheet or data["due_on"] in json.dumps(data)
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]


def plain(words: str) -> str:
    """Text without white space and without the width of its marks."""
    table = str.maketrans(",:;()", "\uff0c\uff1a\uff1b\uff08\uff09")
    return "".join(words.split()).translate(table)


def test_the_receipt_names_the_evidence_of_its_start(portal: Portal) -> None:
    clock, _ = waiting(portal)
    data = json.loads(portal.log_in("worker1").go(f"/deadlines/{clock}.json").html)

    told = "".join(data["evidence"])
    assert "交接" in told
    assert "接收〔2026〕1号" in told


def test_the_receipt_says_nothing_of_the_child(portal: Portal) -> None:
    clock, _ = waiting(portal)
    browser = portal.log_in("worker1")
    child = portal.practice.office.seal.open_json(
        portal.ask("SELECT id, identity FROM children")[0].identity,
        SealedPlace.CHILD_IDENTITY.of(portal.ask("SELECT id FROM children")[0].id),
    )
    shown = browser.go(f"/deadlines/{clock}").html + browser.go(f"/deadlines/{clock}.json").html
    sheet = text.text(browser.client.get(f"/deadlines/{clock}.docx").content)

    assert child["name"] not in shown + sheet
    assert child.get("called") is None or child["called"] not in shown + sheet


def test_a_suspension_is_recorded_lifted_and_told_on_the_receipt(portal: Portal) -> None:
    browser, today = open_page(portal)
    browser.press(
        "登记中止", ground="court_stay", first_on=today.isoformat(),
        document="(2026)示9999民特1号", reason="法院委托鉴定",
    )  # fmt: skip
    assert "已登记中止" in browser.words
    assert "尚未恢复" in browser.words
    assert "法院委托鉴定" in browser.words
    pass_days(portal.practice, 5)
    resumed = today + timedelta(days=5)
    browser = portal.log_in("director1").go(browser.url)
    browser.press("登记恢复", resumed_on=resumed.isoformat())
    assert "已登记恢复计算" in browser.words
    data = json.loads(browser.go(browser.url.partition("?")[0] + ".json").html)
    assert [move["kind"] for move in data["moves"]] == ["suspended", "suspension"]
    assert data["state"] == "running"


def test_an_extension_shows_old_and_new_date_by_whom_and_why(portal: Portal) -> None:
    browser, today = open_page(portal)
    browser.press(
        "登记延长", length="2", decided_on=today.isoformat(), document="示民〔2026〕9号",
        reason="等待鉴定结论",
    )  # fmt: skip
    words = browser.words
    assert "民政部门" in words
    assert "届满日由" in words
    assert "等待鉴定结论" in words
    assert "示民〔2026〕9号" in words


def test_starting_anew_leads_to_the_new_deadline_and_keeps_the_old(portal: Portal) -> None:
    browser, today = open_page(portal)
    old = browser.url
    browser.press(
        "重新起算", since=f"{today.isoformat()}T09:00", document="示民〔2026〕11号",
        reason="重新接收",
    )  # fmt: skip
    assert "已重新起算" in browser.words
    assert browser.url.partition("?")[0] != old
    assert "文书:示民〔2026〕11号".replace(":", "\uff1a") in browser.words
    assert "已停止" in browser.go(old).words


def test_what_cannot_be_is_said_on_the_page_with_what_was_typed(portal: Portal) -> None:
    browser, today = open_page(portal)
    tomorrow = (today + timedelta(days=1)).isoformat()
    with unchanged(portal):
        browser.press("登记中止", ground="court_stay", first_on=tomorrow, reason="原因甲乙")
        assert browser.status == 422
        assert "不能晚于今天" in browser.words
        assert "原因甲乙" in browser.html
        assert tomorrow in browser.html


def test_a_new_start_in_the_future_is_one_sentence_and_nothing_changed(portal: Portal) -> None:
    browser, today = open_page(portal)
    with unchanged(portal):
        ahead = (today + timedelta(days=9)).isoformat()
        browser.press("重新起算", since=f"{ahead}T09:00", document="x", reason="y")
        assert browser.status == 422
        assert "不能从将来起算" in browser.words


def test_a_name_is_not_taken_into_a_reason(portal: Portal) -> None:
    clock, today = waiting(portal)
    row = portal.ask("SELECT id, identity FROM children")[0]
    name = portal.practice.office.seal.open_json(
        row.identity, SealedPlace.CHILD_IDENTITY.of(row.id)
    )["name"]  # fmt: skip
    browser = portal.log_in("director1").go(f"/deadlines/{clock}")
    with unchanged(portal):
        browser.press(
            "登记延长", length="1", decided_on=today.isoformat(), reason=f"{name}需要治疗"
        )
        assert "不要写未成年人和监护人的姓名" in browser.words


def test_pressing_the_same_page_twice_extends_once(portal: Portal) -> None:
    browser, today = open_page(portal)
    address, page = browser.url, browser.html
    for _ in range(2):
        browser.html, browser.url = page, address
        browser.press("登记延长", length="1", decided_on=today.isoformat(), reason="甲")
    assert len(portal.ask("SELECT 1 FROM deadline_changes")) == 1


@pytest.mark.parametrize("account", ["worker1"])
def test_who_may_not_change_it_is_not_asked_and_is_refused(portal: Portal, account: str) -> None:
    clock, today = waiting(portal)
    director = portal.log_in("director1").go(f"/deadlines/{clock}")
    browser = portal.log_in(account).go(f"/deadlines/{clock}")
    assert "变更这个期限" not in browser.words
    typed = {"length": "1", "decided_on": today.isoformat(), "reason": "甲"}
    typed["press"] = browser.key_of("")
    browser.html = director.html.replace(director.token, browser.token)
    with unchanged(portal):
        browser.press("登记延长", **typed)
    assert browser.status == 403


def test_a_suspended_deadline_is_neither_due_nor_overdue_on_any_list(portal: Portal) -> None:
    portal.practice.play_to_step("ask:convening")
    pass_days(portal.practice, 1)
    step = portal.ask("SELECT * FROM steps WHERE key = 'ask:convening' AND state = 'open'")[0]
    [due] = portal.ask("SELECT id FROM deadlines WHERE step_id = :s", s=step.id)
    browser = portal.log_in("director1").go(f"/deadlines/{due.id}")
    today = shanghai_date(portal.practice.clock.now()).isoformat()
    browser.press("登记中止", ground="force_majeure", first_on=today, reason="台风")
    pass_days(portal.practice, 60)

    case = portal.log_in("worker1").go(f"/cases/{step.case_id}").words
    assert "期限自2026年3月" in case
    assert "中止" in case
    work = portal.log_in("worker1").go("/work").words
    assert "超期" not in work.split("会商")[1][:40]


def test_a_sheet_can_be_read_by_another_program(portal: Portal) -> None:
    from docx import Document

    clock, _ = waiting(portal)
    answer = portal.log_in("worker1").client.get(f"/deadlines/{clock}.docx")
    document = Document(io.BytesIO(answer.content))
    assert document.paragraphs[0].text == "期限计算单"
