"""The working calendar on screen: an administrator loads a notice, reads what moves, confirms."""

import pytest

from models.words import Role
from tests.notice_of_2027 import YEAR_2027
from tests.web.browsing import Browser
from tests.web.conftest import Portal, password_hash

HEADING = {"number": "示例〔2026〕7号", "title": "示例2027年放假通知", "year": "2027"}


@pytest.fixture
def keeper(portal: Portal) -> Browser:
    """An administrator at the screen; there is a case with a child in care."""
    portal.practice.play_to_step("ask:police-statement")
    portal.practice.hire("keeper1", "甄管理", Role.ADMINISTRATOR)
    with portal.practice.root.begin() as db:
        db.exec_driver_sql(
            f"UPDATE officers SET password = '{password_hash()}' WHERE account = 'keeper1'"
        )
    return portal.log_in("keeper1")


def upload(browser: Browser, content: bytes, **heading: str) -> Browser:
    """Send a file from the page where a notice is loaded."""
    browser.go("/calendar/notices/new")
    data = {"csrf": browser.token, "press": browser.key_of("/calendar/notices"), "scope": "whole", "official": "yes", "do": "load", "rows": "0",
            "published_on": "", "supersedes": "", **HEADING, **heading}  # fmt: skip
    return browser._take(
        browser.client.post(
            "/calendar/notices", data=data, files={"file": ("2027.csv", content, "text/csv")}
        )
    )


def typed_day(browser: Browser) -> Browser:
    """Type one day off into the form: the day on which the police's statement is due."""
    return browser.go("/calendar/notices/new").press(
        "录入并预览", **HEADING | {"year": "2026"}, scope="some",
        **{"first.1": "2026-03-16", "name.1": "示例日"},
    )  # fmt: skip


def test_the_calendar_shows_its_years_and_days(keeper: Browser) -> None:
    keeper.go("/work").follow("工作日历")
    assert "2027" in keeper.words
    assert "暂定" in keeper.words
    keeper.follow("看2026年")

    assert "2026-10-01（星期四）放假国庆节" in keeper.words


def test_a_notice_is_typed_previewed_confirmed_and_kept(portal: Portal, keeper: Browser) -> None:
    typed_day(keeper)
    assert keeper.status == 200
    assert "预览，未生效" in keeper.words
    number = portal.ask("SELECT number FROM cases")[0].number
    assert number in keeper.words
    assert "2026年3月16日（星期一）由工作日改为休息日：示例日放假" in keeper.words
    assert portal.ask("SELECT 1 FROM recounts") == []

    keeper.press("确认生效")
    moved = portal.ask("SELECT moved FROM recounts")[0].moved

    assert f"变动了{moved}个在办期限" in keeper.words
    assert moved > 0
    assert "已生效" in keeper.go("/calendar").words


def test_the_case_shows_why_its_deadline_moved(portal: Portal, keeper: Browser) -> None:
    typed_day(keeper).press("确认生效")
    deadline = portal.ask("SELECT deadline_id, case_id FROM deadline_changes LIMIT 1")[0]
    worker = portal.log_in("worker1").go(f"/deadlines/{deadline.deadline_id}")

    assert "按新的放假安排或规则重算" in worker.words
    assert "示例日" in worker.words
    assert "按新的放假安排或规则重算期限" in worker.go(f"/cases/{deadline.case_id}").words


def test_the_administrator_is_shown_no_fact_of_a_case(portal: Portal, keeper: Browser) -> None:
    typed_day(keeper)
    case_id = portal.ask("SELECT id FROM cases")[0].id
    for known in ("小禾", "林", "甄个案"):
        assert known not in keeper.words
    deadline = portal.ask("SELECT id FROM deadlines LIMIT 1")[0].id

    for address in (f"/cases/{case_id}", f"/deadlines/{deadline}"):
        assert keeper.go(address).status == 404


