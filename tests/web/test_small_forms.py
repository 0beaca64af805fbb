"""The small forms on their pages: every error at its field, and what was typed is kept."""

from tests.web.browsing import Browser
from tests.web.conftest import Portal


def said_at(browser: Browser, name: str) -> str:
    """What stands in the field of this name, on the page as it is now."""
    field = browser.page.xpath(f"//*[@name='{name}']")[0]
    return str(field.get("value") if field.tag == "input" else field.text_content())


def test_an_order_tells_all_errors_at_once_and_keeps_what_was_typed(portal: Portal) -> None:
    portal.practice.play_to_step("ask:investigation")
    case = portal.practice.case()
    director = portal.log_in("director1").go(f"/cases/{case}/order")
    director.press("下达督办", words="三日内完成", owes="nobody", report_by="昨天")

    assert director.status == 422
    assert "请从列出的选项中选择" in director.words
    assert "请填写日期和时间" in director.words
    assert said_at(director, "words") == "三日内完成"
    assert said_at(director, "report_by") == "昨天"


def test_a_reminder_that_is_too_long_comes_back_with_its_words(portal: Portal) -> None:
    step = portal.practice.play_to_step("ask:investigation")
    worker = portal.log_in("worker1").go(f"/steps/{step.id}")
    worker.press("记录催办", chase_note="催" * 501)

    assert worker.status == 422
    assert "最多 500 个字" in worker.words
    assert said_at(worker, "chase_note") == "催" * 501


def test_an_absence_with_a_wrong_day_keeps_who_and_when(portal: Portal) -> None:
    worker = portal.log_in("worker1").go("/absences")
    cover = str(portal.practice.staff["worker2"].officer_id)
    worker.press("保存", by=cover, from_at="2026-11-21 08:30", until_at="0001-01-01 00:00")

    assert worker.status == 422
    assert "请选择请假的人" in worker.words
    assert "请填写日期和时间" in worker.words
    assert said_at(worker, "from_at") == "2026-11-21 08:30"


def test_who_may_not_is_told_so_whatever_was_typed(portal: Portal) -> None:
    portal.practice.play_to_step("ask:investigation")
    case = portal.practice.case()
    worker = portal.log_in("worker1").go("/notices")
    worker.post(f"/cases/{case}/team/lead", [("csrf", worker.token), ("lead", "nobody")])

    assert worker.status == 403
    assert "只有督导或者主任可以调整办案小组" in worker.words