def test_what_the_person_has_not_seen_is_not_confirmed(portal: Portal, keeper: Browser) -> None:
    typed_day(keeper)
    practice = portal.practice
    practice.player.answer(practice.player.find(practice.case(), "ask:police-statement"))
    keeper.press("确认生效")

    assert keeper.status == 409
    assert "预览之后情况有变化" in keeper.words
    assert portal.ask("SELECT 1 FROM recounts") == []
    keeper.press("确认生效")
    assert "已生效" in keeper.words


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_file_from_a_spreadsheet_is_loaded(keeper: Browser, encoding: str) -> None:
    upload(keeper, YEAR_2027.replace("-", "/").encode(encoding))
    assert "预览，未生效" in keeper.words
    assert "0个改日期，1个日期不变" in keeper.words

    keeper.press("确认生效")
    assert "示例〔2026〕7号" in keeper.go("/calendar/years/2027").words


def test_a_wrong_file_is_refused_with_its_lines_and_nothing_is_kept(
    portal: Portal, keeper: Browser
) -> None:
    wrong = (
        YEAR_2027
        + "2027-10-01,,放假,国庆节\n2026-12-27,,上班,元旦调休上班\n2027-06-07,,上班,端午节\n"
    )
    upload(keeper, wrong.encode(), number="")

    assert keeper.status == 422
    for said in ("第13行：2027年10月1日重复", "第14行：2026年12月27日不在2027年",
                 "第15行：2027年6月7日是星期一", "请写通知文号"):  # fmt: skip
        assert said in keeper.words
    assert portal.ask("SELECT 1 FROM calendar_notices") == []


def test_rows_typed_stay_when_something_is_wrong(keeper: Browser) -> None:
    keeper.go("/calendar/notices/new").press(
        "录入并预览", **HEADING, **{"first.1": "2027-13-01", "name.1": "元旦"}
    )

    assert "第1行：看不懂日期“2027-13-01”" in keeper.words
    assert "2027-13-01" in keeper.page.xpath("//input[@name='first.1']/@value")
    rows = len(keeper.page.xpath("//table//input[starts-with(@name, 'first.')]"))
    keeper.press("再加几行")
    assert len(keeper.page.xpath("//table//input[starts-with(@name, 'first.')]")) == rows + 4


def test_a_correction_begins_with_what_the_notice_says(portal: Portal, keeper: Browser) -> None:
    typed_day(keeper).press("确认生效")
    keeper.follow("录入更正")
    assert keeper.page.xpath("//input[@name='first.1']/@value") == ["2026-03-16"]
    keeper.press("录入并预览", number="示例〔2026〕8号", **{"first.1": "2026-12-30"})
    keeper.press("确认生效")

    assert "更正示例〔2026〕7号" in keeper.go("/calendar").words
    assert "已被示例〔2026〕8号更正" in keeper.words
    moves = portal.ask(
        "SELECT old_due_at, new_due_at FROM deadline_changes ORDER BY at, old_due_at"
    )
    assert moves[0].old_due_at == moves[-1].new_due_at


def test_a_notice_is_laid_aside(portal: Portal, keeper: Browser) -> None:
    typed_day(keeper).press("不用了，作废")

    assert "已作废" in keeper.words
    assert portal.ask("SELECT 1 FROM recounts") == []


@pytest.mark.parametrize("account", ["worker1", "director1"])
def test_others_read_the_calendar_and_cannot_load(
    portal: Portal, keeper: Browser, account: str
) -> None:
    typed_day(keeper)
    waiting = portal.ask("SELECT id FROM calendar_notices")[0].id
    browser = portal.log_in(account).go("/calendar")

    assert browser.status == 200
    assert "录入放假通知" not in browser.words
    assert "示例〔2026〕7号" not in browser.words
    assert browser.go("/calendar/notices/new").status == 403
    assert browser.go(f"/calendar/notices/{waiting}").status == 403
